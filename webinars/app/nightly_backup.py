"""The copy of everything that the worker makes each night, where a folder for it is set."""

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path

import structlog

from webinars.config import Settings

BACKUPS_KEPT = 14
"""How many nights there are copies of."""
_NAME = re.compile(r"webinars-\d{4}-\d\d-\d\d\.tar\.gz")

log = structlog.get_logger()


def back_up(settings: Settings, *, now: dt.datetime) -> None:
    """Write the backup of this night into the folder that is set, and remove those that are too old.

    Does nothing where no folder is set, or another worker has made it. A failure is told in the log and by
    `webinars doctor`, and the backups of the nights before stay.
    """
    folder = settings.backup_folder
    if folder is None:
        return
    path = folder / f"webinars-{now:%Y-%m-%d}.tar.gz"
    if path.exists():
        return
    # As a process of its own: packing takes a core, and memory, for as long as it lasts.
    ended = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "webinars", "backup", str(path)], capture_output=True, text=True, check=False
    )
    if ended.returncode:
        log.error("backup failed", path=str(path), reason=ended.stderr.strip())
        return
    log.info("backed up", path=str(path))
    for old in backups_in(folder)[:-BACKUPS_KEPT]:
        old.unlink(missing_ok=True)


def backups_in(folder: Path) -> list[Path]:
    """Returns the nightly backups in `folder`, the oldest first. Each is whole: a backup gets its name once it is."""
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name)) if folder.is_dir() else []
