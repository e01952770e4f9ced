"""What a restore that was killed has left, and how the next one takes it back.

Files and key are put in place before the database, whose tables are the mark of done. Until it is there as well, the
folder of uploaded files holds a note with the secret key that stood here before.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from webinars.commands import migrations
from webinars.commands.backup_parts.file_format import UPLOADS
from webinars.commands.backup_parts.postgresql_tools import session_name
from webinars.commands.backup_parts.working_folder import sweep, working_folder
from webinars.commands.command_result import CommandFailed
from webinars.config import SECRET_KEY_FILE_NAME, Settings
from webinars.db import db, reading
from webinars.domain.media.configured_storage import storage_of
from webinars.domain.media.storage import INCOMING
from webinars.lib.i18n import gettext as _

WORKING = ".restore-"
NOTE, LIST = f"{INCOMING}restore", f"{INCOMING}restored-files"
"""Names that backups pass over, and that the nightly sweep removes from a site that is in use."""
PATIENCE_S = 20


def is_there(settings: Settings) -> bool:
    """Returns whether a restore has begun that has not come to its end: it may be running still."""
    return _note(settings).exists() or any(settings.data.glob(f"{WORKING}*"))


def require_none(settings: Settings) -> None:
    """Raises CommandFailed if a restore has begun: tables made meanwhile would be in its way for ever."""
    if is_there(settings):
        raise CommandFailed(
            _("A restore has not come to its end. Unless one is running, run `webinars restore` again.")
        )


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """No other restore works in this data folder until the block ends. Raises CommandFailed if one does."""
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandFailed(_("Another restore is under way here. Wait until it has ended.")) from error
        yield
    finally:
        os.close(lock)


def write_note(files: Path, settings: Settings, names: Sequence[str]) -> None:
    """Note in `files`, which are not in their place yet, that they and the key are there before the database.

    Where files are not kept in the data folder, their names stand beside it.
    """
    if settings.uploads is not None:
        listed = files / LIST
        listed.touch(mode=0o600)
        listed.write_text(json.dumps({"to": storage_of(settings).address, "names": list(names)}), encoding="utf-8")
    note, key = files / NOTE, settings.data / SECRET_KEY_FILE_NAME
    note.touch(mode=0o600)
    note.write_bytes(key.read_bytes() if key.is_file() else b"")


def clear_up(settings: Settings) -> None:
    """Remove what no restore needs any more, and take back what was put in place for a database that never came.

    Raises CommandFailed if a restore of another data folder fills this database.
    """
    _wait_for_sessions()
    if _note(settings).exists():
        if migrations.state().is_empty:
            _take_back(settings)
        else:
            _list(settings).unlink(missing_ok=True)
            _note(settings).unlink()
    sweep(settings.data, WORKING)


def _note(settings: Settings) -> Path:
    return settings.data / UPLOADS / NOTE


def _list(settings: Settings) -> Path:
    return settings.data / UPLOADS / LIST


def _take_files_back(settings: Settings) -> None:
    if not _list(settings).exists():
        return
    listed, storage = json.loads(_list(settings).read_text(encoding="utf-8")), storage_of(settings)
    if listed["to"] != storage.address:
        raise CommandFailed(
            _(
                "A restore to %(there)s has not come to its end. Set WEBINARS_UPLOADS to that again, and run "
                "`webinars restore`: it takes back what was put there.",
                there=listed["to"],
            )
        )
    storage.take_back(listed["names"])


def _take_back(settings: Settings) -> None:
    _take_files_back(settings)
    key = settings.data / SECRET_KEY_FILE_NAME
    with working_folder(settings.data, WORKING) as folder:
        former = folder / SECRET_KEY_FILE_NAME
        shutil.copy(_note(settings), former)
        if former.stat().st_size:
            former.replace(key)
        else:
            key.unlink(missing_ok=True)
        # With the note, and so the last step: until then all of this can be done again.
        (settings.data / UPLOADS).rename(folder / UPLOADS)


def _wait_for_sessions() -> None:
    """Wait for what a killed restore has asked of PostgreSQL: it may be about to commit.

    Raises CommandFailed if it takes longer than PATIENCE_S.
    """
    if db.engine.dialect.name != "postgresql":
        return
    open_sessions = sa.text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = :name"
    )
    until = time.monotonic() + PATIENCE_S
    with reading(), db.engine.connect() as connection:
        while connection.scalar(open_sessions, {"name": session_name("pg_restore")}):
            if time.monotonic() > until:
                raise CommandFailed(_("Another restore of this database is under way. Wait until it has ended."))
            # Statistics stay as they are in a transaction.
            connection.rollback()
            time.sleep(0.1)
