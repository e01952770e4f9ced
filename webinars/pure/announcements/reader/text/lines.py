"""A pasted text as a list of lines with their structure: headings, list items, links, embedded players.

Plain text, Markdown and mails come through here. HTML comes through `text.html`, which gives the same lines.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from itertools import takewhile

from msgspec import Struct
from msgspec.structs import replace

from webinars.pure.announcements.reader.text.markdown_with_html import without_tags
from webinars.pure.times import begins_with, find_mentions, has_date

MAX_TEXT_LENGTH = 250_000
"""Characters. A long announcement has 20,000. What is longer is a mistake or an attack."""

MAX_LINE_LENGTH = 4_000
MAX_LINES = 1_500
"""A long announcement has 300."""


class LineKind(StrEnum):
    """What a line is by its layout."""

    HEADING = "heading"
    ITEM = "item"
    TEXT = "text"
    ROW = "row"


class Link(Struct, frozen=True):
    """An address with the words it stands on. `start` is its place in the line's text."""

    text: str
    url: str
    start: int = 0
    is_embed: bool = False


class Line(Struct, frozen=True):
    """One visible line or one paragraph that a mail program had broken into several."""

    number: int
    text: str
    kind: LineKind = LineKind.TEXT
    level: int = 0
    links: tuple[Link, ...] = ()
    bold: tuple[str, ...] = ()
    is_spaced: bool = True
    """Whether something, a blank line or a new block, sets it apart from the line before."""
    is_meta: bool = False
    """What a blog prints around a post: author, date of publication, categories."""
    last_number: int = 0
    markdown: str = ""
    indent: int = 0
    is_quoted: bool = False
    """Whether it has the mark of what is quoted, “>”."""
    is_cited: bool = False
    """Whether a mail program says of it that it is of the letter that is answered or passed on."""

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(range(self.number, max(self.number, self.last_number) + 1))

    @property
    def is_bold(self) -> bool:
        return len("".join(self.bold)) >= max(3, len(self.text) - 3) and bool(self.text)


_INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
_SPACES = dict.fromkeys([0xA0, 0x202F, 0x3000, *range(0x2000, 0x200B), 0x09], " ")
_VISIBLE = {**_INVISIBLE, **_SPACES}
_CELLS = re.compile(r"[ ]*\t[ \t]*")
_RUN_OF_SPACES = re.compile(r" {2,}")


def cleaned(text: str) -> str:
    """Returns a text with composed characters, plain spaces, nothing invisible."""
    return _RUN_OF_SPACES.sub(" ", unicodedata.normalize("NFC", text).translate(_VISIBLE)).strip()


_BULLET = re.compile(r"^(?:[•·▪▫◦‣⁃●○■□◆◇▶►▸➤➢➔→✓✔✅☑★☆\uf0b7*+–—-]|o(?=\s{2})|👉|🔹|🔸|🔵|🔴)\s*(?=\S)")
_DASH_BULLET = re.compile(r"^[*+–—o-]\s+(?=\S)")
_NUMBERED = re.compile(r"^(?:\(?\d{1,2}[.)]|\(?[a-h]\)|Q\d{1,2}[.:)])\s+(?=\S)")
_MARKDOWN_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"^[\s*_=~#–—+|:.-]{3,}$")
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\((<?[^()\s]{1,1500}>?)(?:\s+\"[^\"]{0,200}\")?\)")
_ANGLE_LINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,1500})>")
_BARE_LINK = re.compile(
    r"(?<![\w@/.])(?:https?://|www\.)[^\s<>\"“”«»|\[\]]{2,1500}"
    r"|(?<![\w@/.])(?:bit\.ly|tinyurl\.com|t\.ly|forms\.gle|youtu\.be|eventbrite\.[a-z.]{2,6}|"
    r"(?:[a-z0-9]{1,20}\.)?zoom\.us)"
    r"/[^\s<>\"“”|]{2,500}"
    r"|(?<![\w@/.-])(?:[a-z0-9-]{1,30}\.){0,2}[a-z0-9-]{3,40}\.[a-z]{2,12}/[a-z0-9][\w#?=&%./~+-]{1,300}",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,500}?)\1|(?<![\w*])\*(?=[^\s*])([^*]{1,500}?)\*(?![\w*])")
_UNDERSCORED = re.compile(r"(?<!\w)_(?=[^\s_])([^_]{1,500}?)_(?!\w)")


def text_lines(text: str) -> list[Line]:
    """Returns the lines of a plain text, of Markdown, or of a mail, with its broken paragraphs joined."""
    lines: list[Line] = []
    spaced = True
    for number, raw in enumerate(without_tags(text).splitlines()[:MAX_LINES], start=1):
        line = _text_line(number, whole_words(raw), spaced=spaced)
        if line is None:
            spaced = True
            underlined = raw.strip()[:1] if _RULE.match(raw[:200]) else ""
            if underlined in {"=", "-", "~"} and lines and len(lines[-1].text) < 120:
                lines[-1] = _setext_heading(lines[-1], number, raw)
            continue
        lines.append(line)
        spaced = False
    return _joined(lines)


def _setext_heading(line: Line, number: int, rule: str) -> Line:
    """Returns the line, in Markdown as a heading where a line of dashes of about its length stands right under it."""
    is_under = line.number == number - 1 and line.kind is LineKind.TEXT
    if is_under and abs(len(rule.strip()) - len(line.text)) <= max(3, len(line.text) // 3):
        return replace(line, kind=LineKind.HEADING, level=2)
    return line


def whole_words(text: str) -> str:
    """Returns as much of a line as is read.

    The word that goes beyond is left out, since half a name is a wrong one.
    """
    return text if len(text) <= MAX_LINE_LENGTH else text[:MAX_LINE_LENGTH].rpartition(" ")[0] or text[:MAX_LINE_LENGTH]


def _text_line(number: int, raw: str, *, spaced: bool) -> Line | None:
    indent = len(raw) - len(raw.lstrip(" \t"))
    text = cleaned(_CELLS.sub(" | ", raw.strip()))
    is_quoted = text.startswith(">")
    while text.startswith(">"):
        text = text[1:].lstrip()
    if not text or _RULE.match(text):
        return None
    kind, level = LineKind.TEXT, 0
    if heading := _MARKDOWN_HEADING.match(text):
        kind, level, text = LineKind.HEADING, len(heading[1]), heading[2]
    elif bullet := bullet_of(text):
        kind, level, text = LineKind.ITEM, 1 + indent // 4, text[len(bullet) :]
    elif text.count("|") >= 2 and text.startswith("|"):
        kind, text = LineKind.ROW, text.strip("| ")
    if not text:
        return None
    plain, links, bold = without_markup(text)
    if not plain and not links:
        return None
    return Line(number, plain, kind, level, links, bold, spaced, markdown=text, indent=indent, is_quoted=is_quoted)


def bullet_of(text: str) -> str:
    """Returns the mark and spaces a list item starts with, empty where there is none."""
    if text.startswith("**") or (text[:1] == "*" and not text[1:2].isspace()):
        return ""
    found = _DASH_BULLET.match(text) if text[:1] in "*+–—-o" else _BULLET.match(text) or _NUMBERED.match(text)
    # "1. bis 5. März" begins with a day; "1. 5. März" is the first of a list.
    is_day = found and text[:1].isdigit() and begins_with(text) == "date" != begins_with(text[found.end() :])
    return found[0] if found and not is_day else ""


def without_markup(text: str) -> tuple[str, tuple[Link, ...], tuple[str, ...]]:
    """Returns the text as read aloud, its links, and what was in bold."""
    links: list[Link] = []
    if "](" in text:
        text = _take_links(text, _MARKDOWN_LINK, links)
    if "<" in text:
        text = _ANGLE_LINK.sub(lambda found: " " + found[1] + " ", text)
    bold: list[str] = []
    if "*" in text or "__" in text:
        text = _EMPHASIS.sub(lambda found: _unwrapped(found, bold), text)
    if "_" in text and "://" not in text:
        text = _UNDERSCORED.sub(r"\1", text)
    text = _RUN_OF_SPACES.sub(" ", text.replace("\\", "")).strip()
    links.extend(bare_links(text))
    return text, tuple(placed(text, links)), tuple(bold)


def _unwrapped(found: re.Match[str], bold: list[str]) -> str:
    inner = found[2] or found[3]
    if found[1]:
        bold.append(inner)
    return inner


def _take_links(text: str, pattern: re.Pattern[str], links: list[Link]) -> str:
    def taken(found: re.Match[str]) -> str:
        links.append(Link(cleaned(found[1].strip("*_")), found[2].strip("<>")))
        return found[1]

    return pattern.sub(taken, text)


def bare_links(text: str) -> Iterator[Link]:
    """Yields addresses that stand in the text as such, without the full stop after them."""
    for found in _BARE_LINK.finditer(text):
        marks = ".,;:!?*'’…" + ("_" if text[: found.start()].endswith("_") else "")
        url = found[0].rstrip(marks)
        while url.endswith(")") and url.count("(") < url.count(")"):
            url = url[:-1].rstrip(".,;:!?")
        yield Link("", url if "://" in url[:8] else f"https://{url}", found.start())


def placed(text: str, links: list[Link]) -> Iterator[Link]:
    """Yields the links with the places in a text of the words that they stand on."""
    position = 0
    for link in links:
        if link.text:
            at = text.find(link.text, position)
            position = at + len(link.text) if at >= 0 else position
            yield replace(link, start=max(at, 0))
        else:
            yield link


def _joined(lines: list[Line]) -> list[Line]:
    """Join the lines of a paragraph that a mail program broke at some 72 characters."""
    width = _wrap_width(lines)
    joined: list[Line] = []
    previous: Line | None = None
    for line in lines:
        if previous and not line.is_spaced and _continues(previous, joined[-1].kind, line, width):
            before = joined[-1]
            joined[-1] = replace(
                before,
                text=f"{before.text} {line.text}"[:MAX_LINE_LENGTH],
                markdown=f"{before.markdown} {line.markdown}"[:MAX_LINE_LENGTH],
                links=before.links + line.links,
                bold=before.bold + line.bold,
                last_number=line.number,
            )
        else:
            joined.append(line)
        previous = line
    return joined


def _wrap_width(lines: list[Line]) -> int:
    """Returns the column at which the text is wrapped, or 0 where it is not."""
    lengths = [len(line.text) + line.indent for line in lines if not line.links]
    long = [length for length in lengths if length > 84]
    full = [length for length in lengths if 58 <= length <= 84]
    if len(full) < 3 or len(long) > len(full) // 8:
        return 0
    return max(full)


_SAYS_MORE = re.compile(r", [^,]{8,}[^.!?:)]$|\([^()]+$")
_ENTRY = re.compile(r"(?:[^\W\d_a-z][\w.’'-]*\s?){1,6}(?:,\s|\(|\s?[–—-]\s)")
_ENDS_IN_NAME = re.compile(r"(?:^|\s)[^\W\d_a-z][\w’'-]*$")
_ENDS_ENTRY = re.compile(r"(?:[!?:)\]\"”»]|(?<!\bDr)(?<!\bProf)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bSt)(?<!\b[A-Z])\.)$")


def _continues(previous: Line, kind: LineKind, line: Line, width: int) -> bool:
    if line.kind is not LineKind.TEXT or kind not in {LineKind.TEXT, LineKind.ITEM}:
        return False
    # Under an item that says more than a name, what is set in goes on with it.
    if kind is LineKind.ITEM and line.indent >= 2 and (line.text[:1].islower() or _SAYS_MORE.search(previous.text)):
        return True
    if not width or (kind is LineKind.ITEM and line.indent == 0 and not line.text[:1].islower()):
        return False
    if _ENDS_ENTRY.search(previous.text) and line.text[:1].isupper():
        return False  # a list of entries, or a sentence that ends where the line does
    if _ENTRY.match(previous.text) and _ENTRY.match(line.text) and _ENDS_IN_NAME.search(previous.text):
        return False  # “Ada Example, Sample University” above “Ben Sample, teacher”
    first_word = line.text.split(" ", 1)[0]
    is_full = len(previous.text) + previous.indent + 1 + len(first_word) > width - 3
    return is_full and not (
        re.match(r"\w{2,12}:", line.text) or (begins_with(previous.text) == "date" == begins_with(line.text))
    )


def with_whole_dates(lines: list[Line]) -> list[Line]:
    """Returns the lines, with a date joined that is printed on several short ones: “Thu”, “4”, “Feb”, “2027”."""
    joined: list[Line] = []
    place = 0
    while place < len(lines):
        run = list(takewhile(lambda line: len(line.text) <= _LONGEST_PIECE, lines[place : place + _MOST_PIECES]))
        count = next((count for count in range(len(run), 1, -1) if _is_one_date(run[:count])), 1)
        pieces = lines[place : place + count]
        text = " ".join(line.text for line in pieces)
        joined.append(replace(pieces[0], text=text, last_number=pieces[-1].numbers[-1]) if count > 1 else pieces[0])
        place += count
    return joined


def _is_one_date(lines: list[Line]) -> bool:
    """Returns whether lines are one date together, of which none has all."""
    text = " ".join(line.text for line in lines)
    if not (any(char.isdigit() for char in text) and any(char.isalpha() for char in text)):
        return False
    mentions = find_mentions(text)
    is_date = len(mentions) == 1 and mentions[0].is_full and mentions[0].text == text
    return is_date and not any(has_date(line.text) for line in lines)


_LONGEST_PIECE = 12
_MOST_PIECES = 4
