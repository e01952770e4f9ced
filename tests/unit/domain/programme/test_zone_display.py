import datetime as dt

import pytest

from webinars.domain.programme.zone_display import display_zones_of, moved_from_text, zone_line_of
from webinars.models import Organisation, Webinar
from webinars.pure.times import DisplayZone

START = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
BEFORE_WALL = dt.datetime(2027, 2, 7, 16)
BRITAIN = {"label": "Britain", "timezone": "Europe/London"}
INDIA = {"label": "India", "timezone": "Asia/Kolkata"}
CHINA = DisplayZone("China", "Asia/Shanghai")


def webinar(*, own=(), hosts=(), hour_style="words", **values):
    host = Organisation(
        slug="lunar",
        name="Lunar Society",
        name_key="lunar society",
        timezone="Europe/London",
        display_zones=list(hosts),
        hour_style=hour_style,
        created_at=START,
        updated_at=START,
    )
    return Webinar(
        slug="comets",
        uid="1",
        join_code="1",
        title="Comets",
        host=host,
        display_zones=list(own),
        created_at=START,
        updated_at=START,
        **({"starts_at": START, "timezone": "Europe/London"} | values),
    )


@pytest.mark.parametrize(
    ("own", "hosts", "labels"),
    [
        ([INDIA], [BRITAIN], ["India"]),
        ([], [BRITAIN], ["Britain"]),
        ([], [], ["China"]),
    ],
)
def test_the_nearest_choice_of_zones_counts(own, hosts, labels):
    assert [zone.label for zone in display_zones_of(webinar(own=own, hosts=hosts), [CHINA])] == labels


def test_the_zone_line_has_the_labels_and_their_order():
    line = zone_line_of(webinar(own=[INDIA, BRITAIN]), [CHINA])

    assert line.text == "Sunday 14 February 2027, 9.30pm India, 4pm Britain"


def test_an_organisation_may_write_hours_in_digits():
    line = zone_line_of(webinar(own=[BRITAIN], hour_style="digits"), [CHINA])

    assert line.times_text == "16:00 Britain"


def test_an_organisation_may_join_places_that_share_an_hour():
    portugal = {"label": "Portugal", "timezone": "Europe/Lisbon"}
    announced = webinar(own=[BRITAIN, INDIA, portugal])

    apart = zone_line_of(announced, [CHINA])
    announced.host.is_zone_line_joined = True
    joined = zone_line_of(announced, [CHINA])

    assert apart.times_text == "4pm Britain, 9.30pm India, 4pm Portugal"
    assert joined.times_text == "4pm Britain and Portugal, 9.30pm India"


def test_a_date_alone_has_no_zone_line():
    assert zone_line_of(webinar(starts_at=None, timezone=None), [CHINA]) is None


def test_a_moved_webinar_says_what_was_announced_before():
    moved = webinar(own=[BRITAIN], moved_from_wall=BEFORE_WALL, moved_from_timezone="Europe/London")

    assert moved_from_text(moved) == "Sunday 7 February 2027, 4pm Britain"


def test_what_was_announced_before_keeps_the_organisers_label():
    london = {"label": "London", "timezone": "Europe/London"}
    moved = webinar(own=[london], moved_from_wall=BEFORE_WALL, moved_from_timezone="Europe/London")

    assert moved_from_text(moved) == "Sunday 7 February 2027, 4pm London"


def test_a_webinar_that_never_moved_says_nothing():
    assert moved_from_text(webinar()) is None
