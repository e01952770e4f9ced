"""Folders for work that has not come to its end, so that what a killed process leaves is found and removed."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def working_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Yields a new folder in `parent` that only we can enter (mode 700), and removes it when the block ends.

    First removes those of the same prefix whose processes have died. Raises OSError.
    """
    sweep(parent, prefix)
    folder, lock = _locked_folder(parent, prefix)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
        os.close(lock)


def sweep(parent: Path, prefix: str) -> None:
    """Remove the working folders in `parent` whose processes have died. What cannot be removed stays."""
    for folder in parent.glob(f"{prefix}*"):
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            # The system opens the lock of a process that dies, however it dies. A number of a process would be given
            # to another one.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            pass
        else:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)


def _locked_folder(parent: Path, prefix: str) -> tuple[Path, int]:
    """Returns a new folder and the descriptor that holds its lock."""
    while True:
        folder = Path(tempfile.mkdtemp(dir=parent, prefix=prefix))
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            # Somebody who sweeps has been quicker.
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        except OSError:
            # A file system without locks: then nobody else can take one either, and nothing is swept.
            return folder, lock
        if folder.exists():
            return folder, lock
        os.close(lock)
