"""A part of a file as a file of its own, for whoever sends files by themselves: it ends where the part ends."""

import io
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class FilePart(io.RawIOBase):
    """The octets of `file` from `start` up to `stop`. Closes it with itself."""

    def __init__(self, file: IO[bytes], start: int, stop: int) -> None:
        super().__init__()
        self._file, self._start, self._size = file, start, stop - start
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence])
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        self._file.seek(self._start + self._at)
        octets = self._file.read(max(0, min(len(view), self._size - self._at)))
        view[: len(octets)] = octets
        self._at += len(octets)
        return len(octets)

    def close(self) -> None:
        self._file.close()
        super().close()
