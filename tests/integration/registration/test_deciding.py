"""What organisers decide about registrations."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import make_member, make_registration, open_desk
from tests.integration.registration.conftest import NOW
from webinars.domain.accounts.queries import actor_of
from webinars.domain.registration.errors import (
    PlacesTaken,
    RegistrationClosed,
    RegistrationInvalid,
    StateHasChanged,
    TooFewPlaces,
)
from webinars.domain.registration.organiser_actions import (
    add_by_hand,
    approve,
    close_now,
    decline,
    give_place,
    remove,
    send_again,
    set_capacity,
)
from webinars.domain.registration.queries import window_at
from webinars.domain.registration.registration_window import WindowState
from webinars.lib.errors import NotAllowed
from webinars.models import AuditEvent, OutboundEmail, Registration, RegistrationEnd, RegistrationState, Role

State = RegistrationState


@pytest.fixture
def organiser(session, olga):
    return actor_of(session, olga.id)


def people(session, settings, webinar, count, state):
    return [make_registration(session, settings, webinar, f"{state} {number}", state=state) for number in range(count)]


def test_more_places_go_to_the_first_in_the_queue_and_the_rest_stays_free(
    session, settings, webinar, organiser, promised
):
    desk = open_desk(session, webinar, capacity=10)
    people(session, settings, webinar, 10, State.CONFIRMED)
    waiting = people(session, settings, webinar, 4, State.WAITING)

    assert set_capacity(session, organiser, webinar, 20, now=NOW) == 4

    assert {each.state for each in waiting} == {State.CONFIRMED}
    assert (desk.capacity, desk.seats_taken, promised()) == (20, 14, ["place"] * 4)
    # Nobody has given a place back.
    assert {mail.context["came"] for mail in session.scalars(sa.select(OutboundEmail))} == {"room"}


@pytest.mark.parametrize("state", State)
def test_a_registration_that_has_ended_has_no_mail_to_send_again(
    session, settings, webinar, organiser, promised, state
):
    open_desk(session, webinar)
    registration = make_registration(session, settings, webinar, state=state)

    send_again(session, organiser, registration.id, now=NOW)

    assert bool(promised()) == (state not in {State.DECLINED, State.CANCELLED})


def test_the_number_cannot_be_lowered_below_what_is_taken(session, settings, webinar, organiser):
    desk = open_desk(session, webinar, capacity=20)
    people(session, settings, webinar, 15, State.CONFIRMED)

    with pytest.raises(TooFewPlaces, match=r"^15 places are taken: choose 15 or more\.$"):
        set_capacity(session, organiser, webinar, 8, now=NOW)
    assert desk.capacity == 20
    assert set_capacity(session, organiser, webinar, 15, now=NOW) == 0


def test_without_a_number_all_who_wait_have_a_place(session, settings, webinar, organiser):
    open_desk(session, webinar, capacity=1)
    waiting = people(session, settings, webinar, 3, State.WAITING)

    set_capacity(session, organiser, webinar, None, now=NOW)

    assert {each.state for each in waiting} == {State.CONFIRMED}


def test_who_is_approved_has_a_place_or_a_number(session, settings, webinar, organiser, promised):
    open_desk(session, webinar, capacity=1, is_approval_needed=True)
    first, second = people(session, settings, webinar, 2, State.PENDING)

    approve(session, organiser, first.id, now=NOW)
    approve(session, organiser, second.id, now=NOW)

    assert (first.state, second.state) == (State.CONFIRMED, State.WAITING)
    assert promised() == ["place", "waiting"]
    with pytest.raises(StateHasChanged):
        approve(session, organiser, first.id, now=NOW)


def test_who_is_declined_is_told(session, settings, webinar, organiser, promised):
    open_desk(session, webinar, is_approval_needed=True)
    (registration,) = people(session, settings, webinar, 1, State.PENDING)

    decline(session, organiser, registration.id, now=NOW)

    assert (registration.state, registration.ended_by) == (State.DECLINED, RegistrationEnd.ORGANISER)
    assert promised() == ["declined"]


def test_a_place_that_is_taken_back_goes_to_the_next(session, settings, webinar, organiser, promised):
    open_desk(session, webinar, capacity=1)
    (ana,) = people(session, settings, webinar, 1, State.CONFIRMED)
    (bo,) = people(session, settings, webinar, 1, State.WAITING)

    remove(session, organiser, ana.id, now=NOW)

    assert (ana.state, bo.state) == (State.CANCELLED, State.CONFIRMED)
    assert promised() == ["place", "ended"]


def test_a_place_past_the_queue_is_one_more_only_if_that_was_meant(session, settings, webinar, organiser):
    desk = open_desk(session, webinar, capacity=1)
    people(session, settings, webinar, 1, State.CONFIRMED)
    first, second = people(session, settings, webinar, 2, State.WAITING)

    with pytest.raises(PlacesTaken):
        give_place(session, organiser, second.id, now=NOW)
    give_place(session, organiser, second.id, may_add_place=True, now=NOW)

    assert (first.state, second.state) == (State.WAITING, State.CONFIRMED)
    assert (desk.capacity, desk.seats_taken) == (2, 2)


def test_nobody_has_a_place_at_an_address_that_may_be_somebody_elses(session, settings, webinar, organiser):
    desk = open_desk(session, webinar, capacity=1)
    (ana,) = people(session, settings, webinar, 1, State.UNCONFIRMED)

    with pytest.raises(StateHasChanged):
        give_place(session, organiser, ana.id, may_add_place=True, now=NOW)

    assert (ana.state, desk.seats_taken) == (State.UNCONFIRMED, 0)


def test_somebody_is_added_by_hand(session, settings, webinar, organiser, promised):
    desk = open_desk(session, webinar, capacity=1)
    people(session, settings, webinar, 1, State.CONFIRMED)
    add = {"name": "Laura Bassi", "email": "Laura@example.org", "now": NOW}

    with pytest.raises(PlacesTaken):
        add_by_hand(session, settings, organiser, webinar, **add)
    add_by_hand(session, settings, organiser, webinar, may_add_place=True, **add)

    laura = session.scalars(sa.select(Registration).where(Registration.email_normal == "laura@example.org")).one()
    assert (laura.state, laura.source, desk.capacity) == (State.CONFIRMED, "hand", 2)
    assert promised() == ["place"]
    with pytest.raises(RegistrationInvalid, match="on the list already"):
        add_by_hand(session, settings, organiser, webinar, may_add_place=True, **add)
    with pytest.raises(RegistrationClosed, match="over"):
        add_by_hand(session, settings, organiser, webinar, **{**add, "now": webinar.ends_at + dt.timedelta(hours=1)})


def test_history_knows_what_was_done_and_no_names(session, settings, webinar, organiser):
    open_desk(session, webinar, capacity=1)
    (ana,) = people(session, settings, webinar, 1, State.CONFIRMED)
    remove(session, organiser, ana.id, now=NOW)

    (event,) = session.scalars(sa.select(AuditEvent).where(AuditEvent.action.like("registration:%")))

    assert (event.action, event.actor_id, event.webinar_id) == (
        "registration:remove",
        organiser.user_id,
        webinar.id,
    )
    assert event.detail == {"registration": ana.id}


@pytest.mark.parametrize("verb", [approve, decline, remove, give_place])
@pytest.mark.parametrize("who", ["viewer", "stranger"])
def test_only_editors_of_the_host_decide(session, settings, webinar, lunar, oskar, verb, who):
    open_desk(session, webinar)
    (registration,) = people(session, settings, webinar, 1, State.PENDING)
    person = make_member(session, lunar, "Vera", Role.VIEWER) if who == "viewer" else oskar
    actor = actor_of(session, person.id)

    with pytest.raises(NotAllowed):
        verb(session, actor, registration.id, now=NOW)
    with pytest.raises(NotAllowed):
        set_capacity(session, actor, webinar, 5, now=NOW)
    with pytest.raises(NotAllowed):
        add_by_hand(session, settings, actor, webinar, name="Ana", email="a@b.example", now=NOW)


@pytest.mark.parametrize("seconds", [0, 1, 59])
def test_what_is_closed_now_is_closed_at_once(session, webinar, organiser, seconds):
    open_desk(session, webinar)
    now = NOW + dt.timedelta(seconds=seconds)

    close_now(session, organiser, webinar, now=now)

    assert window_at(session, webinar, now=now).state is WindowState.CLOSED
