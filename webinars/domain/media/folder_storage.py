"""The bytes of stored files in a folder, one file a key: of the data folder, or one that machines share."""

import contextlib
import datetime as dt
import errno
import os
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from webinars.domain.media.storage import INCOMING, KEY, RESERVE_BYTES, FileHeaders, StorageFull, new_key, strays_of

WITHOUT_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
"""What network file systems say that have no second name for a file."""


class FolderStorage:
    """What is written here is whole or not there: it grows beside its place and is linked there once it is on disk."""

    origin = None

    def __init__(self, folder: Path, *, waiting: Path | None = None) -> None:
        self.folder = folder
        self._waiting = waiting or folder
        """Where a restore that was killed may have left something."""

    @property
    def address(self) -> str:
        return str(self.folder)

    def incoming(self) -> IO[bytes]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return tempfile.NamedTemporaryFile(dir=self.folder, prefix=INCOMING)

    def keep(self, file: IO[bytes]) -> str:
        file.flush()
        os.fsync(file.fileno())
        key = new_key()
        try:
            os.link(file.name, self.folder / key)
        except OSError as error:
            if error.errno not in WITHOUT_LINKS:
                raise
            # Then a copy, which gets its name once it is whole.
            self.put(Path(file.name), key)
        _settle(self.folder)
        return key

    def require_room(self, byte_count: int) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(self.folder).free < byte_count + RESERVE_BYTES:
            raise StorageFull

    def place(self, key: str, shown: FileHeaders | None = None, *, method: str = "GET") -> Path:  # noqa: ARG002 - as for every storage
        path = self.folder / key
        if not KEY.fullmatch(key) or not path.is_file():
            raise LookupError(key)
        return path

    @contextmanager
    def fetched(self, name: str) -> Iterator[Path]:
        path = self.folder / name
        if not path.is_file():
            raise FileNotFoundError(name)
        yield path

    def has(self, key: str) -> bool:
        return (self.folder / key).is_file()

    def remove(self, key: str) -> None:
        if KEY.fullmatch(key):
            (self.folder / key).unlink(missing_ok=True)

    def sweep(self, known: Collection[str], *, before: dt.datetime) -> int:
        strays = strays_of((path.name for path in _written(self.folder, before)), known)
        swept = [self.folder / key for key in strays]
        for folder in {self.folder, self._waiting}:
            swept += [path for path in _written(folder, before) if path.name.startswith(INCOMING)]
        for path in swept:
            path.unlink(missing_ok=True)
        return len(swept)

    def names(self) -> Iterator[str]:
        # What is still on its way grows while it is copied, and is nothing yet.
        for path in self.folder.rglob("*"):
            if path.is_file() and not path.is_symlink() and not path.name.startswith(INCOMING):
                yield path.relative_to(self.folder).as_posix()

    def put(self, path: Path, name: str) -> None:
        place = self.folder / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, prefix=INCOMING, delete=False) as copy:
            try:
                with path.open("rb") as file:
                    shutil.copyfileobj(file, copy, 1 << 20)
                copy.flush()
                os.fsync(copy.fileno())
                Path(copy.name).replace(place)
            except BaseException:
                Path(copy.name).unlink(missing_ok=True)
                raise
        _settle(place.parent)

    def take_back(self, names: Iterable[str]) -> None:
        for name in names:
            path = self.folder / name
            path.unlink(missing_ok=True)
            for folder in path.relative_to(self.folder).parents[:-1]:
                with contextlib.suppress(OSError):
                    (self.folder / folder).rmdir()

    def try_out(self) -> None:
        if self.folder.is_dir():
            with tempfile.TemporaryFile(dir=self.folder) as file:
                file.write(b"?")
        elif not os.access(_nearest(self.folder), os.W_OK | os.X_OK):
            raise PermissionError(self.folder)


def _nearest(folder: Path) -> Path:
    """Returns the folder in which `folder` would be made."""
    return next(each for each in folder.parents if each.is_dir())


def _written(folder: Path, before: dt.datetime) -> Iterator[Path]:
    for path in folder.iterdir() if folder.is_dir() else ():
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < before.timestamp():
                yield path


def _settle(folder: Path) -> None:
    """Have the folder itself on disk: otherwise a crash could forget the name of a file that the database knows."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
