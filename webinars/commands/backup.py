import contextlib
import datetime as dt
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from webinars.commands.application import application
from webinars.commands.command_result import CommandFailed
from webinars.commands.progress import progress
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext

if TYPE_CHECKING:
    from webinars.commands.backup_parts.writer import Writer
    from webinars.config import Settings
    from webinars.domain.media.storage import Storage

WRITING, VERIFYING = ".webinars-backup-", ".webinars-verify-"


@click.command("backup", epilog="Example: webinars backup /backups/webinars-monday.tar.gz")
@click.option("--verify", is_flag=True, help="Write nothing; exit 1 if the backup at PATH is not whole.")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def command(path: Path, *, verify: bool) -> None:
    """Write everything this site holds into one file: database, uploaded files and secret key.

    The site stays in use meanwhile. Whoever has the file has everything: accounts, mails, addresses of rooms. A file
    that exists is not replaced. What was written is read again before it gets its name.
    """
    if verify:
        _verify(path)
        return
    if path.exists():
        raise CommandFailed(_("%(path)s exists already. Choose another name.", path=path))
    with application() as app:
        settings: Settings = app.config["SETTINGS"]
        try:
            count = _write(path, settings)
        except OSError as error:
            if error.filename is not None and WRITING not in str(error.filename):
                raise
            raise CommandFailed(
                _("%(path)s cannot be written: %(reason)s.", path=path, reason=error.strerror or str(error))
            ) from error
    click.echo(
        ngettext(
            "%(path)s holds the database and %(num)s uploaded file, and everything private with them: keep it safe.",
            "%(path)s holds the database and %(num)s uploaded files, and everything private with them: keep it safe.",
            count,
            path=path,
        )
    )


def _verify(path: Path) -> None:
    from webinars.commands.backup_parts import reader as backup_reading  # noqa: PLC0415 - `backup --help` starts fast
    from webinars.commands.backup_parts.working_folder import working_folder  # noqa: PLC0415

    with working_folder(Path(tempfile.gettempdir()), VERIFYING) as folder:
        manifest, count = backup_reading.verify(path, folder)
    click.echo(
        ngettext(
            "%(path)s is whole: the database of %(site)s at %(made_at)s, and %(num)s uploaded file.",
            "%(path)s is whole: the database of %(site)s at %(made_at)s, and %(num)s uploaded files.",
            count,
            path=path,
            site=manifest.site,
            made_at=manifest.made_at,
        )
    )


def _write(path: Path, settings: "Settings") -> int:
    """Write the backup. Returns how many uploaded files are in it."""
    from webinars import clock  # noqa: PLC0415 - see `_verify`
    from webinars.commands import migrations  # noqa: PLC0415
    from webinars.commands.backup_parts import file_format, unfinished_restore  # noqa: PLC0415
    from webinars.commands.backup_parts import reader as backup_reading  # noqa: PLC0415
    from webinars.commands.backup_parts.snapshot import write_snapshot  # noqa: PLC0415
    from webinars.commands.backup_parts.working_folder import sweep, working_folder  # noqa: PLC0415
    from webinars.commands.backup_parts.writer import writing  # noqa: PLC0415
    from webinars.config import SECRET_KEY_FILE_NAME  # noqa: PLC0415
    from webinars.db import db  # noqa: PLC0415
    from webinars.domain.media.configured_storage import storage_of  # noqa: PLC0415

    state = migrations.state()
    if state.current is None:
        raise CommandFailed(_("There is nothing to back up yet: the database is empty."))
    kind = db.engine.dialect.name
    manifest = file_format.Manifest(
        database=kind,
        revision=state.current,
        made_at=clock.now().astimezone(dt.UTC).isoformat(timespec="seconds"),
        site=settings.base_url,
    )
    sweep(settings.data, unfinished_restore.WORKING)
    with working_folder(path.parent, WRITING) as folder:
        copy, draft = folder / file_format.DATABASE[kind], folder / "backup.tar.gz"
        write_snapshot(copy)
        with writing(draft, manifest) as writer:
            writer.add(copy, copy.name)
            copy.unlink()
            key = settings.data / SECRET_KEY_FILE_NAME
            if key.exists():
                writer.add(key, file_format.SECRET_KEY)
            _add_uploads(writer, storage_of(settings))
        _manifest, count = backup_reading.verify(draft, folder)
        draft.rename(path)
        _settle(path.parent)
    return count


def _settle(folder: Path) -> None:
    """Have the names in `folder` on disk, where the file system can be asked for that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _add_uploads(writer: "Writer", storage: "Storage") -> None:
    from webinars.commands.backup_parts.file_format import UPLOADS  # noqa: PLC0415 - see `_verify`

    # After the database: a file that is uploaded meanwhile is then too much, and none is too little.
    names = sorted(storage.names())
    with progress(_("Copying files"), len(names)) as advance:
        for name in names:
            # Somebody may have removed it since.
            with contextlib.suppress(FileNotFoundError), storage.fetched(name) as path:
                writer.add(path, f"{UPLOADS}/{name}")
            advance(1)
