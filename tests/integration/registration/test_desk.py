"""The host's people at the desk of one webinar."""

import csv
import datetime as dt
import io

import pytest
import sqlalchemy as sa

from tests.factories import ask, make_registration, open_desk
from webinars.domain.registration.links import page_token
from webinars.models import (
    AuditEvent,
    OutboundEmail,
    Registration,
    RegistrationAnswer,
    RegistrationDesk,
    RegistrationState,
)

State = RegistrationState
START = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
HERE = "/manage/webinars/comets-and-their-tails/registrations"


@pytest.fixture
def browser(noon, client, sign_in, olga):
    sign_in(client, olga)
    return client


@pytest.fixture
def people(session, settings, webinar):
    """Two places: Ana and Bo have them, Cy and Di wait, Émilie is to be approved."""
    open_desk(session, webinar, capacity=2)
    made = {
        name: make_registration(session, settings, webinar, name, state=state)
        for name, state in (
            ("Ana", State.CONFIRMED),
            ("Bo", State.CONFIRMED),
            ("Cy", State.WAITING),
            ("Di", State.WAITING),
            ("Émilie", State.PENDING),
        )
    }
    session.commit()
    return made


def state_of(session, registration):
    session.rollback()
    session.refresh(registration)
    return registration.state


def press(browser, registration, verb, **values):
    return browser.post(f"{HERE}/{registration.id}", data={"press": verb, **values})


def test_it_shows_who_registered_and_what_each_state_allows(session, browser, webinar, people):
    where = ask(session, webinar, "Where do you work?")
    answer = RegistrationAnswer(question_id=where.id, value="University of Bologna")
    answer.registration_id = people["Ana"].id
    session.add(answer)
    session.commit()

    page = browser.get(HERE).text

    assert "2 have a place, 2 wait, one is to be approved" in page
    assert "2 of 2 places are taken. 2 people wait." in page
    assert "Waiting, number 1" in page
    assert "Waiting, number 2" in page
    assert "Rome, 5pm" in page
    assert "University of Bologna" in page
    assert page.index("Émilie") < page.index("ana@attendee.example")


def test_what_was_moved_to_another_day_there_says_the_day(session, settings, browser, webinar):
    open_desk(session, webinar)
    make_registration(session, settings, webinar, timezone="Australia/Sydney")
    session.commit()

    assert "Sydney, 3am Monday" in browser.get(HERE).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=ANA", {"Ana"}),
        ("?q=émilie", {"Émilie"}),
        ("?q=attendee.example&state=waiting", {"Cy", "Di"}),
        ("?state=pending", {"Émilie"}),
        ("?q=%25", set()),
        ("?q=nobody", set()),
    ],
)
def test_people_are_found_by_name_address_and_state(browser, people, query, found):
    page = browser.get(HERE + query).text

    assert {name for name in people if f"<bdi>{name}</bdi>" in page} == found


def test_the_pages_of_a_long_list(session, settings, browser, webinar):
    open_desk(session, webinar)
    for number in range(51):
        make_registration(session, settings, webinar, f"Person {number}")
    session.commit()

    assert browser.get(f"{HERE}?page=2").text.count('scope="row"') == 1
    assert browser.get(f"{HERE}?page=3").status_code == 404


@pytest.mark.usefixtures("with_mail_server")
@pytest.mark.usefixtures("derived")
@pytest.mark.parametrize(
    ("name", "verb", "state", "said"),
    [
        ("Émilie", "approve", State.WAITING, "Émilie is on the waiting list."),
        (
            "Émilie",
            "decline",
            State.DECLINED,
            "There is no place for Émilie this time. The mail that says so is on its way.",
        ),
        ("Ana", "remove", State.CANCELLED, "Ana is removed. The mail that says so is on its way."),
        ("Ana", "resend", State.CONFIRMED, "The mail to Ana is on its way once more."),
    ],
)
def test_a_press_in_a_row(session, browser, people, name, verb, state, said):
    answer = press(browser, people[name], verb)

    assert (answer.status_code, answer.location) == (303, HERE)
    assert said in browser.get(HERE).text
    assert state_of(session, people[name]) is state


@pytest.mark.usefixtures("derived")
def test_a_place_past_the_queue_asks_first_and_then_adds_one(session, browser, webinar, people):
    asked = press(browser, people["Di"], "give")

    assert asked.status_code == 409
    assert "All 2 places are taken. For Di one place is added, so that there are 3." in asked.text
    assert state_of(session, people["Di"]) is State.WAITING
    press(browser, people["Di"], "give", **{"may-add-place": "yes"})
    assert state_of(session, people["Di"]) is State.CONFIRMED
    assert session.get_one(RegistrationDesk, webinar.id, populate_existing=True).capacity == 3


@pytest.mark.usefixtures("derived")
def test_a_press_that_comes_too_late_says_so(session, browser, people):
    press(browser, people["Ana"], "remove")
    press(browser, people["Ana"], "remove")

    assert "has changed in the meantime" in browser.get(HERE).text
    assert len(session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == "registration.ended")).all()) == 1


def test_a_press_that_nothing_knows_or_of_another_webinar_is_not_found(session, browser, people):
    assert press(browser, people["Ana"], "promote").status_code == 404
    assert browser.post(f"{HERE}/999999", data={"press": "remove"}).status_code == 404


@pytest.mark.usefixtures("derived")
def test_more_places_and_fewer(session, browser, webinar, people):
    refused = browser.post(f"{HERE}/places", data={"capacity": "1"})
    assert refused.status_code == 422
    assert "2 places are taken: choose 2 or more." in refused.text
    for none in ("0", "200000"):
        refused = browser.post(f"{HERE}/places", data={"capacity": none})
        assert refused.status_code == 422
        assert "Write how many places there are, from 1 to 100000" in refused.text
    nonsense = browser.post(f"{HERE}/places", data={"capacity": "many"})
    assert nonsense.status_code == 422
    assert 'value="many"' in nonsense.text
    half = browser.post(f"{HERE}/places")
    assert half.status_code == 422
    assert session.get_one(RegistrationDesk, webinar.id, populate_existing=True).capacity == 2

    browser.post(f"{HERE}/places", data={"capacity": "3"})

    assert "One person has a place from the waiting list." in browser.get(HERE).text
    assert state_of(session, people["Cy"]) is State.CONFIRMED


def test_all_are_approved_at_once(session, browser, people):
    browser.post(f"{HERE}/approvals")

    assert state_of(session, people["Émilie"]) is State.WAITING


@pytest.mark.parametrize("is_all", [False, True])
def test_where_nobody_waits_nobody_is_approved_without_a_place(session, browser, webinar, people, is_all):
    session.get_one(RegistrationDesk, webinar.id).has_waiting_list = False
    session.commit()

    answer = browser.post(f"{HERE}/approvals") if is_all else press(browser, people["Émilie"], "approve")

    assert (answer.status_code, answer.location) == (303, HERE)
    assert "<p>All 2 places are taken.</p>" in browser.get(HERE).text
    assert state_of(session, people["Émilie"]) is State.PENDING


@pytest.mark.usefixtures("derived")
def test_somebody_is_added_by_hand(session, browser, people):
    wrong = browser.post(HERE, data={"name": "", "email": "laura"})
    assert wrong.status_code == 422
    assert 'value="laura"' in wrong.text
    assert 'id="email-error"' in wrong.text
    asked = browser.post(HERE, data={"name": "Laura", "email": "laura@example.org"})
    assert asked.status_code == 409
    assert 'value="laura@example.org"' in asked.text

    browser.post(HERE, data={"name": "Laura", "email": "laura@example.org", "may-add-place": "yes"})

    laura = session.scalars(sa.select(Registration).where(Registration.name == "Laura")).one()
    assert laura.state is State.CONFIRMED


def test_it_is_closed_and_opened_again_by_a_press(session, browser, webinar):
    open_desk(session, webinar)
    session.commit()

    browser.post(f"{HERE}/window", data={"press": "close"})
    assert "Registration is closed" in browser.get(HERE).text
    browser.post(f"{HERE}/window", data={"press": "open"})
    assert "Registration is open" in browser.get(HERE).text


def test_the_table_is_safe_to_open_and_its_leaving_is_written_down(session, settings, browser, webinar):
    open_desk(session, webinar)
    where = ask(session, webinar, "=Where?")
    registration = make_registration(session, settings, webinar, "+Ana, «the first»\tand only")
    answer = RegistrationAnswer(question_id=where.id, value="@sea")
    answer.registration_id = registration.id
    session.add(answer)
    session.commit()

    response = browser.post(f"{HERE}/table.csv")

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="registrations-comets-and-their-tails.csv"'
    assert response.headers["Cache-Control"] == "no-store"
    assert response.data.startswith(b"\xef\xbb\xbfName,")
    assert b"\r\n" in response.data
    head, row = csv.reader(io.StringIO(response.data.decode("utf-8-sig"), newline=""))
    assert (head[-1], row[0], row[-1]) == ("'=Where?", "'+Ana, «the first»\tand only", "'@sea")
    assert (row[2], row[3]) == ("Has a place", "Europe/Rome")
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "registration:export")).one()
    assert event.detail == {"count": 1}


def test_without_a_desk_there_is_no_such_page(browser, webinar):
    assert browser.get(HERE).status_code == 404


@pytest.fixture
def doors(session, people, noon):
    """Ana opened the door twice, Cy came in from the waiting list; Bo did not come. It is after the start."""
    noon.move_to(START + 30 * MINUTE)
    people["Ana"].joined_first_at, people["Ana"].joined_count = START + 3 * MINUTE, 2
    people["Ana"].attended_minutes = 97
    people["Cy"].joined_first_at, people["Cy"].joined_count = START + 6 * MINUTE, 1
    people["Cy"].standby_at = START + 6 * MINUTE
    session.commit()
    return people


def test_it_says_who_opened_the_door_on_the_clocks_of_the_webinar(session, webinar, doors, browser):
    webinar.display_zones = [{"label": "Britain", "timezone": "Europe/London"}]
    session.commit()

    page = browser.get(HERE).text

    assert ", 2 opened the door</h1>" in page
    assert "Opened the door at 4.03pm Britain, 2 times." in page
    assert "97 minutes in the room." in page
    assert "Opened the door at 4.06pm Britain." in page
    assert "Came in from the waiting list at 4.06pm Britain." in page


def test_on_another_day_the_hour_has_its_day(session, people, doors, browser):
    people["Ana"].joined_first_at = START + 9 * 60 * MINUTE
    session.commit()

    assert "Opened the door at 1am Britain on 15 February, 2 times." in browser.get(HERE).text


@pytest.mark.parametrize(("state", "found"), [("opened", {"Ana", "Cy"}), ("missed", {"Bo"})])
def test_who_opened_the_door_is_found_and_who_did_not(doors, browser, state, found):
    page = browser.get(f"{HERE}?state={state}").text

    assert {name for name in doors if f"<bdi>{name}</bdi>" in page} == found
    assert 'Opened the door <span class="count">2</span>' in page
    assert 'Did not <span class="count">1</span>' in page


def test_before_the_start_nobody_is_said_not_to_have_come(noon, browser, people):
    page = browser.get(HERE).text

    assert "Did not" not in page
    assert "opened the door" not in page


def test_the_table_says_who_came(doors, browser):
    rows = list(csv.DictReader(io.StringIO(browser.post(f"{HERE}/table.csv").text.removeprefix("\ufeff"))))

    names = (
        "Name",
        "Opened the door (UTC)",
        "Times opened",
        "Came in from the waiting list (UTC)",
        "Minutes in the room",
    )
    assert [tuple(row[name] for name in names) for row in rows[:3]] == [
        ("Ana", "2027-02-14T16:03:00Z", "2", "", "97"),
        ("Bo", "", "0", "", ""),
        ("Cy", "2027-02-14T16:06:00Z", "1", "2027-02-14T16:06:00Z", ""),
    ]


def test_where_no_mail_leaves_the_link_is_there_to_be_copied(session, settings, browser, people):
    press(browser, people["Ana"], "resend")

    page = browser.get(HERE).text

    assert "This site sends no mails yet: it is kept until it does." in page
    for name, is_told in (("Ana", True), ("Di", True)):
        assert (f"/registrations/{page_token(settings, people[name])}" in page) is is_told


def test_nobody_is_given_the_link_of_who_has_not_shown_that_the_address_is_theirs(session, settings, browser, webinar):
    open_desk(session, webinar)
    unproven = make_registration(session, settings, webinar, "Zoe", state=State.UNCONFIRMED)
    session.commit()

    assert page_token(settings, unproven) not in browser.get(HERE).text


@pytest.mark.usefixtures("with_mail_server")
def test_where_mails_leave_no_link_is_shown(settings, browser, people):
    assert page_token(settings, people["Ana"]) not in browser.get(HERE).text


@pytest.mark.parametrize(
    "address",
    ["", "/1", "/approvals", "/places", "/window", "/table.csv"],
)
def test_without_registration_nothing_can_be_pressed(browser, webinar, address):
    assert browser.post(HERE + address, data={"press": "close", "capacity": "3"}).status_code == 404


@pytest.mark.usefixtures("derived")
@pytest.mark.parametrize(("minutes", "has_place"), [(-31, True), (-3, True), (125, True), (151, False)])
def test_more_places_go_to_who_waits_until_the_webinar_is_over(
    session, browser, webinar, people, noon, minutes, has_place
):
    noon.move_to(webinar.starts_at + dt.timedelta(minutes=minutes))

    browser.post(f"{HERE}/places", data={"capacity": "3"})

    assert state_of(session, people["Cy"]) is (State.CONFIRMED if has_place else State.WAITING)
    assert state_of(session, people["Di"]) is State.WAITING
