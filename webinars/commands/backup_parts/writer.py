"""Writes a backup."""

import gzip
import io
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from webinars.commands.backup_parts import file_format
from webinars.commands.backup_parts.file_format import BackupContent, DigestingFile, Manifest

QUICK_COMPRESSION = 3
"""Films and pictures are compressed already."""


class Writer:
    """Adds files to a backup, and knows what it has added."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self._contents: dict[str, BackupContent] = {}

    def add(self, path: Path, name: str) -> None:
        """Add the file at `path` under `name`. Raises OSError. If the file is not there, nothing has been added."""
        with path.open("rb") as file:
            member = self._archive.gettarinfo(arcname=name, fileobj=file)
            # The second link to a file would be added as a link, without its bytes.
            member.type, member.size = tarfile.REGTYPE, os.fstat(file.fileno()).st_size
            digesting = DigestingFile(file)
            self._archive.addfile(member, digesting)
        self._contents[name] = digesting.content

    def add_bytes(self, data: bytes, name: str) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(data), 0o600
        digesting = DigestingFile(io.BytesIO(data))
        self._archive.addfile(member, digesting)
        self._contents[name] = digesting.content

    def add_contents(self) -> None:
        """Add the size and SHA-256 of each file that was added. Nothing comes after it."""
        self.add_bytes(file_format.contents_as_json(self._contents), file_format.CONTENTS)


@contextmanager
def writing(path: Path, manifest: Manifest) -> Iterator[Writer]:
    """Yields a backup to be filled. When the block ends, it is closed with its contents and its seal, and on disk."""
    path.touch(mode=0o600)
    with path.open("wb") as file:
        digesting = DigestingFile(file)
        with (
            # Without a name and an hour, its header is the same in every backup.
            gzip.GzipFile("", "wb", QUICK_COMPRESSION, digesting, mtime=0) as zipped,
            tarfile.open(fileobj=zipped, mode="w") as archive,
        ):
            writer = Writer(archive)
            writer.add_bytes(manifest.as_json(), file_format.MANIFEST)
            yield writer
            writer.add_contents()
        file.write(file_format.seal_of(digesting.digest))
        file.flush()
        os.fsync(file.fileno())
