"""An independent truth table: the standard library's reading of the database, over every zone and every change."""

import datetime as dt
import functools
import importlib.resources
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.pure import times

FIRST, LAST = 2015, 2037
MINUTES_AROUND_A_CHANGE = (-91, -61, -60, -31, -30, -1, 0, 1, 29, 30, 31, 59, 60, 61, 91)
ZONES = sorted(name for name in zoneinfo.available_timezones() if times.is_known(name))


@functools.cache
def zone_of(name: str) -> zoneinfo.ZoneInfo:
    # Not by name: a machine's own database, which is looked at first, is often an older release than the one we ship.
    with importlib.resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as source:
        return zoneinfo.ZoneInfo.from_file(source, key=name)


def truth(wall: dt.datetime, zone: zoneinfo.ZoneInfo) -> list[dt.datetime]:
    found = {wall.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1)}
    return sorted(at for at in found if at.astimezone(zone).replace(tzinfo=None) == wall)


def changes(zone: zoneinfo.ZoneInfo) -> list[dt.datetime]:
    """Every change of offset, found by halving days in which it differs."""
    found = []
    at = dt.datetime(FIRST, 1, 1, tzinfo=dt.UTC)
    step, end = dt.timedelta(days=7), dt.datetime(LAST + 1, 1, 1, tzinfo=dt.UTC)
    while at < end:
        if (at + step).astimezone(zone).utcoffset() != at.astimezone(zone).utcoffset():
            low, high = at, at + step
            while high - low > dt.timedelta(minutes=1):
                middle = low + (high - low) / 2
                same = middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(high.replace(second=0, microsecond=0))
        at += step
    return found


def test_the_table_is_about_the_same_zones_as_the_application() -> None:
    assert len(ZONES) > 550


def test_every_wall_time_around_every_change_has_the_instants_of_the_standard_library() -> None:
    differing = []
    checked = 0
    for name in ZONES:
        zone = zone_of(name)
        for at in changes(zone):
            before = (at - dt.timedelta(minutes=1)).astimezone(zone).utcoffset()
            assert before is not None
            local = at.replace(tzinfo=None) + before
            for minutes in MINUTES_AROUND_A_CHANGE:
                wall = local + dt.timedelta(minutes=minutes)
                if not FIRST <= wall.year <= LAST:
                    continue
                checked += 1
                if list(times.instants(wall, name)) != truth(wall, zone):
                    differing.append((name, wall))

    assert differing == []
    assert checked > 100_000


@pytest.mark.parametrize("year", range(FIRST, LAST + 1, 2))
def test_every_zone_agrees_on_the_first_of_each_month(year: int) -> None:
    for name in ZONES:
        zone = zone_of(name)
        for month in range(1, 13):
            wall = dt.datetime(year, month, 1, 12, 15)
            assert [wall, name, *times.instants(wall, name)] == [wall, name, *truth(wall, zone)]


@given(
    st.datetimes(min_value=dt.datetime(1973, 1, 1), max_value=dt.datetime(2037, 12, 31, 23, 59)),
    st.sampled_from(ZONES),
)
def test_any_wall_time_in_any_zone_agrees(wall: dt.datetime, name: str) -> None:
    wall = wall.replace(second=0, microsecond=0)

    assert list(times.instants(wall, name)) == truth(wall, zone_of(name))


@given(st.datetimes(min_value=dt.datetime(1973, 1, 2), max_value=dt.datetime(2037, 12, 30)), st.sampled_from(ZONES))
def test_an_instant_leads_to_a_wall_time_and_back(moment: dt.datetime, name: str) -> None:
    at = moment.replace(microsecond=0, tzinfo=dt.UTC)

    assert at in times.instants(times.wall(at, name), name)
