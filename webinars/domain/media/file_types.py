"""What a file is, by what is in it: never by its name, and never by what a browser says of it."""

import codecs
import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import IO

from msgspec import Struct

from webinars.models import FileKind

HEAD_BYTES = 4096
TAIL_BYTES = 256 * 1024
"""The list of what is in a ZIP file stands at its end."""
PIECE_BYTES = 64 * 1024
ODP = b"application/vnd.oasis.opendocument.presentation"
CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}
"""Bytes that no text holds."""


class FileType(Struct, frozen=True):
    content_type: str
    ending: str


MP4, M4A = FileType("video/mp4", ".mp4"), FileType("audio/mp4", ".m4a")
WEBM = FileType("video/webm", ".webm")
OGG_VIDEO, OGG_AUDIO = FileType("video/ogg", ".ogv"), FileType("audio/ogg", ".ogg")
MP3 = FileType("audio/mpeg", ".mp3")
PDF = FileType("application/pdf", ".pdf")
PRESENTATION = FileType(ODP.decode(), ".odp")
POWERPOINT = FileType("application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx")
TEXT, MARKDOWN = FileType("text/plain", ".txt"), FileType("text/markdown", ".md")
PICTURE = FileType("image/jpeg", ".jpg")
DOCUMENTS = frozenset({PDF, PRESENTATION, POWERPOINT, TEXT, MARKDOWN})
ACCEPTED: Mapping[FileKind, frozenset[FileType]] = MappingProxyType(
    {
        FileKind.VIDEO: frozenset({MP4, M4A, WEBM, OGG_VIDEO, OGG_AUDIO, MP3}),
        FileKind.POSTER: frozenset({PICTURE}),
        FileKind.SLIDES: DOCUMENTS,
        FileKind.NOTES: DOCUMENTS,
    }
)
INLINE_TYPES = ("video/", "audio/", "image/")
"""Browsers show these in place. Everything else is for downloading."""


def content_of(file: IO[bytes], name: str = "") -> FileType | None:
    """Returns what `file` is, or None for what we do not take. `name` only tells Markdown from other text."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    if found := _by_head(head):
        return found
    if head.startswith(b"PK\x03\x04"):
        return _packed(head, _tail(file))
    if not _is_text(file):
        return None
    return MARKDOWN if name.lower().endswith((".md", ".markdown")) else TEXT


def _by_head(head: bytes) -> FileType | None:
    if head[4:8] == b"ftyp":
        return _mp4(head[8:12])
    if head.startswith(b"\x1a\x45\xdf\xa3"):  # EBML, RFC 8794; Matroska has the same head and another name
        return WEBM if b"\x42\x82\x84webm" in head[:64] else None
    if head.startswith(b"OggS"):  # RFC 3533; the first pages say what is inside
        return OGG_VIDEO if b"\x80theora" in head or b"\x01video" in head else OGG_AUDIO
    if head.startswith(b"ID3") or (head[:1] == b"\xff" and head[1:2] and head[1] & 0xE6 == 0xE2):  # noqa: PLR2004 - MPEG audio, layer III
        return MP3
    return PDF if b"%PDF-" in head[:1024] else None


def _mp4(brand: bytes) -> FileType | None:
    """Returns which of the many children of ISO/IEC 14496-12 a file is, as its brand says."""
    if brand == b"M4A ":
        return M4A
    # QuickTime plays in one family of browsers only; the others are pictures.
    return None if brand in {b"qt  ", b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis"} else MP4


def _packed(head: bytes, tail: bytes) -> FileType | None:
    if head[30:38] == b"mimetype" and head[38 : 38 + len(ODP)] == ODP:
        return PRESENTATION
    # One with macros inside is a program.
    if b"ppt/presentation.xml" in tail and b"vbaProject.bin" not in tail:
        return POWERPOINT
    return None


def _tail(file: IO[bytes]) -> bytes:
    end = file.seek(0, io.SEEK_END)
    file.seek(max(end - TAIL_BYTES, 0))
    return file.read()


def _is_text(file: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while piece := file.read(PIECE_BYTES):
            if CONTROLS.intersection(piece):
                return False
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
