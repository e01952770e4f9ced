import contextlib
import datetime as dt
import os
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webinars.commands.application import application
from webinars.commands.outcome import CommandFailed
from webinars.commands.progress import progress
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext

if TYPE_CHECKING:
    from webinars.config import Settings

QUICK_COMPRESSION = 3
"""Films and pictures are compressed already."""


@click.command("backup", epilog="Example: webinars backup /backups/webinars-monday.tar.gz")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def command(path: Path) -> None:
    """Write everything this site holds into one file: database, uploaded files and secret key.

    The site stays in use meanwhile. Whoever has the file has everything: accounts, mails, addresses of rooms. A file
    that exists is not replaced.
    """
    if path.exists():
        raise CommandFailed(_("%(path)s exists already. Choose another name.", path=path))
    with application() as app:
        settings: Settings = app.config["SETTINGS"]
        beside = path.with_name(path.name + ".part")
        try:
            beside.touch(mode=0o600)
            count = _write(beside, settings)
            beside.rename(path)
        except OSError as error:
            if error.filename != str(beside):
                raise
            raise CommandFailed(
                _("%(path)s cannot be written: %(reason)s.", path=path, reason=os.strerror(error.errno or 0))
            ) from error
        finally:
            with contextlib.suppress(OSError):
                beside.unlink()
    click.echo(
        ngettext(
            "%(path)s holds the database and %(num)s uploaded file, and everything private with them: keep it safe.",
            "%(path)s holds the database and %(num)s uploaded files, and everything private with them: keep it safe.",
            count,
            path=path,
        )
    )


def _write(path: Path, settings: "Settings") -> int:
    """Write the backup; how many uploaded files are in it."""
    from webinars import clock  # noqa: PLC0415 - `backup --help` starts fast
    from webinars.commands import backup_file, migrations  # noqa: PLC0415
    from webinars.config import SECRET_KEY_FILE_NAME  # noqa: PLC0415
    from webinars.db import db  # noqa: PLC0415

    state = migrations.state()
    if state.current is None:
        raise CommandFailed(_("There is nothing to back up yet: the database is empty."))
    kind = db.engine.dialect.name
    manifest = backup_file.Manifest(
        database=kind,
        revision=state.current,
        made_at=clock.now().astimezone(dt.UTC).isoformat(timespec="seconds"),
        site=settings.base_url,
    )
    with (
        tempfile.TemporaryDirectory(dir=path.parent, prefix=".webinars-backup-") as folder,
        tarfile.open(path, "w:gz", compresslevel=QUICK_COMPRESSION) as archive,
    ):
        manifest.write(archive)
        copy = Path(folder) / backup_file.DATABASE[kind]
        _copy_database(copy)
        archive.add(copy, copy.name)
        copy.unlink()
        key = settings.data / SECRET_KEY_FILE_NAME
        if key.exists():
            archive.add(key, backup_file.SECRET_KEY)
        return _add_uploads(archive, settings.data / backup_file.UPLOADS)


def _copy_database(copy: Path) -> None:
    from webinars.commands import backup_file  # noqa: PLC0415 - see `_write`
    from webinars.db import db  # noqa: PLC0415

    if db.engine.dialect.name == "sqlite":
        # A consistent state, while others write; not inside the transaction that SQLAlchemy would begin.
        with closing(db.engine.raw_connection()) as connection:
            connection.cursor().execute("VACUUM INTO ?", (str(copy),))
    else:
        backup_file.run_postgresql_tool(
            "pg_dump", db.engine.url, "--format=custom", "--no-owner", "--no-privileges", f"--file={copy}"
        )


def _add_uploads(archive: tarfile.TarFile, folder: Path) -> int:
    from webinars.commands.backup_file import UPLOADS  # noqa: PLC0415 - see `_write`
    from webinars.domain.media.storage import INCOMING  # noqa: PLC0415

    # After the database: a file that is uploaded meanwhile is then too much, and none is too little.
    found = (each for each in folder.rglob("*") if each.is_file() and not each.is_symlink())
    # What is still on its way grows while it is copied, and is nothing yet.
    files = sorted(each for each in found if not each.name.startswith(INCOMING))
    written = 0
    with progress(_("Copying files"), len(files)) as advance:
        for file in files:
            try:
                archive.add(file, f"{UPLOADS}/{file.relative_to(folder).as_posix()}")
                written += 1
            except FileNotFoundError:
                # Somebody has removed it since.
                pass
            advance(1)
    return written
