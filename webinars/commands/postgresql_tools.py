"""Runs the programs of PostgreSQL that back up and restore."""

import os
import subprocess

import sqlalchemy as sa

from webinars.commands.outcome import CommandFailed
from webinars.lib.i18n import gettext as _


def run_postgresql_tool(program: str, url: sa.URL | None, *arguments: str) -> None:
    """Run pg_dump or pg_restore, on the database at `url` if there is one.

    Raises CommandFailed with what the program said last.
    """
    command = (program, *arguments)
    environment = dict(os.environ)
    if url is not None:
        address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
        command = (*command, f"--dbname={address}")
        # The command line of a process can be read by everybody on the machine; its environment cannot.
        environment |= {"PGPASSWORD": str(url.password)} if url.password else {}
    try:
        ended = subprocess.run(  # noqa: S603 - the program is a word of ours, the address the operator's
            command, env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise CommandFailed(
            _("%(program)s is missing. Install it: apt-get install postgresql-client", program=program)
        ) from None
    if ended.returncode:
        reason = ended.stderr.strip().rpartition("\n")[2] or _("no reason was given")
        raise CommandFailed(_("%(program)s failed: %(reason)s", program=program, reason=reason))
