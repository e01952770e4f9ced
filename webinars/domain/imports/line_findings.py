"""What the page of a paste-in says about the text: each line with what became of it, and what needs a look."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from webinars.lib.i18n import format_list, ngettext
from webinars.lib.i18n import gettext as _
from webinars.pure import times
from webinars.pure.announcements.model import Reading, WebinarReading

MOST_CHOICES = 6
MOST_NAMED = 8
"""Numbers of lines in a sentence."""


class Mark(StrEnum):
    """How a piece of a line is marked."""

    NONE = ""
    DOUBT = "doubt"
    OFFER = "offer"
    """Offered beside the text, to be made something of."""


class StartChoice(Struct, frozen=True, kw_only=True):
    """A way out, as a button."""

    label: str
    wall: dt.datetime
    timezone: str

    @property
    def value(self) -> str:
        """What the button sends, which `parse_choice` reads."""
        return f"{self.wall.isoformat(timespec='minutes')} {self.timezone}"


class Finding(Struct, frozen=True, kw_only=True):
    """One thing that needs a look."""

    message: str
    blocks: bool = False
    choices: tuple[StartChoice, ...] = ()


class SourceRow(Struct, frozen=True, kw_only=True):
    """A line of the source. `parts` are its pieces in order, each with how it is marked."""

    parts: tuple[tuple[str, Mark], ...]
    became: str
    is_doubtful: bool = False
    is_left: bool = False
    is_offered: bool = False
    """Nothing was made of it so far, but something on it is offered."""


def parse_choice(value: str) -> tuple[dt.datetime, str] | None:
    """Returns the wall time and zone that a button stands for, or None if no button of ours sent this."""
    text, _space, timezone = value.partition(" ")
    try:
        wall = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return (wall, timezone) if wall.tzinfo is None and times.is_known(timezone) else None


def findings_of(webinar: WebinarReading) -> list[Finding]:
    """Returns what is wrong, or worth saying, about the times of one webinar."""
    if webinar.start is None:
        return [Finding(message=_("The text names no date. Fill it in here, or later in the editor."))]
    start = webinar.start.value
    return [
        Finding(message=problem.message, blocks=problem.blocks, choices=tuple(_choices(start, problem)))
        for problem in start.problems
    ]


def unread_lines_finding(reading: Reading, offered: Collection[int] = ()) -> Finding | None:
    """Returns the finding of the lines nothing was made of, without those of which something is `offered`.

    Of many the first are named.
    """
    left = [line.number for line in reading.not_understood if line.number not in offered]
    if not left:
        return None
    numbers = _row_numbers(reading)
    named = [str(numbers.get(number, number)) for number in left]
    if len(named) > MOST_NAMED:
        named[MOST_NAMED - 1 :] = [_("%(count)s more", count=len(named) - MOST_NAMED + 1)]
    return Finding(
        message=ngettext(
            "Line %(lines)s went nowhere. If it says something that matters, fill it in here.",
            "Lines %(lines)s went nowhere. If they say something that matters, fill it in here.",
            len(left),
            lines=format_list(named),
        )
    )


def unsettled_choices(error: times.UnsettledWallTime) -> tuple[StartChoice, ...]:
    """Returns the ways out of a wall time that clocks skip or repeat."""
    return tuple(
        StartChoice(label=_("Take %(hour)s", hour=times.format_hour(wall)), wall=wall, timezone=error.timezone)
        for wall in error.choices
    )


def source_rows(reading: Reading, offered: Mapping[int, Sequence[str]] = MappingProxyType({})) -> list[SourceRow]:
    """Returns the source, line by line. `offered` are words that the page offers to make something of, by line."""
    became = _uses_of_lines(reading)
    left = {line.number for line in reading.not_understood}
    doubts = _doubts(reading)
    rows = []
    for line in reading.lines:
        marks = dict.fromkeys(offered.get(line.number, ()), Mark.OFFER)
        marks |= dict.fromkeys(doubts.get(line.number, ()), Mark.DOUBT)
        parts = _marked(line.text, marks)
        count = sum(1 for _text, mark in parts if mark is Mark.DOUBT)
        words = format_list(became.get(line.number, [])) or (_("left out") if line.is_around else _("heading"))
        if count:
            words = ngettext("%(words)s: %(num)s doubt", "%(words)s: %(num)s doubts", count, words=words)
        is_offered = line.number in left and line.number in offered
        if line.number in left:
            words = _("offered") if is_offered else _("not used")
        rows.append(
            SourceRow(
                parts=parts,
                became=words,
                is_doubtful=bool(count),
                is_left=line.number in left and not is_offered,
                is_offered=is_offered,
            )
        )
    return rows


def _choices(start: times.StartReading, problem: times.Problem) -> Iterator[StartChoice]:
    """Yields buttons where a choice settles the start: one of hours that disagree, or one beside an impossible hour."""
    if start.starts_at is not None:
        return
    seen: set[dt.datetime] = set()
    for claim in start.times:
        if claim.wall is None or claim.timezone is None:
            continue
        try:
            at = times.instant(claim.wall, claim.timezone)
        except times.UnsettledWallTime as error:
            if problem.code in {"wall_time_skipped", "wall_time_repeated"}:
                yield from unsettled_choices(error)
            return
        except times.TimesError:
            return
        if problem.code in {"times_disagree", "weekday_mismatch"} and at not in seen and len(seen) < MOST_CHOICES:
            seen.add(at)
            label = claim.label or times.line_label(claim.timezone)
            words = _("Keep %(hour)s %(label)s", hour=times.format_hour(claim.wall), label=label)
            if problem.code == "weekday_mismatch":
                words = _("Keep %(date)s", date=times.format_day(claim.wall.date()))
            yield StartChoice(label=words, wall=claim.wall, timezone=claim.timezone)
            if problem.code == "weekday_mismatch":
                return


def _row_numbers(reading: Reading) -> dict[int, int]:
    """Returns the places in the list that is shown, which leaves out empty lines, by the lines of the source."""
    return {line.number: place for place, line in enumerate(reading.lines, start=1)}


def _uses_of_lines(reading: Reading) -> dict[int, list[str]]:
    """Returns what each line became. Of which webinar is said where it is not the same for all."""
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, webinar in enumerate(reading.webinars, start=1):
        for lines, words in _values(webinar):
            for line in lines:
                if number not in found[line][words]:
                    found[line][words].append(number)
    return {
        line: [
            words if len(numbers) == len(reading.webinars) else _("webinar %(number)s, ", number=number) + words
            for words, numbers in values.items()
            for number in (numbers[:1] if len(numbers) == len(reading.webinars) else numbers)
        ]
        for line, values in found.items()
    }


def _values(webinar: WebinarReading) -> Iterator[tuple[Sequence[int], str]]:
    single = (
        (webinar.title, _("title")),
        (webinar.series, _("series")),
        (webinar.start, _("time")),
        (webinar.description, _("description")),
        (webinar.registration_url, _("registration link")),
        (webinar.join_url, _("room")),
        (webinar.join_passcode, _("passcode")),
    )
    for value, words in single:
        if value is not None:
            yield value.lines, words
    for question, found_question in enumerate(webinar.questions, start=1):
        yield found_question.lines, _("question %(number)s", number=question)
    for place, person in enumerate(webinar.lineup, start=1):
        yield person.lines, _("speaker %(number)s", number=place)
    for organiser in webinar.organisers:
        yield organiser.lines, _("organisers")
    for topic in webinar.topics:
        yield topic.lines, _("topics")
    for recording in webinar.recordings:
        yield recording.lines, _("recording")


def _doubts(reading: Reading) -> dict[int, list[str]]:
    """Returns the words that are doubtful, by their lines."""
    found: dict[int, list[str]] = defaultdict(list)
    for webinar in reading.webinars:
        if webinar.start is None:
            continue
        start = webinar.start.value
        words = [claim.text for claim in start.times if not claim.agrees]
        words = words or [problem.text for problem in start.problems if problem.blocks and problem.text]
        for line in webinar.start.lines:
            found[line] += words
    return found


def _marked(text: str, marks: Mapping[str, Mark]) -> tuple[tuple[str, Mark], ...]:
    """Returns `text` cut at the words that are marked, each once, from left to right."""
    parts: list[tuple[str, Mark]] = []
    at = 0
    for place, words in sorted((place, words) for words in marks if words and (place := text.find(words)) >= 0):
        if place < at:
            continue
        parts += [(text[at:place], Mark.NONE), (words, marks[words])]
        at = place + len(words)
    parts.append((text[at:], Mark.NONE))
    return tuple(part for part in parts if part[0])
