"""The list of zones in which an attendee finds the own one: those of the webinar first, each with its hour."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from webinars.domain.programme.zone_display import display_zones_of, hour_style_of
from webinars.lib.i18n import comma, current_locale_name
from webinars.lib.i18n import gettext as _
from webinars.models import Webinar
from webinars.pure.times import (
    DisplayZone,
    HourStyle,
    ZoneTime,
    all_timezones,
    canonical,
    is_known,
    line_label,
    zone_line,
)

LISTS_KEPT = 64
ELSEWHERE = "Etc"
"""The region of UTC, which is none."""


class ZoneOption(Struct, frozen=True):
    timezone: str
    text: str
    """ "Rome, 5pm"."""


class ZoneGroup(Struct, frozen=True):
    name: str
    options: Sequence[ZoneOption]


def zone_groups(webinar: Webinar, site_zones: Sequence[DisplayZone], *, now: dt.datetime) -> Sequence[ZoneGroup]:
    """Returns every zone once, in groups: those that the webinar names, then the others by region.

    Each has the hour of the start, where that is known. Needs `webinar.host` loaded.
    """
    first = _named_zones([webinar], site_zones)
    if webinar.starts_at is None:
        return _groups(first, _day_of(now), current_locale_name())
    return _groups_with_hours(first, webinar.starts_at, hour_style_of(webinar.host), current_locale_name())


def groups_of_several(
    webinars: Sequence[Webinar], site_zones: Sequence[DisplayZone], *, now: dt.datetime
) -> Sequence[ZoneGroup]:
    """Returns every zone once as `zone_groups` does, those first that one of `webinars` names, without an hour."""
    groups = _groups(_named_zones(webinars, site_zones), _day_of(now), current_locale_name())
    named = _region_names()[""]
    return [replace(each, name=_("In these webinars")) if each.name == named else each for each in groups]


def world_groups(*, now: dt.datetime) -> Sequence[ZoneGroup]:
    """Returns every zone once, by region, without an hour."""
    return _groups((), _day_of(now), current_locale_name())


def _day_of(now: dt.datetime) -> dt.datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _named_zones(webinars: Sequence[Webinar], site_zones: Sequence[DisplayZone]) -> tuple[DisplayZone, ...]:
    """Returns the zones that `webinars` name, that of the first one's promise first."""
    named: dict[str, str] = {}
    for webinar in webinars:
        promised = webinar.timezone or webinar.host.timezone
        zones = [DisplayZone(line_label(promised), promised), *display_zones_of(webinar, site_zones)]
        # What the organisers call the promised zone comes before our own name for it.
        of_webinar = {canonical(each.timezone): each.label for each in zones if is_known(each.timezone)}
        named = {**named, **{zone: label for zone, label in of_webinar.items() if zone not in named}}
    return tuple(DisplayZone(label, timezone) for timezone, label in named.items())


@lru_cache(maxsize=LISTS_KEPT)
def _groups_with_hours(
    first: tuple[DisplayZone, ...], starts_at: dt.datetime, style: HourStyle, _of_the_names: str
) -> tuple[ZoneGroup, ...]:
    known = {zone.timezone for zone in first}
    others = [DisplayZone(each.name, each.timezone) for each in all_timezones(starts_at) if each.timezone not in known]
    # The first of all says which day is meant; where it is another, its name is added.
    times = zone_line(starts_at, first[0].timezone, (*first, *others), style=style).times
    options = [ZoneOption(time.timezone, f"{time.label}{comma()}{_hour_of(time)}") for time in times]
    return _in_groups(options, known)


@lru_cache(maxsize=LISTS_KEPT)
def _groups(first: tuple[DisplayZone, ...], at: dt.datetime, _of_the_names: str) -> tuple[ZoneGroup, ...]:
    known = {zone.timezone for zone in first}
    named = [ZoneOption(zone.timezone, zone.label) for zone in first]
    others = [ZoneOption(each.timezone, each.name) for each in all_timezones(at) if each.timezone not in known]
    return _in_groups([*named, *others], known)


def _hour_of(time: ZoneTime) -> str:
    if time.day_text:
        return _("%(hour)s %(day)s", hour=time.hour_text, day=time.day_text)
    return time.hour_text


def _in_groups(options: Sequence[ZoneOption], first: set[str]) -> tuple[ZoneGroup, ...]:
    found: dict[str, list[ZoneOption]] = {"": []}
    for option in options:
        region = "" if option.timezone in first else option.timezone.partition("/")[0]
        found.setdefault(region, []).append(option)
    names = _region_names()
    regions = sorted(found, key=lambda region: (region == ELSEWHERE, names.get(region, region) if region else ""))
    return tuple(ZoneGroup(names.get(region, region), tuple(found[region])) for region in regions if found[region])


def _region_names() -> dict[str, str]:
    return {
        "": _("In this webinar"),
        "Africa": _("Africa"),
        "America": _("The Americas"),
        "Antarctica": _("Antarctica"),
        "Arctic": _("Arctic"),
        "Asia": _("Asia"),
        "Atlantic": _("Atlantic"),
        "Australia": _("Australia"),
        "Europe": _("Europe"),
        "Indian": _("Indian Ocean"),
        "Pacific": _("Pacific"),
        ELSEWHERE: _("Everywhere"),
    }
