"""Many people at one desk: no seat is sold twice, none is lost, and the queue is fair."""

import datetime as dt
import random

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation, make_registration, make_series, make_webinar, open_desk
from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.insight.activity_spool import ActCount as Noticed
from webinars.domain.insight.activity_spool import act_tray, packed, store_acts
from webinars.domain.mail.compose import write_letter
from webinars.domain.registration.attendee_actions import RegistrationInput, confirm, give_back, register
from webinars.domain.registration.errors import RoomFull
from webinars.domain.registration.groups.actions import confirm_together, register_together
from webinars.domain.registration.organiser_actions import approve, remove, set_capacity
from webinars.domain.registration.queries import place_in_queue
from webinars.domain.registration.standby_entry import come_in
from webinars.models import (
    Act,
    ActCount,
    GroupedRegistration,
    OutboundEmail,
    Registration,
    RegistrationDesk,
    RegistrationGroup,
    RegistrationState,
    Webinar,
)

State = RegistrationState


@pytest.fixture
def webinar(session):
    return make_webinar(session, make_organisation(session), starts_in=dt.timedelta(days=5))


def in_state(session, state):
    return session.scalars(
        sa.select(Registration).where(Registration.state == state).order_by(Registration.queue_number, Registration.id)
    ).all()


def assert_sound(session, webinar):
    """What must hold at every moment."""
    desk = session.get_one(RegistrationDesk, webinar.id)
    taken = len(in_state(session, State.CONFIRMED))
    assert desk.seats_taken == taken
    assert desk.capacity is None or taken <= desk.capacity
    return desk


def presses(registrations):
    return [lambda own, number=each.id: confirm(own, number, now=clock.now()) for each in registrations]


def test_sixty_people_press_for_ten_places(session, settings, webinar, together):
    open_desk(session, webinar, capacity=10)
    people = [make_registration(session, settings, webinar, f"A {n}", state=State.UNCONFIRMED) for n in range(60)]

    assert together(presses(people)) == []

    assert_sound(session, webinar)
    waiting = in_state(session, State.WAITING)
    assert len(in_state(session, State.CONFIRMED)) == 10
    assert [place_in_queue(session, each) for each in waiting] == list(range(1, 51))


@pytest.mark.parametrize("attempt", range(3))
def test_one_address_that_registers_twice_at_once_is_one_registration(session, settings, webinar, together, attempt):
    open_desk(session, webinar, capacity=5)
    entered = RegistrationInput(name="Ana", email="ana@attendee.example")

    refused = together([lambda own: register(own, settings, webinar.id, entered, now=clock.now())] * 6)

    assert refused == []
    assert len(session.scalars(sa.select(Registration)).all()) == 1


def test_places_given_back_go_to_those_who_waited_longest_whoever_comes_meanwhile(session, settings, webinar, together):
    open_desk(session, webinar, capacity=5)
    seated = [make_registration(session, settings, webinar, f"S {n}") for n in range(5)]
    queue = [make_registration(session, settings, webinar, f"W {n}", state=State.WAITING) for n in range(8)]
    coming = [make_registration(session, settings, webinar, f"N {n}", state=State.UNCONFIRMED) for n in range(5)]
    leaving = [lambda own, number=each.id: give_back(own, number, now=clock.now()) for each in seated]

    assert together([*leaving, *presses(coming)]) == []

    assert_sound(session, webinar)
    assert {each.id for each in in_state(session, State.CONFIRMED)} == {each.id for each in queue[:5]}
    assert [each.id for each in in_state(session, State.WAITING)][:3] == [each.id for each in queue[5:]]


def test_whoever_presses_and_gives_back_at_once_changes_one_seat_each(session, settings, webinar, together):
    open_desk(session, webinar, capacity=3)
    people = [make_registration(session, settings, webinar, f"A {n}", state=State.UNCONFIRMED) for n in range(6)]
    backs = [lambda own, number=each.id: give_back(own, number, now=clock.now()) for each in people[:3]]

    together([*presses(people), *presses(people), *backs])

    assert_sound(session, webinar)


def test_the_last_place_that_stayed_empty_is_used_by_one_of_twenty(session, settings, webinar, together):
    webinar.starts_at, webinar.ends_at = clock.now() - dt.timedelta(minutes=6), clock.now() + dt.timedelta(hours=1)
    webinar.join_url = "https://room.example/secret"
    open_desk(session, webinar, capacity=3)
    for number in range(3):
        joined_at = clock.now() if number else None
        make_registration(session, settings, webinar, f"S {number}", joined_first_at=joined_at)
    queue = [make_registration(session, settings, webinar, f"W {n}", state=State.WAITING) for n in range(20)]
    presses = [lambda own, number=each.id: come_in(own, number, now=clock.now()) for each in queue]

    assert together(presses) == [RoomFull] * 19

    came = session.scalars(sa.select(Registration).where(Registration.standby_at.is_not(None))).all()
    assert (len(came), assert_sound(session, webinar).standby_taken) == (1, 1)


def test_two_presses_at_once_take_one_place(session, settings, webinar, together):
    webinar.starts_at, webinar.ends_at = clock.now() - dt.timedelta(minutes=6), clock.now() + dt.timedelta(hours=1)
    webinar.join_url = "https://room.example/secret"
    open_desk(session, webinar, capacity=3)
    ana = make_registration(session, settings, webinar, state=State.WAITING)

    assert together([lambda own: come_in(own, ana.id, now=clock.now())] * 6) == []
    assert session.get_one(RegistrationDesk, webinar.id).standby_taken == 1


def test_workers_that_store_doors_at_once_lose_none_beside_the_verbs(session, settings, webinar, together):
    open_desk(session, webinar, capacity=10)
    people = [make_registration(session, settings, webinar, f"A {n}") for n in range(8)]
    tray = act_tray(settings)
    list(tray.take())
    for turn in range(12):
        chosen = people if turn % 2 else reversed(people)
        tray.lay(packed(Noticed(Act.DOOR, webinar.id, clock.now(), registration_id=each.id) for each in chosen))
    stores = [lambda own: store_acts(own, settings, now=clock.now())] * 4
    backs = [lambda own, number=each.id: give_back(own, number, now=clock.now()) for each in people[:3]]

    assert together([*stores, *backs]) == []

    assert_sound(session, webinar)
    assert set(session.scalars(sa.select(Registration.joined_count))) == {12}
    assert session.scalar(sa.select(sa.func.sum(ActCount.count)).where(ActCount.act == Act.DOOR)) == 96


@pytest.mark.parametrize("seed", range(4))
def test_no_order_of_verbs_oversells_or_loses_a_place(session, settings, webinar, together, seed):
    """Eight at a time, some hundred verbs in an order by chance, the same in every run."""
    chance = random.Random(seed)
    open_desk(session, webinar, capacity=4)
    session.commit()
    for _round in range(12):
        together([_any_verb(chance, session, settings, webinar) for _ in range(8)])
        desk = assert_sound(session, webinar)
        waits = bool(in_state(session, State.WAITING))
        assert not (waits and desk.capacity is not None and desk.seats_taken < desk.capacity), "a place was lost"
        session.rollback()


def _any_verb(chance, session, settings, webinar):
    webinar_id, now = webinar.id, clock.now()
    ids = session.scalars(sa.select(Registration.id)).all()
    registration_id = chance.choice(ids) if ids else 0
    email = f"a{chance.randrange(40)}@attendee.example"
    capacity = chance.choice([None, 2, 3, 4, 6])
    verbs = [
        lambda own: register(own, settings, webinar_id, RegistrationInput(name="Ana", email=email), now=now),
        lambda own: set_capacity(own, OPERATOR, own.get_one(Webinar, webinar_id), capacity, now=now),
    ]
    if ids:
        verbs += [
            lambda own: confirm(own, registration_id, now=now),
            lambda own: confirm(own, registration_id, now=now),
            lambda own: give_back(own, registration_id, now=now),
            lambda own: approve(own, OPERATOR, registration_id, now=now),
            lambda own: remove(own, OPERATOR, registration_id, now=now),
        ]
    return chance.choice(verbs)


def test_sixty_people_register_for_five_webinars_of_twenty_places_each(session, settings, together):
    """Each gets what there is of each webinar, by one press, and one mail says exactly what that was."""
    series = make_series(session, make_organisation(session, "A society of letters"))
    webinars = [
        make_webinar(session, series.organisation, f"Letter {number}", starts_in=dt.timedelta(days=5), series=series)
        for number in range(5)
    ]
    for each in webinars:
        open_desk(session, each, capacity=20)
    session.commit()
    ids, series_id = [each.id for each in webinars], series.id

    def come(number):
        def act(own):
            now = clock.now()
            person = RegistrationInput(name=f"Person {number}", email=f"{number}@attendee.example")
            # Some tick them in another order.
            chosen = random.Random(number).sample(ids, 5)
            register_together(own, settings, series_id, chosen, ids, person, now=now)
            own.commit()
            (group_id,) = own.scalars(
                sa.select(GroupedRegistration.group_id)
                .join(Registration, Registration.id == GroupedRegistration.registration_id)
                .where(Registration.email_normal == f"{number}@attendee.example")
                .distinct()
            )
            confirm_together(own, own.get_one(RegistrationGroup, group_id), now=now)

        return act

    assert together([come(number) for number in range(60)]) == []

    session.expire_all()
    for each in webinars:
        desk = session.get_one(RegistrationDesk, each.id)
        counts = [
            session.scalar(
                sa.select(sa.func.count()).where(Registration.webinar_id == each.id, Registration.state == state)
            )
            for state in (State.CONFIRMED, State.WAITING, State.UNCONFIRMED)
        ]
        assert (desk.seats_taken, *counts) == (20, 20, 40, 0)
    mails = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.kind == "registration.places")).all()
    assert len(mails) == 60
    for mail in mails:
        letter = write_letter(session, settings, KINDS, mail, now=clock.now())
        given = {each.title: each.what for each in letter.paragraphs}
        held = session.execute(
            sa.select(Webinar.title, Registration.state)
            .join(Webinar, Webinar.id == Registration.webinar_id)
            .where(Registration.email_normal == mail.recipient)
        )
        assert {title: state is State.CONFIRMED for title, state in held} == {
            title: what == "A place" for title, what in given.items()
        }
        assert len(given) == 5
