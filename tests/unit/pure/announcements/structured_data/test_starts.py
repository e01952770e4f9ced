"""The start by what a page tells programs and by what it prints."""

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.unit.pure.announcements.structured_data.pages import codes, event, page, reading_of, start_of
from webinars.domain.imports.line_findings import findings_of
from webinars.domain.imports.webinar_content import content_of
from webinars.pure.announcements.model import Kind
from webinars.pure.times import instant

SILENT = "<h1>Kelp and cold water</h1><p>Come and see.</p>"


def printed(words):
    return f"<h1>Kelp and cold water</h1><p>{words}</p>"


@pytest.mark.parametrize(
    "words",
    [
        "Thursday 4 February 2027, 18:00 Berlin",
        "Thursday 4 February 2027, 18:00",
        "Thursday 4 February, 5pm Britain, 12 noon US Eastern",
        "4 February",
        "6pm Berlin",
        "Come and see.",
        "Posted on 3 January 2027",
        "4 February 2027, 12:30pm US Eastern and 18:00 Berlin and 5pm Britain",
    ],
)
def test_the_text_may_say_less_than_the_markup(words):
    assert start_of(page(event(), body=printed(words))) == "2027-02-04T17:00"


@pytest.mark.parametrize(
    "words",
    [
        "Thursday 4 February 2027, 6pm New York",
        "Thursday 4 February 2027, 19:00",
        "Friday 5 February 2027, 18:00 Berlin",
        "5 February 2027",
        "6pm New York",
        "28 January 2027, 18:00 Berlin",
    ],
)
def test_text_and_markup_that_disagree_block(words):
    html = page(event(), body=printed(words))

    assert start_of(html) is None
    assert "times_disagree!" in codes(html)
    (problem,) = [one for one in reading_of(html).problems if one.code == "times_disagree"]
    assert problem.text == "2027-02-04T18:00:00+01:00"
    assert "4 February 2027 18:00 UTC+01:00" in problem.message


def test_an_offset_that_contradicts_the_printed_zone_is_shown_beside_it():
    reading = reading_of(page(event(startDate="2027-02-04T18:00:00-05:00")))
    (webinar,) = reading.webinars

    (finding,) = findings_of(webinar)
    assert finding.blocks
    assert [choice.value for choice in finding.choices] == [
        "2027-02-04T18:00 Europe/Berlin",
        "2027-02-04T18:00 Etc/GMT+5",
    ]
    assert [time["agrees"] for time in reading.as_json()["webinars"][0]["times"]] == [False, False]
    assert content_of(webinar).display_zones == ()


@pytest.mark.parametrize("start", ["2027-02-04T18:00:00", "2027-02-04T18:00", "20270204T1800", "2027-02-04 18:00"])
class TestWithoutOffset:
    def test_the_zone_is_that_which_the_page_prints(self, start):
        assert start_of(page(event(startDate=start, endDate="2027-02-04T19:30"))) == "2027-02-04T17:00"
        said = printed("All times are those of Berlin.")
        assert start_of(page(event(startDate=start, endDate=None), body=said)) == "2027-02-04T17:00"

    def test_it_is_missing_where_the_page_prints_none(self, start):
        html = page(event(startDate=start), body=SILENT)

        assert codes(html) == ["timezone_missing!"]
        assert start_of(html, timezone="Asia/Tokyo") == "2027-02-04T09:00"
        assert codes(html, assumed_timezone="Asia/Tokyo")[0] == "timezone_assumed"

    def test_another_hour_than_the_printed_one_blocks(self, start):
        assert codes(page(event(startDate=start), body=printed("4 February 2027, 7pm Berlin"))) == ["times_disagree!"]


@pytest.mark.parametrize("start", ["2027-02-04", "2027-02-04T00:00:00", "2027-02-04T00:00:00+00:00", "20270204"])
def test_a_date_alone_needs_the_hour_of_the_text(start):
    assert start_of(page(event(startDate=start))) == "2027-02-04T17:00"
    assert codes(page(event(startDate=start), body=SILENT)) == ["time_missing!"]
    assert start_of(page(event(startDate=start), body=printed("Thursday, 6pm Berlin"))) == "2027-02-04T17:00"
    assert codes(page(event(startDate=start), body=printed("5 February 2027, 6pm Berlin"))) == ["times_disagree!"]


@pytest.mark.parametrize(
    "start", ["", "soon", "2027", "2027-02", "04.02", "9999-99-99", "{{ start }}", "0001-01-01T00:30+23:00"]
)
def test_what_is_no_date_says_nothing(start):
    assert start_of(page(event(startDate=start, endDate=None))) == "2027-02-04T17:00"


def test_the_zone_of_an_offset_is_that_of_page_or_host_where_they_agree():
    def timezone(body=SILENT, **hints):
        return reading_of(page(event(), body=body), **hints).webinars[0].start.value.timezone

    assert timezone() == "Etc/GMT-1"
    assert timezone(assumed_timezone="Europe/Oslo") == "Europe/Oslo"
    assert timezone(assumed_timezone="Asia/Tokyo") == "Etc/GMT-1"
    assert timezone(printed("Hours are those of Berlin.")) == "Europe/Berlin"


def test_an_hour_taken_in_the_zone_of_the_host_gives_way_to_an_offset():
    html = page(event(startDate="2027-02-04T18:00:00-05:00", endDate=None), body=printed("4 February 2027, 18:00"))

    assert start_of(html, assumed_timezone="Europe/Berlin") == "2027-02-04T23:00"
    assert codes(html, timezone="Europe/Berlin") == ["times_disagree!"]


def test_what_is_wrong_in_a_text_is_still_said_where_the_markup_settles_it():
    assert codes(page(event(), body=printed("Friday 4 February 2027, 6pm Berlin"))) == ["weekday_mismatch"]
    assert codes(page(event(), body=printed("4 February 2027, 6pm Berlin, 11am US Eastern"))) == ["times_disagree"]
    summer = event(startDate="2027-07-01T18:00:00-04:00", endDate=None)
    assert codes(page(summer, body=printed("1 July 2027, 6pm EST"))) == ["abbreviation_out_of_season"]
    india = event(startDate="2027-02-04T18:00:00+05:30", endDate=None)
    html = page(india, body=printed("4 February 2027, 6pm IST"))
    assert (start_of(html), codes(html)) == ("2027-02-04T12:30", [])


def test_the_half_of_the_day_is_that_of_the_markup():
    html = page(event(), body=printed("4 February 2027, 6 - 7:30 Berlin"))

    assert (start_of(html), codes(html)) == ("2027-02-04T17:00", [])
    assert (
        start_of(page(event(startDate="2027-02-04T18:00:00"), body=printed("4 February 2027, 6 - 7:30 Berlin")))
        == "2027-02-04T17:00"
    )
    assert "times_disagree!" in codes(page(event(), body=printed("4 February 2027, 7 - 7:30 Berlin")))
    assert "times_disagree!" in codes(page(event(), body=printed("5 February 2027, 6 - 7:30 Berlin")))
    assert "times_disagree!" in codes(page(event(), body=printed("4 February 2027, 6 - 7:30 New York")))


def test_the_end_is_that_of_the_markup():
    def ends(**changes):
        (webinar,) = reading_of(page(event(**changes))).webinars
        return content_of(webinar).duration_minutes

    assert ends() == 90
    assert ends(startDate="2027-02-04T18:00", endDate="2027-02-04T19:15") == 75
    assert ends(endDate="2027-02-04T18:00:00+01:00") is None
    assert ends(endDate="2027-02-04T19:30") is None
    assert ends(endDate="2027-02-04") is None


@pytest.mark.parametrize("end", ["2027-02-04T17:00:00+01:00", "2027-02-03", "2027-02-18T19:30:00+01:00", "soon"])
def test_an_end_that_is_none_of_one_evening_is_left_out(end):
    html = page(event(endDate=end))

    assert (start_of(html), codes(html)) == ("2027-02-04T17:00", [])
    assert reading_of(html).webinars[0].start.value.ends_at is None


@pytest.mark.parametrize("start", ["2027-02-04T18:00:00Z", "2027-02-04T18:00:00+00:00"])
def test_utc_gives_no_printed_hour_its_zone_as_many_programs_say_it_of_local_hours(start):
    html = page(event(startDate=start, endDate=None), body=printed("Thursday 4 February 2027, 18:00"))

    assert codes(html) == ["times_disagree!", "timezone_missing!"]
    assert codes(html, assumed_timezone="Europe/Berlin") == ["times_disagree!"]
    assert start_of(html, assumed_timezone="Europe/London") == "2027-02-04T18:00"
    assert start_of(html, timezone="Europe/London") == "2027-02-04T18:00"
    assert (
        start_of(page(event(startDate=start, endDate=None), body=printed("4 February 2027, 18:00 UTC")))
        == "2027-02-04T18:00"
    )


def test_an_end_that_the_text_prints_stays():
    html = page(event(), body=printed("4 February 2027, 18:00-20:00 Berlin"))

    assert f"{reading_of(html).webinars[0].start.value.ends_at:%H:%M}" == "19:00"


def test_the_order_of_day_and_month_is_that_of_the_markup():
    html = page(event(), body=printed("4/2/2027, 6pm Berlin"))

    assert (start_of(html), codes(html)) == ("2027-02-04T17:00", [])
    assert start_of(page(event(), body=printed("5/2/2027, 6pm Berlin"))) is None


@pytest.mark.parametrize("words", ["11:00 Berlin", "4 February, 11:00 Berlin", "4/2/2027, 11:00 Berlin"])
def test_an_hour_before_noon_is_none_at_night(words):
    night = event(startDate="2027-02-04T23:00:00+01:00", endDate=None)

    assert "times_disagree!" in codes(page(night, body=printed(words)))
    assert start_of(page(event(startDate="2027-02-04T11:00:00+01:00"), body=printed(words))) == "2027-02-04T10:00"


def test_a_weekday_alone_that_the_markup_denies_blocks():
    assert "times_disagree!" in codes(page(event(), body=printed("Friday, 6pm Berlin")))
    assert "times_disagree!" in codes(page(event(), body=printed("Friday, 18:00")))


def test_a_webinar_that_is_over_keeps_its_year():
    past = event(startDate="2024-02-04T18:00:00+01:00", endDate=None)

    assert start_of(page(past, body=printed("Sunday 4 February, 18:00 Berlin"))) == "2024-02-04T17:00"
    on_day = page(event(startDate="2024-02-04", endDate=None), body=printed("Sunday 4 February 2024"))
    assert codes(on_day, kind=Kind.RECAP) == []
    assert codes(page(event(startDate="2024-02-04", endDate=None), body=SILENT), kind=Kind.RECAP) == []


@example(at=dt.datetime(2027, 4, 1, 0, 1), quarters=-14)
@settings(max_examples=100, deadline=None)
@given(
    at=st.datetimes(dt.datetime(2026, 12, 1), dt.datetime(2036, 1, 1)).map(
        lambda at: at.replace(second=0, microsecond=0)
    ),
    quarters=st.integers(-48, 56),
)
def test_an_offset_is_never_misread(at, quarters):
    offset = dt.timezone(dt.timedelta(minutes=15 * quarters))
    aware = at.replace(tzinfo=offset)
    (webinar,) = reading_of(page(event(startDate=aware.isoformat(), endDate=None), body=SILENT)).webinars
    start = webinar.start.value

    assert start.starts_at in ({None, aware.astimezone(dt.UTC)} if at.time() != dt.time() else {None})
    assert start.starts_at or start.blocks


PLACES = {
    "Berlin": "Europe/Berlin",
    "New York": "America/New_York",
    "India": "Asia/Kolkata",
    "Britain": "Europe/London",
}


@settings(max_examples=150, deadline=None)
@given(
    day=st.integers(1, 28),
    month=st.sampled_from(["February", "July"]),
    hour=st.integers(9, 22),
    place=st.sampled_from([*PLACES, ""]),
    shown=st.sampled_from(
        ["{day} {month} 2027, {hour}:00 {place}", "{day} {month}, {hour}:00 {place}", "{hour}:00 {place}"]
    ),
    told=st.sampled_from([-1, 0, 0, 0, 1]),
    later=st.sampled_from([-1, 0, 0, 0, 1]),
    quarters=st.sampled_from([-20, -16, 0, 4, 8, 22, None]),
)
def test_no_start_is_settled_that_either_voice_denies(day, month, hour, place, shown, told, later, quarters):
    number = {"February": 2, "July": 7}[month]
    at = dt.datetime(2027, number, day, hour) + dt.timedelta(days=told, hours=later)
    offset = None if quarters is None else dt.timezone(dt.timedelta(minutes=15 * quarters))
    words = shown.format(day=day, month=month, hour=hour, place=place).strip()

    start = start_of(page(event(startDate=at.replace(tzinfo=offset).isoformat(), endDate=None), body=printed(words)))

    clock = dt.datetime.combine(dt.date(2027, number, day) if "{day}" in shown else at.date(), dt.time(hour))
    by_text = _instant(clock, PLACES[place]) if place else _instant(clock, offset)
    by_markup = _instant(at, offset) if offset else _instant(at, PLACES[place]) if place else None
    agreed = by_text if by_text == by_markup else None
    assert start in {None, agreed}
    assert start is not None or agreed is None or (not place and quarters == 0)


def _instant(wall, zone):
    if zone is None:
        return None
    at = instant(wall, zone) if isinstance(zone, str) else wall.replace(tzinfo=zone).astimezone(dt.UTC)
    return f"{at:%Y-%m-%dT%H:%M}"
