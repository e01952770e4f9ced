"""gzip that is joined like the text it holds: each part is compressed once, and no poll compresses anything."""

import struct
import zlib
from collections.abc import Iterable

LEVEL = 9
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
"""RFC 1952: deflate, no name, no time (the octets must not depend on the clock), best compression."""
_LAST_BLOCK = b"\x03\x00"
"""An empty final block of fixed codes (RFC 1951)."""


def deflated(octets: bytes) -> bytes:
    """Returns `octets` as deflate blocks that end at an octet and refer to nothing outside themselves."""
    compressor = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(octets) + compressor.flush(zlib.Z_SYNC_FLUSH)


def gzipped(parts: Iterable[bytes], plain: Iterable[bytes]) -> bytes:
    """Returns one gzip member made of deflated `parts`, which together inflate to `plain`, joined."""
    checksum, size = 0, 0
    for piece in plain:
        checksum, size = zlib.crc32(piece, checksum), size + len(piece)
    trailer = struct.pack("<II", checksum, size & 0xFFFFFFFF)
    return b"".join([_HEADER, *parts, _LAST_BLOCK, trailer])
