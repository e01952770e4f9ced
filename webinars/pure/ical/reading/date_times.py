"""Times of a file: with a zone, in UTC, floating, or days alone."""

import datetime as dt
import re

from msgspec import Struct
from msgspec.structs import replace

from webinars.lib.i18n import gettext as _
from webinars.pure import times
from webinars.pure.ical.reading.zones import MOST_PEOPLE, FileZones, zone_with
from webinars.pure.times import Problem

_TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?", re.IGNORECASE
)
_DURATION = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?", re.IGNORECASE
)


class FileTime(Struct, frozen=True):
    """A time as a file says it. `wall` is what clocks in its zone show, midnight for a day alone."""

    wall: dt.datetime
    zone: "ZoneChoice"
    is_day: bool = False


class ZoneChoice(Struct, frozen=True):
    """How walls of a file become instants."""

    timezone: str | None = None
    """An IANA zone, or None where only the file's rules are there, or nothing at all."""
    tzid: str = ""
    """The file's name for a zone that is not known by it."""
    is_assumed: bool = False
    """Nothing in the file names a zone."""


class ResolvedTime(Struct, frozen=True):
    """A moment as far as it is settled: without a problem that blocks, `at`, `wall` and `timezone` are there."""

    date: dt.date
    at: dt.datetime | None = None
    wall: dt.datetime | None = None
    timezone: str | None = None
    problems: tuple[Problem, ...] = ()
    unzoned_wall: dt.datetime | None = None
    """What clocks show, where it has to be asked whose they are."""


class ZoneDefaults(Struct, frozen=True):
    """Which zones stand in where the file is silent."""

    of_file: str | None
    """X-WR-TIMEZONE."""
    given: str | None
    """Said by whoever imports."""
    assumed: str | None
    """The host's."""
    likely: tuple[str, ...] = ()
    """Those in which the host shows its hours."""

    @property
    def floating(self) -> ZoneChoice:
        """The zone of hours without one."""
        said = self.of_file or self.given
        return ZoneChoice(said) if said else ZoneChoice(self.assumed, is_assumed=True)

    @property
    def candidates(self) -> tuple[str | None, ...]:
        """The zones an instant may be promised in, the likeliest first."""
        return self.of_file, self.given, self.assumed, *self.likely


def moment_of(
    value: str, tzid: str, zones: FileZones, defaults: ZoneDefaults, floating: ZoneChoice | None = None
) -> FileTime | None:
    """Returns the time that `value` writes, in the zone that the file calls `tzid`, or None if it writes none.

    An hour without a zone is one of `floating`, which is that of the event it stands in, else of the file.
    """
    found = _TIME.fullmatch(value.strip())
    if found is None:
        return None
    year, month, day, hour, minute, second, offset = found.groups()
    try:
        wall = dt.datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), min(int(second or 0), 59))  # noqa: DTZ001 - the zone stands beside it
        if offset:
            wall = _in_utc(wall, offset)
    except (ValueError, OverflowError):
        # The second: a day before the first of all years, or after the last.
        return None
    if hour is None:
        return FileTime(wall, defaults.floating, is_day=True)
    if offset:
        return FileTime(wall, ZoneChoice("Etc/UTC", tzid if offset in "Zz" else ""))
    if tzid:
        return FileTime(wall, ZoneChoice(zones.named(tzid), tzid))
    return FileTime(wall, floating or defaults.floating)


def resolve(
    moment: FileTime, zones: FileZones, defaults: ZoneDefaults, title: str, since: FileTime | None = None
) -> ResolvedTime:
    """Returns the instant of a moment and the promise it makes. Raises DateOutOfRange.

    `since` is the first of its series.
    """
    if moment.is_day:
        words = _("“%(title)s” takes whole days: it has a date, and no hour.", title=title)
        return ResolvedTime(moment.wall.date(), problems=(Problem("time_missing", True, title, words),))
    wall, zone = moment.wall.replace(second=0), moment.zone
    offset = zones.bare_offset(zone.tzid)
    # With a Z the hour is one of UTC, whatever stands beside it.
    if offset is not None and (zone.timezone != "Etc/UTC" or not offset):
        return _by_offset(moment, offset, zones, defaults, title, since or moment)
    if zone.timezone == "Etc/UTC":
        at = wall.replace(tzinfo=dt.UTC)
        return replace(_resolved_utc(at, defaults), problems=_zone_conflicts(at, zones, zone.tzid, title))
    if zone.timezone is None:
        return _by_file_rules(moment, zones, defaults, title)
    try:
        at = times.instant(wall, zone.timezone)
    except times.UnsettledWallTime as error:
        code = "wall_time_repeated" if isinstance(error, times.WallTimeRepeated) else "wall_time_skipped"
        words = _("“%(title)s”: %(reason)s", title=title, reason=times.why_unsettled(error))
        return ResolvedTime(wall.date(), problems=(Problem(code, True, title, words),))
    problems: tuple[Problem, ...] = ()
    if zone.is_assumed:
        words = _(
            "“%(title)s” has an hour without a zone: it was taken as that of %(timezone)s.",
            title=title,
            timezone=zone.timezone,
        )
        problems = (Problem("timezone_assumed", False, title, words),)
    if title and zone.tzid and zones.instant(wall, zone.tzid) not in {None, at}:
        words = _(
            "“%(title)s”: the calendar brings rules for “%(name)s” by which it would be another hour. Those of "
            "%(timezone)s were taken.",
            title=title,
            name=zone.tzid,
            timezone=zone.timezone,
        )
        problems += (Problem("timezone_rules_differ", False, zone.tzid, words),)
    return ResolvedTime(wall.date(), at, wall, zone.timezone, problems)


def read_duration(value: str) -> dt.timedelta | None:
    """Returns what a DURATION such as PT1H30M lasts."""
    found = _DURATION.fullmatch(value.strip())
    if found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def _resolved_utc(at: dt.datetime, defaults: ZoneDefaults) -> ResolvedTime:
    """Returns an instant in UTC, promised by the clocks of those it is for wherever they show it once."""
    for timezone in (defaults.of_file, defaults.given, defaults.assumed):
        if timezone is not None:
            wall = times.wall(at, timezone)
            if times.instants(wall, timezone) == (at,):
                return ResolvedTime(wall.date(), at, wall, timezone)
    wall = times.wall(at, "Etc/UTC")
    return ResolvedTime(wall.date(), at, wall, "Etc/UTC")


def _zone_conflicts(at: dt.datetime, zones: FileZones, tzid: str, title: str) -> tuple[Problem, ...]:
    """Returns the problem that an hour has the Z of UTC and a zone beside it (RFC 5545, 3.2.19), and they differ."""
    timezone = zones.named(tzid) if tzid else None
    if timezone is None or not times.utc_offset(at, timezone):
        return ()
    words = _(
        "“%(title)s” has an hour that is marked both as UTC and as that of %(timezone)s: it was taken as UTC.",
        title=title,
        timezone=timezone,
    )
    return (Problem("times_disagree", False, title, words),)


def _by_offset(
    moment: FileTime, offset: dt.timedelta, zones: FileZones, defaults: ZoneDefaults, title: str, since: FileTime
) -> ResolvedTime:
    """Returns the moment by an offset, or by the zone that a person or the calendar names if it has that offset.

    The hour that an offset gives is right when it was written, and asked about where clocks may have been set since.
    Raises DateOutOfRange.
    """
    at, began = (wall.replace(tzinfo=dt.UTC) - offset for wall in (moment.wall, since.wall))
    if not all(times.FIRST_YEAR <= each.year <= times.LAST_YEAR for each in (at, began)):
        raise times.DateOutOfRange(moment.wall)
    named = zone_with(offset, [began], (defaults.of_file, defaults.given))
    if named is not None:
        return resolve(replace(moment, zone=ZoneChoice(named)), zones, defaults, title)
    words = {"title": title, "name": moment.zone.tzid}
    meant = zone_with(offset, [began], (*defaults.candidates, *MOST_PEOPLE))
    if meant is not None and times.utc_offset(at, meant) != offset:
        asked = _(
            "“%(title)s”: of its zone the calendar knows only the offset “%(name)s”, and not whether clocks are set "
            "between its dates, as in %(timezone)s. Say whose clocks show its hours.",
            timezone=meant,
            **words,
        )
        return _unresolved(moment, "timezone_unknown", moment.zone.tzid, asked)
    zone = moment.zone.timezone
    found = resolve(replace(moment, zone=ZoneChoice(zone)), zones, defaults, title) if zone else None
    found = found or _by_file_rules(moment, zones, defaults, title)
    halves = [dt.datetime(at.year, month, 1, tzinfo=dt.UTC) for month in (1, 7)]
    host = zone_with(offset, halves, defaults.candidates)
    if host is None or times.utc_offset(at, host) == offset:
        return found
    said = _(
        "“%(title)s”: its zone “%(name)s” is an offset that %(timezone)s has at another time of the year. "
        "It was taken as %(offset)s.",
        timezone=host,
        offset=times.offset_text(offset),
        **words,
    )
    return replace(found, problems=(*found.problems, Problem("timezone_assumed", False, moment.zone.tzid, said)))


def _by_file_rules(moment: FileTime, zones: FileZones, defaults: ZoneDefaults, title: str) -> ResolvedTime:
    """Returns the moment by the rules that the file brings.

    Where it names a zone and brings none, it goes by the zone that a person gives.
    """
    wall, zone = moment.wall.replace(second=0), moment.zone
    at = zones.instant(wall, zone.tzid) if zone.tzid else None
    if at is None:
        if zone.tzid and defaults.given:
            return resolve(replace(moment, zone=ZoneChoice(defaults.given)), zones, defaults, title)
        if zone.tzid:
            words = _("“%(title)s”: there is no zone “%(name)s”.", title=title, name=zone.tzid)
            if zones.has_rules(zone.tzid):
                words = _(
                    "“%(title)s”: the calendar’s own rules for the zone “%(name)s” are not understood.",
                    title=title,
                    name=zone.tzid,
                )
            return _unresolved(moment, "timezone_unknown", zone.tzid, words)
        words = _("“%(title)s” has an hour and no zone: say whose clocks show it.", title=title)
        return _unresolved(moment, "timezone_missing", title, words)
    if not zones.is_settled(wall, zone.tzid):
        words = _("“%(title)s”: clocks show that hour twice, or not at all, by the calendar’s own rules.", title=title)
        return ResolvedTime(wall.date(), problems=(Problem("wall_time_repeated", True, title, words),))
    guess = zones.likeliest(at, zone.tzid, defaults.candidates)
    promised = times.wall(at, guess.timezone)
    is_unique = times.instants(promised, guess.timezone) == (at,)
    timezone = guess.timezone if is_unique else "Etc/UTC"
    words = _(
        "Of the zone “%(name)s” the calendar has only the rules: %(rules)s. It was taken for %(timezone)s.",
        name=zone.tzid,
        rules=guess.rules,
        timezone=timezone,
    )
    promised = times.wall(at, timezone)
    return ResolvedTime(
        promised.date(), at, promised, timezone, (Problem("timezone_assumed", False, zone.tzid, words),)
    )


def _unresolved(moment: FileTime, code: str, text: str, words: str) -> ResolvedTime:
    wall = moment.wall.replace(second=0)
    return ResolvedTime(wall.date(), problems=(Problem(code, True, text, words),), unzoned_wall=wall)


def _in_utc(wall: dt.datetime, offset: str) -> dt.datetime:
    if offset in "Zz":
        return wall
    sign = -1 if offset[0] == "-" else 1
    return wall - sign * dt.timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
