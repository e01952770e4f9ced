"""The form of a backup: a gzipped tar file with a seal at its end.

In the tar file are, in this order: what it is, the database, the secret key, the uploaded files, and last the size and
SHA-256 of each of them.

The seal is a gzip member without content, whose extra field holds the SHA-256 of every byte before it. What gzip itself
checks is not enough: its header is in no checksum, and in a run of zeros some bits can change without a change of what
is unpacked. Other programs unpack the file as any other, for an empty member adds nothing.
"""

import hashlib
import json
import struct
from collections.abc import Mapping
from typing import IO, Any

from msgspec import Struct
from msgspec.structs import asdict

from webinars.commands.command_result import CommandFailed
from webinars.lib.i18n import gettext as _

FORMAT, VERSION = "webinars-backup", 2
MANIFEST = "manifest.json"
DATABASE = {"sqlite": "database.sqlite", "postgresql": "database.pgdump"}
SECRET_KEY = "secret-key"  # noqa: S105 - the name of the file, not the secret
UPLOADS = "uploads"
CONTENTS = "contents.json"
LARGEST_MANIFEST = 10_000

_EMPTY_MEMBER = struct.Struct("<4sIBB H2sH32s 2sII")
SEAL_SIZE = _EMPTY_MEMBER.size


class Manifest(Struct, frozen=True, kw_only=True):
    """What a backup says of itself. It is the first file in it."""

    database: str
    """A key of DATABASE: each is restored where it came from. From one to the other leads `webinars copy-database`."""
    revision: str
    """The migration that the database stands at."""
    made_at: str
    site: str

    def as_json(self) -> bytes:
        return json.dumps({"format": FORMAT, "version": VERSION} | asdict(self), indent=1).encode()


class BackupContent(Struct, frozen=True):
    """What the last file of a backup says of each file before it."""

    size: int
    """In bytes."""
    sha256: str


class DigestingFile:
    """A file whose bytes are counted and digested as they are read or written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sha256 = hashlib.sha256()
        self._size = 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._add(data)
        return data

    def write(self, data: bytes) -> int:
        self._add(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    @property
    def content(self) -> BackupContent:
        """Returns what was read or written so far."""
        return BackupContent(self._size, self._sha256.hexdigest())

    @property
    def digest(self) -> bytes:
        return self._sha256.digest()

    def _add(self, data: bytes) -> None:
        self._sha256.update(data)
        self._size += len(data)


def parse_manifest(text: bytes) -> Manifest:
    """Returns what the first file of a backup says. Raises CommandFailed if it is none, or one of another form."""
    found: Any
    try:
        found = json.loads(text)
    except ValueError:
        found = {}
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise CommandFailed(_("This is no backup. Give the file that `webinars backup` wrote."))
    version = found.get("version")
    if version == 1:
        raise CommandFailed(
            _(
                "This backup has the form of an earlier version, and nothing in it proves that it is whole. Unpack it "
                "by hand as the guide for operators says, and then make a new one."
            )
        )
    if version != VERSION:
        raise CommandFailed(_("This backup was made by a newer version. Install that, then try again."))
    return Manifest(**{name: str(found.get(name, "")) for name in Manifest.__struct_fields__})


def contents_as_json(contents: Mapping[str, BackupContent]) -> bytes:
    """Returns the last file of a backup in which the files have these names, in this order."""
    return json.dumps({name: asdict(content) for name, content in contents.items()}, indent=1).encode()


def seal_of(digest: bytes) -> bytes:
    """Returns the end of a backup of whose other bytes `digest` is the SHA-256."""
    has_extra_field, unknown_system = 4, 255
    head = bytes((0x1F, 0x8B, 8, has_extra_field))
    nothing_deflated = b"\3\0"
    return _EMPTY_MEMBER.pack(
        head, 0, 0, unknown_system, 4 + len(digest), b"WB", len(digest), digest, nothing_deflated, 0, 0
    )
