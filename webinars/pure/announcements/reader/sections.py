"""Which line belongs to which section: headings, labels in front of a line, and sentences that introduce a list."""

import re
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.heading_words import MAX_HEADING_LENGTH, SectionKind, section_of
from webinars.pure.announcements.reader.people.person_entry import person_in
from webinars.pure.announcements.reader.roles import role_of
from webinars.pure.announcements.reader.table_columns import section_below
from webinars.pure.announcements.reader.text.lines import Line, LineKind
from webinars.pure.announcements.reader.words import one_of

# Sentences and open lines that introduce a list: of people, of questions, of organisations.


_INTRODUCES: Final = [
    (
        SectionKind.ORGANISERS,
        re.compile(
            rf"\b(?:{one_of('organisers.introduced')})\s+(?:jointly\s+)?(?:{one_of('small.by')})\b|\borgani[sz]ers? "
            f"(?:{one_of('small.are')})|partner organi[sz]ations",
            re.IGNORECASE,
        ),
    ),
    (SectionKind.CO_SPONSORS, re.compile(rf"\b(?:{one_of('organisers.supported')})\s+by\b", re.IGNORECASE)),
    (SectionKind.LINEUP, re.compile(rf"\b(?:{one_of('introductions.people')})\b", re.IGNORECASE)),
    (SectionKind.QUESTIONS, re.compile(rf"\b(?:{one_of('introductions.questions')})\b", re.IGNORECASE)),
]
_WITH = re.compile(
    rf"\b(?:{one_of('small.with')}|{one_of('small.by')}|{one_of('introductions.opens')})\s*[:：]$", re.IGNORECASE
)


_OPEN_WITH = re.compile(rf"\w\s(?:{one_of('small.with')}|{one_of('introductions.opens_list')})$", re.IGNORECASE)


def introduces_list(line: Line, text: str, following: Line | None) -> bool:
    if following is None or (line.kind is LineKind.ITEM and following.level <= line.level):
        return False
    if text.rstrip().endswith((":", "…", "such as", "like", "include", "：")) or _OPEN_WITH.search(text):
        return True
    # "We want to talk about" and a list right below needs no colon.
    is_open = line.kind is LineKind.TEXT and following.kind is LineKind.ITEM and len(text) < MAX_HEADING_LENGTH
    return is_open and _INTRODUCES[-1][1].search(text[-18:]) is not None and not text.rstrip().endswith((".", "!", "?"))


def role_announced(text: str) -> Role | None:
    """“Our panellists:”, “The panel then heard from”."""
    panel = Role.PANELLIST if _OPEN_WITH.search(text) and re.search(r"\bpanel\b", text, re.IGNORECASE) else None
    return role_of(text.rstrip(" :").rsplit(" ", 1)[-1]) or panel


def introduced_section(text: str) -> SectionKind | None:
    """Returns what the list after a sentence is: decided by the end of the sentence, then by all of it."""
    if _OPEN_WITH.search(text):
        return SectionKind.LINEUP
    if _WITH.search(text) and not _INTRODUCES[0][1].search(text[-60:]) and not _INTRODUCES[1][1].search(text[-60:]):
        return SectionKind.LINEUP
    tail = re.split(r"(?<=[.!?])\s", text)[-1][-160:]
    best: tuple[int, SectionKind] | None = None
    for section, pattern in _INTRODUCES:
        starts = [found.start() for found in pattern.finditer(tail)]
        if starts and (best is None or starts[-1] > best[0]):
            best = (starts[-1], section)
    return best[1] if best else None


class Part(Struct, frozen=True):
    """A line with what it belongs to. `text` is what follows the label, where the line has one."""

    line: Line
    text: str
    section: SectionKind | None = None
    role: Role | None = None
    is_heading: bool = False
    is_labelled: bool = False
    heading: Line | None = None
    """The heading or introducing line above it."""

    @property
    def is_item(self) -> bool:
        return self.line.kind is LineKind.ITEM


_DECORATION = re.compile(r"^[^\w“\"‘'„«(¿¡@#]+")
_RETIRED = re.compile(rf"(?i)\b({one_of('names.retired_titles')})\s\((?:{one_of('names.retired')})\.?\)\s(?=[^\W\d_])")
"""“Amb. (ret.) Ada Example”: the bracket belongs to the title."""
_MONSIEUR = re.compile(rf"^M\.\s(?=[^\W\d_][\w’'-]+\s.*(?:\b(?:à|{one_of('names.monsieur')})\b|\b[ld]['’]))")
"""“M. Paul Exemple, maire de …” is no initial."""
_LABEL = re.compile(r"^([^:：|.?!\d][^:：|?!]{1,58}?)\s*(?:[:：|]|\s[–—-](?=\s))\s*(.*)$")
SIGN_OFF = re.compile(rf"^(?:--|{one_of('letters.sign_off')})\s*[,.!]?$", re.IGNORECASE)


def parts_with_sections(lines: list[Line]) -> list[Part]:
    """Returns every line with its section."""
    parts: list[Part] = []
    current = Part(lines[0], "") if lines else None
    before: Line | None = None
    for index, line in enumerate(lines):
        assert current is not None
        following = lines[index + 1] if index + 1 < len(lines) else None
        if SIGN_OFF.match(line.text):
            current = Part(line, "", SectionKind.OTHER, is_heading=True, heading=line)
        if before and _ends_list(before, line, current.section):
            current = Part(line, "")
        part, current = _part_of_line(line, following, current)
        parts.append(part)
        before = line
    return parts


def _part_of_line(  # noqa: PLR0911 - one return for each kind of line
    line: Line, following: Line | None, current: Part
) -> tuple[Part, Part]:
    """Returns the line as a part, and what the next lines belong to."""
    text = _MONSIEUR.sub("Monsieur ", _RETIRED.sub(r"\1 ", _DECORATION.sub("", line.text)))
    if line.is_meta:
        return Part(line, text, SectionKind.OTHER), current
    if "|" in text and (section := section_below(text)):
        heading = Part(line, text, section, Role.SPEAKER, is_heading=True, heading=line)
        return heading, heading
    if found := _heading_section(line, text, following, current):
        heading = Part(line, text, found[0], found[1], is_heading=True, heading=line)
        return heading, heading
    if labelled_part := _with_label(line, text):
        keeps = current.section is labelled_part.section or line.kind is LineKind.ITEM
        return labelled_part, current if keeps and current.section else replace(
            labelled_part, is_labelled=True, heading=line
        )
    if line.kind is LineKind.HEADING:
        heading = Part(line, text, None, is_heading=True, heading=line)
        return heading, heading
    if _ends_section(line, current):
        current = Part(line, "")
    if introduces_list(line, text, following):
        section = introduced_section(text)
        intro = Part(line, text, section, role_announced(text) if section is SectionKind.LINEUP else None, heading=line)
        return Part(
            line, text, current.section if current.section is SectionKind.OTHER else None, heading=current.heading
        ), intro
    return Part(line, text, current.section, current.role, heading=current.heading), current


def _heading_section(
    line: Line, text: str, following: Line | None, current: Part
) -> tuple[SectionKind, Role | None] | None:
    if len(text) > MAX_HEADING_LENGTH or (line.links and line.links[0].is_embed):
        return None
    found = section_of(text)
    if found is None:
        return None
    ends = text.rstrip().endswith((":", "："))
    if line.kind is LineKind.HEADING or ends or line.is_bold:
        return found
    if line.kind is LineKind.ITEM:
        return None
    # A bare word on its own line is a heading when something stands under it and it is set apart, or is in capitals.
    is_bare = len(text.split()) <= 5 and not text.endswith((".", "!")) and not line.links
    return (
        found
        if is_bare and following is not None and (line.is_spaced or current.section is not None or text.isupper())
        else None
    )


def _with_label(line: Line, text: str) -> Part | None:
    """“Moderator: Ada Example”, “Date | 5 March”."""
    text = _ASKED.sub(r"\1: ", text)
    label = _LABEL.match(text)
    if label is None or not label[2] or "://" in label[0][: label.start(2) + 2] or label[2].startswith("//"):
        return None
    found = section_of(label[1])
    if found is None:
        return None
    is_introduction = found[0] is SectionKind.DESCRIPTION and re.match(
        one_of("headings.introduction"), label[1], re.IGNORECASE
    )
    if is_introduction and person_in(label[2], is_strict=True):
        found = (SectionKind.LINEUP, Role.SPEAKER)
    dashed = not re.search(r"[:：|]", text[label.end(1) : label.start(2)])
    if dashed and found[0] not in {SectionKind.LINEUP, SectionKind.WHEN}:
        return None
    return Part(line, label[2].strip(), found[0], found[1], is_labelled=True, heading=line)


_ASKED = re.compile(rf"^({one_of('headings.asked')})\?\s+(?=\S)", re.IGNORECASE)
"""“Who? Ada Example”."""


def _ends_list(before: Line, line: Line, section: SectionKind | None) -> bool:
    """Returns whether a line ends a list. A sentence after one belongs to the text again, not to the list's heading."""
    if (
        section is SectionKind.QUESTIONS
        and before.kind is LineKind.ITEM
        and line.kind is LineKind.TEXT
        and line.is_spaced
    ):
        return True
    is_sentence = line.kind is LineKind.TEXT and len(line.text) > 30 and line.text.rstrip().endswith((".", "!", ":"))
    return (
        before.kind is LineKind.ITEM and line.is_spaced and (is_sentence or any(link.is_embed for link in line.links))
    )


def _ends_section(line: Line, current: Part) -> bool:
    """Returns whether a section ends before a line: after a label with its paragraph, else at a paragraph set apart."""
    if current.section is None or (line.kind is LineKind.ITEM and not (current.is_labelled and line.is_spaced)):
        return False
    if current.heading is not None and line.number == max(current.heading.numbers) + 2 and not current.is_labelled:
        return False  # right under the heading, with one blank line between
    if current.section is SectionKind.RECORDINGS and line.is_spaced and len(line.text) > 30 and not line.links:
        return line.kind is LineKind.TEXT and line.text.rstrip().endswith((".", "!", "?", ":"))
    if current.is_labelled:
        return line.is_spaced
    return not current.is_heading and line.is_spaced and line.kind is LineKind.TEXT
