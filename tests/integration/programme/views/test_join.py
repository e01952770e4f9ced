import datetime as dt

import lxml.html
import pytest

from tests.factories import make_webinar
from webinars.models import JoinAccess, Status

START = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
SUNDAY_4PM = dt.datetime(2027, 2, 14, 16)
ROOM = "https://room.example/secret"
MINUTE, SECOND = dt.timedelta(minutes=1), dt.timedelta(seconds=1)


@pytest.fixture
def comets(session, lunar):
    return make_webinar(session, lunar, starts_wall=SUNDAY_4PM, join_url=ROOM, join_code="way-in")


@pytest.mark.parametrize("moment", [START - 30 * MINUTE, START, START + 90 * MINUTE - SECOND])
def test_the_link_leads_to_the_room_while_it_is_open(client, comets, noon, moment):
    noon.move_to(moment)

    response = client.get("/join/way-in")

    assert (response.status_code, response.location) == (302, ROOM)
    assert response.headers["Cache-Control"] == "no-store"


def test_whoever_waits_sees_that_the_room_is_open_and_enters_by_a_press(client, comets, noon):
    noon.move_to(START - 30 * MINUTE)

    response = client.get("/join/way-in?wait=")

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert ROOM not in response.text
    page = lxml.html.fromstring(response.text)
    (link,) = page.xpath('//a[contains(., "Join now")]')
    assert link.get("href") == "/join/way-in"
    part = page.get_element_by_id("way-in")
    assert part.get("data-says") == "The room is open. You can join now."
    assert part.get("data-refresh-at") == "2027-02-14T16:00:00Z"


def test_the_link_leads_to_the_room_as_it_is_now(client, comets, noon):
    noon.move_to(START)
    assert client.get("/join/way-in").location == ROOM

    comets.join_url = "https://room.example/another"

    assert client.get("/join/way-in").location == "https://room.example/another"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (
            START - 30 * MINUTE - SECOND,
            "The room opens 30 minutes before the start Keep this link: it does not change.",
        ),
        (START + 120 * MINUTE, "This webinar is over If there is a recording, it is on its page."),
    ],
)
def test_earlier_and_later_a_page_says_so(client, page_text, comets, noon, moment, words):
    noon.move_to(moment)

    response = client.get("/join/way-in")

    assert words in page_text("/join/way-in")
    assert response.headers["Cache-Control"] == "no-store"
    assert ROOM not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": Status.CANCELLED, "cancelled_at": START}, "This webinar will not take place"),
        ({"status": Status.POSTPONED}, "A new date will follow"),
        ({"join_url": None}, "There is no room yet"),
        ({"join_access": JoinAccess.REGISTERED}, "There is no way to register yet"),
        (
            {"join_access": JoinAccess.REGISTERED, "registration_url": "https://tickets.example/"},
            "Those who register get the link to join",
        ),
    ],
)
def test_without_a_way_in_a_page_says_why(client, page_text, comets, noon, change, words):
    noon.move_to(START)
    assert client.get("/join/way-in").location == ROOM

    for name, value in change.items():
        setattr(comets, name, value)

    assert words in page_text("/join/way-in")
    assert ROOM not in client.get("/join/way-in").get_data(as_text=True)


def test_whoever_waits_on_the_page_is_let_in_by_a_fresh_one(client, comets, noon):
    noon.move_to(START - 40 * MINUTE)

    page = lxml.html.fromstring(client.get("/join/way-in").get_data())

    assert page.get_element_by_id("way-in").get("data-refresh-at") == "2027-02-14T15:30:00Z"


def test_an_unknown_code_leads_nowhere(client, comets):
    assert client.get("/join/nobody-made-this").status_code == 404


def test_a_draft_and_what_was_taken_back_lead_nowhere(client, session, lunar, noon):
    room = {"starts_wall": SUNDAY_4PM, "join_url": ROOM, "status": Status.DRAFT}
    make_webinar(session, lunar, "Never shown", join_code="draft", **room)
    make_webinar(session, lunar, "Taken back", join_code="back", published_at=START, **room)
    noon.move_to(START)

    assert client.get("/join/draft").status_code == 404
    assert client.get("/join/back").status_code == 410


def test_without_an_hour_the_page_says_that_the_link_lasts(client, session, lunar, noon):
    day = (START + 3 * 24 * 60 * MINUTE).date()
    make_webinar(session, lunar, "Some day", join_code="some-day", join_url=ROOM, starts_in=None, starts_on=day)

    answer = client.get("/join/some-day")

    assert answer.status_code == 200
    assert "Keep this link" in answer.text
