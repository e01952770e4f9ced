import datetime as dt

import pytest

from webinars.domain.registration.registration_window import instant_before, minutes_before, wall_before
from webinars.models import Webinar

wall = dt.datetime.fromisoformat


def webinar(starts: str | None, timezone: str = "Europe/London") -> Webinar:
    made = Webinar(slug="comets", uid="1", join_code="1", title="Comets", host=None, created_at=None, updated_at=None)
    made.starts_wall, made.timezone = wall(starts) if starts else None, timezone
    return made


def utc(text: str) -> dt.datetime:
    return wall(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize("minutes", [0, 1, 1440, -90, 100_000])
def test_minutes_lead_to_a_wall_time_and_back(minutes):
    comets = webinar("2027-03-28T16:00")

    assert minutes_before(comets, wall_before(comets, minutes)) == minutes


def test_noon_stays_noon_when_clocks_are_set_before_the_start():
    comets = webinar("2027-03-28T16:00")  # clocks were set forward on that morning
    minutes = minutes_before(comets, wall("2027-03-27T12:00"))

    assert wall_before(comets, minutes) == wall("2027-03-27T12:00")
    assert instant_before(comets, minutes) == utc("2027-03-27T12:00")
    assert instant_before(comets, 0) == utc("2027-03-28T15:00")


def test_it_moves_with_the_start():
    comets = webinar("2027-02-14T16:00")
    minutes = minutes_before(comets, wall("2027-02-12T12:00"))
    comets.starts_wall = wall("2027-02-21T16:00")

    assert wall_before(comets, minutes) == wall("2027-02-19T12:00")


def test_after_a_skipped_hour_the_first_instant_there_is():
    comets = webinar("2027-03-28T16:00")

    assert instant_before(comets, minutes_before(comets, wall("2027-03-28T01:30"))) == utc("2027-03-28T01:00")


def test_of_a_repeated_hour_the_first():
    comets = webinar("2027-10-31T16:00")

    assert instant_before(comets, minutes_before(comets, wall("2027-10-31T01:30"))) == utc("2027-10-31T00:30")


def test_without_a_start_there_is_no_hour():
    assert (wall_before(webinar(None), 5), instant_before(webinar(None), 5)) == (None, None)
    assert minutes_before(webinar(None), wall("2027-02-12T12:00")) is None


def test_nothing_set_is_no_hour():
    assert instant_before(webinar("2027-02-14T16:00"), None) is None


def test_beyond_the_years_that_zones_are_known_of_is_no_hour():
    assert instant_before(webinar("1973-02-14T16:00"), 600_000) is None


def test_a_zone_that_the_database_has_lost_is_no_error():
    assert instant_before(webinar("2027-02-14T16:00", "Europe/Atlantis"), 60) == utc("2027-02-14T15:00")
