import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.pure.times import instant, wall
from webinars.pure.times.recurrence import MOST_OCCURRENCES, Recurrence, Rhythm

TUESDAY = dt.datetime(2027, 3, 9, 19, 30)


def test_every_second_tuesday_holds_the_hour_across_the_change_of_clocks():
    walls = Recurrence(rhythm=Rhythm.WEEKS, every=2, count=6).walls(TUESDAY)

    assert [each.date().isoformat() for each in walls] == [
        "2027-03-09",
        "2027-03-23",
        "2027-04-06",
        "2027-04-20",
        "2027-05-04",
        "2027-05-18",
    ]
    assert {each.time() for each in walls} == {dt.time(19, 30)}
    instants = [instant(each, "Europe/London") for each in walls]
    assert instants[2] - instants[1] == dt.timedelta(days=14) - dt.timedelta(hours=1)


def test_the_second_tuesday_of_the_month():
    walls = Recurrence(rhythm=Rhythm.MONTHS_BY_WEEKDAY, count=4).walls(TUESDAY)

    assert [each.day for each in walls] == [9, 13, 11, 8]


def test_who_starts_on_a_fifth_means_the_last():
    walls = Recurrence(rhythm=Rhythm.MONTHS_BY_WEEKDAY, count=3).walls(dt.datetime(2027, 3, 30, 19))

    assert [each.date().isoformat() for each in walls] == ["2027-03-30", "2027-04-27", "2027-05-25"]


def test_months_without_the_day_are_left_out():
    walls = Recurrence(rhythm=Rhythm.MONTHS_BY_DATE, count=3).walls(dt.datetime(2027, 1, 31, 12))

    assert [each.date().isoformat() for each in walls] == ["2027-01-31", "2027-03-31", "2027-05-31"]


@pytest.mark.parametrize(
    ("recurrence", "words"),
    [
        (Recurrence(rhythm=Rhythm.WEEKS, every=2, count=6), "every 2 weeks on Tuesday, 6 times"),
        (Recurrence(rhythm=Rhythm.WEEKS, count=2), "every week on Tuesday, 2 times"),
        (Recurrence(rhythm=Rhythm.DAYS, count=3), "every day, 3 times"),
        (Recurrence(rhythm=Rhythm.MONTHS_BY_WEEKDAY, count=4), "every month on the second Tuesday, 4 times"),
        (Recurrence(rhythm=Rhythm.MONTHS_BY_DATE, every=3, count=4), "every 3 months on day 9, 4 times"),
    ],
)
def test_the_rule_reads_as_words(recurrence, words):
    assert recurrence.text(TUESDAY) == words


@pytest.mark.parametrize("count", [0, MOST_OCCURRENCES + 1])
def test_a_count_out_of_bounds_is_refused(count):
    with pytest.raises(ValueError, match="occurrences"):
        Recurrence(rhythm=Rhythm.WEEKS, count=count).walls(TUESDAY)


@given(
    st.sampled_from(Rhythm),
    st.integers(1, 6),
    st.integers(1, 12),
    st.datetimes(min_value=dt.datetime(2026, 1, 1), max_value=dt.datetime(2030, 1, 1)),
)
def test_each_occurrence_is_later_and_at_the_same_hour(rhythm, every, count, first):
    first = first.replace(second=0, microsecond=0)

    walls = Recurrence(rhythm=rhythm, every=every, count=count).walls(first)

    assert walls[0] == first
    assert walls == sorted(set(walls))
    assert {each.time() for each in walls} == {first.time()}


def test_the_hour_of_the_organiser_stays_while_others_shift():
    walls = Recurrence(rhythm=Rhythm.WEEKS, count=4).walls(TUESDAY)

    in_new_york = [wall(instant(each, "Europe/London"), "America/New_York").hour for each in walls]

    assert in_new_york == [14, 15, 15, 14]
