"""Reads a backup, and takes none that is not whole to its last bit."""

import gzip
import hashlib
import os
import shutil
import sqlite3
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from webinars.commands.backup_parts import file_format
from webinars.commands.backup_parts.file_format import BackupContent, DigestingFile, Manifest
from webinars.commands.backup_parts.postgresql_tools import run_postgresql_tool
from webinars.commands.command_result import CommandFailed
from webinars.commands.progress import progress
from webinars.lib.i18n import gettext as _

CHUNK = 1 << 20


class Backup:
    """A backup whose seal is whole, read from its beginning to its end."""

    def __init__(self, archive: tarfile.TarFile, unpacked: gzip.GzipFile, packed: IO[bytes]) -> None:
        self._archive = archive
        self._unpacked = unpacked
        self._packed = packed
        first = archive.next()
        text = _text_of(archive, first)
        self.manifest = file_format.parse_manifest(text)
        self._found = {file_format.MANIFEST: BackupContent(len(text), hashlib.sha256(text).hexdigest())}

    def unpack(self, folder: Path, *, is_wanted: Callable[[str], bool] = lambda _name: True) -> int:
        """Write the files whose names are wanted into `folder`, and nothing anywhere else.

        Returns how many uploaded files there are, wanted or not. Raises CommandFailed if any file is not what the
        contents say, and if the database cannot be used.
        """
        with progress(_("Unpacking"), _size_of(self._packed)) as advance:
            contents = self._unpack_files(folder, is_wanted, advance)
        if contents != file_format.contents_as_json(self._found):
            raise CommandFailed(_("The backup is damaged: its files are not those that were put in."))
        # Only behind the last byte is the checksum of gzip.
        while data := self._unpacked.read(CHUNK):
            if data.strip(b"\0"):
                raise CommandFailed(_("The backup is damaged: something was added to its end."))
        name = file_format.DATABASE.get(self.manifest.database)
        if name is None or name not in self._found:
            raise CommandFailed(_("The backup is damaged: there is no database in it."))
        if is_wanted(name):
            _check_database(self.manifest.database, folder / name)
        return sum(name.startswith(f"{file_format.UPLOADS}/") for name in self._found)

    def _unpack_files(
        self, folder: Path, is_wanted: Callable[[str], bool], advance: Callable[[int], None]
    ) -> bytes | None:
        """Unpack the wanted files. Returns the contents, which are the last file, or None where there are none.

        Raises CommandFailed for a file that does not belong there.
        """
        contents, before = None, 0
        while member := self._archive.next():
            file = self._archive.extractfile(member) if member.isreg() else None
            if file is None or contents is not None or not _is_proper(member.name) or member.name in self._found:
                raise CommandFailed(_("The backup is damaged: “%(name)s” does not belong in it.", name=member.name))
            if member.name == file_format.CONTENTS:
                contents = file.read()
            else:
                place = folder / member.name if is_wanted(member.name) else None
                self._found[member.name] = _copy(file, place)
            advance(self._packed.tell() - before)
            before = self._packed.tell()
        return contents


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """Yields the backup at `path`.

    Raises CommandFailed, with a sentence about the file, if it is none or is not whole.
    """
    try:
        with path.open("rb") as file:
            if not _has_seal(file):
                file.seek(0)
                raise _refusal(file, path)
            file.seek(0)
            with gzip.GzipFile(fileobj=file) as unpacked, tarfile.open(fileobj=unpacked, mode="r|") as archive:
                yield Backup(archive, unpacked, file)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _damage(path) from error


def verify(path: Path, folder: Path) -> tuple[Manifest, int]:
    """Read a backup to its end and look into its database, of which `folder` gets a copy.

    Returns what it says of itself and how many uploaded files it holds. Raises CommandFailed if it is not whole.
    """
    with opened(path) as backup:
        count = backup.unpack(folder, is_wanted=lambda name: name in file_format.DATABASE.values())
        return backup.manifest, count


def _has_seal(file: IO[bytes]) -> bool:
    left = _size_of(file) - file_format.SEAL_SIZE
    if left <= 0:
        return False
    digest = hashlib.sha256()
    with progress(_("Checking"), left) as advance:
        while left and (data := file.read(min(CHUNK, left))):
            digest.update(data)
            left -= len(data)
            advance(len(data))
    return file.read() == file_format.seal_of(digest.digest())


def _size_of(file: IO[bytes]) -> int:
    return os.fstat(file.fileno()).st_size


def _refusal(file: IO[bytes], path: Path) -> CommandFailed:
    """Returns what to say of a file without a whole seal. What is read of it chooses the words, and nothing else."""
    try:
        with tarfile.open(fileobj=file, mode="r:*") as archive:
            file_format.parse_manifest(_text_of(archive, archive.next()))
    except CommandFailed as refusal:
        return refusal
    except Exception:  # noqa: BLE001 - there is no end to what a damaged file makes its readers raise
        return _damage(path)
    return _damage(path)


def _damage(path: Path) -> CommandFailed:
    return CommandFailed(_("%(path)s cannot be read as a backup: it is damaged or something else.", path=path))


def _text_of(archive: tarfile.TarFile, member: tarfile.TarInfo | None) -> bytes:
    """Returns the bytes of the manifest, or none where `member` is something else."""
    if member is None or member.name != file_format.MANIFEST or member.size > file_format.LARGEST_MANIFEST:
        return b""
    file = archive.extractfile(member)
    return file.read() if file else b""


def _is_proper(name: str) -> bool:
    """Returns whether `name` stays in the folder that it is unpacked into."""
    parts = PurePosixPath(name).parts
    return bool(parts) and ".." not in parts and not name.startswith("/")


def _copy(file: IO[bytes], place: Path | None) -> BackupContent:
    digesting = DigestingFile(file)
    if place is None:
        while digesting.read(CHUNK):
            pass
        return digesting.content
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.touch(mode=0o600)
    with place.open("wb") as copy:
        shutil.copyfileobj(digesting, copy, CHUNK)
    return digesting.content


def _check_database(kind: str, path: Path) -> None:
    """Raises CommandFailed if the database of a backup was damaged already when it was backed up."""
    if kind == "postgresql":
        # Reads the whole dump, and writes it nowhere.
        run_postgresql_tool("pg_restore", None, f"--file={os.devnull}", str(path))
        return
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        found, orphan = str(error), None
    if found != "ok":
        raise CommandFailed(_("The database in the backup is damaged: %(reason)s.", reason=found))
    if orphan is not None:
        raise CommandFailed(
            _(
                "The database in the backup is damaged: a row of “%(table)s” belongs to a row of “%(other)s” that is "
                "not there.",
                table=orphan[0],
                other=orphan[2],
            )
        )
