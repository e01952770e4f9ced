"""Where the bytes of stored files are, as everything else sees it: a folder, or a bucket of an object store."""

import datetime as dt
import re
import secrets
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Protocol, runtime_checkable

from msgspec import Struct

FOLDER = "uploads"
INCOMING = ".incoming-"
KEY = re.compile(r"[A-Za-z0-9_-]{43}")
RESERVE_BYTES = 200_000_000
"""What must stay free: a full disk stops the database as well."""


class StorageFull(Exception):
    """There is no room for it on the disk."""


class StorageStrange(Exception):
    """Most of its files are nobody's: they may be those of another database."""


class FileHeaders(Struct, frozen=True, kw_only=True):
    """How a file is shown by whoever sends it."""

    content_type: str
    is_download: bool
    name: str
    """What it is called once it is downloaded."""


@runtime_checkable
class Storage(Protocol):
    """What is kept here is whole or not there, and never changes.

    Everything raises StoreDoesNotAnswer where the bytes are on another machine that is away.
    """

    @property
    def address(self) -> str:
        """Where it is, for operators."""

    @property
    def origin(self) -> str | None:
        """Where browsers are sent for the bytes, as a policy of theirs names it, or None: to this site itself."""

    def incoming(self) -> IO[bytes]:
        """Returns a file on the disk to fill (mode 600), gone once it is closed, unless it is kept before."""

    def keep(self, file: IO[bytes]) -> str:
        """Keep what `incoming` made, once it is filled. Returns the key. Raises OSError."""

    def require_room(self, byte_count: int) -> None:
        """Raises StorageFull if so many bytes more on the disk would leave too little."""

    def place(self, key: str, shown: FileHeaders, *, method: str = "GET") -> Path | str:
        """Returns where the bytes of `key` are: a file here, or an address that gives them to anybody for some hours.

        Raises LookupError if there are none, as far as that is known without asking another machine.
        """

    def fetched(self, name: str) -> AbstractContextManager[Path]:
        """Returns a file with the bytes of `name`, until the block ends. Raises FileNotFoundError."""

    def has(self, key: str) -> bool:
        """Returns whether the bytes of `key` are there."""

    def remove(self, key: str) -> None:
        """Remove the bytes of `key`, if there are any."""

    def sweep(self, known: Collection[str], *, before: dt.datetime) -> int:
        """Remove what belongs to none of the keys `known` and was written before then.

        Returns how many files those were. Raises StorageStrange, and removes nothing, if that is more than what is
        known.
        """

    def names(self) -> Iterator[str]:
        """Returns what is kept, keys and whatever else was put there: for backups."""

    def put(self, path: Path, name: str) -> None:
        """Keep a copy of the file at `path` under a name that `names` has given. Raises OSError."""

    def take_back(self, names: Iterable[str]) -> None:
        """Remove what `put` has put there under these names, if it has."""

    def try_out(self) -> None:
        """Write, read and remove a file that belongs to nothing. Raises OSError."""


def new_key() -> str:
    return secrets.token_urlsafe(32)


def strays_of(keys: Iterable[str], known: Collection[str]) -> list[str]:
    """Returns those of `keys` that are unknown. Raises StorageStrange if those are more than what is known."""
    strays = [key for key in keys if KEY.fullmatch(key) and key not in known]
    if len(strays) > len(known):
        raise StorageStrange(len(strays))
    return strays
