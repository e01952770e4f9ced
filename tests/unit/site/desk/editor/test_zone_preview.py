import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.pure.times import DisplayZone, HourStyle, instant
from webinars.site.desk.editor.zone_preview import STRIP_WIDTH, part_of_day, zone_preview

wall_time = dt.datetime.fromisoformat
BRITAIN, EASTERN = DisplayZone("Britain", "Europe/London"), DisplayZone("US Eastern", "America/New_York")
PACIFIC, SYDNEY = DisplayZone("US Pacific", "America/Los_Angeles"), DisplayZone("Sydney", "Australia/Sydney")


def preview(wall, *zones, timezone="Europe/London", minutes=90, is_joined=False):
    start = wall_time(wall)
    at = instant(start, timezone)
    return zone_preview(at, start, timezone, minutes, zones, HourStyle.LANGUAGE, is_joined=is_joined)


def test_each_shown_zone_has_its_strip():
    strips = preview("2027-02-14T16:00", BRITAIN, EASTERN, SYDNEY).strips

    assert [(strip.label, strip.hour_text, strip.part_text) for strip in strips] == [
        ("Britain", "4pm", "afternoon"),
        ("US Eastern", "11am", "morning"),
        ("Sydney", "3am Monday", "middle of the night"),
    ]


def test_places_that_are_joined_in_the_line_keep_a_strip_each():
    portugal = DisplayZone("Portugal", "Europe/Lisbon")

    found = preview("2027-02-14T16:00", BRITAIN, portugal, EASTERN, is_joined=True)

    assert found.line_text == "Sunday 14 February 2027, 4pm Britain and Portugal, 11am US Eastern"
    assert [strip.label for strip in found.strips] == ["Britain", "Portugal", "US Eastern"]
    assert found.own_label == "Britain"


def test_the_promised_day_is_the_axis():
    found = preview("2027-02-14T12:00", BRITAIN, minutes=120)

    assert (found.starts_x, found.ends_x) == (STRIP_WIDTH // 2, STRIP_WIDTH // 2 + 20)
    assert [(each.part, each.x) for each in found.strips[0].stretches] == [
        ("night", 0),
        ("dawn", 70),
        ("work", 90),
        ("evening", 180),
        ("night", 220),
    ]


def test_what_lasts_beyond_midnight_ends_at_the_edge():
    assert preview("2027-02-14T23:00", BRITAIN, minutes=600).ends_x == STRIP_WIDTH


@given(
    st.datetimes(wall_time("2000-01-01"), wall_time("2035-01-01")),
    st.sampled_from(["Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Australia/Eucla", "Etc/UTC"]),
)
def test_strips_have_no_holes_and_no_overlaps(wall, timezone):
    zone = DisplayZone("There", timezone)
    strip = preview(wall.replace(second=0, microsecond=0).isoformat(), zone, timezone="Etc/UTC").strips[-1]

    reached = 0
    for stretch in strip.stretches:
        assert stretch.x == reached
        reached += stretch.width
    assert reached == STRIP_WIDTH


def test_neighbouring_stretches_are_different_parts():
    for strip in preview("2027-02-14T16:00", BRITAIN, EASTERN, PACIFIC, SYDNEY).strips:
        parts = [stretch.part for stretch in strip.stretches]
        assert all(part != following for part, following in itertools.pairwise(parts))


def test_an_unusual_distance_is_told_once_for_zones_that_share_it():
    (unusual,) = preview("2027-03-21T16:00", BRITAIN, EASTERN, PACIFIC).unusual

    assert unusual.headline == "Britain is not its usual hours from US Eastern and US Pacific on that day."
    assert "From 14 March to 28 March" in unusual.detail
    assert "US Eastern is 4 hours away, usually 5 hours." in unusual.detail
    assert unusual.instead == wall_time("2027-03-21T15:00")
    assert unusual.instead_text.startswith("Start at 3pm Britain instead")


def test_the_offered_hour_is_the_usual_one_there():
    (unusual,) = preview("2027-03-21T16:00", BRITAIN, EASTERN).unusual

    assert preview(unusual.instead.isoformat(), BRITAIN, EASTERN).strips[1].hour_text == "11am"


@pytest.mark.parametrize("wall", ["2027-02-14T16:00", "2027-07-04T16:00", "2027-12-12T16:00"])
def test_most_of_the_year_nothing_is_unusual(wall):
    assert preview(wall, BRITAIN, EASTERN, PACIFIC).unusual == ()


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (0, "middle of the night"),
        (5, "early morning"),
        (8, "morning"),
        (12, "midday"),
        (13, "afternoon"),
        (18, "evening"),
        (22, "late evening"),
        (23, "late evening"),
    ],
)
def test_parts_of_the_day_have_names(hour, words):
    assert part_of_day(wall_time(f"2027-02-14T{hour:02}:30")) == words


def test_a_zone_that_is_not_known_is_left_out():
    found = preview("2027-02-14T16:00", BRITAIN, DisplayZone("Moon", "Moon/Sea"))

    assert [strip.label for strip in found.strips] == ["Britain"]
    assert found.line_text == "Sunday 14 February 2027, 4pm Britain"
