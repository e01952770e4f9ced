import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webinars.commands.application import application
from webinars.commands.command_result import CommandFailed
from webinars.commands.progress import progress
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext

if TYPE_CHECKING:
    from webinars.commands.backup_parts.file_format import Manifest
    from webinars.config import Settings


@click.command("restore", epilog="Example: webinars restore /backups/webinars-monday.tar.gz")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(path: Path) -> None:
    """Fill an empty site with what `webinars backup` has written.

    Nothing is ever overwritten: the database has to be empty and no file uploaded. A backup of SQLite becomes an SQLite
    database, one of PostgreSQL a PostgreSQL database; from one to the other leads `webinars copy-database`. If it is
    killed, run it again.
    """
    with application() as app:
        count = restore(path, app.config["SETTINGS"])
    click.echo(
        ngettext(
            "The database and %(num)s uploaded file are back. Start the site: webinars serve",
            "The database and %(num)s uploaded files are back. Start the site: webinars serve",
            count,
        )
    )


def restore(path: Path, settings: "Settings") -> int:
    """Put everything in its place, the database last: killed at any moment, the site is whole or can be restored again.

    Returns how many uploaded files there are. Raises CommandFailed if the backup is not whole, or the site not empty.
    """
    from webinars.commands.backup_parts import unfinished_restore  # noqa: PLC0415 - `restore --help` starts fast
    from webinars.commands.backup_parts.reader import opened  # noqa: PLC0415
    from webinars.commands.backup_parts.working_folder import working_folder  # noqa: PLC0415

    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with unfinished_restore.alone(settings.data):
        unfinished_restore.clear_up(settings)
        _require_empty(settings)
        # Beside its place until all has been read: a backup that is not whole leaves the site as empty as it was.
        with working_folder(settings.data, unfinished_restore.WORKING) as folder:
            with opened(path) as backup:
                _check(backup.manifest)
                count = backup.unpack(folder)
            try:
                _put_in_place(folder, settings)
            finally:
                unfinished_restore.clear_up(settings)
    return count


def _require_empty(settings: "Settings") -> None:
    from webinars.commands import migrations  # noqa: PLC0415 - see `restore`
    from webinars.commands.backup_parts import file_format as backup_file  # noqa: PLC0415 - see `restore`
    from webinars.domain.media.configured_storage import storage_of  # noqa: PLC0415

    uploads = settings.data / backup_file.UPLOADS
    has_files = (uploads.is_dir() and any(uploads.iterdir())) or any(storage_of(settings).names())
    if not migrations.state().is_empty or has_files:
        raise CommandFailed(
            _("This site is not empty, and nothing is overwritten. Name an empty data folder or database instead.")
        )


def _check(manifest: "Manifest") -> None:
    from webinars.commands import migrations  # noqa: PLC0415 - see `restore`
    from webinars.commands.backup_parts import file_format as backup_file  # noqa: PLC0415 - see `restore`
    from webinars.db import db  # noqa: PLC0415

    kind = db.engine.dialect.name
    if manifest.database not in backup_file.DATABASE or manifest.database != kind:
        raise CommandFailed(
            _(
                "The backup is of %(there)s and this site uses %(here)s. Restore it where it came from, then use "
                "`webinars copy-database`.",
                there=manifest.database or "?",
                here=kind,
            )
        )
    if not migrations.is_known(manifest.revision):
        raise CommandFailed(_("This backup was made by a newer version. Install that, then try again."))


def _put_in_place(folder: Path, settings: "Settings") -> None:
    from webinars.commands.backup_parts import file_format as backup_file  # noqa: PLC0415 - see `restore`
    from webinars.commands.backup_parts import unfinished_restore  # noqa: PLC0415
    from webinars.commands.backup_parts.postgresql_tools import run_postgresql_tool  # noqa: PLC0415
    from webinars.config import SECRET_KEY_FILE_NAME  # noqa: PLC0415
    from webinars.db import db  # noqa: PLC0415

    files, key = folder / backup_file.UPLOADS, folder / backup_file.SECRET_KEY
    files.mkdir(mode=0o700, exist_ok=True)
    names = sorted(path.relative_to(files).as_posix() for path in files.rglob("*") if path.is_file())
    unfinished_restore.write_note(files, settings, names)
    # After a power cut nothing may be missing that the database knows.
    os.sync()
    files.replace(settings.data / backup_file.UPLOADS)
    if settings.uploads is not None:
        _move_files(names, settings)
    if key.is_file():
        key.replace(settings.data / SECRET_KEY_FILE_NAME)
    kind = db.engine.dialect.name
    database = folder / backup_file.DATABASE[kind]
    if kind == "sqlite":
        _replace_database(database)
    else:
        run_postgresql_tool(
            "pg_restore", db.engine.url, "--no-owner", "--exit-on-error", "--single-transaction", str(database)
        )


def _move_files(names: list[str], settings: "Settings") -> None:
    """Move the files to where they are kept. Those that were there before the end are named in the note."""
    from webinars.commands.backup_parts import file_format as backup_file  # noqa: PLC0415 - see `restore`
    from webinars.domain.media.configured_storage import storage_of  # noqa: PLC0415

    storage, here = storage_of(settings), settings.data / backup_file.UPLOADS
    with progress(_("Copying files"), len(names)) as advance:
        for name in names:
            storage.put(here / name, name)
            (here / name).unlink()
            advance(1)
    for folder in sorted((path for path in here.rglob("*") if path.is_dir()), reverse=True):
        folder.rmdir()


def _replace_database(database: Path) -> None:
    from webinars.commands.backup_parts.unfinished_restore import WORKING  # noqa: PLC0415 - see `restore`
    from webinars.commands.backup_parts.working_folder import working_folder  # noqa: PLC0415
    from webinars.db import db  # noqa: PLC0415

    place = Path(str(db.engine.url.database))
    db.engine.dispose()
    for leftover in ("-wal", "-shm"):
        place.with_name(place.name + leftover).unlink(missing_ok=True)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if database.stat().st_dev == place.parent.stat().st_dev:
        database.replace(place)
        return
    # Only on one disk is a rename all or nothing.
    with working_folder(place.parent, WORKING) as beside:
        copy = beside / database.name
        shutil.copy(database, copy)
        os.sync()
        copy.replace(place)
