"""Which lines of a text tell when the webinar starts, and what they say together."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from webinars.pure.announcements.model import Found, Kind
from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.lineup.people_in_prose import sentences
from webinars.pure.announcements.reader.organisation_kinds import EVENT_WORDS
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.start.dated_lines import (
    LABEL,
    MAX_GROUP,
    DatedLine,
    dated_lines,
    day_of_posting,
)
from webinars.pure.announcements.reader.start.line_groups import line_group, near_days, separate_day_and_hour
from webinars.pure.announcements.reader.start.zone_statements import (
    ZoneStatement,
    applicable_statement,
    with_zone,
    zone_statements,
)
from webinars.pure.announcements.reader.text.mail_heads import sent_on
from webinars.pure.announcements.reader.words import one_of
from webinars.pure.times import StartReading, days_disagree, hours_disagree, read_duration, read_start

# How long the webinar lasts, where the text tells no end: “90 Min.”, “lasts an hour and a half”.


_EVENT: Final = f"(?:{EVENT_WORDS}|{one_of('lengths.events')})"
_SAID: Final = re.compile(
    rf"^\W{{0,3}}(?:{one_of('lengths.length')})\b|\b{_EVENT}\b[^.]{{0,40}}\b(?:{one_of('lengths.lasts')})\b",
    re.IGNORECASE,
)
_MINUTES: Final = rf"(?:{one_of('lengths.minutes')})\b\.?"
_HOURS: Final = rf"(?:h|{one_of('lengths.hours')})\b\.?"
_LENGTH: Final = (
    rf"(?:\d{{2,3}}[\s-]?{_MINUTES}|(?:\d(?:[.,]\d)?|one|two)[\s-]?{_HOURS}(?:\s?(?:\d\d\s?)(?:{_MINUTES})?)?)"
)
_OF_EVENT: Final = re.compile(
    rf"\b(?P<length>\d{{2,3}})[\s-](?:{one_of('lengths.minutes_long')})\s(?:[\w-]+\s){{0,2}}?{_EVENT}\b", re.IGNORECASE
)
_ALONE: Final = re.compile(
    rf"\W{{0,4}}(?:(?:{one_of('lengths.about')}) )?(?P<length>{_LENGTH})\W{{0,3}}", re.IGNORECASE
)
_BESIDE_HOUR: Final = re.compile(
    rf"(?:[,;|·•(–—]|\s-|\bfor|\bpendant|\bdurante)\s*(?:(?:{one_of('lengths.about')}) )?(?P<length>{_LENGTH}"
    r")(?=\s*(?:[,;|·•)–—]|$))",
    re.IGNORECASE,
)
SHORT: Final = 60
NEAR: Final = 3
"""So many lines away from the start, a line that is nothing but a length tells that of the webinar."""


def with_length(reading: StartReading, parts: Sequence[Part], start_lines: Collection[int]) -> StartReading:
    """Returns the reading with an end, where the text tells one length of the webinar instead.

    `start_lines` tell its start.
    """
    if reading.starts_at is None or reading.ends_at is not None:
        return reading
    if any(problem.code == "ends_disagree" for problem in reading.problems):
        return reading
    lengths = set(_lengths_in_sentences(parts)) or set(_lengths_beside_hour(parts, start_lines))
    return replace(reading, ends_at=reading.starts_at + lengths.pop()) if len(lengths) == 1 else reading


def _lengths_in_sentences(parts: Sequence[Part]) -> Iterator[dt.timedelta]:
    """Yields each length that a sentence says to be that of the webinar."""
    for part in parts:
        if not (_SAID.search(part.line.text) or _OF_EVENT.search(part.line.text)):
            continue
        # A short line is one sentence, whatever stops its abbreviations have.
        text = part.line.text
        for sentence in (text,) if len(text) < SHORT else sentences(text):
            if _SAID.search(sentence) and (length := read_duration(sentence)) is not None:
                yield length
            yield from _lengths(_OF_EVENT.finditer(sentence), unit=" minutes")


def _lengths_beside_hour(parts: Sequence[Part], start_lines: Collection[int]) -> Iterator[dt.timedelta]:
    """Yields each length that stands behind the hour, or alone on a line near it."""
    for part in parts:
        number, text = part.line.number, part.line.text
        if number in start_lines:
            yield from _lengths(_BESIDE_HOUR.finditer(text))
        elif any(abs(number - other) <= NEAR for other in start_lines) and (alone := _ALONE.fullmatch(text)):
            yield from _lengths([alone])


def _lengths(found: Iterator[re.Match[str]] | list[re.Match[str]], unit: str = "") -> Iterator[dt.timedelta]:
    for match in found:
        length = read_duration(f"duration: {match['length'].replace('-', ' ')}{unit}")
        if length is not None:
            yield length


class Hints(Struct, frozen=True):
    """What is known besides the text: see `reader.read`."""

    published_on: dt.date
    timezone: str | None
    assumed_timezone: str | None
    kind: Kind

    def read(self, text: str, timezone: str | None = None, assumed_timezone: str | None = None) -> StartReading:
        """Returns what some words say of a start, in the zone that is given, for which the one known is not taken."""
        return read_start(
            text,
            published_on=self.published_on,
            timezone=timezone,
            assumed_timezone=assumed_timezone,
            kind=self.kind.value,
        )


class Page(Struct, frozen=True):
    """The visible part of a text: its lines, those with dates, hours or the zone of all, and what is known besides."""

    parts: Sequence[Part]
    timed: Sequence[DatedLine]
    zones: Sequence[ZoneStatement]
    hints: Hints


def page_of(parts: Sequence[Part], hints: Hints) -> Page:
    """Returns the page with some lines."""
    return Page(parts, dated_lines(parts, hints.kind), zone_statements(parts), hints)


def read_when(page: Page) -> Found[StartReading] | None:
    """Returns what the text says about the start, or None if it says neither a date nor an hour."""
    if not page.timed:
        return None
    hints = page.hints
    if posting := day_of_posting(page.timed, hints.published_on, hints.kind):
        # The day of posting finds a year that is not printed with the day of the webinar, and the day of a weekday.
        posted_on = read_start(posting.text, published_on=hints.published_on, kind=Kind.RECAP.value).date
        hints = replace(hints, published_on=posted_on or hints.published_on)
        page = replace(page, timed=[line for line in page.timed if line is not posting], hints=hints)
    group = line_group(page.timed)
    page = on_day_of_mail(page, group)
    reading = read_group(group, page)
    if not _is_settled(reading):
        group = _without_chatter(group, page)
        reading = read_group(group, page)
    if not _is_settled(reading):
        group, reading = _with_further_line(group, reading, page)
    elif hints.kind is Kind.ANNOUNCEMENT:
        reading = _blocked_by_rivals(group, reading, page)
    reading = _as_past(_with_end(reading, group, page), group, hints)
    reading = with_length(reading, page.parts, [line.number for line in group])
    return Found(reading, lines_of(group, reading, page), is_uncertain=bool(reading.problems) or len(group) > 1)


def _is_settled(reading: StartReading) -> bool:
    return reading.starts_at is not None and not reading.blocks


def _without_chatter(group: list[DatedLine], page: Page) -> list[DatedLine]:
    """Returns the lines without those that tell another hour in words of their own beside a start with a label.

    “Date/Time: 18 January, 12:00 EST”, not “I can join the 9am EST call”. An hour of another zone, which may show that
    one of both is wrong, stays.
    """
    labelled = [line for line in group if line.part.is_labelled and line.part.section is SectionKind.WHEN]
    told = read_group(labelled, page) if labelled else None
    if told is None or not _is_settled(told):
        return group
    zones = {claim.timezone for claim in told.times} | {None}

    def is_chatter(line: DatedLine) -> bool:
        claims = page.hints.read(line.text).times
        return bool(claims) and line.letters_left > _FEW and {claim.timezone for claim in claims} <= zones

    return [line for line in group if line in labelled or not is_chatter(line)]


_FEW: Final = 4
"""Letters beside an hour that say nothing: “also”, “oder”."""


def lines_of(group: Sequence[DatedLine], reading: StartReading, page: Page) -> tuple[int, ...]:
    """Returns the numbers of the lines that a reading rests on.

    A line with another date is not among them, since nothing was made of it.
    """
    dated = [line for line in group if line.has_date] if len(group) <= _MOST_LINES else []
    others = [line for line in dated if len(dated) > 1 and _is_of_another_day(line, reading, page.hints)]
    zone = applicable_statement(page.zones, group)
    parts = [*(line.part for line in group if line not in others), *([zone.part] if zone else [])]
    return tuple(sorted({number for part in parts for number in part.line.numbers}))


_MOST_LINES: Final = 12


def _is_of_another_day(line: DatedLine, reading: StartReading, hints: Hints) -> bool:
    printed = hints.read(line.text)
    is_loose = any(problem.code == "date_relative" for problem in printed.problems)
    return reading.starts_at is not None and not is_loose and _are_apart(printed, reading)


def _are_apart(one: StartReading, other: StartReading) -> bool:
    """Returns whether two dates cannot be one moment in two zones."""
    return one.date is not None and other.date is not None and abs(one.date - other.date) > dt.timedelta(days=1)


def on_day_of_mail(page: Page, group: Sequence[DatedLine]) -> Page:
    """Returns the page of the day of the mail in which the lines of a group stand, which finds their year."""
    sent = sent_on([part.line for part in page.parts if part.line.number < group[0].number])
    is_earlier = sent is not None and sent < page.hints.published_on
    return replace(page, hints=replace(page.hints, published_on=sent)) if sent and is_earlier else page


def read_group(group: Sequence[DatedLine], page: Page) -> StartReading:
    """Returns what the lines say together, with the zone that is said of their hours where they print none."""
    hints = page.hints
    year = _year_from_elsewhere(group, page)
    if year is not None:
        hints = replace(hints, published_on=year)
    zone = applicable_statement(page.zones, group)
    if zone is not None and any(problem.code == "timezone_missing" for problem in hints.read(_text_of(group)).problems):
        group = with_zone(group, zone.words)
    reading = hints.read(_text_of(group), hints.timezone, hints.assumed_timezone)
    known = {"year_assumed"} if year is not None else set()
    return replace(reading, problems=tuple(problem for problem in reading.problems if problem.code not in known))


def _text_of(group: Iterable[DatedLine]) -> str:
    return "\n".join(line.text for line in group)[:MAX_GROUP]


def _year_from_elsewhere(group: Sequence[DatedLine], page: Page) -> dt.date | None:
    """Returns the day of a group in a year that is printed elsewhere with the same day: “Webinar 15 June 2023”.

    Else in the year in which it is near a day that stands with its year and hour on lines of their own.
    """
    days = [day.text for line in group for day in line.of("date")]
    if not days or any(_HAS_YEAR.search(day) for day in days):
        return None
    heads = [line for line, _hour in separate_day_and_hour(page.timed)]
    for reach, lines in ((dt.timedelta(), page.timed), (_OF_ONE_SERIES, heads)):
        for printed in (day.text for line in lines for day in line.of("date") if _YEAR.search(day.text)):
            other = page.hints.read(printed).date
            near = read_start(days[0], published_on=other - reach).date if other else None
            if other and near and near <= other + reach:
                return near
    return None


_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_HAS_YEAR: Final = re.compile(r"(?:19|20)\d\d|[./]\d\d$")
_OF_ONE_SERIES: Final = dt.timedelta(days=120)
_HELPED_BY: Final = {
    "weekday_mismatch",
    "date_missing",
    "time_missing",
    "timezone_missing",
    "ampm_missing",
    "date_ambiguous",
    "timezone_ambiguous",
    "times_disagree",
    "date_relative",
}


def _with_further_line(
    group: list[DatedLine], reading: StartReading, page: Page
) -> tuple[list[DatedLine], StartReading]:
    """Try whether one more line of the text settles what the chosen lines leave open. It replaces no printed date."""
    is_date_wrong = any(problem.code == "weekday_mismatch" for problem in reading.problems)
    if not any(problem.blocks and problem.code in _HELPED_BY for problem in reading.problems):
        return group, reading
    others = sorted((line for line in page.timed if line not in group and line.score > 0), key=lambda line: -line.score)
    for other in others[:6]:
        wider = sorted([*group, other], key=lambda line: line.number)
        again = read_group(wider, page)
        is_replaced = reading.date is not None and again.date != reading.date and not is_date_wrong
        if _is_settled(again) and not is_replaced:
            return wider, again
    return group, reading


def _blocked_by_rivals(group: list[DatedLine], reading: StartReading, page: Page) -> StartReading:
    """Returns the reading, blocked by other lines that tell as plainly of another day with an hour, or another hour."""
    apart = [pair for pair in separate_day_and_hour(page.timed) if not any(line in group for line in pair)]
    anchor = max((line for line in group if line.has_date and line.has_time), key=lambda line: line.score, default=None)
    alike = [(line,) for line in page.timed if anchor and line not in group and _is_as_plain(line, anchor)]
    days = {reading.date}
    for rival in islice([*apart, *alike], _MOST_LINES):
        other = read_group(rival, page)
        if not _is_settled(other):
            continue
        if rival in apart and other.date == reading.date and other.starts_at != reading.starts_at:
            hours = [each.times[0].text for each in (reading, other)]
            return replace(reading, problems=(*reading.problems, hours_disagree(rival[-1].text, hours)))
        if _is_rival(other, reading, page.hints.published_on):
            days.add(other.date)
    if len(days) == 1:
        return reading
    problem = days_disagree(group[0].text[:_LONGEST_RIVAL], sorted(day for day in days if day))
    return replace(reading, problems=(*reading.problems, problem))


def _is_as_plain(line: DatedLine, anchor: DatedLine) -> bool:
    """Returns whether nothing but its words sets a line with a date and an hour apart from the one chosen."""
    one, other = line.part, anchor.part
    is_alike = (one.section, one.line.kind, one.is_heading) == (other.section, other.line.kind, other.is_heading)
    has_both = line.has_date and line.has_time and not line.is_aside
    is_set_apart = anchor.letters_left <= LABEL < line.letters_left
    return has_both and is_alike and not is_set_apart and line.score >= anchor.score - _PLAINER


def _is_rival(other: StartReading, reading: StartReading, published_on: dt.date) -> bool:
    is_over = [one.date is not None and one.date < published_on for one in (other, reading)]
    return _are_apart(other, reading) and is_over != [True, False]


_PLAINER: Final = 2
_LONGEST_RIVAL: Final = 120


def _with_end(reading: StartReading, group: Sequence[DatedLine], page: Page) -> StartReading:
    """Returns the reading with the one end that other lines print beside the same start."""
    if reading.starts_at is None or reading.ends_at is not None:
        return reading
    dated = next((line for line in group if line.has_date), None)
    same_day = (line for line in page.timed if dated and line.has_time and near_days(line, dated))
    others = (page.hints.read(line.text, reading.timezone) for line in islice(same_day, _MOST_LINES))
    ends = {other.ends_at for other in others if other.starts_at == reading.starts_at and other.ends_at is not None}
    return replace(reading, ends_at=ends.pop()) if len(ends) == 1 else reading


def _as_past(reading: StartReading, group: list[DatedLine], hints: Hints) -> StartReading:
    """Returns the reading of an old recap with a date only, whose missing hour is then no reason to refuse it."""
    if hints.kind is not Kind.RECAP or reading.date is None or any(line.has_time for line in group):
        return reading
    of_hour = {"time_missing", "timezone_missing", "timezone_assumed"}
    return replace(reading, problems=tuple(problem for problem in reading.problems if problem.code not in of_hour))
