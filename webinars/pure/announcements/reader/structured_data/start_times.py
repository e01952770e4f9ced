"""What the text and the markup say together of a start. Where they contradict each other, nothing is settled."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from webinars.lib.i18n import format_date
from webinars.lib.i18n import gettext as _
from webinars.pure.announcements.model import Found, Kind
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.start.dated_lines import DatedLine
from webinars.pure.announcements.reader.start.start_lines import Hints
from webinars.pure.announcements.reader.start.zone_statements import zone_statements
from webinars.pure.announcements.reader.structured_data.date_values import MarkupTime
from webinars.pure.times import Claim, Problem, StartReading, TimesError, instant, read_start, wall


class Page(Struct, frozen=True):
    """The visible part of a page: its lines, those with dates or hours, and what is known besides."""

    parts: Sequence[Part]
    timed: Sequence[DatedLine]
    hints: Hints


def is_start_of_markup(reading: StartReading, moment: MarkupTime) -> bool:
    """Returns whether the start that a text settles is the one that the markup gives, as far as that goes."""
    if reading.starts_at is None or reading.starts_wall is None:
        return False
    if moment.at is not None:
        return reading.starts_at == moment.at
    walls = {reading.starts_wall, *(claim.wall for claim in reading.times if claim.agrees and claim.wall)}
    if moment.wall is not None:
        return moment.wall in walls
    return moment.date in {each.date() for each in walls}


def joined_start(printed: Found[StartReading] | None, moment: MarkupTime, page: Page) -> Found[StartReading]:
    """Returns the start by both voices. `printed` is what the text says. Its words are kept where both agree."""
    if printed is None:
        return Found(_start_by_markup(moment, page), ())
    group = [line for line in page.timed if set(line.part.line.numbers) & set(printed.lines)]
    for find in (_agreeing_start, _read_again, _start_for_printed_day, _chosen_start, _half_of_day):
        reading = find(printed.value, group, moment, page)
        if reading is not None:
            return Found(reading, printed.lines, is_uncertain=bool(reading.problems))
    return Found(_contradiction(printed.value, moment, page.hints), printed.lines, is_uncertain=True)


def _agreeing_start(
    reading: StartReading, _group: Sequence[DatedLine], moment: MarkupTime, _page: Page
) -> StartReading | None:
    """Returns the start of the text, if it is that of the markup."""
    return _confirmed(reading, moment) if is_start_of_markup(reading, moment) else None


def _read_again(
    reading: StartReading, group: Sequence[DatedLine], moment: MarkupTime, page: Page
) -> StartReading | None:
    """Returns what the text prints, read in the zone and year that the markup gives, if that is the same start."""
    hints = page.hints
    is_open = reading.starts_at is None or any(problem.code in _TAKEN_FOR for problem in reading.problems)
    if not group or not is_open:
        return None
    zone = hints.timezone or (_start_by_markup(moment, page).timezone if moment.at and not _is_utc(moment) else None)
    text = "\n".join(line.text for line in group)
    is_undated = reading.date is None or any(problem.code == "date_relative" for problem in reading.problems)
    again = read_start(
        f"{moment.date.isoformat()} {text}" if is_undated else text,
        published_on=moment.date,
        timezone=zone,
        assumed_timezone=None if zone else hints.assumed_timezone,
        kind=hints.kind.value,
    )
    confirmed = _confirmed(again, moment)
    return confirmed if is_start_of_markup(again, moment) and not confirmed.blocks else None


def _is_utc(moment: MarkupTime) -> bool:
    """Returns whether an hour is in UTC: many programs say so of a local one, so it gives no printed hour its zone."""
    return moment.at is not None and moment.wall == moment.at.replace(tzinfo=None)


_TAKEN_FOR: Final = frozenset({"timezone_assumed", "year_assumed", "date_relative"})


def _start_for_printed_day(
    reading: StartReading, group: Sequence[DatedLine], moment: MarkupTime, page: Page
) -> StartReading | None:
    """Returns the start of the markup, where the text prints at most its day.

    The day of a posting or a deadline is none.
    """
    has_hour = bool(reading.times) or reading.starts_at is not None
    is_same_day = reading.date in {None, moment.date} and not any(problem.blocks for problem in _of_day(reading))
    is_aside = bool(group) and all(line.is_aside for line in group)
    return _start_by_markup(moment, page) if not has_hour and (is_same_day or is_aside) else None


def _of_day(reading: StartReading) -> Iterator[Problem]:
    return (problem for problem in reading.problems if problem.code in {"weekday_mismatch", "date_ambiguous"})


def _chosen_start(
    reading: StartReading, _group: Sequence[DatedLine], moment: MarkupTime, page: Page
) -> StartReading | None:
    """Returns one of several starts that a text leaves open, if the markup says which."""
    if reading.starts_at is not None or moment.wall is None:
        return None
    codes = {problem.code for problem in reading.problems if problem.blocks}
    if not codes <= _OPEN or (moment.at is None and "timezone_ambiguous" in codes):
        return None
    for claim in reading.times:
        at = _instant_of(claim)
        if at is not None and (at == moment.at or (moment.at is None and claim.wall == moment.wall)):
            return _settled_reading(reading, at, claim.timezone, moment)
    if codes == {"timezone_ambiguous"} and any(claim.wall == moment.wall for claim in reading.times):
        own = _start_by_markup(moment, page)
        return _settled_reading(reading, moment.at, own.timezone, moment)
    return None


_OPEN: Final = frozenset({"times_disagree", "weekday_mismatch", "timezone_ambiguous", "date_ambiguous"})


def _half_of_day(
    reading: StartReading, _group: Sequence[DatedLine], moment: MarkupTime, _page: Page
) -> StartReading | None:
    """Returns an hour of which the text does not say whether it is before or after noon, if the markup does."""
    if moment.wall is None or {problem.code for problem in reading.problems if problem.blocks} != {"ampm_missing"}:
        return None
    for claim in reading.times:
        hour = _HOUR.match(claim.text)
        if claim.timezone is None or hour is None:
            continue
        local = wall(moment.at, claim.timezone) if moment.at else moment.wall
        is_same = (int(hour[1]) % 12, int(hour[2] or 0)) == (local.hour % 12, local.minute)
        settled = replace(reading, times=(replace(claim, wall=local),))
        at = _instant_of(settled.times[0])
        if is_same and local.date() == reading.date and at is not None:
            return _settled_reading(settled, at, claim.timezone, moment)
    return None


_HOUR: Final = re.compile(r"\D{0,10}(\d{1,2})(?:[:.h](\d\d))?(?!\d)")


def _settled_reading(
    reading: StartReading, at: dt.datetime | None, timezone: str | None, moment: MarkupTime
) -> StartReading:
    if at is None or timezone is None:
        return reading
    times = tuple(replace(claim, agrees=_instant_of(claim) == at) for claim in reading.times)
    kept = replace(reading, starts_at=at, timezone=timezone, starts_wall=wall(at, timezone), times=times)
    return _confirmed(kept, moment)


def _instant_of(claim: Claim) -> dt.datetime | None:
    if claim.wall is None or claim.timezone is None:
        return None
    try:
        return instant(claim.wall, claim.timezone)
    except TimesError:
        return None


def _confirmed(reading: StartReading, moment: MarkupTime) -> StartReading:
    """Returns the reading without the doubts that the markup settles. What is wrong in the text is still shown."""
    settled = {"year_assumed", "date_ambiguous", "date_relative", "ampm_missing"}
    settled |= {"timezone_assumed", "timezone_ambiguous"} if moment.at else set()
    confirmed = _WRONG if moment.at else _WRONG - {"abbreviation_out_of_season"}
    problems = (problem for problem in reading.problems if problem.code not in settled)
    return replace(
        reading,
        problems=tuple(
            replace(problem, blocks=problem.blocks and problem.code not in confirmed) for problem in problems
        ),
    )


_WRONG: Final = frozenset({"times_disagree", "weekday_mismatch", "abbreviation_out_of_season"})


def _start_by_markup(moment: MarkupTime, page: Page) -> StartReading:
    """Returns what the markup says, in the zone of the page or of the host, also where an offset is theirs."""
    hints = page.hints
    said = list(dict.fromkeys(zone.words for zone in zone_statements(page.parts)))
    words = f" {said[0]}" if len(said) == 1 else ""
    read = _reader(moment, hints)
    if moment.at is None:
        return _as_past(
            read(moment.printed + words if moment.wall else moment.printed, hints.timezone, hints.assumed_timezone),
            moment,
            hints,
        )
    hour = moment.printed.partition(" UTC")[0]
    local = [read(hour + words)] if words else []
    local += [read(hour, zone) for zone in (hints.timezone, hints.assumed_timezone) if zone]
    return next((reading for reading in local if reading.starts_at == moment.at), None) or _exact(moment, hints)


def _exact(moment: MarkupTime, hints: Hints) -> StartReading:
    """Returns the instant of an offset, in UTC where `times` takes the offset for a clock that shows another hour."""
    read = _reader(moment, hints)
    reading = read(moment.printed)
    return reading if moment.at in {None, reading.starts_at} else read(f"{moment.at:%Y-%m-%d %H:%M} UTC")


def _reader(moment: MarkupTime, hints: Hints) -> Callable[..., StartReading]:
    def read(text: str, timezone: str | None = None, assumed: str | None = None) -> StartReading:
        return read_start(
            text, published_on=moment.date, timezone=timezone, assumed_timezone=assumed, kind=hints.kind.value
        )

    return read


def _as_past(reading: StartReading, moment: MarkupTime, hints: Hints) -> StartReading:
    """Returns the reading of an old recap, which may have a date only."""
    if hints.kind is not Kind.RECAP or moment.wall is not None:
        return reading
    kept = tuple(problem for problem in reading.problems if problem.code != "time_missing")
    return replace(reading, problems=kept)


def _contradiction(reading: StartReading, moment: MarkupTime, hints: Hints) -> StartReading:
    """Returns neither: both are shown, and a person says which is right."""
    own = _exact(moment, hints)
    claims = [replace(claim, label="", text=moment.text, agrees=False) for claim in own.times[:1]]
    first = next((claim.timezone for claim in reading.times if claim.timezone), None)
    if moment.at is None:
        # Without an offset it is on the clock of which the text speaks.
        claims = [replace(claim, timezone=first, wall=moment.wall) for claim in claims]
    printed = ", ".join(dict.fromkeys(claim.text for claim in reading.times if claim.text))
    printed = " ".join(words for words in (_day(reading.date), printed) if words)
    message = _(
        "The text says %(printed)s, and what the page tells programs is %(said)s. Keep the one that is right.",
        printed=printed or _("another time"),
        said=_said(moment),
    )
    other = {"times_disagree", "time_missing", "date_missing", *_TAKEN_FOR}
    kept = (problem for problem in reading.problems if problem.code not in other)
    times = (*(replace(claim, agrees=False) for claim in reading.times), *claims)
    problem = Problem("times_disagree", True, moment.text, message)
    return StartReading(None, None, None, None, reading.date or moment.date, times, (problem, *kept))


def _day(date: dt.date | None) -> str:
    return format_date(date, "d MMMM y") if date else ""


def _said(moment: MarkupTime) -> str:
    return f"{_day(moment.date)} {moment.printed.partition(' ')[2]}".strip() if moment.wall else _day(moment.date)
