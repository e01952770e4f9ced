"""From hours and labels to claims that can vote: each with the instants it could mean."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from webinars.pure.times import zones
from webinars.pure.times.lint.claims import PrintedClaim
from webinars.pure.times.lint.mentions import Script
from webinars.pure.times.lint.printed_claims import label_of
from webinars.pure.times.lint.printed_days import day_beside
from webinars.pure.times.lint.zones_of_hours import Speaker, offset_at, speakers
from webinars.pure.times.zone_labels import voice

_DAY = dt.timedelta(days=1)
_SHIFT_COST, _OTHER_HALF_COST, _LITERAL_COST = 2, 4, 6


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read a claim."""

    instant: dt.datetime
    wall: dt.datetime
    timezone: str
    cost: int
    """How far-fetched it is: 0 for what is printed, more for another day or zone than the first."""
    half_cost: int
    """The same for the half of the day; a line is written in one style, so it counts once for all its hours."""
    shift: int = 0
    """Days from the webinar's date, where the claim does not print its own."""
    is_literal: bool = False
    """The abbreviation was taken for its offset, not for the clock of its place."""


@dataclass(slots=True)
class Voice:
    """A claim that votes: an hour, a zone, and what they can mean."""

    printed: PrintedClaim
    label: str
    speaker: Speaker
    options: list[Option] = field(default_factory=list)
    wall: dt.datetime | None = None
    """What is printed, at face value."""
    unsettled: zones.UnsettledWallTime | None = None
    is_anchor: bool = False

    def regime(self, option: Option) -> str:
        """The clock regime it speaks for, under one reading."""
        return self.speaker.regime or voice(option.timezone)


def voices(
    script: Script,
    claims: Iterable[PrintedClaim],
    date: dt.date,
    default_timezone: str | None,
    preferred: str | None,
    *,
    is_dated: bool,
) -> list[Voice]:
    """Every claim with a zone, and the instants it can mean around `date`.

    `is_dated` says that `date` is that of the first claim. `default_timezone` is for hours without one; `preferred`
    chooses among the places of an abbreviation such as IST.
    """
    found: list[Voice] = []
    for claim in claims:
        is_anchor = is_dated and not found
        own_day = _own_day(claim, date)
        named = [_narrowed(speaker, preferred) for speaker in speakers(script, claim.labels, own_day or date)]
        if not named and default_timezone is not None:
            named = [Speaker([], (default_timezone,))]
        for speaker in named:
            nodes = claim.labels if len(named) == 1 else speaker.nodes
            entry = Voice(claim, label_of(script, nodes)[0], speaker, is_anchor=is_anchor)
            _read(entry, own_day, date)
            found.append(entry)
    return found


def _narrowed(speaker: Speaker, preferred: str | None) -> Speaker:
    if preferred is None or zones.canonical(preferred) not in speaker.timezones[1:]:
        return speaker
    # The literal offset is that of the first place.
    return replace(speaker, timezones=(zones.canonical(preferred),), minutes=None)


def _own_day(claim: PrintedClaim, date: dt.date) -> dt.date | None:
    if claim.shift is not None:
        return date + dt.timedelta(days=claim.shift)
    return None if claim.day is None else day_beside(claim.day, date)


def _read(entry: Voice, own_day: dt.date | None, date: dt.date) -> None:
    hour = entry.printed.hour
    for half, minutes in enumerate(hour.minutes_of_day()):
        half_cost = _OTHER_HALF_COST if half and hour.has_minutes else 0
        for shift, shift_cost in _shifts(entry, own_day):
            wall = dt.datetime.combine((own_day or date) + dt.timedelta(days=shift), dt.time()) + dt.timedelta(
                minutes=minutes
            )
            if entry.wall is None:
                entry.wall = wall
            for timezone, zone_cost, is_literal in _zones(entry.speaker, wall):
                cost = shift_cost + zone_cost
                for instant in _instants(entry, wall, timezone, is_main=half_cost + cost == 0):
                    entry.options.append(Option(instant, wall, timezone, cost, half_cost, shift, is_literal))


def _shifts(entry: Voice, own_day: dt.date | None) -> tuple[tuple[int, int], ...]:
    if entry.printed.hour.is_midnight_word:
        # "Midnight on Sunday" is more often the end of Sunday than its start; days printed beside it bind the date.
        if entry.printed.day is not None and entry.printed.day.is_night:
            return ((0, 0),)
        fixed = ((0, 1), (1, 0))
        return fixed if entry.is_anchor or own_day is not None else ((0, 1), (1, 0), (-1, _SHIFT_COST))
    if entry.is_anchor or own_day is not None:
        return ((0, 0),)
    return ((0, 0), (1, _SHIFT_COST), (-1, _SHIFT_COST))


def _zones(speaker: Speaker, wall: dt.datetime) -> Iterator[tuple[str, int, bool]]:
    timezones = speaker.timezones
    abbreviation = speaker.abbreviation
    if abbreviation is not None and abbreviation.is_settled_by_season and len(timezones) > 1:
        noon = wall.replace(tzinfo=dt.UTC)
        timezones = timezones if offset_at(noon, timezones[0]) == speaker.minutes else timezones[1:]
    for place, timezone in enumerate(timezones):
        yield timezone, place, False
    if abbreviation is not None and abbreviation.text == "GMT" and not speaker.has_place:
        # In summer people write GMT and mean UTC; taken so only when nothing agrees with the clock of London.
        yield "Etc/UTC", _LITERAL_COST, True


def _instants(entry: Voice, wall: dt.datetime, timezone: str, *, is_main: bool) -> tuple[dt.datetime, ...]:
    try:
        found = zones.instants(wall, timezone)
        if len(found) == 1:
            return found
        if is_main:
            try:
                zones.instant(wall, timezone)
            except zones.UnsettledWallTime as error:
                entry.unsettled = error
    except zones.DateOutOfRange:
        return ()
    if len(found) > 1 and entry.speaker.minutes is not None:
        named = [at for at in found if offset_at(at, timezone) == entry.speaker.minutes]
        return tuple(named) or found
    return found
