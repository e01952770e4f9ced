"""What each line of a list of videos holds: addresses, words, lengths. Plain text, Markdown, tables and HTML. Pure."""

import csv
import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from webinars.lib.web_addresses import NotAWebAddress
from webinars.pure.announcements.reader.text.html import html_lines, is_html
from webinars.pure.announcements.reader.text.lines import Link, cleaned
from webinars.pure.videos import Video, recognise, seconds

LONGEST_LINE = 4_000
_ADDRESS = re.compile(
    r"!?\[(?P<words>[^\[\]]{0,300})\]\(<?(?P<target>[^()\s<>]{4,1500})>?(?:\s+\"[^\"]{0,200}\")?\)"
    r"|(?<![\w@/.])(?P<bare>(?:https?://|www\.|m\.youtube\.com/|youtube\.com/|youtu\.be/|vimeo\.com/)"
    r"[^\s<>\"“”«»|\\]{2,1500})",
    re.IGNORECASE,
)
_OWN_PLACES = ("/watch?", "/shorts/", "/live/", "/embed/")
"""How a page of YouTube's, saved as HTML, names its videos."""
_CLOCK = r"(?:\d{1,3}:)?\d{1,3}:[0-5]\d"
_UNITS = re.compile(
    r"(?:(?P<hours>\d{1,3})\s*(?:h|hr|hrs|hours?)\b[\s,]*(?:and\s+)?)?(?:(?P<minutes>\d{1,3})\s*(?:m|min|mins|minutes?)\b[\s,]*(?:and\s+)?)?"
    r"(?:(?P<seconds>\d{1,3})\s*(?:s|sec|secs|seconds?)\b)?",
    re.IGNORECASE,
)
_AT_END = re.compile(rf"(?:\s+[–—-])?\s*[(\[]\s*({_CLOCK})\s*[)\]]\s*$|\s+[–—-]\s+({_CLOCK})\s*$")
_AT_START = re.compile(rf"^[(\[]?\s*({_CLOCK})\s*[)\]]?\s*(?:[–—:-]\s+)?(?=\S)")
_EMPHASIS = re.compile(r"\*\*|__|`")
_JOINING = re.compile(r"^(?:and|und|et|y|e|&)\s+(?=\S)", re.IGNORECASE)
_NUMBERING = re.compile(
    r"^(?:[•·▪‣●○▶►✓★*+–—-]+\s+|(?:#|No\.?\s*)\d{1,3}\s*[.):–—-]?\s+|\(?\d{1,3}[.)]\s+)(?=\S)", re.IGNORECASE
)
_EDGES = " \t,;|·•–—-"
_QUOTED = re.compile(r"^\"(.*)\"$|^“([^“”]*)”$")
_NOISE = re.compile(
    r"[\d.,]+\s*[KMB]?\s*views?\b.*|(?:(?:streamed|premiered|updated)\s+)?(?:live\s+)?\d+\s+"
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\s+ago|now playing|play all|shuffle|share|save|\d{1,4}"
    r"|no views|new|cc|4k|hd|subtitles|title|link|url|duration|length|video|•|·",
    re.IGNORECASE,
)
"""What a player's page prints around its titles, and the heads of tables."""
_SAYS_NOTHING = frozenset(
    {"click", "here", "it", "link", "now", "on", "play", "please", "recording", "see", "the", "this", "to", "video"}
    | {"view", "vimeo", "watch", "youtube"}
)


class Piece(Struct, frozen=True):
    """What one line, or the part of it around one address, says."""

    number: int
    paragraph: int
    text: str = ""
    video: Video | None = None
    duration_s: int | None = None
    is_heading: bool = False
    """Whether the words end with a colon: they may announce what follows."""


def pieces_of(text: str) -> list[Piece]:
    """Returns the pieces of a list, in its order. What says nothing is left out."""
    found: list[Piece] = []
    paragraph = 0
    for number, line in _lines(text):
        pieces = [replace(piece, paragraph=paragraph) for piece in _pieces(number, line)]
        if not pieces and not line.strip():
            paragraph += 1
        found += pieces
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yields the lines with their numbers. The cells of a table have tabs between."""
    if is_html(text):
        for shown in html_lines(text)[0]:
            yield shown.number, _with_addresses(shown.text, shown.links)
        return
    for number, line in enumerate(text.splitlines(), start=1):
        yield number, "\t".join(cleaned(cell) for cell in _cells(line[:LONGEST_LINE]))


def _cells(line: str) -> list[str]:
    """Returns the cells of a line of a table, as spreadsheets copy and save it, or else the line alone."""
    for separator in "\t,;":
        if separator in line:
            cells = next(csv.reader([line], delimiter=separator), [])
            # A comma parts cells only where one of them is an address and nothing else.
            if separator == "\t" or any(_ADDRESS.fullmatch(cell.strip()) for cell in cells):
                return cells
    return [line]


def _with_addresses(text: str, links: tuple[Link, ...]) -> str:
    """Returns a line of HTML with each address after the words it stands on."""
    said, position = "", 0
    for link in sorted(links, key=lambda link: link.start):
        url = f"https://www.youtube.com{link.url}" if link.url.startswith(_OWN_PLACES) else link.url
        if not url.startswith(("http://", "https://")) or link.text == url:
            continue
        start = max(position, link.start)
        said += f"{text[position:start]}{_telling(link.text)} {url} "
        position = max(position, link.start + len(link.text))
    return said + text[position:]


def _telling(words: str) -> str:
    """Returns the words of a link, unless they are "here" or "watch the video"."""
    return "" if _SAYS_NOTHING.issuperset(re.findall(r"\w+", words.casefold())) else words


def _pieces(number: int, line: str) -> Iterator[Piece]:
    """Yields a line as pieces: one for each address with the words that belong to it."""
    words, addresses = _parted(line)
    if not addresses:
        yield from _piece(number, words[0], None)
        return
    # With several, each has what stands before it; where a line begins with an address, what stands after it.
    if len(addresses) > 1 and not words[0].strip(_EDGES):
        words = words[1:]
    elif len(addresses) == 1:
        words = ["\t".join(words)]
    for address, said in zip(addresses, words, strict=False):
        yield from _piece(number, said, address)


def _parted(line: str) -> tuple[list[str], list[str]]:
    """Returns the words of a line between its addresses (one more than these), and the addresses."""
    words, addresses, position = [], [], 0
    for found in _ADDRESS.finditer(line):
        address = found["target"] or found["bare"].rstrip(".,;:!?)'*")
        end = found.end() if found["target"] else found.start() + len(address)
        words.append(line[position : found.start()] + _telling(found["words"] or ""))
        addresses.append(address)
        position = end
    return [*words, line[position:]], addresses


def _piece(number: int, words: str, address: str | None) -> Iterator[Piece]:
    video = None
    if address is not None:
        try:
            video = recognise(address)
        except NotAWebAddress:
            words = f"{words} {address}"
    title, duration_s = "", None
    is_heading = words.rstrip().endswith(":")
    for cell in words.split("\t"):
        said, length_s = _cell(cell)
        duration_s = duration_s or length_s
        if len(said) > len(title):
            title = said
    if video is not None and duration_s == video.starts_s:
        # "24:10 The second talk", before an address that starts there: a place in a stream and no length.
        duration_s = None
    if title or video is not None or duration_s is not None:
        yield Piece(number, 0, title, video, duration_s or None, is_heading)


def _cell(cell: str) -> tuple[str, int | None]:
    """Returns the words of a cell, without numbering, quotes and length, and the length in seconds."""
    # Brackets around an address stay behind when it is taken out.
    said = _EMPHASIS.sub("", cell).strip(_EDGES).rstrip("(<[").lstrip(")>]").strip(_EDGES)
    said = _JOINING.sub("", _NUMBERING.sub("", said).strip(_EDGES))
    length_s = length_of(said)
    if length_s is not None:
        return "", length_s
    for pattern in (_AT_END, _AT_START):
        if (found := pattern.search(said)) is not None:
            length_s = seconds(next(group for group in found.groups() if group))
            said = (said[: found.start()] + said[found.end() :]).strip(_EDGES)
    if quoted := _QUOTED.match(said):
        said = (quoted[1] or quoted[2] or "").strip()
    said = said.rstrip(": ")
    if not any(letter.isalpha() for letter in said) or _NOISE.fullmatch(said):
        return "", length_s
    return _telling(said), length_s


def length_of(text: str) -> int | None:
    """Returns the length in seconds that is all a text says, or None if it says more.

    It may be written "12:34", "1 h 2 min", "12 minutes, 34 seconds".
    """
    text = text.strip(" ()[]")
    if re.fullmatch(_CLOCK, text):
        return seconds(text)
    units = _UNITS.fullmatch(text)
    if not text or units is None:
        return None
    return int(units["hours"] or 0) * 3600 + int(units["minutes"] or 0) * 60 + int(units["seconds"] or 0) or None
