"""In which stretch of time an act is counted."""

import datetime as dt

import pytest

from webinars.domain.insight.activity_counts import day_of, stretch_of
from webinars.domain.insight.activity_spool import ActCount, packed, unpacked
from webinars.models import Act

at = dt.datetime.fromisoformat


@pytest.mark.parametrize(
    ("moment", "begins"),
    [
        ("2027-02-14T16:00:00+00:00", "2027-02-14T16:00:00+00:00"),
        ("2027-02-14T16:09:59.999+00:00", "2027-02-14T16:00:00+00:00"),
        ("2027-02-14T16:10:00+00:00", "2027-02-14T16:10:00+00:00"),
    ],
)
def test_doors_are_counted_by_ten_minutes(moment, begins):
    assert stretch_of(at(moment)) == at(begins)


@pytest.mark.parametrize(
    ("moment", "zone", "begins"),
    [
        ("2027-02-14T23:30:00+00:00", "Europe/London", "2027-02-14T00:00:00+00:00"),
        ("2027-02-14T23:30:00+00:00", "Europe/Rome", "2027-02-14T23:00:00+00:00"),
        ("2027-02-14T18:14:00+00:00", "Asia/Kathmandu", "2027-02-13T18:15:00+00:00"),
        ("2027-02-14T18:15:00+00:00", "Asia/Kathmandu", "2027-02-14T18:15:00+00:00"),
        # Clocks jump over midnight: the day begins where they do.
        ("2027-04-30T09:00:00+00:00", "Africa/Cairo", "2027-04-29T22:00:00+00:00"),
        ("2027-02-14T23:30:00+00:00", "No/Where", "2027-02-14T00:00:00+00:00"),
    ],
)
def test_days_are_those_of_the_webinars_zone(moment, zone, begins):
    assert day_of(at(moment), zone) == at(begins)


def test_acts_of_the_same_minutes_are_one_sum():
    first = ActCount(Act.DOOR, 1, at("2027-02-14T16:04:00+00:00"), registration_id=7)
    second = ActCount(Act.DOOR, 1, at("2027-02-14T16:01:00+00:00"), registration_id=7)
    assert first.key == second.key

    first.add(second)

    assert (first.count, first.first_at) == (2, second.first_at)
    others = [
        ActCount(Act.DOOR, 1, at("2027-02-14T16:05:00+00:00"), registration_id=7),
        ActCount(Act.DOOR, 1, at("2027-02-14T16:04:00+00:00"), registration_id=8),
        ActCount(Act.DOOR, 2, at("2027-02-14T16:04:00+00:00"), registration_id=7),
        ActCount(Act.PLAY, 1, at("2027-02-14T16:04:00+00:00"), about="comets"),
    ]
    assert len({first.key, *(each.key for each in others)}) == 5
    assert list(unpacked(packed([first, *others]))) == [first, *others]
