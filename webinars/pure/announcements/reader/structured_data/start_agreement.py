"""The start by the words of a text and by the markup of its page. Where they differ, nothing is settled."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from webinars.lib.i18n import format_date
from webinars.lib.i18n import gettext as _
from webinars.pure.announcements.model import Found, Kind
from webinars.pure.announcements.reader.start.start_lines import Page
from webinars.pure.times import Claim, Problem, StartReading, wall

_MISSING: Final = frozenset({"time_missing", "date_missing"})
_TAKEN_FOR: Final = frozenset({"timezone_assumed", "year_assumed", "date_relative"})
_SETTLED: Final = _TAKEN_FOR | {"date_ambiguous", "ampm_missing", "timezone_ambiguous"}
_WRONG: Final = frozenset({"times_disagree", "weekday_mismatch", "abbreviation_out_of_season"})
"""What is still said where the markup settles it, and is then no reason to refuse the text."""


def is_start_of_markup(reading: StartReading, moment: dt.datetime) -> bool:
    """Returns whether the start that a text settles is the one that the markup gives, as far as that goes."""
    return reading.starts_at is not None and any(_claims_of_markup(reading, moment))


def agreed_start(printed: Found[StartReading] | None, moment: dt.datetime, page: Page) -> Found[StartReading]:
    """Returns the start by both voices. `printed` is what the text says. Its words are kept where both agree."""
    own = _start_by_markup(moment, page)
    if printed is None:
        return Found(own, ())
    text = printed.value
    group = [line for line in page.timed if set(line.part.line.numbers) & set(printed.lines)]
    is_aside = bool(group) and all(line.is_aside for line in group)
    is_open = text.date in {None, moment.date()} and not {each.code for each in text.problems if each.blocks} - _MISSING
    if is_start_of_markup(text, moment):
        reading = _confirmed(text, moment)
    elif not text.times and (is_open or is_aside):
        reading = text if moment.time() == dt.time() and text.date and not is_aside else own
    else:
        words = "\n".join(line.text for line in group)
        reading = _read_together(text, words, moment, own, page) or _contradiction(text, moment, own)
    return Found(reading, printed.lines, is_uncertain=bool(reading.problems))


def _claims_of_markup(reading: StartReading, moment: dt.datetime) -> Iterator[Claim]:
    """Yields the hours of a text that are the moment of the markup, on whichever clock they are."""
    for claim in reading.times:
        if claim.agrees and claim.wall and claim.timezone:
            told = wall(moment, claim.timezone) if moment.tzinfo else moment
            if claim.wall == told or (moment.time() == dt.time() and claim.wall.date() == moment.date()):
                yield claim


def _read_together(
    text: StartReading, words: str, moment: dt.datetime, own: StartReading, page: Page
) -> StartReading | None:
    """Returns what a text leaves open, read below the moment of the markup, or None if that does not settle it.

    An hour without an offset is on the clock of which the text speaks. One that the text prints without a zone is on
    that of the offset, unless that is UTC: many programs say so of a local hour.
    """
    codes = {problem.code for problem in text.problems}
    zone = page.hints.timezone or (own.timezone if moment.utcoffset() else None)
    line = _line_above(text, moment)
    assumed = None if zone else page.hints.assumed_timezone
    again = replace(page.hints, published_on=moment.date()).read(
        f"{line}\n{words}", timezone=zone, assumed_timezone=assumed
    )
    again = replace(again, times=tuple(claim for claim in again.times if claim.start > len(line)))
    first = next(_claims_of_markup(again, moment), None)
    starts_at = moment.astimezone(dt.UTC) if moment.tzinfo else again.starts_at
    is_closed = text.starts_at is not None and not (text.blocks or codes & _TAKEN_FOR)
    has_new_doubts = {problem.code for problem in again.problems if problem.blocks} - codes
    if first is None or first.wall is None or starts_at is None or is_closed or has_new_doubts:
        return None
    # Beside “23:00” an “11:00” is read as one at night. Here the hour has to be what it is alone, if that is clear.
    alone = replace(page.hints, published_on=moment.date()).read(
        f"{moment.date()} {first.text}", timezone=zone, assumed_timezone=assumed
    )
    if not _has_hour(alone, first.wall.time()):
        return None
    again = replace(again, starts_at=starts_at, starts_wall=first.wall, timezone=first.timezone, date=first.wall.date())
    return _confirmed(again, moment)


def _line_above(text: StartReading, moment: dt.datetime) -> str:
    """Returns the moment of the markup, or its day alone where the text has no zone to weigh it against."""
    if moment.time() == dt.time() or not any(claim.label for claim in text.times):
        return str(moment.date())
    clock = next((claim.timezone for claim in text.times if claim.timezone), None)
    return f"{_printed(moment)} {clock}" if clock and not moment.tzinfo else _printed(moment)


def _has_hour(reading: StartReading, hour: dt.time) -> bool:
    hours = {claim.wall.time() for claim in reading.times if claim.wall}
    return hour in hours or any(problem.code == "ampm_missing" for problem in reading.problems)


def _confirmed(reading: StartReading, moment: dt.datetime) -> StartReading:
    """Returns the reading without the doubts that the markup settles, which are only a few if it has no offset."""
    settled = _SETTLED if moment.tzinfo else {"year_assumed", "date_relative"}
    wrong = _WRONG if moment.tzinfo else set()
    kept = (problem for problem in reading.problems if problem.code not in settled)
    problems = tuple(replace(problem, blocks=problem.blocks and problem.code not in wrong) for problem in kept)
    return replace(reading, problems=problems)


def _start_by_markup(moment: dt.datetime, page: Page) -> StartReading:
    """Returns what the markup says, in the zone of the page or of the host, also where an offset is theirs."""
    read, zones = (
        replace(page.hints, published_on=moment.date()).read,
        (page.hints.timezone, page.hints.assumed_timezone),
    )
    said = {zone.words for zone in page.zones} if moment.time() != dt.time() else set()
    clock = " ".join([_printed(moment.replace(tzinfo=None)), *(said if len(said) == 1 else ())])
    if moment.tzinfo is None:
        own = read(clock, timezone=zones[0], assumed_timezone=zones[1])
        # What is over may have a date only.
        is_dated = page.hints.kind is Kind.RECAP and moment.time() == dt.time()
        return replace(own, problems=tuple(each for each in own.problems if not (is_dated and each.code in _MISSING)))
    local = [*(read(clock, timezone=zone) for zone in zones), read(_printed(moment))]
    # `times` takes some offsets for clocks that show another hour: an instant is never changed to another one.
    return next((each for each in local if each.starts_at == moment), read(_printed(moment.astimezone(dt.UTC))))


def _printed(moment: dt.datetime) -> str:
    """Returns a moment as `times.read_start` reads it."""
    return f"{moment:%Y-%m-%d %H:%M %Z}".rstrip().removesuffix(" 00:00")


def _contradiction(text: StartReading, moment: dt.datetime, own: StartReading) -> StartReading:
    """Returns neither: both are shown, and a person says which is right."""
    claims = [replace(claim, label="", text=moment.isoformat(), agrees=False) for claim in own.times[:1]]
    if moment.tzinfo is None:
        zone = next((claim.timezone for claim in text.times if claim.timezone), None)
        claims = [replace(claim, timezone=zone, wall=moment) for claim in claims]
    printed = [_day(text.date), ", ".join(dict.fromkeys(claim.text for claim in text.times if claim.text))]
    message = _(
        "The text says %(printed)s, and what the page tells programs is %(said)s. Keep the one that is right.",
        printed=" ".join(filter(None, printed)) or _("another time"),
        said=" ".join([_day(moment), *_printed(moment).split()[1:]]),
    )
    kept = (each for each in text.problems if each.code not in {"times_disagree", *_MISSING, *_TAKEN_FOR})
    times = (*(replace(claim, agrees=False) for claim in text.times), *claims)
    problem = Problem("times_disagree", True, moment.isoformat(), message)
    return StartReading(None, None, None, None, text.date or moment.date(), times, (problem, *kept))


def _day(date: dt.date | None) -> str:
    return format_date(date, "d MMMM y") if date else ""
