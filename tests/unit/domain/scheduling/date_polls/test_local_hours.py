"""What a start is on other clocks, held against zoneinfo: hour, day and weekday, before and after clocks change."""

import datetime as dt
import zoneinfo

import pytest

from webinars.domain.scheduling.date_polls.local_hours import PartOfDay, local_hour, part_of_day
from webinars.models import Organisation, ProposedStart, Webinar

ZONES = [
    "Europe/London",
    "America/New_York",
    "Asia/Shanghai",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/St_Johns",
]
# Clocks go forward in America on 14 March 2027, in Europe on 28 March, and back on Lord Howe Island on 4 April.
STARTS = [
    dt.datetime(2027, 3, 13, 12),
    dt.datetime(2027, 3, 21, 16),
    dt.datetime(2027, 3, 28, 12),
    dt.datetime(2027, 4, 3, 23, 30),
    dt.datetime(2027, 4, 4, 0, 0),
]
NOW = dt.datetime(2027, 2, 1, tzinfo=dt.UTC)


@pytest.fixture
def webinar():
    host = Organisation(
        slug="lunar",
        name="Lunar Society",
        name_key="lunar society",
        timezone="Europe/London",
        created_at=NOW,
        updated_at=NOW,
    )
    values = {"uid": "x", "join_code": "y", "created_at": NOW, "updated_at": NOW}
    return Webinar(slug="comets", title="Comets", host=host, **values)


def start(wall, timezone="Europe/London", minutes=90):
    return ProposedStart(starts_wall=wall, timezone=timezone, duration_minutes=minutes, changed_at=NOW)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("wall", STARTS)
def test_every_cell_is_what_zoneinfo_says(webinar, wall, zone):
    at = wall.replace(tzinfo=zoneinfo.ZoneInfo("Europe/London"))
    there = at.astimezone(zoneinfo.ZoneInfo(zone))

    hour = local_hour(webinar, start(wall), zone)

    assert hour.at == at
    assert hour.at_there == there.replace(tzinfo=None)
    assert hour.day == f"{there:%A} {there.day} {there:%B}"
    assert hour.weekday == f"{there:%A}"
    assert (hour.from_minutes, hour.until_minutes) == (
        there.hour * 60 + there.minute,
        there.hour * 60 + there.minute + 90,
    )
    assert hour.is_night == (there.hour >= 22 or there.hour < 7)


@pytest.mark.parametrize(
    ("hour", "minute", "part"),
    [
        (0, 0, PartOfDay.NIGHT),
        (6, 59, PartOfDay.NIGHT),
        (7, 0, PartOfDay.EARLY),
        (8, 59, PartOfDay.EARLY),
        (9, 0, PartOfDay.DAY),
        (17, 59, PartOfDay.DAY),
        (18, 0, PartOfDay.EVENING),
        (21, 59, PartOfDay.EVENING),
        (22, 0, PartOfDay.NIGHT),
    ],
)
def test_parts_of_a_day(hour, minute, part):
    assert part_of_day(dt.time(hour, minute)) is part


def test_midnight_names_the_day_that_ends(webinar):
    hour = local_hour(webinar, start(dt.datetime(2027, 3, 21, 16)), "Asia/Shanghai")

    assert (hour.day, hour.hour, hour.words) == ("Monday 22 March", "midnight", "night, as Sunday ends")
    assert hour.theirs == "4pm Sunday in Britain"


@pytest.mark.parametrize(
    ("wall", "words"),
    [
        (dt.datetime(2027, 3, 20, 22, 30), "night"),
        (dt.datetime(2027, 3, 20, 22, 31), "night, ends on the next day"),
        (dt.datetime(2027, 3, 20, 21, 0), "evening"),
    ],
)
def test_what_ends_on_the_next_day_says_so(webinar, wall, words):
    assert local_hour(webinar, start(wall), "Europe/London").words == words
