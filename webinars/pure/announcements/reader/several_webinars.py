"""Texts that announce several webinars: which lines belong to which date, by shapes that are repeated.

For each hour the last date above it holds, or one that all share, and the zone that a sentence gives. Dates laid out
alike, each with an hour, are several webinars, and so are lines that count ("Session 1: …", "Session 2: …").
"""

import datetime as dt
import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from webinars.pure.announcements.model import Found, Kind, WebinarReading
from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.lineup.entries import row_of
from webinars.pure.announcements.reader.people.names import name_in
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.start.dated_lines import DatedLine, dated_lines
from webinars.pure.announcements.reader.start.line_groups import line_group
from webinars.pure.announcements.reader.start.start_lines import Page, lines_of, on_day_of_mail, read_group
from webinars.pure.announcements.reader.text.lines import LineKind
from webinars.pure.announcements.reader.title.pieces import is_no_title, without_speaker
from webinars.pure.times import (
    Problem,
    StartReading,
    dates_left_out,
    find_mentions,
    read_rhythm,
    read_start,
)

_COUNTED: Final = re.compile(
    r"(?P<word>[^\W\d_]{3,})(?:\s*(?:#|[Nn][or]\.?)?\s*(?=\d)|\s+)(?P<number>\d{1,2}|[IVX]{1,4}|[A-D])\b"
)
_NUMERALS: Final = {
    mark: number
    for row in ("I II III IV V VI VII VIII IX X XI XII", "A B C D")
    for number, mark in enumerate(row.split(), start=1)
}
_ELSEWHERE: Final = frozenset({SectionKind.LINEUP, SectionKind.QUESTIONS, SectionKind.ORGANISERS, SectionKind.OTHER})
_BEHIND: Final = (_ELSEWHERE - {SectionKind.OTHER}) | {SectionKind.REGISTRATION}
"""Sections below which a day with its hour opens anew: people, a form."""
_MOST: Final = 40
_APART: Final = dt.timedelta(hours=4)
"""Parts of one event follow each other. What is held again for another part of the world comes hours later."""
_DAY: Final = dt.timedelta(days=1)
_LONGEST: Final = 250
"""Characters of a line that heads a webinar."""
_LONGEST_TITLE: Final = 120


class Session(Struct, frozen=True):
    """One of several webinars of a text: its lines, its start, and a title if it has one of its own, with its lines."""

    parts: tuple[Part, ...]
    start: Found[StartReading]
    title: str | None
    title_lines: tuple[int, ...]


def read_sessions(page: Page) -> list[Session]:
    """Returns the webinars of a text that announces several, each with another start, or else nothing."""
    for find in (_counted_lines, _dated_lines):
        marks = find(page) if page.timed else []
        sessions = _deduplicated(_sessions_between(page, marks)) if marks else []
        if _are_several(sessions):
            return _with_own_titles(sessions)
    return []


def on_each_day(webinar: WebinarReading, page: Page) -> tuple[WebinarReading, ...]:
    """Returns the webinar once for each day that is listed for its hour, each read with the clocks of its day.

    Only itself where no days are listed, or where they cannot be read so.
    """
    start = webinar.start.value if webinar.start else None
    said = [problem for problem in start.problems if problem.code == "dates_left_out"] if start else []
    if start is None or webinar.start is None or not start.days or not said or page.hints.kind is Kind.RECAP:
        return (webinar,)
    readings = [_on_day(day, said[0].text, webinar.start, page) for day in start.days]
    if any(one.date != day for one, day in zip(readings, start.days, strict=True)):
        return (webinar,)
    return tuple(replace(webinar, start=replace(webinar.start, value=one)) for one in readings)


def _on_day(day: dt.date, printed: str, start: Found[StartReading], page: Page) -> StartReading:
    """Returns what the lines of a start say where `day` stands in place of the days that are printed in them."""
    lines = [line for line in page.timed if line.number in start.lines]
    reading = read_group([replace(line, text=line.text.replace(printed, day.isoformat())) for line in lines], page)
    assumed = [problem for problem in start.value.problems if problem.code == "year_assumed"]
    others = [problem for problem in reading.problems if problem.code not in {"dates_left_out", "year_assumed"}]
    length = start.value.ends_at - start.value.starts_at if start.value.ends_at and start.value.starts_at else None
    ends_at = reading.starts_at + length if reading.starts_at and length else None
    return replace(reading, ends_at=ends_at, problems=(*others, *assumed))


def _sessions_between(page: Page, marks: Sequence[int]) -> Iterator[Session]:
    """Yields what stands from each mark to the next, where an hour belongs to it."""
    first = page.parts[marks[0]].line.number
    above = [line for line in page.timed if line.number < first]
    dates = sorted((line for line in above if line.has_date), key=lambda line: line.score)
    for mark, end in itertools.pairwise([*marks, len(page.parts)]):
        parts = tuple(page.parts[mark:end])
        own = dated_lines(parts, page.hints.kind)
        group = line_group(own) if own else []
        if not any(line.has_time for line in group):
            group += _shared_hour(page, above)
        if not any(line.has_day for line in group):
            group += [line for line in own if line.has_day][:1]
        if not any(line.has_date for line in group):
            group += dates[-1:]
        if own and any(line.has_time for line in group):
            yield _session(page, parts, sorted(group, key=lambda line: line.number))


def _shared_hour(page: Page, above: Sequence[DatedLine]) -> list[DatedLine]:
    """Returns the line that gives the hour of all dates, above them or alone: “Tuesdays, 18:00 CET”."""
    hours = [line for line in page.timed if line.has_time and line.has_zone and not line.has_day]
    return [line for line in hours if line in above][-1:] or (hours if len(hours) == 1 else [])


def _session(page: Page, parts: tuple[Part, ...], group: list[DatedLine]) -> Session:
    reading = read_group(group, on_day_of_mail(page, group))
    # The other days of “Tuesdays” are webinars of their own.
    kept = (one for one in reading.problems if one.code != "dates_left_out" or read_rhythm(one.text) is None)
    reading = replace(reading, problems=tuple(kept))
    start = Found(reading, lines_of(group, reading, page), is_uncertain=True)
    return Session(parts, start, _title(parts[0]), parts[0].line.numbers)


def _with_own_titles(sessions: Sequence[Session]) -> list[Session]:
    """Returns the webinars, with titles from the lines below where no date has one beside it and each has one below.

    What stands at several is the title of none.
    """
    if any(session.title for session in sessions):
        times = Counter(session.title for session in sessions)
        return [replace(one, title=None, title_lines=()) if times[one.title] > 1 else one for one in sessions]
    below = [_line_below(session) for session in sessions]
    if len({part.text for part in below if part}) < len(sessions):
        return list(sessions)
    return [
        replace(session, title=without_speaker(part.text), title_lines=part.line.numbers)
        for session, part in zip(sessions, below, strict=True)
        if part
    ]


def _line_below(session: Session) -> Part | None:
    """Returns the line below the date, if it may be a title: no label, no name of a person, no sentence."""
    others = (part for part in session.parts[1:4] if part.line.number not in session.start.lines)
    part = next((part for part in others if not (part.is_labelled or part.text.endswith(":"))), None)
    if part is None or part.section not in {None, SectionKind.LINEUP} or not 3 < len(part.text) < _LONGEST_TITLE:
        return None
    is_person = name_in(part.text.split(",")[0].split(" (")[0], is_strict=True)
    is_none = is_person or is_no_title(part.text) or part.text.endswith(".") or "://" in part.text
    return None if is_none else part


def _deduplicated(sessions: Iterable[Session]) -> list[Session]:
    """Returns the webinars without those whose start is printed again further down."""
    found: dict[object, Session] = {}
    for session in sessions:
        start = session.start.value
        found.setdefault((start.date, start.starts_wall, start.timezone), session)
    return list(found.values())


def _are_several(sessions: Sequence[Session]) -> bool:
    """Returns whether the starts are of several webinars: not one moment in several zones, not parts of one event."""
    starts = [session.start.value for session in sessions]
    settled = [start.starts_at for start in starts if start.starts_at is not None]
    is_apart = all(_is_apart(*pair) for pair in itertools.pairwise(sessions))
    # Where the zone alone is missing, each asks for it.
    are_said = bool(settled) or all(start.date and start.times for start in starts)
    return len(sessions) > 1 and are_said and len(set(settled)) == len(settled) and is_apart


def _is_apart(first: Session, second: Session) -> bool:
    one, other = first.start.value, second.start.value
    if one.date is None or other.date is None or one.starts_at is None or other.starts_at is None:
        return one.date != other.date
    if one.date == other.date:
        has_links = all(any(part.line.links for part in session.parts[:2]) for session in (first, second))
        return has_links or abs(other.starts_at - one.starts_at) >= _APART
    return one.timezone == other.timezone or abs(other.date - one.date) > _DAY


def _counted_lines(page: Page) -> list[int]:
    """Returns the lines on which one word counts up: “Session 1”, “13:00 UTC | Register for Session I”."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for position, part in enumerate(page.parts):
        if part.section not in _ELSEWHERE and len(part.line.text) < _LONGEST:
            for word, number in _counts(part.line.text):
                found[word].append((number, position))
    runs = (
        [position for _number, position in counted]
        for counted in found.values()
        if 2 <= len(counted) <= _MOST
        and all(second[0] == first[0] + 1 for first, second in itertools.pairwise(counted))
    )
    return max(runs, key=len, default=[])


def _counts(text: str) -> Iterator[tuple[str, int]]:
    """Yields the words with a number that begin a line or stand on it behind an hour."""
    counted = list(_COUNTED.finditer(text))
    is_inside = any(match.start() > 3 for match in counted)
    hours = [mention.end for mention in find_mentions(text) if mention.kind == "time"] if is_inside else []
    for match in counted:
        printed = match["number"]
        number = int(printed) if printed.isdigit() else _NUMERALS.get(printed)
        if number is not None and (match.start() <= 3 or any(end <= match.start() for end in hours)):
            yield match["word"].casefold(), number


def days_left_out(page: Page, starts: Sequence[Found[StartReading]]) -> Iterator[Problem]:
    """Yields what there is to say of days to come that head a line or are most of it, where no webinar is on them.

    Else of a rhythm told elsewhere than beside the one start.
    """
    read = [start.value.date for start in starts if start.value.date]
    problems = [problem for start in starts for problem in start.value.problems]
    said = [problem.text for problem in problems if problem.code in {"dates_left_out", "date_relative"}]
    if not read or page.hints.kind is Kind.RECAP:
        return
    days = ", ".join(dict.fromkeys(islice(_other_days(page, read), _MOST_SAID)))
    if not (days or said) and len(starts) == 1:
        others = (part for part in page.parts if not {*part.line.numbers} & {*starts[0].lines})
        told = (read_rhythm(part.line.text[:_LONGEST]) for part in others if part.section not in _ELSEWHERE)
        days = next(filter(None, told), "")
    if days and not any(days in one for one in said):
        yield dates_left_out(days, min(read))


def _other_days(page: Page, read: Sequence[dt.date]) -> Iterator[str]:
    for day in dict.fromkeys(_days_in_front(page.timed)):
        date = read_start(day, published_on=page.hints.published_on).date
        if date is None or any(abs(date - one) <= _DAY for one in read):
            continue
        if _DAY < date - page.hints.published_on < _SEASON:
            yield day


def _days_in_front(timed: Sequence[DatedLine]) -> Iterator[str]:
    """Yields the days that head a line or are most of it, as printed."""
    for line in timed:
        farthest = len(line.text) if line.is_mostly_time else _FRONT
        for day in line.mentions if not line.is_aside else ():
            if day.is_full and day.start <= farthest:
                yield day.text


_FRONT: Final = 3
_MOST_SAID: Final = 6
_SEASON: Final = dt.timedelta(days=300)


def _dated_lines(page: Page) -> list[int]:
    """Returns the lines at which the lines of each date begin, where several dates are laid out alike."""
    positions = {part.line.number: position for position, part in enumerate(page.parts)}
    # “4 February, 18:00 Berlin –”, and below it when that ends.
    ends = {max(line.part.line.numbers) + 1 for line in page.timed if line.text.rstrip().endswith(("-", "–", "—"))}
    shapes: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for line in page.timed:
        is_end = line.part.line.number in ends
        if line.has_date and not (is_end or line.is_aside) and _section(line) not in _ELSEWHERE:
            shapes[_shape(line)].append(positions[line.number])
    repeated = {shape: marks for shape, marks in shapes.items() if 2 <= len(marks) <= _MOST}
    if not repeated or page.hints.kind is Kind.RECAP:
        return []
    # Above a weekly programme the hour stands with its weekday alone.
    best = {_shape(line) for line in line_group(page.timed) if line.has_day} or {*repeated}
    marks = max((marks for shape, marks in repeated.items() if shape in best), key=len, default=[])
    above = min((_lines_above(page, mark) for mark in marks), default=0)
    return [mark - above for mark in marks]


def _shape(line: DatedLine) -> tuple[object, ...]:
    """Returns how a date is laid out: the kind of its line, the words in front, and if an hour stands beside it."""
    front = "" if row_of(line.part) else re.sub(r"[\W\d_]+", "", line.text[: line.of("date")[0].start]).casefold()
    return line.part.line.kind, line.part.is_heading, _section(line), front, line.has_time


def _section(line: DatedLine) -> SectionKind | None:
    """Returns the section of a line, none where a day with its hour stands below people or a form."""
    is_anew = line.part.section in _BEHIND and line.has_day and line.has_time
    return None if is_anew else line.part.section


def _lines_above(page: Page, mark: int) -> int:
    """Returns 1 if the line above a date belongs to it, as a title right above it does, or a short one alone."""
    if mark == 0:
        return 0
    line, before = page.parts[mark].line, page.parts[mark - 1].line
    is_timed = any(other.number == before.number for other in page.timed)
    is_short = before.kind is LineKind.TEXT and before.is_spaced and len(before.text) < _LONGEST_TITLE
    is_alone = is_short and not (before.text.endswith((".", ":", "!", "?")) or is_no_title(before.text))
    return int(not is_timed and (not line.is_spaced or before.kind is LineKind.HEADING or is_alone))


def _title(part: Part) -> str | None:
    """Returns what stands behind the count, the date and the hour of a line, parted by a mark.

    Above a date it is the whole line, in a table the cell of its column. None where that cannot be a title.
    """
    row = row_of(part)
    if row is not None:
        return row.talk
    text = part.line.text[:_LONGEST]
    counted = _COUNTED.match(text)
    mentions = find_mentions(text)
    front = max([counted.end() if counted else 0, *(mention.end for mention in mentions)])
    rest = _PARTED.sub("", text[front:]) if front else text.rstrip(" :")
    is_title = rest != text[front:] or not front
    is_clean = 3 < len(rest) < _LONGEST_TITLE and not rest.endswith((".", ":")) and "://" not in rest
    is_counted = _COUNTED.search(rest) if front else counted
    is_title = is_title and is_clean and not (is_counted or is_no_title(rest))
    return without_speaker(rest).strip('“”" ') if is_title else None


_PARTED: Final = re.compile(r"^\s*(?:\([^()]*\))?\s*[:–—.,|-]\s*")
