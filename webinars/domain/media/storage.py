"""The bytes of stored files: one file a key in the folder `uploads` of the data folder."""

import contextlib
import datetime as dt
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import IO

from webinars.config import Settings

FOLDER = "uploads"
INCOMING = ".incoming-"
KEY = re.compile(r"[A-Za-z0-9_-]{43}")
RESERVE_BYTES = 200_000_000
"""What must stay free: a full disk stops the database as well."""


class StorageFull(Exception):
    """There is no room for it on the disk."""


class StorageStrange(Exception):
    """Most of its files are nobody's: they may be those of another database."""


class Storage:
    """What is written here is whole or not there: it grows beside its place and is linked there once it is on disk."""

    def __init__(self, settings: Settings) -> None:
        self.folder = settings.data / FOLDER

    def incoming(self) -> IO[bytes]:
        """A file to fill (mode 600); gone once it is closed, unless it is kept before."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return tempfile.NamedTemporaryFile(dir=self.folder, prefix=INCOMING)

    def keep(self, file: IO[bytes]) -> str:
        """Keep what `incoming` made, once it is filled. Returns the key. Raises OSError."""
        file.flush()
        os.fsync(file.fileno())
        key = secrets.token_urlsafe(32)
        os.link(file.name, self.folder / key)
        self._settle()
        return key

    def path(self, key: str) -> Path:
        """Where the bytes of `key` are. Raises LookupError if there are none."""
        path = self.folder / key
        if not KEY.fullmatch(key) or not path.is_file():
            raise LookupError(key)
        return path

    def remove(self, key: str) -> None:
        """Remove the bytes of `key`, if there are any."""
        if KEY.fullmatch(key):
            (self.folder / key).unlink(missing_ok=True)

    def sweep(self, known: Collection[str], *, before: dt.datetime) -> int:
        """Remove what belongs to none of the keys `known` and was written before then; how many files those were.

        Raises StorageStrange, and removes nothing, if that is more than what is known.
        """
        old = list(self._written(before))
        strays = [path for path in old if KEY.fullmatch(path.name) and path.name not in known]
        if len(strays) > len(known):
            raise StorageStrange(len(strays))
        swept = [*strays, *(path for path in old if path.name.startswith(INCOMING))]
        for path in swept:
            path.unlink(missing_ok=True)
        return len(swept)

    def require_room(self, byte_count: int) -> None:
        """Raises StorageFull if so many bytes more would leave too little."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(self.folder).free < byte_count + RESERVE_BYTES:
            raise StorageFull

    def _written(self, before: dt.datetime) -> Iterator[Path]:
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            with contextlib.suppress(FileNotFoundError):
                if path.stat().st_mtime < before.timestamp():
                    yield path

    def _settle(self) -> None:
        """Have the folder itself on disk: otherwise a crash could forget the name of a file that the database knows."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
