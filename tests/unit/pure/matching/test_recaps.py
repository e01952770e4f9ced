import datetime as dt

import pytest

from webinars.pure.announcements.model import AppearanceReading, Found, WebinarReading
from webinars.pure.matching.recaps import match_recap
from webinars.pure.matching.similarity import Talk, WebinarCandidate
from webinars.pure.times import StartReading


def candidate(title, date, *names):
    return WebinarCandidate(
        key=title, title=title, date=date, lineup=tuple(Talk(key=name, name=name) for name in names)
    )


ZERO = candidate("A short history of zero", dt.date(2027, 2, 14), "Ada Lovelace", "Leonardo Bonacci")
SALT = candidate("The salt roads: trade before money", dt.date(2027, 2, 14), "Ibn Battuta", "Xu Xiake")


def recap(title=None, date=None, speakers=()):
    start = StartReading(None, None, None, None, date, (), ()) if date else None
    return WebinarReading(
        title=Found(title, (1,)) if title else None,
        start=Found(start, (2,)) if start else None,
        lineup=tuple(Found(AppearanceReading(name), (3,)) for name in speakers),
    )


def test_the_same_title_is_enough():
    assert match_recap(recap("A Short History of Zero"), [SALT, ZERO]).candidate is ZERO


def test_date_and_people_settle_a_headline_of_its_own():
    told = recap("How nothing became something", dt.date(2027, 2, 14), ["Dr Leonardo Bonacci"])

    match = match_recap(told, [SALT, ZERO])

    assert match.candidate is ZERO
    assert match.reasons == ("The date is the same.", "One speaker is the same.")


def test_the_next_day_counts_since_a_late_webinar_has_two_dates():
    told = recap("A history of zero", dt.date(2027, 2, 15), ["Ada Lovelace"])

    assert match_recap(told, [ZERO]).reasons == (
        "The title is similar.",
        "The date is one day apart.",
        "One speaker is the same.",
    )


@pytest.mark.parametrize(
    "told",
    [
        recap(),
        recap("Something else", dt.date(2027, 2, 14)),
        recap("A short history of zero", dt.date(2026, 2, 14)),
        recap(None, dt.date(2027, 2, 14)),
    ],
    ids=["says nothing", "only the date", "the year before", "two on that day"],
)
def test_too_little_matches_nothing(told):
    assert match_recap(told, [ZERO, SALT]) is None


def test_two_that_fit_alike_are_left_to_a_person():
    again = candidate("A short history of zero", None)

    assert match_recap(recap("A short history of zero"), [ZERO, again]) is None


def test_no_candidates_match_nothing():
    assert match_recap(recap("A short history of zero"), []) is None
