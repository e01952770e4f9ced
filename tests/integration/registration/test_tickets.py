"""What the page of a webinar says about registering, and that it never tells how many places are free."""

import datetime as dt

import pytest

from tests.factories import make_registration, make_webinar, open_desk
from tests.integration.registration.conftest import NOW
from tests.integration.registration.reading import page_of, words_of
from webinars.models import JoinAccess, RecordingPlan, RegistrationState, Status

PAGE = "/webinars/comets-and-their-tails"
START = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


def buttons(answer):
    ticket = page_of(answer).get_element_by_id("ticket")
    return [
        (" ".join(each.text_content().split()), each.get("href"))
        for each in ticket.xpath('.//a[contains(@class, "button-main") and not(ancestor::*[@hidden])]')
    ]


@pytest.mark.usefixtures("with_mail_server")
def test_with_places_the_ticket_leads_to_the_form(client, session, webinar, noon):
    open_desk(session, webinar, capacity=28)

    answer = client.get(PAGE)

    assert buttons(answer) == [("Register", f"{PAGE}/register")]
    hint = "Free, without an account. 28 places. The link to join comes by mail and never goes stale."
    assert hint in words_of(answer)


@pytest.mark.usefixtures("with_mail_server")
def test_with_as_many_places_as_come_no_number_is_said(client, desk, noon):
    hint = "Free, without an account. The link to join comes by mail and never goes stale."

    assert hint in words_of(client.get(PAGE))


def test_when_all_places_are_taken_it_leads_to_the_list(client, session, settings, webinar, noon):
    open_desk(session, webinar, capacity=1)
    make_registration(session, settings, webinar)

    answer = client.get(PAGE)

    assert buttons(answer) == [("Join the waiting list", f"{PAGE}/register")]
    assert "The only place is taken. Whoever is first in the queue gets the next place" in words_of(answer)


@pytest.mark.parametrize("moment", [START - 20 * MINUTE, START + 5 * MINUTE])
def test_in_the_last_half_hour_the_list_is_for_those_who_do_not_come(client, session, settings, webinar, noon, moment):
    open_desk(session, webinar, capacity=1)
    make_registration(session, settings, webinar)
    noon.move_to(moment)

    answer = client.get(PAGE)

    assert buttons(answer) == [("Join the waiting list", f"{PAGE}/register")]
    assert (
        "The only place is taken, but not everybody comes. From 4.05pm Britain whoever is on the waiting list may join "
        "while there is room, with the link from the mail."
    ) in words_of(answer)
    assert "next place that is given back" not in words_of(answer)
    assert len(page_of(client.get(f"{PAGE}/register")).xpath("//form[@method='post']")) == 1


def test_without_a_list_it_only_says_that_all_places_are_taken(client, session, settings, webinar, noon):
    open_desk(session, webinar, capacity=1, has_waiting_list=False)
    make_registration(session, settings, webinar)

    answer = client.get(PAGE)

    assert buttons(answer) == []
    assert "The only place is taken. Registered already?" in words_of(answer)
    webinar.recording_plan = RecordingPlan.YES
    session.commit()
    assert "The only place is taken. The recording will be on this page." in words_of(client.get(PAGE))


def test_when_it_is_closed_it_says_since_when(client, session, webinar, noon):
    open_desk(session, webinar, closes_before_minutes=6 * 24 * 60)

    answer = client.get(PAGE)

    words = words_of(answer)
    assert "Registration is closed" in words
    assert "It closed on Monday 8 February at 4pm Britain. Registered already?" in words
    assert page_of(answer).xpath('//main//a[text()="Have your link sent again"]/@href') == ["/registrations"]
    assert buttons(answer) == []


def test_before_it_opens_it_says_from_when_on(client, session, webinar, noon):
    open_desk(session, webinar, opens_before_minutes=24 * 60)

    answer = client.get(PAGE)

    assert "Registration opens on Saturday 13 February at 4pm Britain." in words_of(answer)
    assert buttons(answer) == []
    assert page_of(answer).get_element_by_id("ticket").get("data-refresh-at") == "2027-02-13T16:00:00Z"


def test_where_people_register_elsewhere_it_says_where(client, webinar, noon):
    webinar.registration_url = "https://www.tickets.example/comets?x=1"

    answer = client.get(PAGE)

    assert buttons(answer) == [("Register at tickets.example", "https://www.tickets.example/comets?x=1")]
    sentence = "The Lunar Society takes registrations on its own site. What you enter there is kept there, not here."
    assert sentence in words_of(answer)


def test_once_it_has_begun_one_can_still_register(client, webinar, desk, noon):
    webinar.join_access = JoinAccess.REGISTERED
    noon.move_to(START + 5 * MINUTE)

    answer = client.get(PAGE)

    assert "Those who registered have the link to join in their mail." in words_of(answer)
    assert buttons(answer) == [("Register", f"{PAGE}/register")]


@pytest.mark.parametrize(
    "values",
    [
        {"status": Status.CANCELLED, "cancelled_at": NOW},
        {"status": Status.POSTPONED},
        {"starts_wall": dt.datetime(2027, 2, 1, 16)},
    ],
)
def test_of_what_does_not_take_place_nothing_is_said(client, session, lunar, noon, values):
    webinar = make_webinar(session, lunar, **values)
    open_desk(session, webinar)

    assert page_of(client.get(PAGE)).xpath('//a[contains(@href, "/register")]') == []


def test_a_preview_shows_the_button_as_it_will_be(client, session, lunar, olga, sign_in, noon):
    draft = make_webinar(session, lunar, status=Status.DRAFT)
    open_desk(session, draft)
    sign_in(client, olga)

    answer = client.get(f"/manage/webinars/{draft.slug}/preview")

    assert answer.status_code == 200
    assert buttons(answer) == [("Register", f"{PAGE}/register")]


@pytest.mark.usefixtures("derived")
@pytest.mark.parametrize("taken", [0, 1, 2])
def test_no_public_page_tells_how_many_places_are_free(client, session, settings, webinar, noon, taken):
    open_desk(session, webinar, capacity=3)
    pages = [PAGE, f"{PAGE}/register", f"{PAGE}/register/sent", "/", "/webinars", "/organisations/lunar-society"]
    before = [client.get(path).data for path in pages]

    for number in range(taken):
        make_registration(session, settings, webinar, f"Person {number}")
    make_registration(session, settings, webinar, "Pending", state=RegistrationState.PENDING)

    assert [client.get(path).data for path in pages] == before


@pytest.mark.usefixtures("derived")
def test_the_front_page_leads_to_the_form(client, session, webinar, noon):
    open_desk(session, webinar)

    answer = client.get("/")

    assert page_of(answer).xpath('//div[@id="lead"]//a[contains(@class, "button-main")]/@href') == [f"{PAGE}/register"]


def test_the_front_page_offers_nothing_that_is_closed(client, session, webinar, noon):
    open_desk(session, webinar, closes_before_minutes=6 * 24 * 60)

    assert "/register" not in client.get("/").text


def test_every_page_leads_to_the_own_registrations(client, desk, noon):
    for path in ("/", PAGE, "/registrations"):
        assert page_of(client.get(path)).xpath('//footer//a[text()="My registrations"]/@href') == ["/registrations"]


@pytest.mark.usefixtures("derived")
def test_places_are_called_taken_only_while_all_of_them_are(client, session, settings, webinar, noon):
    # Before the last half hour the one that waits would have been given the free place.
    noon.move_to(webinar.starts_at - dt.timedelta(minutes=3))
    desk = open_desk(session, webinar, capacity=3)
    for name, state in (
        ("Ana", RegistrationState.CONFIRMED),
        ("Bo", RegistrationState.CONFIRMED),
        ("Cy", RegistrationState.WAITING),
    ):
        make_registration(session, settings, webinar, name, state=state)
    session.commit()

    assert "places are taken" not in words_of(client.get(PAGE))
    desk.capacity = 2
    session.commit()
    assert "All 2 places are taken, but not everybody comes." in words_of(client.get(PAGE))
