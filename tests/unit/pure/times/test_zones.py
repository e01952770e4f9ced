import datetime as dt

import pytest

from webinars.pure import times
from webinars.pure.times import zones

KINDS_OF_CHANGE = [
    # zone, wall, earlier, next valid, later
    ("Europe/London", "2027-03-28T01:30", "2027-03-28T00:30", "2027-03-28T02:00", "2027-03-28T02:30"),
    ("Australia/Lord_Howe", "2025-10-05T02:15", "2025-10-05T01:45", "2025-10-05T02:30", "2025-10-05T02:45"),
    ("Pacific/Chatham", "2025-09-28T03:00", "2025-09-28T02:00", "2025-09-28T03:45", "2025-09-28T04:00"),
    ("Asia/Beirut", "2025-03-30T00:30", "2025-03-29T23:30", "2025-03-30T01:00", "2025-03-30T01:30"),
    ("America/Santiago", "2025-09-07T00:10", "2025-09-06T23:10", "2025-09-07T01:00", "2025-09-07T01:10"),
    ("Pacific/Apia", "2011-12-30T16:00", "2011-12-29T16:00", "2011-12-31T00:00", "2011-12-31T16:00"),
    ("Asia/Kathmandu", "1986-01-01T00:10", "1985-12-31T23:55", "1986-01-01T00:15", "1986-01-01T00:25"),
]


def wall(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def test_a_wall_time_becomes_an_aware_utc_instant() -> None:
    found = times.instant(wall("2025-02-16T16:00"), "America/New_York")

    assert found == utc("2025-02-16T21:00")
    assert found.utcoffset() == dt.timedelta()


@pytest.mark.parametrize(("timezone", "skipped", "earlier", "next_valid", "later"), KINDS_OF_CHANGE)
def test_a_skipped_wall_time_offers_choices_that_exist(
    timezone: str, skipped: str, earlier: str, next_valid: str, later: str
) -> None:
    with pytest.raises(times.WallTimeSkipped) as raised:
        times.instant(wall(skipped), timezone)

    error = raised.value
    assert (error.earlier, error.next_valid, error.later) == (wall(earlier), wall(next_valid), wall(later))
    assert [len(times.instants(choice, timezone)) for choice in error.choices] == [1, 1, 1]
    assert times.instants(error.next_valid - dt.timedelta(minutes=1), timezone) == ()


def test_a_repeated_wall_time_carries_both_instants_with_their_offsets() -> None:
    with pytest.raises(times.WallTimeRepeated) as raised:
        times.instant(wall("2027-10-31T01:30"), "Europe/London")

    error = raised.value
    assert (error.first, error.first_offset) == (utc("2027-10-31T00:30"), dt.timedelta(hours=1))
    assert (error.second, error.second_offset) == (utc("2027-10-31T01:30"), dt.timedelta())
    assert error.choices == (wall("2027-10-31T00:30"), wall("2027-10-31T02:00"), wall("2027-10-31T02:30"))
    assert [len(times.instants(choice, "Europe/London")) for choice in error.choices] == [1, 1, 1]


@pytest.mark.parametrize(
    "timezone", ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "America/Santiago"]
)
def test_the_choices_beside_every_change_are_accepted(timezone: str) -> None:
    changes = times.clock_changes(timezone, utc("1974-01-01"), utc("2037-01-01"))

    for change in changes:
        inside = min(change.wall_before, change.wall_after) + dt.timedelta(minutes=10)
        with pytest.raises(times.UnsettledWallTime) as raised:
            times.instant(inside, timezone)
        assert [len(times.instants(choice, timezone)) for choice in raised.value.choices] == [1, 1, 1]
    assert len(changes) > 50


@pytest.mark.parametrize("year", [1, 1972, 2038, 9999])
def test_years_the_database_is_not_exact_for_are_refused(year: int) -> None:
    with pytest.raises(times.DateOutOfRange, match=r"between 1973 and 2037"):
        times.instant(dt.datetime(year, 6, 1, 12), "Europe/London")


def test_an_instant_outside_those_years_has_no_wall_time() -> None:
    with pytest.raises(times.DateOutOfRange):
        times.wall(dt.datetime(2039, 1, 1, tzinfo=dt.UTC), "Europe/London")


@pytest.mark.parametrize("year", [1973, 2037])
def test_the_first_and_last_year_are_accepted(year: int) -> None:
    assert times.instants(dt.datetime(year, 1, 1), "Pacific/Kiritimati")
    assert times.instants(dt.datetime(year, 12, 31, 23, 59), "Pacific/Niue")


@pytest.mark.parametrize("timezone", ["Europe/Lodnon", "europe/london", "", "../etc/passwd", "BST", "Europe/London "])
def test_what_is_no_zone_is_named(timezone: str) -> None:
    assert not times.is_known(timezone)
    with pytest.raises(times.UnknownTimezone) as raised:
        times.instant(dt.datetime(2025, 1, 1), timezone)
    assert raised.value.timezone == timezone
    with pytest.raises(times.UnknownTimezone):
        times.canonical(timezone)


def test_an_aware_time_is_no_wall_time() -> None:
    with pytest.raises(TypeError):
        times.instants(dt.datetime(2025, 1, 1, tzinfo=dt.UTC), "Europe/London")


@pytest.mark.parametrize(
    ("old", "present"),
    [
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("US/Eastern", "America/New_York"),
        ("GB", "Europe/London"),
        ("UTC", "Etc/UTC"),
        ("Zulu", "Etc/UTC"),
        ("Pacific/Enderbury", "Pacific/Kanton"),
        ("America/Coral_Harbour", "America/Atikokan"),
        ("EST5EDT", "America/New_York"),
        ("Europe/Copenhagen", "Europe/Copenhagen"),
        ("Etc/GMT+3", "Etc/GMT+3"),
    ],
)
def test_old_names_are_accepted_and_shown_by_the_present_name(old: str, present: str) -> None:
    assert times.canonical(old) == present
    noon = dt.datetime(2026, 7, 1, 12)
    assert times.instants(noon, old) == times.instants(noon, present)


def test_every_old_name_has_the_clock_of_its_present_name() -> None:
    moments = [dt.datetime(2026, month, 1, 12, tzinfo=dt.UTC) for month in (1, 4, 7, 11)]

    for name in zones.pytz.all_timezones:
        present = times.canonical(name)
        assert times.canonical(present) == present
        for at in moments:
            assert (name, times.utc_offset(at, name)) == (name, times.utc_offset(at, present))


def test_a_removed_zone_is_presented_as_utc() -> None:
    assert times.presentable("Europe/Atlantis") == "Etc/UTC"
    assert times.presentable("Europe/London") == "Europe/London"


def test_clock_changes_are_found_to_the_minute() -> None:
    found = times.clock_changes("Europe/London", utc("2025-01-01"), utc("2026-01-01"))

    assert [change.at for change in found] == [utc("2025-03-30T01:00"), utc("2025-10-26T01:00")]
    assert found[0].wall_before == wall("2025-03-30T01:00")
    assert found[0].wall_after == wall("2025-03-30T02:00")


def test_the_release_of_the_database_is_named() -> None:
    assert times.zone_data_version()[:2] == "20"


def unusual(first: str, second: str, year: int) -> list[tuple[dt.datetime, dt.datetime, float, float]]:
    found = times.unusual_weeks(
        first, second, dt.datetime(year, 1, 1, tzinfo=dt.UTC), dt.datetime(year + 1, 1, 1, tzinfo=dt.UTC)
    )
    hour = dt.timedelta(hours=1)
    return [(weeks.starts_at, weeks.ends_at, weeks.usual / hour, weeks.actual / hour) for weeks in found]


def test_the_weeks_between_american_and_british_changes_are_unusual() -> None:
    assert unusual("Europe/London", "America/New_York", 2025) == [
        (utc("2025-03-09T07:00"), utc("2025-03-30T01:00"), 5.0, 4.0),
        (utc("2025-10-26T01:00"), utc("2025-11-02T06:00"), 5.0, 4.0),
    ]


def test_a_zone_without_summer_time_has_no_unusual_weeks() -> None:
    assert unusual("Europe/London", "America/Phoenix", 2025) == []
    assert unusual("Asia/Tokyo", "Asia/Kolkata", 2025) == []


def test_weeks_that_began_before_the_time_asked_for_count() -> None:
    middle = dt.datetime(2025, 3, 16, tzinfo=dt.UTC)

    assert len(times.unusual_weeks("Europe/London", "America/New_York", middle, middle + dt.timedelta(days=1))) == 1
