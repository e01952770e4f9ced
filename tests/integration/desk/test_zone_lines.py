"""The zone line as it will be printed, asked for while one types."""

import pytest
import sqlalchemy as sa

from webinars.models import AuditEvent, Webinar

PATH = "/manage/zone-line"
ZONES = {
    "display_zones-0-label": "Britain",
    "display_zones-0-timezone": "Europe/London",
    "display_zones-1-label": "US Eastern",
    "display_zones-1-timezone": "America/New_York",
    "display_zones-2-label": "Sydney",
    "display_zones-2-timezone": "Australia/Sydney",
}
START = {"date": "2027-02-14", "hour": "16:00", "timezone": "Europe/London", "duration_minutes": "90", **ZONES}


@pytest.fixture
def ask(client, sign_in, olga):
    sign_in(client, olga)
    return lambda **typed: " ".join(client.get(PATH, query_string=START | typed).text.split())


def test_the_line_stands_in_the_organisers_words_and_order(ask):
    assert "Sunday 14 February 2027, 4pm Britain, 11am US Eastern, 3am Monday Sydney" in ask()


def test_each_zone_is_a_row_with_its_part_of_the_day(ask):
    page = ask()

    assert "US Eastern<small>America/New_York</small>" in page
    assert "3am Monday<small>middle of the night</small>" in page


def test_in_weeks_with_an_unusual_distance_it_says_so_and_offers_the_other_hour(ask):
    page = ask(date="2027-03-21")

    assert "Britain is not its usual hours from US Eastern on that day." in page
    assert "4 hours away, usually 5 hours" in page
    assert 'value="start 2027-03-21T15:00"' in page
    assert "not its usual hours" not in ask()


@pytest.mark.parametrize(
    ("date", "sentence"), [("2027-03-28", "does not exist in Britain"), ("2027-10-31", "happens twice in Britain")]
)
def test_a_skipped_or_doubled_hour_is_said_with_its_ways_out(ask, date, sentence):
    page = ask(date=date, hour="01:30")

    assert sentence in page
    assert f'value="start {date}T02:30"' in page
    assert "Start at 2.30am" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("London", "London is Britain (Europe/London): GMT on that day."),
        ("BST", "On 14 February it is on GMT, so 4pm there is 4pm GMT, not 4pm BST."),
        ("IST", "IST is India, Ireland or Israel. Write the country."),
        ("Europe/Lodnon", "We know no place “Europe/Lodnon”. Write a city or a country."),
        ("", "A city, a country or letters like BST."),
    ],
)
def test_it_says_what_the_words_for_the_zone_mean(ask, typed, sentence):
    assert sentence in ask(timezone=typed)


def test_a_zone_in_words_has_a_line(ask):
    assert "4pm Britain, 11am US Eastern" in ask(timezone="London")


def test_a_display_zone_that_is_half_typed_is_left_out(ask):
    page = ask(**{"display_zones-1-timezone": "America/New_Yo"})

    assert "4pm Britain, 3am Monday Sydney" in page


@pytest.mark.parametrize(
    "typed",
    [
        {"date": ""},
        {"hour": ""},
        {"date": "nonsense"},
        {"hour": "25:99"},
        {"timezone": ""},
        {"date": "2040-01-01"},
        {"duration_minutes": "0"},
    ],
)
def test_while_something_is_missing_it_waits(ask, typed):
    assert "the start in every zone stands here" in ask(**typed)


@pytest.mark.parametrize("minutes", ["", "an hour"])
def test_it_does_not_wait_for_the_length(ask, minutes):
    assert "4pm Britain" in ask(duration_minutes=minutes)


def test_hours_are_written_as_the_host_writes_them(session, ask, host):
    host.hour_style = "digits"

    assert "16:00 Britain" in ask(host="lunar-society")


def test_places_that_share_an_hour_are_joined_as_the_host_wishes(session, ask, host):
    lisbon = {"display_zones-1-label": "Portugal", "display_zones-1-timezone": "Europe/Lisbon"}

    assert "4pm Britain, 4pm Portugal" in ask(host="lunar-society", **lisbon)

    host.is_zone_line_joined = True
    session.flush()

    assert "4pm Britain and Portugal, 3am Monday Sydney" in ask(host="lunar-society", **lisbon)


def test_what_is_typed_is_text_and_never_markup(ask):
    page = ask(**{"display_zones-0-label": "<b>Britain</b>"})

    assert "&lt;b&gt;Britain&lt;/b&gt;" in page
    assert "<b>" not in page


def test_asking_writes_nothing(session, ask, count_statements):
    with count_statements() as statements:
        ask()

    assert [each for each in statements if not each.startswith("SELECT")] == []
    assert session.scalar(sa.select(sa.func.count(Webinar.id))) == 0
    assert session.scalar(sa.select(sa.func.count(AuditEvent.id))) == 0


def test_strangers_are_asked_to_sign_in(client):
    assert client.get(PATH, query_string=START).status_code == 302
