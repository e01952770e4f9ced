import shutil
import tarfile
import tempfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from webinars.commands.application import application
from webinars.commands.outcome import CommandFailed
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext

if TYPE_CHECKING:
    from webinars.commands.backup_file import Manifest
    from webinars.config import Settings


@click.command("restore", epilog="Example: webinars restore /backups/webinars-monday.tar.gz")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(path: Path) -> None:
    """Fill an empty site with what `webinars backup` has written.

    Nothing is ever overwritten: the database has to be empty and no file uploaded. A backup of SQLite becomes an SQLite
    database, one of PostgreSQL a PostgreSQL database; from one to the other leads `webinars export`.
    """
    with application() as app:
        settings: Settings = app.config["SETTINGS"]
        try:
            with tarfile.open(path, "r:*") as archive:
                count = _restore(archive, settings)
        except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
            if isinstance(error, OSError) and error.filename:
                raise
            raise CommandFailed(
                _("%(path)s cannot be read as a backup: it is damaged or something else.", path=path)
            ) from error
    click.echo(
        ngettext(
            "The database and %(num)s uploaded file are back. Start the site: webinars serve",
            "The database and %(num)s uploaded files are back. Start the site: webinars serve",
            count,
        )
    )


def _restore(archive: tarfile.TarFile, settings: "Settings") -> int:
    """Put everything in its place, the database last; how many uploaded files there were."""
    from webinars.commands import backup_file  # noqa: PLC0415 - `restore --help` starts fast
    from webinars.config import SECRET_KEY_FILE_NAME  # noqa: PLC0415
    from webinars.db import db  # noqa: PLC0415

    manifest = backup_file.read_manifest(archive)
    uploads = settings.data / backup_file.UPLOADS
    _check(manifest, uploads)
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Beside its place until everything has been read: a backup that breaks off leaves the site as empty as it was.
    with tempfile.TemporaryDirectory(dir=settings.data, prefix=".restore-") as name:
        folder = Path(name)
        _unpack(archive, folder)
        database = folder / backup_file.DATABASE[manifest.database]
        if not database.is_file():
            raise CommandFailed(_("The backup is damaged: there is no database in it."))
        files = folder / backup_file.UPLOADS
        count = sum(each.is_file() for each in files.rglob("*"))
        if manifest.database == "postgresql":
            backup_file.run_postgresql_tool(
                "pg_restore", db.engine.url, "--no-owner", "--exit-on-error", "--single-transaction", str(database)
            )
        if files.is_dir():
            if uploads.is_dir():
                uploads.rmdir()
            files.rename(uploads)
        key = folder / backup_file.SECRET_KEY
        if key.is_file():
            key.replace(settings.data / SECRET_KEY_FILE_NAME)
        if manifest.database == "sqlite":
            _put_in_place(database)
    return count


def _check(manifest: "Manifest", uploads: Path) -> None:
    from webinars.commands import backup_file, migrations  # noqa: PLC0415 - see `_restore`
    from webinars.db import db  # noqa: PLC0415

    kind = db.engine.dialect.name
    if manifest.database not in backup_file.DATABASE or manifest.database != kind:
        raise CommandFailed(
            _(
                "The backup is of %(there)s and this site uses %(here)s. Restore it where it came from, then use "
                "`webinars export` and `webinars import`.",
                there=manifest.database or "?",
                here=kind,
            )
        )
    if not migrations.state().is_empty or (uploads.is_dir() and any(uploads.iterdir())):
        raise CommandFailed(
            _("This site is not empty, and nothing is overwritten. Name an empty data folder or database instead.")
        )
    if not migrations.is_known(manifest.revision):
        raise CommandFailed(_("This backup was made by a newer version. Install that, then try again."))


def _unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """Write the files of the backup into `folder`, and nothing anywhere else."""
    for member in archive:
        parts = PurePosixPath(member.name).parts
        file = archive.extractfile(member) if member.isreg() else None
        # Links, devices and ways out of the folder are in no backup of ours.
        if file is None or not parts or ".." in parts or member.name.startswith("/"):
            raise CommandFailed(_("The backup is damaged: “%(name)s” does not belong in it.", name=member.name))
        place = folder.joinpath(*parts)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.touch(mode=0o600)
        with place.open("wb") as copy:
            shutil.copyfileobj(file, copy)


def _put_in_place(database: Path) -> None:
    from webinars.db import db  # noqa: PLC0415 - see `_restore`

    place = Path(str(db.engine.url.database))
    # Looking whether it is empty has made a file of it.
    db.engine.dispose()
    for leftover in ("-wal", "-shm"):
        place.with_name(place.name + leftover).unlink(missing_ok=True)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    database.replace(place)
