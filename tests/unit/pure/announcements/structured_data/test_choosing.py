"""Which of several events a page is about."""

import pytest

from tests.unit.pure.announcements.structured_data.pages import BODY, KELP, codes, event, page, reading_of

NAME = KELP["name"]
ROPES = event(
    name="Ropes and knots", startDate="2027-02-11T18:00:00+01:00", endDate=None, performer="Cleo Muster", offers=None
)
SAILS = event(
    name="Sails in the wind", startDate="2027-02-18T18:00:00+01:00", endDate=None, performer=None, offers=None
)
LIST = "<h1>Evenings at the harbour</h1>" + "".join(
    f"<h3>{name}</h3><p>{day} February 2027, 18:00 Berlin</p>"
    for name, day in ((NAME, 4), ("Ropes and knots", 11), ("Sails in the wind", 18))
)


def webinars(*things, **parts):
    """Title and start in UTC of each."""
    return [
        (
            one.title.value if one.title else None,
            f"{one.start.value.starts_at:%m-%dT%H}" if one.start and one.start.value.starts_at else None,
        )
        for one in reading_of(page(*things, **parts)).webinars
    ]


@pytest.mark.parametrize("things", [[KELP, ROPES, SAILS], [SAILS, ROPES, KELP], [[ROPES, KELP]]])
def test_of_a_calendars_events_the_one_of_the_page_is_taken(things):
    assert webinars(*things) == [(NAME, "02-04T17")]
    sidebar = BODY + "<aside><h3>Ropes and knots</h3><p>Also: Sails in the wind</p></aside>"
    assert webinars(*things, body=sidebar) == [(NAME, "02-04T17")]


def test_events_that_are_all_in_the_text_are_all_taken():
    found = [(NAME, "02-04T17"), ("Ropes and knots", "02-11T17"), ("Sails in the wind", "02-18T17")]

    assert webinars(KELP, ROPES, SAILS, body=LIST) == found
    assert webinars(SAILS, ROPES, KELP, body=LIST) == found
    assert codes(page(KELP, ROPES, SAILS, body=LIST)) == []
    first, second, third = reading_of(page(KELP, ROPES, SAILS, body=LIST)).webinars
    assert [[each.value.name for each in one.lineup] for one in (first, second, third)] == [
        ["Ada Example", "Ben Sample"],
        ["Cleo Muster"],
        [],
    ]


def test_a_date_of_a_list_that_disagrees_blocks():
    moved = event(name="Ropes and knots", startDate="2027-02-11T20:00:00+01:00", endDate=None)

    assert "times_disagree!" in codes(page(KELP, moved, SAILS, body=LIST))


def test_where_the_text_lists_nothing_all_are_taken():
    body = "<h1>Evenings at the harbour</h1><p>Three evenings with those who know.</p>"

    assert len(webinars(KELP, ROPES, SAILS, body=body)) == 3


def test_events_of_others_beside_a_text_are_left_out_and_said():
    body = "<h1>Letters of sailors</h1><p>Monday 1 March 2027, 19:00 Berlin</p>"
    html = page(ROPES, SAILS, body=body)

    assert [one.title.value for one in reading_of(html).webinars] == ["Letters of sailors"]
    assert codes(html) == ["markup_of_others"]
    assert reading_of(html).webinars[0].lineup == ()


@pytest.mark.parametrize("things", [[ROPES], [ROPES, SAILS]])
@pytest.mark.parametrize("around", ["{}", "{}<aside><h3>Ropes and knots</h3><h3>Sails in the wind</h3></aside>"])
def test_a_start_of_others_is_never_that_of_a_text_without_one(things, around):
    own = "<h1>Letters of sailors</h1><h2>Speakers</h2><ul><li>Ada Example (Harbour School)</li></ul>"
    html = page(*things, body=around.format(own))

    assert webinars(*things, body=around.format(own)) == [("Letters of sailors", None)]
    assert codes(html) == ["markup_of_others", "date_missing!"]


def test_the_name_of_the_site_above_a_page_is_not_what_it_is_about():
    evening = event(name="Reef Museum open evening", organizer={"@type": "Organization", "name": "Reef Museum"})
    body = "<h1>Reef Museum</h1><h2>Letters of sailors</h2><p>Monday 1 March 2027, 19:00 Berlin</p>"

    (one,) = reading_of(page(evening, body=body)).webinars
    assert one.start.value.date.month == 3


def test_another_name_and_another_hour_on_the_same_day_block():
    body = "<h1>Come aboard</h1><p>Thursday 11 February 2027, 19:00 Berlin</p>"

    assert codes(page(ROPES, body=body)) == ["times_disagree!"]


def test_a_series_is_its_dates():
    series = {"@type": "EventSeries", "name": "Evenings at the harbour", "startDate": "2026-01-07T18:00", "subEvent": [
        {"@type": "Event", "name": "Ropes", "startDate": "2027-02-11T18:00:00+01:00"},
        {"@type": "Event", "name": "Sails", "startDate": "2027-02-18T18:00:00+01:00"},
    ]}  # fmt: skip
    body = "<h1>Evenings at the harbour</h1><p>Two evenings.</p>"

    assert webinars(series, body=body) == [("Ropes", "02-11T17"), ("Sails", "02-18T17")]


def test_the_parts_of_one_evening_are_no_webinars():
    parts = [{"@type": "Event", "name": "Ropes", "startDate": "2027-02-04T18:15:00+01:00"}]

    assert webinars(event(subEvent=parts)) == [(NAME, "02-04T17")]


def test_dates_of_the_same_name_are_webinars_of_their_own():
    later = event(startDate="2027-02-11T18:00:00+01:00", endDate=None)

    assert webinars(KELP, later) == [(NAME, "02-04T17"), (NAME, "02-11T17")]
    before = event(startDate="2026-02-11T18:00:00+01:00", endDate=None)
    assert webinars(before, KELP) == [(NAME, "02-04T17")]


def test_a_series_without_its_dates_says_nothing_of_a_start():
    series = event(**{"@type": "EventSeries"}, startDate="2026-01-07T18:00:00+01:00")

    assert webinars(series) == [("Kelp and cold water", "02-04T17")]
