"""The form of a backup: one tar file with the database, the uploaded files, the secret key, and what it is."""

import io
import json
import os
import subprocess
import tarfile
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from webinars.commands.outcome import CommandFailed
from webinars.lib.i18n import gettext as _

FORMAT, VERSION = "webinars-backup", 1
MANIFEST = "manifest.json"
DATABASE = {"sqlite": "database.sqlite", "postgresql": "database.pgdump"}
SECRET_KEY = "secret-key"  # noqa: S105 - the name of the file, not the secret
UPLOADS = "uploads"
LARGEST_MANIFEST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself. It is the first file in it."""

    database: str
    """A key of DATABASE: each is restored where it came from; from one to the other leads `webinars export`."""
    revision: str
    """The migration that the database stands at."""
    made_at: str
    site: str

    def write(self, archive: tarfile.TarFile) -> None:
        data = json.dumps({"format": FORMAT, "version": VERSION} | asdict(self), indent=1).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mode = len(data), 0o600
        archive.addfile(member, io.BytesIO(data))


def read_manifest(archive: tarfile.TarFile) -> Manifest:
    """What a backup says of itself. Raises CommandFailed if it is none, or one of a later form."""
    member = archive.next()
    found: Any = {}
    if member is not None and member.name == MANIFEST and member.size <= LARGEST_MANIFEST:
        file = archive.extractfile(member)
        try:
            found = json.load(file) if file else {}
        except ValueError:
            found = {}
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise CommandFailed(_("This is no backup. Give the file that `webinars backup` wrote."))
    if found.get("version") != VERSION:
        raise CommandFailed(_("This backup was made by a newer version. Install that, then try again."))
    return Manifest(**{name: str(found.get(name, "")) for name in Manifest.__slots__})


def run_postgresql_tool(program: str, url: sa.URL, *arguments: str) -> None:
    """Run pg_dump or pg_restore on the database at `url`. Raises CommandFailed with what it said last."""
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    # The command line of a process can be read by everybody on the machine; its environment cannot.
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    try:
        ended = subprocess.run(  # noqa: S603 - the program is a word of ours, the address the operator's
            (program, *arguments, f"--dbname={address}"), env=environment, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise CommandFailed(
            _("%(program)s is missing. Install it: apt-get install postgresql-client", program=program)
        ) from None
    if ended.returncode:
        reason = ended.stderr.strip().rpartition("\n")[2] or _("no reason was given")
        raise CommandFailed(_("%(program)s failed: %(reason)s", program=program, reason=reason))
