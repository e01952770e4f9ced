"""Who waits may come in once the webinar has begun, while places stay empty."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import make_registration, open_desk
from tests.integration.registration.reading import page_of, words_of
from webinars import clock
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.registration.attendee_actions import give_back
from webinars.domain.registration.erasure import erase
from webinars.domain.registration.integrity_check import miscounted
from webinars.domain.registration.links import join_code, page_token
from webinars.domain.registration.organiser_actions import give_place
from webinars.models import JoinAccess, Registration, RegistrationDesk, RegistrationState, Status

pytestmark = pytest.mark.usefixtures("derived")


State = RegistrationState
START = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
END = START + dt.timedelta(hours=2)
OVER = END + dt.timedelta(minutes=30)
MINUTE, SECOND = dt.timedelta(minutes=1), dt.timedelta(seconds=1)
ROOM = "https://room.example/secret"
THERE_IS_ROOM = "There is room. You may join, although you are on the waiting list."
FULL = "The room is full. All 3 places have been used."


@pytest.fixture
def room(session, webinar, noon):
    webinar.join_url, webinar.join_access = ROOM, JoinAccess.REGISTERED
    open_desk(session, webinar, capacity=3)
    noon.move_to(START + 6 * MINUTE)
    return webinar


@pytest.fixture
def seated(session, settings, room):
    """Three have a place, and one of them has come."""
    people = [make_registration(session, settings, room, f"S {n}") for n in range(3)]
    people[0].joined_first_at, people[0].joined_count = START, 1
    return people


@pytest.fixture
def wang(session, settings, room, seated):
    return make_registration(session, settings, room, "Wang Zhenyi", state=State.WAITING)


@pytest.fixture
def page(settings):
    return lambda registration: f"/registrations/{page_token(settings, registration)}"


@pytest.fixture
def way_in(settings):
    return lambda registration: f"/join/{join_code(settings, registration)}"


def state(session, registration):
    row = session.get(Registration, registration.id, populate_existing=True)
    desk = session.get(RegistrationDesk, row.webinar_id, populate_existing=True)
    return row.standby_at, desk.standby_taken


def join_buttons(answer):
    return page_of(answer).xpath('//main//*[contains(@class, "button-live")]')


def test_there_is_room(client, session, wang, page, way_in):
    answer = client.get(page(wang))

    assert THERE_IS_ROOM in words_of(answer)
    assert "1 of 3 places have been used so far. Whoever comes first gets the next one." in words_of(answer)
    assert "Live now" in words_of(answer)
    assert state(session, wang) == (None, 0)

    pressed = client.post(f"{page(wang)}/standby")

    assert (pressed.status_code, pressed.location) == (303, way_in(wang))
    assert state(session, wang) == (START + 6 * MINUTE, 1)
    assert (client.get(way_in(wang)).status_code, client.get(way_in(wang)).location) == (302, ROOM)


@pytest.mark.parametrize("moment", [START - 60 * MINUTE, START + 6 * MINUTE])
def test_the_form_may_lead_into_the_room_and_tells_nothing_of_it(client, noon, wang, page, way_in, moment):
    """Also a page that was opened before: the form comes into it by itself."""
    noon.move_to(moment)
    for address in (page(wang), way_in(wang)):
        answer = client.get(address)

        assert "form-action 'self' https:;" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "room.example" not in answer.text + str(answer.headers)


def test_again_and_again_it_is_one_place(client, session, noon, wang, page, way_in):
    client.post(f"{page(wang)}/standby")
    noon.shift(10 * MINUTE)

    assert client.post(f"{page(wang)}/standby").status_code == 303
    assert client.post(f"{way_in(wang)}/standby").status_code == 303
    assert client.get(way_in(wang)).location == ROOM
    assert state(session, wang) == (START + 6 * MINUTE, 1)
    (link,) = join_buttons(client.get(page(wang)))
    assert link.get("href") == way_in(wang)


def test_the_room_is_full(client, session, settings, room, wang, page, way_in):
    for number in range(2):
        other = make_registration(session, settings, room, f"W {number}", state=State.WAITING)
        assert client.post(f"{page(other)}/standby").status_code == 303

    answer = client.get(page(wang))
    pressed = client.post(f"{page(wang)}/standby")

    for each in (answer, pressed):
        assert FULL in words_of(each)
        assert "Look again" in words_of(each)
        assert join_buttons(each) == []
    assert pressed.status_code == 409
    assert state(session, wang) == (None, 2)
    assert client.get(way_in(wang)).status_code == 200
    assert miscounted(session) == []


def test_whoever_has_a_place_is_never_refused(client, session, settings, room, seated, wang, way_in, page):
    for person in (wang, make_registration(session, settings, room, "Bea", state=State.WAITING)):
        assert client.post(f"{page(person)}/standby").status_code == 303

    for person in seated:
        assert client.get(way_in(person)).location == ROOM


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        (START - 20 * MINUTE, 409),
        (START + 5 * MINUTE - SECOND, 409),
        (START + 5 * MINUTE, 303),
        (END, 303),
        (OVER - SECOND, 303),
        (OVER, 409),
    ],
)
def test_it_is_from_five_minutes_after_the_start_until_it_is_over(
    client, session, noon, wang, page, way_in, moment, status
):
    noon.move_to(moment)

    assert client.post(f"{page(wang)}/standby").status_code == status
    assert state(session, wang) == ((moment, 1) if status == 303 else (None, 0))
    assert client.post(f"{way_in(wang)}/standby").status_code == status


@pytest.mark.parametrize(
    "change",
    [
        {"status": Status.CANCELLED, "cancelled_at": START},
        {"status": Status.POSTPONED},
        {"status": Status.DRAFT},
        {"is_registration_here": False},
        {"join_url": None},
        {"starts_at": START + MINUTE * 60, "ends_at": END + MINUTE * 60, "starts_wall": dt.datetime(2027, 2, 14, 17)},
    ],
)
def test_it_is_not_where_the_webinar_does_not_go_on(client, session, room, wang, page, way_in, change):
    for name, value in change.items():
        setattr(room, name, value)
    session.commit()

    assert THERE_IS_ROOM not in words_of(client.get(page(wang)))
    assert client.post(f"{page(wang)}/standby").status_code == 409
    assert client.post(f"{way_in(wang)}/standby").status_code in {404, 409, 410}
    assert state(session, wang) == (None, 0)


@pytest.mark.parametrize("other", [State.UNCONFIRMED, State.PENDING, State.CANCELLED, State.DECLINED])
def test_it_is_for_those_who_wait_alone(client, session, settings, room, page, other):
    person = make_registration(session, settings, room, state=other)

    assert client.post(f"{page(person)}/standby").status_code == 409
    assert state(session, person) == (None, 0)


def test_pressing_with_a_place_takes_none(client, session, seated, page, way_in):
    answer = client.post(f"{page(seated[1])}/standby")

    assert (answer.status_code, answer.location) == (303, way_in(seated[1]))
    assert state(session, seated[1]) == (None, 0)


def test_the_link_of_the_mail_asks_before_it_takes_a_place(client, session, noon, wang, way_in, page):
    noon.move_to(START - 60 * MINUTE)
    early = words_of(client.get(way_in(wang)))
    assert "No place by then? From 5.05pm Rome you may join here if there is room." in early

    noon.move_to(START - 20 * MINUTE)
    late = words_of(client.get(way_in(wang)))
    assert "waiting list From 5.05pm Rome you may join here if there is room." in late

    noon.move_to(START + 6 * MINUTE)
    answer = client.get(way_in(wang))
    assert answer.status_code == 200
    assert "There is room You may join, although you are on the waiting list." in words_of(answer)
    assert page(wang) not in answer.text
    assert state(session, wang) == (None, 0)

    pressed = client.post(f"{way_in(wang)}/standby")
    assert (pressed.status_code, pressed.location) == (303, way_in(wang))
    assert client.get(way_in(wang)).location == ROOM


def test_everybodys_link_takes_no_place(client, session, room, wang):
    assert client.post(f"/join/{room.join_code}/standby").status_code == 404
    assert client.post("/join/nobodys/standby").status_code == 404


def test_who_leaves_the_list_is_let_in_no_more(client, session, wang, page, way_in):
    client.post(f"{page(wang)}/standby")
    give_back(session, wang.id, now=clock.now())
    session.commit()

    assert client.get(way_in(wang)).status_code == 200
    assert miscounted(session) == []


def test_who_came_in_and_was_given_a_place_is_counted_once(client, session, settings, room, wang, page):
    client.post(f"{page(wang)}/standby")
    give_place(session, OPERATOR, wang.id, may_add_place=True, now=clock.now())
    row = session.get(Registration, wang.id)
    row.joined_first_at = clock.now()
    session.get(RegistrationDesk, room.id).capacity = 4
    other = make_registration(session, settings, room, "Bea", state=State.WAITING)

    assert "2 of 4 places have been used so far" in words_of(client.get(page(other)))


def test_after_a_move_everybody_comes_anew(client, session, noon, room, seated, wang, page, way_in):
    client.post(f"{page(wang)}/standby")
    webinar = session.merge(room)
    webinar.starts_at, webinar.ends_at = START + 7 * 24 * 60 * MINUTE, END + 7 * 24 * 60 * MINUTE
    webinar.starts_wall, webinar.starts_on = dt.datetime(2027, 2, 21, 16), dt.date(2027, 2, 21)
    session.commit()

    assert state(session, wang) == (None, 0)
    assert session.scalars(sa.select(Registration.joined_count)).all() == [0, 0, 0, 0]
    noon.move_to(webinar.starts_at + MINUTE)
    assert client.get(way_in(wang)).status_code == 200
    noon.move_to(webinar.starts_at + 6 * MINUTE)
    assert "0 of 3 places have been used so far" in words_of(client.get(page(wang)))


def test_the_doctor_compares_who_came_in(client, session, wang, page):
    client.post(f"{page(wang)}/standby")
    assert miscounted(session) == []

    erase(session, wang.id, now=clock.now())
    assert state(session, wang) == (None, 1)
    assert miscounted(session) == []

    session.get(RegistrationDesk, wang.webinar_id).standby_taken = 2
    assert list(miscounted(session)) == ["comets-and-their-tails"]
