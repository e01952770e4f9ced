"""From hours and labels to claims that can vote: each with the instants it could mean."""

import datetime as dt
from collections.abc import Iterable, Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from webinars.pure.times import zones
from webinars.pure.times.abbreviations import Abbreviation
from webinars.pure.times.clock_changes import UnsettledWallTime, instant, instants
from webinars.pure.times.lint.claims import PrintedClaim
from webinars.pure.times.lint.mentions import Node, Script
from webinars.pure.times.lint.printed_claims import label_of
from webinars.pure.times.lint.printed_days import day_beside
from webinars.pure.times.tokens import CLOSING, OPENING, peek
from webinars.pure.times.zone_labels import voice

# The zones named beside an hour: several labels that mean the same are one, "CET (Geneva time)".


class NamedZone(Struct):
    """A zone named beside an hour, by one label or several that mean the same."""

    nodes: list[Node]
    timezones: tuple[str, ...]
    abbreviation: Abbreviation | None = None
    minutes: int | None = None
    """The literal offset of its abbreviation."""
    regime: str | None = None
    """Whose voice it is. None: that of the zone read."""
    has_place: bool = False

    @property
    def is_evenly_ambiguous(self) -> bool:
        """Whether none of its zones is much likelier than the others, as with IST."""
        return self.abbreviation is not None and self.abbreviation.is_evenly_ambiguous


def named_zones(script: Script, nodes: list[Node], on: dt.date | None) -> list[NamedZone]:
    """Returns the zones that labels beside one hour name.

    What fits together is one: "CET (Geneva time)", "London/GMT/UTC".
    """
    places: list[NamedZone] = []
    for node in nodes:
        label = node.label
        if label is None or label.kind != "place":
            continue
        known = next((place for place in places if place.timezones == label.timezones), None)
        if known is None:
            known = NamedZone([], label.timezones)
            places.append(known)
        # "Eastern Standard Time" names an offset as EST does; "New York" names the clock.
        known.has_place = known.has_place or label.minutes is None
        known.nodes.append(node)
        known.minutes = label.minutes if known.minutes is None else known.minutes
    found = list(places)
    # An offset settles the abbreviation beside it, whichever is printed first.
    for node in sorted(nodes, key=lambda node: node.label is not None and node.label.kind == "offset"):
        label = node.label
        if label is None or label.kind not in {"abbreviation", "offset"}:
            continue
        host = next((speaker for speaker in found if _fits(speaker, node, on)), None)
        if host is None and label.kind == "offset" and (host := _settled_by(node, found, on)) is not None:
            host.nodes.append(node)
        elif host is None and (host := _in_menu(script, node, found)) is not None:
            host.nodes.append(node)
            host.minutes = node.label.minutes if node.label else None
        elif host is None:
            found.append(_new_speaker(node, found))
        else:
            _join(host, node)
    return found


def _new_speaker(node: Node, found: list[NamedZone]) -> NamedZone:
    assert node.label is not None
    # A fixed offset speaks for the place it stands beside, so that one line does not count twice.
    regime = voice(found[0].timezones[0]) if found and node.label.kind == "offset" else None
    return NamedZone([node], node.label.timezones, node.label.abbreviation, node.label.minutes, regime)


def _in_menu(script: Script, node: Node, found: list[NamedZone]) -> NamedZone | None:
    """Returns the place behind an offset as programs list zones, by their offset in winter: "(UTC-05:00) Eastern".

    They do so all year, before the name or behind it: "Eastern Time (US & Canada) (GMT-05:00)".
    """
    assert node.label is not None
    before = [peek(script.tokens, node.at - step) for step in range(1, 4)]
    is_bracketed = before[0].text in OPENING and peek(script.tokens, node.after).text in CLOSING
    if node.label.kind != "offset" or not is_bracketed:
        return None
    is_behind_name = before[1].text in CLOSING and before[2].key == "canada"
    place = next(
        (place for place in found if place.has_place and (is_behind_name or place.nodes[0].at == node.after + 1)), None
    )
    if place is None:
        return None
    offsets = {offset_at(dt.datetime(2026, month, 1, tzinfo=dt.UTC), place.timezones[0]) or 0 for month in (1, 7)}
    return place if node.label.minutes == min(offsets) else None


def _settled_by(node: Node, found: list[NamedZone], on: dt.date | None) -> NamedZone | None:
    """Returns the abbreviation of several places that an offset beside it settles: "IST, UTC+5:30"."""
    assert node.label is not None
    day = dt.datetime.combine(on or dt.date(2000, 1, 1), dt.time(12), tzinfo=dt.UTC)
    for speaker in found:
        meant = [timezone for timezone in speaker.timezones if offset_at(day, timezone) == node.label.minutes]
        if speaker.abbreviation is not None and len(speaker.timezones) > 1 and meant:
            speaker.timezones, speaker.minutes, speaker.has_place = (meant[0],), None, True
            return speaker
    return None


def _join(host: NamedZone, node: Node) -> None:
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


def _fits(speaker: NamedZone, node: Node, on: dt.date | None) -> bool:
    label = node.label
    assert label is not None
    day = dt.datetime.combine(on or dt.date(2000, 1, 1), dt.time(12), tzinfo=dt.UTC)
    if label.kind == "abbreviation":
        if speaker.has_place and label.minutes is not None and offset_at(day, speaker.timezones[0]) == label.minutes:
            return True
        return any(_same_clock(zone, other) for zone in speaker.timezones[:1] for other in label.timezones)
    return (
        speaker.minutes is None
        and offset_at(day, speaker.timezones[0]) == label.minutes
        and len(speaker.timezones) == 1
    )


def offset_at(at: dt.datetime, timezone: str) -> int | None:
    """Returns minutes ahead of UTC at an instant, or None beyond the years of the zone database."""
    try:
        return round(zones.utc_offset(at, timezone).total_seconds() / 60)
    except zones.DateOutOfRange:
        return None


def _same_clock(first: str, second: str) -> bool:
    if first == second:
        return True
    days = (dt.datetime(2026, month, 1, tzinfo=dt.UTC) for month in (1, 4, 7, 11))
    return all(offset_at(day, first) == offset_at(day, second) for day in days)


_DAY = dt.timedelta(days=1)
_SHIFT_COST, _OTHER_HALF_COST, _LITERAL_COST = 2, 4, 6


class Option(Struct, frozen=True):
    """One way to read a claim."""

    instant: dt.datetime
    wall: dt.datetime
    timezone: str
    cost: int
    """How far-fetched it is: 0 for what is printed, more for another day or zone than the first."""
    half_cost: int
    """The same for the half of the day. A line is written in one style, so it counts once for all its hours."""
    shift: int = 0
    """Days from the webinar's date, where the claim does not print its own."""
    is_literal: bool = False
    """The abbreviation was taken for its offset, not for the clock of its place."""


class Voice(Struct):
    """A claim that votes: an hour, a zone, and what they can mean."""

    printed: PrintedClaim
    label: str
    speaker: NamedZone
    options: list[Option] = field(default_factory=list)
    wall: dt.datetime | None = None
    """What is printed, at face value."""
    unsettled: UnsettledWallTime | None = None
    is_anchor: bool = False

    def regime(self, option: Option) -> str:
        """Returns the clock regime it speaks for, under one reading."""
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
    """Returns every claim with a zone, and the instants it can mean around `date`.

    `is_dated` says that `date` is that of the first claim. `default_timezone` is for hours without one, and `preferred`
    chooses among the places of an abbreviation such as IST.
    """
    found: list[Voice] = []
    for claim in claims:
        is_anchor = is_dated and not found
        own_day = _own_day(claim, date)
        named = [_narrowed(speaker, preferred) for speaker in named_zones(script, claim.labels, own_day or date)]
        if not named and default_timezone is not None:
            named = [NamedZone([], (default_timezone,))]
        for speaker in named:
            nodes = claim.labels if len(named) == 1 else speaker.nodes
            entry = Voice(claim, label_of(script, nodes)[0], speaker, is_anchor=is_anchor)
            _read(entry, own_day, date)
            found.append(entry)
    return found


def _narrowed(speaker: NamedZone, preferred: str | None) -> NamedZone:
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
                for at in _instants(entry, wall, timezone, is_main=half_cost + cost == 0):
                    entry.options.append(Option(at, wall, timezone, cost, half_cost, shift, is_literal))


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


def _zones(speaker: NamedZone, wall: dt.datetime) -> Iterator[tuple[str, int, bool]]:
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
        found = instants(wall, timezone)
        if len(found) == 1:
            return found
        if is_main:
            try:
                instant(wall, timezone)
            except UnsettledWallTime as error:
                entry.unsettled = error
    except zones.DateOutOfRange:
        return ()
    if len(found) > 1 and entry.speaker.minutes is not None:
        named = [at for at in found if offset_at(at, timezone) == entry.speaker.minutes]
        return tuple(named) or found
    return found
