import io
import zipfile

import pytest

from webinars.domain.media.file_types import (
    ACCEPTED,
    M4A,
    MARKDOWN,
    MP3,
    MP4,
    ODP,
    OGG_AUDIO,
    OGG_VIDEO,
    PDF,
    POWERPOINT,
    PRESENTATION,
    TEXT,
    WEBM,
    content_of,
)
from webinars.models import FileKind


def packed(*members, stored=()):
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in stored:
            archive.writestr(zipfile.ZipInfo(name), text)
        for name in members:
            archive.writestr(name, "x" * 1000)
    return octets.getvalue()


EBML = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08"

KNOWN = [
    (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41", MP4),
    (b"\0\0\0\x20ftypmp42\0\0\0\0", MP4),
    (b"\0\0\0\x20ftypM4V \0\0\0\0", MP4),
    (b"\0\0\0\x20ftypM4A \0\0\0\0", M4A),
    (EBML + b"\x42\x82\x84webm\x42\x87\x81\x02", WEBM),
    (b"OggS\0\2" + b"\0" * 22 + b"\x01\x1e\x01vorbis", OGG_AUDIO),
    (b"OggS\0\2" + b"\0" * 22 + b"\x01\x13OpusHead", OGG_AUDIO),
    (b"OggS\0\2" + b"\0" * 22 + b"\x01\x2a\x80theora\3\2\1", OGG_VIDEO),
    (b"ID3\4\0\0\0\0\0\0", MP3),
    (b"\xff\xfb\x90\x64" + b"\0" * 100, MP3),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", PDF),
    (packed("content.xml", stored=[("mimetype", ODP)]), PRESENTATION),
    (packed("[Content_Types].xml", "ppt/presentation.xml", "ppt/slides/slide1.xml"), POWERPOINT),
    ("Note G, read slowly\n\tÄ and 会\r\n".encode(), TEXT),
]


@pytest.mark.parametrize(("octets", "content"), KNOWN)
def test_files_are_known_by_what_is_in_them(octets, content):
    assert content_of(io.BytesIO(octets), "comets.exe") == content


UNKNOWN = [
    b"\0\0\0\x20ftypqt  \0\0\0\0",
    b"\0\0\0\x20ftypheic\0\0\0\0",
    EBML + b"\x42\x82\x88matroska\x42\x87\x81\x04",
    b"MZ\x90\0\3\0\0\0",
    b"\x7fELF\2\1\1",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0\0\x10JFIF",
    b"RIFF\0\0\0\0WEBPVP8 ",
    packed("word/document.xml"),
    packed("[Content_Types].xml", "ppt/presentation.xml", "ppt/vbaProject.bin"),
    packed("content.xml", stored=[("mimetype", b"application/vnd.oasis.opendocument.text")]),
    b"\xff\xfe\0\0",
    b"text with a \0 in it",
    b"latin-1: \xe9t\xe9",
    b"\x1b[31mred",
]


@pytest.mark.parametrize("octets", UNKNOWN)
def test_a_name_makes_nothing_of_what_is_not_taken(octets):
    assert content_of(io.BytesIO(octets), "comets.mp4") is None


def test_only_the_name_tells_markdown_from_text():
    assert content_of(io.BytesIO(b"# Note G"), "Notes.MD") == MARKDOWN
    assert content_of(io.BytesIO(b"# Note G"), "notes.pdf") == TEXT


def test_html_is_text_and_never_a_page():
    assert content_of(io.BytesIO(b"<!doctype html><script>alert(1)</script>"), "a.html") == TEXT
    assert content_of(io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), "a.svg") == TEXT
    shown = {each.content_type for kinds in ACCEPTED.values() for each in kinds}
    assert not any("html" in each or "svg" in each or "xml;" in each for each in shown)


def test_a_letter_on_the_border_of_two_pieces_is_a_letter():
    assert content_of(io.BytesIO(b"x" * (64 * 1024 - 1) + "é".encode())) == TEXT
    assert content_of(io.BytesIO(b"x" * 100 + "é".encode()[:1])) is None


def test_documents_are_no_videos():
    assert PDF not in ACCEPTED[FileKind.VIDEO]
    assert MP4 not in ACCEPTED[FileKind.SLIDES]
