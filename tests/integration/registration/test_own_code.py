"""The way into the room by an attendee's own code."""

import datetime as dt

import pytest

from tests.factories import make_registration
from tests.integration.registration.reading import page_of, words_of
from webinars.domain.registration.links import join_code, page_token
from webinars.models import JoinAccess, RegistrationState, Status

State = RegistrationState
START = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
END = START + dt.timedelta(hours=2)
OVER = END + dt.timedelta(minutes=30)
MINUTE, SECOND = dt.timedelta(minutes=1), dt.timedelta(seconds=1)
ROOM = "https://room.example/secret"


@pytest.fixture(params=[JoinAccess.REGISTERED, JoinAccess.OPEN])
def room(request, webinar, desk, noon):
    webinar.join_url, webinar.join_access = ROOM, request.param
    noon.move_to(START)
    return webinar


@pytest.fixture
def register(session, settings, webinar):
    """`register(state)`: somebody in that state; returns the address of the own way in."""

    def register(state=State.CONFIRMED):
        return f"/join/{join_code(settings, make_registration(session, settings, webinar, state=state))}"

    return register


@pytest.mark.parametrize("moment", [START - 30 * MINUTE, START, END, OVER - SECOND])
def test_who_has_a_place_enters_while_the_room_is_open(client, room, register, noon, moment):
    noon.move_to(moment)

    answer = client.get(register())

    assert (answer.status_code, answer.location) == (302, ROOM)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]


@pytest.mark.parametrize(
    ("moment", "words"),
    [(START - 30 * MINUTE - SECOND, "The room opens 30 minutes before the start"), (OVER, "This webinar is over")],
)
def test_earlier_and_later_a_page_says_so(client, room, register, noon, moment, words):
    noon.move_to(moment)

    answer = client.get(register())

    assert answer.status_code == 200
    assert words in words_of(answer)
    assert ROOM not in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.UNCONFIRMED, "You have no place yet"),
        (State.PENDING, "You have no place yet"),
        (State.WAITING, "You are on the waiting list"),
        (State.CANCELLED, "This registration has ended"),
        (State.DECLINED, "There is no place for you this time"),
    ],
)
def test_who_has_no_place_is_told_why(client, settings, room, register, state, words):
    answer = client.get(register(state))

    assert answer.status_code == 200
    assert words in words_of(answer)
    assert ROOM not in answer.text


def test_the_code_does_not_lead_to_the_page_that_changes_things(client, session, settings, room):
    laura = make_registration(session, settings, room, "Laura Bassi", state=State.WAITING)

    answer = client.get(f"/join/{join_code(settings, laura)}")

    assert page_token(settings, laura) not in answer.text
    assert "Laura" not in answer.text
    assert client.get(f"/registrations/{join_code(settings, laura)}").status_code == 404
    assert client.get(f"/join/{page_token(settings, laura)}").status_code == 404


def test_the_room_is_as_it_is_now(client, room, register):
    address = register()
    assert client.get(address).location == ROOM

    room.join_url = "https://room.example/another"

    assert client.get(address).location == "https://room.example/another"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": Status.CANCELLED, "cancelled_at": START}, "This webinar will not take place"),
        ({"status": Status.POSTPONED}, "A new date will follow"),
        ({"join_url": None}, "There is no room yet"),
    ],
)
def test_without_a_room_a_page_says_why(client, room, register, change, words):
    address = register()
    for name, value in change.items():
        setattr(room, name, value)

    assert words in words_of(client.get(address))


def test_whoever_waits_on_the_page_enters_by_the_own_code(client, room, register):
    address = register()

    page = page_of(client.get(f"{address}?wait="))

    (link,) = page.xpath('//a[contains(., "Join now")]')
    assert link.get("href") == address
    assert page.get_element_by_id("way-in").get("data-refresh-from") == f"{address}?wait="


def test_only_own_codes_let_in_where_people_have_to_register(client, webinar, desk, noon):
    webinar.join_url, webinar.join_access, webinar.join_code = ROOM, JoinAccess.REGISTERED, "way-in"
    noon.move_to(START)

    answer = client.get("/join/way-in")

    assert answer.status_code == 200
    assert "Those who register get the link to join" in words_of(answer)
    assert page_of(answer).xpath('//main//a[text()="Register"]/@href') == [f"/webinars/{webinar.slug}/register"]
    assert ROOM not in answer.text


def test_an_erased_code_leads_nowhere(client, session, settings, room):
    laura = make_registration(session, settings, room)
    address = f"/join/{join_code(settings, laura)}"
    assert client.get(address).status_code == 302

    client.post(f"/registrations/{page_token(settings, laura)}/erasure")

    assert client.get(address).status_code == 404


def test_no_code_stands_in_a_log(app):
    masked = app.extensions["mask"].masked

    assert masked('"GET /join/9tq4secret HTTP/1.1" 302') == '"GET /join/… HTTP/1.1" 302'
    assert masked("/registrations/9tq4secret/erasure") == "/registrations/…/erasure"
    assert masked("/registrations/mine/9tq4secret/zone") == "/registrations/mine/…/zone"
