"""From hours and labels to claims that can vote: each with the instants it could mean."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from webinars.times import zones
from webinars.times.abbreviations import Abbreviation
from webinars.times.labels import voice
from webinars.times.lint.mentions import Node, Script
from webinars.times.lint.printed_claims import PrintedClaim, label_of
from webinars.times.lint.printed_days import day_beside

_DAY = dt.timedelta(days=1)
_SHIFT_COST, _OTHER_HALF_COST, _LITERAL_COST = 2, 4, 6


@dataclass(frozen=True, slots=True)
class Option:
    """One way to read a claim."""

    instant: dt.datetime
    wall: dt.datetime
    timezone: str
    cost: int
    """How far-fetched it is: 0 for what is printed, more for another day, half of the day or zone than the first."""
    shift: int = 0
    """Days from the webinar's date, where the claim does not print its own."""
    is_literal: bool = False
    """The abbreviation was taken for its offset, not for the clock of its place."""


@dataclass(slots=True)
class Speaker:
    """A zone named beside an hour, by one label or several that mean the same."""

    nodes: list[Node]
    timezones: tuple[str, ...]
    abbreviation: Abbreviation | None = None
    minutes: int | None = None
    """The literal offset of its abbreviation."""
    regime: str | None = None
    """Whose voice it is; None: that of the zone read."""
    has_place: bool = False

    @property
    def is_evenly_ambiguous(self) -> bool:
        """Whether none of its zones is much likelier than the others, as with IST."""
        return self.abbreviation is not None and self.abbreviation.is_evenly_ambiguous


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


def speakers(nodes: list[Node], on: dt.date | None) -> list[Speaker]:
    """The zones that labels beside one hour name; what fits together is one: "CET (Geneva time)", "London/GMT/UTC"."""
    places: list[Speaker] = []
    for node in nodes:
        label = node.label
        if label is None or label.kind != "place":
            continue
        known = next((place for place in places if place.timezones == label.timezones), None)
        if known is None:
            known = Speaker([], label.timezones)
            places.append(known)
        # "Eastern Standard Time" names an offset as EST does; "New York" names the clock.
        known.has_place = known.has_place or label.minutes is None
        known.nodes.append(node)
        known.minutes = label.minutes if known.minutes is None else known.minutes
    found = list(places)
    for node in nodes:
        label = node.label
        if label is None or label.kind not in {"abbreviation", "offset"}:
            continue
        host = next((speaker for speaker in found if _fits(speaker, node, on)), None)
        if host is None and label.kind == "offset" and (host := _settled_by(node, found, on)) is not None:
            host.nodes.append(node)
        elif host is None:
            found.append(_new_speaker(node, found))
        else:
            _join(host, node)
    return found


def _new_speaker(node: Node, found: list[Speaker]) -> Speaker:
    assert node.label is not None
    # A fixed offset speaks for the place it stands beside, so that one line does not count twice.
    regime = voice(found[0].timezones[0]) if found and node.label.kind == "offset" else None
    return Speaker([node], node.label.timezones, node.label.abbreviation, node.label.minutes, regime)


def _settled_by(node: Node, found: list[Speaker], on: dt.date | None) -> Speaker | None:
    """The abbreviation of several places that an offset beside it settles: "IST, UTC+5:30"."""
    assert node.label is not None
    day = dt.datetime.combine(on or dt.date(2000, 1, 1), dt.time(12), tzinfo=dt.UTC)
    for speaker in found:
        meant = [timezone for timezone in speaker.timezones if _offset(day, timezone) == node.label.minutes]
        if speaker.abbreviation is not None and len(speaker.timezones) > 1 and meant:
            speaker.timezones, speaker.minutes, speaker.has_place = (meant[0],), None, True
            return speaker
    return None


def _join(host: Speaker, node: Node) -> None:
    assert node.label is not None
    host.nodes.append(node)
    if node.label.kind != "abbreviation":
        return
    if host.minutes is not None and node.label.minutes is not None and host.minutes != node.label.minutes:
        # "EST/EDT" names the clock, whichever season it is.
        host.minutes = None
    elif host.has_place and host.minutes is None:
        host.minutes = node.label.minutes
    host.abbreviation = host.abbreviation or node.label.abbreviation


def _fits(speaker: Speaker, node: Node, on: dt.date | None) -> bool:
    label = node.label
    assert label is not None
    day = dt.datetime.combine(on or dt.date(2000, 1, 1), dt.time(12), tzinfo=dt.UTC)
    if label.kind == "abbreviation":
        if speaker.has_place and label.minutes is not None and _offset(day, speaker.timezones[0]) == label.minutes:
            return True
        return any(_same_clock(zone, other) for zone in speaker.timezones[:1] for other in label.timezones)
    return (
        speaker.minutes is None and _offset(day, speaker.timezones[0]) == label.minutes and len(speaker.timezones) == 1
    )


def _offset(at: dt.datetime, timezone: str) -> int | None:
    try:
        return round(zones.utc_offset(at, timezone).total_seconds() / 60)
    except zones.DateOutOfRange:
        return None


def _same_clock(first: str, second: str) -> bool:
    if first == second:
        return True
    days = (dt.datetime(2026, month, 1, tzinfo=dt.UTC) for month in (1, 4, 7, 11))
    return all(_offset(day, first) == _offset(day, second) for day in days)


def voices(
    script: Script, claims: Iterable[PrintedClaim], date: dt.date, default_timezone: str | None, preferred: str | None
) -> list[Voice]:
    """Every claim with a zone, and the instants it can mean around `date`.

    `default_timezone` is for hours without one; `preferred` chooses among the places of an abbreviation such as IST.
    """
    found: list[Voice] = []
    for claim in claims:
        is_anchor = not found
        own_day = _own_day(claim, date)
        named = [_narrowed(speaker, preferred) for speaker in speakers(claim.labels, own_day or date)]
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
                cost = half_cost + shift_cost + zone_cost
                for instant in _instants(entry, wall, timezone, is_main=cost == 0):
                    entry.options.append(Option(instant, wall, timezone, cost, shift, is_literal))


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
        timezones = timezones if _offset(noon, timezones[0]) == speaker.minutes else timezones[1:]
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
        named = [at for at in found if _offset(at, timezone) == entry.speaker.minutes]
        return tuple(named) or found
    return found
