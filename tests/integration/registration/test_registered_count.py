"""That somebody has registered is counted once, in the transaction in which it becomes true."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import make_registration
from webinars import clock
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.registration.attendee_actions import RegistrationInput, confirm, give_back, register
from webinars.domain.registration.organiser_actions import add_by_hand, approve, give_place, set_capacity
from webinars.models import Act, ActCount, Registration, RegistrationState

State = RegistrationState
TODAY = dt.datetime(2027, 2, 9, tzinfo=dt.UTC)
ROME = (Act.REGISTERED, TODAY, "Europe/Rome")
ANA = RegistrationInput(name="Ana", email="ana@attendee.example", timezone="Europe/Rome")


@pytest.fixture
def counted(session):
    def counted():
        rows = session.scalars(sa.select(ActCount).order_by(ActCount.at, ActCount.about))
        return {(row.act, row.at, row.about): row.count for row in rows}

    return counted


@pytest.fixture(autouse=True)
def now(noon):
    return noon


def test_a_place_at_once_is_counted_at_once_and_once(session, settings, webinar, desk, counted):
    for _ in range(3):
        register(session, settings, webinar.id, ANA, now=clock.now())
    register(
        session, settings, webinar.id, RegistrationInput(name="Bea", email="bea@attendee.example"), now=clock.now()
    )

    assert counted() == {ROME: 1, (Act.REGISTERED, TODAY, "Europe/London"): 1}


def test_who_has_to_press_is_counted_by_the_press(session, settings, webinar, desk, counted):
    desk.capacity = 1
    register(session, settings, webinar.id, ANA, now=clock.now())
    ana = session.scalars(sa.select(Registration)).one()
    assert counted() == {}

    for _ in range(3):
        confirm(session, ana.id, now=clock.now())

    assert counted() == {ROME: 1}


def test_who_comes_onto_the_waiting_list_is_counted_and_not_again_with_a_place(
    session, settings, webinar, desk, counted
):
    desk.capacity = 1
    first = make_registration(session, settings, webinar, "First")
    waits = make_registration(session, settings, webinar, "Waits", state=State.UNCONFIRMED)
    confirm(session, waits.id, now=clock.now())
    assert counted() == {ROME: 1}

    give_back(session, first.id, now=clock.now())

    assert session.get(Registration, waits.id).state is State.CONFIRMED
    assert counted() == {ROME: 1}


def test_who_is_to_be_approved_is_counted_by_the_press_alone(session, settings, webinar, desk, counted):
    desk.is_approval_needed = True
    somebody = make_registration(session, settings, webinar, state=State.UNCONFIRMED)
    confirm(session, somebody.id, now=clock.now())
    assert counted() == {ROME: 1}

    approve(session, OPERATOR, somebody.id, now=clock.now())

    assert counted() == {ROME: 1}


def test_who_is_added_by_hand_is_counted(session, settings, webinar, desk, counted):
    add_by_hand(
        session, settings, OPERATOR, webinar, name="Ana", email="a@x.example", timezone="Europe/Rome", now=clock.now()
    )

    assert counted() == {ROME: 1}


@pytest.mark.parametrize("state", [State.PENDING, State.WAITING])
def test_a_place_that_organisers_give_counts_nobody_again(session, settings, webinar, desk, counted, state):
    somebody = make_registration(session, settings, webinar, state=state)
    give_place(session, OPERATOR, somebody.id, now=clock.now())

    assert counted() == {}


def test_more_places_count_nobody_again(session, settings, webinar, desk, counted):
    desk.capacity = 1
    make_registration(session, settings, webinar, "First")
    make_registration(session, settings, webinar, "Waits", state=State.WAITING)

    assert set_capacity(session, OPERATOR, webinar, 2, now=clock.now()) == 1
    assert counted() == {}


@pytest.mark.usefixtures("derived")
def test_what_is_taken_back_was_not_counted(session, settings, webinar, desk, counted):
    session.commit()
    register(session, settings, webinar.id, ANA, now=clock.now())
    session.rollback()

    assert counted() == {}


@pytest.mark.usefixtures("derived")
def test_the_day_is_that_of_the_webinars_zone(session, settings, webinar, desk, counted, now):
    webinar.timezone = "America/New_York"
    session.commit()
    now.move_to(dt.datetime(2027, 2, 10, 3, tzinfo=dt.UTC))
    register(session, settings, webinar.id, ANA, now=clock.now())

    assert counted() == {(Act.REGISTERED, dt.datetime(2027, 2, 9, 5, tzinfo=dt.UTC), "Europe/Rome"): 1}
