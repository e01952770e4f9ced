"""The link of a helper: what it opens, what it does not, and when it ends."""

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import open_board
from tests.factories import make_registration, open_desk
from tests.integration.live.conftest import OURS
from tests.integration.live.day import DAY, STARTS_AT, minutes
from tests.integration.registration.reading import page_of, words_of
from webinars.domain.live.day_visits import store_conducted
from webinars.models import AuditEvent, HelperLink, Status, Webinar

ENDED = "This link no longer opens anything. Ask the organisers for a new one."


@pytest.fixture
def desk(client, sign_in, olga, webinar, session, settings, clock_at):
    webinar.join_url = "https://rooms.example/secret-room"
    webinar.live_stream_url = "https://www.youtube.com/live/aBcDeFgHiJk"
    open_board(session, webinar)
    open_desk(session, webinar)
    make_registration(session, settings, webinar, "Ana")
    session.commit()
    clock_at(-2000)
    sign_in(client, olga)
    clock_at(0)
    return client


def made(desk):
    answer = desk.post(f"{DAY}/helper", data={"press": "make"})
    return page_of(answer).xpath('string(//input[@id="helper"]/@value)').replace("http://localhost", ""), answer


def test_the_address_is_shown_once_and_opens_the_page_without_navigation(desk, new_client, session):
    address, answer = made(desk)
    opened, again = new_client().get(address), desk.get(DAY)

    assert answer.headers["Cache-Control"] == "no-store"
    assert address.startswith("/conduct/")
    token = address.rsplit("/", 1)[1]
    assert token not in again.text
    assert token not in repr(session.execute(sa.select(AuditEvent.detail)).all())
    assert session.scalars(sa.select(HelperLink.digest)).one() != token
    assert opened.status_code == 200
    assert page_of(opened).xpath("//header//nav") == []
    assert opened.headers["Cache-Control"] == "no-store"
    assert "noindex" in opened.headers["X-Robots-Tag"]
    assert opened.headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in opened.headers


def test_a_helper_sees_neither_the_room_nor_a_way_to_write(desk, new_client):
    address, _answer = made(desk)
    at_desk, opened = desk.get(DAY).text, new_client().get(address).text

    for private in (
        "rooms.example",
        "secret-room",
        "Write to those registered",
        "Somebody helps you",
        'name="join_url"',
    ):
        assert private in at_desk
        assert private not in opened
    assert 'name="live_stream_url"' in at_desk
    assert 'name="live_stream_url"' not in opened
    assert "youtube.com/live/aBcDeFgHiJk" in opened


@pytest.mark.parametrize("what", ["room", "stream", "message", "helper"])
def test_what_stays_with_the_organisers_has_no_address_there(desk, new_client, session, what):
    address, _answer = made(desk)
    data = {"join_url": "x.example", "live_stream_url": "x.example", "to": "confirmed 1", "text": "Hello"}

    assert new_client().post(f"{address}/{what}", data=data).status_code == 404
    assert new_client().post(f"{DAY}/{what}", data=data).status_code == 403
    session.expire_all()
    assert session.scalar(sa.select(Webinar.join_url)) == "https://rooms.example/secret-room"


def test_a_helper_presses_and_it_stands_in_the_history(desk, new_client, clock_at, session):
    address, _answer = made(desk)
    helper = new_client()
    clock_at(2)

    pressed = helper.post(f"{address}/started", data={"press": "say"})
    late = desk.post(f"{DAY}/later?seen=0", data={"minutes": "10"})

    assert (pressed.status_code, pressed.headers["Location"]) == (303, address)
    assert session.scalar(sa.select(Webinar.began_at)) == STARTS_AT + minutes(2)
    assert "Somebody who helps has pressed “We have started” meanwhile." in words_of(late)
    assert "Somebody, by a helper’s link said that it had begun" in words_of(desk.get("/manage/history?webinar=comets"))


def test_a_refused_press_of_a_helper_stays_on_their_page(desk, new_client, clock_at):
    address, _answer = made(desk)
    clock_at(2)
    desk.post(f"{DAY}/started", data={"press": "say"})

    refused = new_client().post(f"{address}/later?seen=0", data={"minutes": "10"})

    assert refused.status_code == 409
    assert "Olga has pressed “We have started” meanwhile." in words_of(refused)
    assert "rooms.example" not in refused.text
    assert page_of(refused).xpath(f'//button[starts-with(@formaction, "{address}/")]')


def test_another_link_ends_the_one_before_and_so_does_ending_it(desk, new_client):
    first, _answer = made(desk)
    second, _answer = made(desk)
    open_before = new_client().get(second).status_code
    desk.post(f"{DAY}/helper", data={"press": "end"})
    desk.post(f"{DAY}/helper", data={"press": "end"})

    assert open_before == 200
    for address in (first, second):
        for answer in (new_client().get(address), new_client().post(f"{address}/started", data={"press": "say"})):
            assert answer.status_code == 410
            assert ENDED in answer.text


def test_a_link_ends_an_hour_after_the_end_and_with_the_page(desk, new_client, clock_at, session):
    address, _answer = made(desk)
    clock_at(209)
    last = new_client().get(address).status_code
    clock_at(210)
    over = new_client().get(address).status_code
    clock_at(0)
    webinar = session.scalars(sa.select(Webinar)).one()
    webinar.status = Status.DRAFT
    session.commit()

    assert (last, over, new_client().get(address).status_code) == (200, 410, 410)


def test_an_address_of_nobody_is_not_found(new_client, webinar, session):
    session.commit()

    assert new_client().get("/conduct/nobodys").status_code == 404
    assert new_client().post("/conduct/nobodys/started").status_code == 404


def test_a_helper_who_looks_conducts_it_as_well(app, desk, new_client, clock_at, session, settings):
    address, _answer = made(desk)
    clock_at(-10)
    new_client().get(address, headers=OURS)
    app.extensions["conducted webinars"].hand_over()
    store_conducted(session, settings)

    session.expire_all()
    assert session.scalar(sa.select(Webinar.conducted_at)) == STARTS_AT - minutes(10)
