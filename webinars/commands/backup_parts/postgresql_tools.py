"""Runs the programs of PostgreSQL that back up and restore."""

import os
import subprocess
from functools import partial

import sqlalchemy as sa

from webinars.commands.command_result import CommandFailed
from webinars.lib.i18n import gettext as _
from webinars.lib.parent_process import end_with


def session_name(program: str) -> str:
    """Returns how PostgreSQL's table of sessions calls those of `program` when we run it."""
    return f"webinars {program}"


def run_postgresql_tool(program: str, url: sa.URL | None, *arguments: str) -> None:
    """Run pg_dump or pg_restore, on the database at `url` if there is one.

    It ends when we are killed. Raises CommandFailed with what the program calls an error, else with what it said last.
    """
    command = (program, *arguments)
    environment = os.environ | {"PGAPPNAME": session_name(program)}
    if url is not None:
        address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
        command = (*command, f"--dbname={address}")
        # The command line of a process can be read by everybody on the machine; its environment cannot.
        environment |= {"PGPASSWORD": str(url.password)} if url.password else {}
    try:
        ended = subprocess.run(  # noqa: S603 - the program is a word of ours, the address the operator's
            command,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            # Safe, because these commands have no other threads that could hold a lock when this one is copied.
            preexec_fn=partial(end_with, os.getpid()),
        )
    except FileNotFoundError:
        raise CommandFailed(
            _("%(program)s is missing. Install it: apt-get install postgresql-client", program=program)
        ) from None
    if ended.returncode:
        said = ended.stderr.strip().splitlines() or [_("no reason was given")]
        # The statement that failed comes after what was wrong with it.
        reason = next((line for line in said if "error: " in line), said[-1])
        raise CommandFailed(_("%(program)s failed: %(reason)s", program=program, reason=reason))
