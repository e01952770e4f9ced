"""Several people press at once about the mail that a recording is up: one of them wins, and nothing is sent twice."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import add_recording, make_organisation, make_registration, make_user, make_webinar, open_desk
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.registration.errors import RecapMailSettled
from webinars.domain.registration.mailings.mailing import send_mailings
from webinars.domain.registration.mailings.recap_mail import (
    RecapMailPress,
    RecapMailState,
    press_recap_mail,
    recap_mail_of,
)
from webinars.domain.registration.recording_wishes import ask_for_recording, confirm_wish
from webinars.models import Mailing, OutboundEmail, RecordingWish, Webinar

PEOPLE = 30
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def webinar(session, settings):
    """Is over, without a recording. Thirty with a place have asked for it, and thirty without one."""
    webinar = make_webinar(session, make_organisation(session), starts_in=-dt.timedelta(days=1))
    open_desk(session, webinar)
    for number in range(PEOPLE):
        make_registration(session, settings, webinar, f"A {number}", wants_recording=True)
        ask_for_recording(session, settings, webinar, f"w{number}@attendee.example", now=clock.now())
    session.execute(sa.update(RecordingWish).values(confirmed_at=clock.now()))
    session.commit()
    return webinar


@pytest.fixture
def recorded(session, webinar):
    add_recording(session, session.get_one(Webinar, webinar.id))
    session.commit()


@pytest.fixture
def pressing(session, webinar, recorded):
    ada = make_user(session, "Ada", is_admin=True)
    session.commit()
    webinar_id, ada_id = webinar.id, ada.id

    def pressing(pressed):
        def work(own):
            # As the view does: first the lock, then the clock.
            webinar, actor = own.get_one(Webinar, webinar_id, with_for_update=True), actor_of(own, ada_id)
            press_recap_mail(own, actor, webinar, pressed, now=clock.now())

        return work

    return pressing


def recipients(session):
    session.rollback()
    kinds = ("registration.recording", "registration.recording_wish")
    return session.scalars(sa.select(OutboundEmail.recipient).where(OutboundEmail.kind.in_(kinds))).all()


def test_of_sending_and_stopping_one_wins_and_the_other_is_told(session, webinar, together, pressing):
    refused = together([pressing(RecapMailPress.NOW), pressing(RecapMailPress.STOP)])
    send_mailings(session)

    assert refused == [RecapMailSettled]
    state = recap_mail_of(session, webinar.id, now=clock.now()).state
    assert (state, len(recipients(session))) in [(RecapMailState.LEFT, 2 * PEOPLE), (RecapMailState.STOPPED, 0)]


def test_six_presses_and_two_workers_send_it_once(session, together, pressing):
    refused = together([pressing(RecapMailPress.NOW)] * 6 + [send_mailings] * 2)
    send_mailings(session)

    assert refused == [RecapMailSettled] * 5
    assert len(recipients(session)) == len(set(recipients(session))) == 2 * PEOPLE
    assert session.scalars(sa.select(RecordingWish)).all() == []


def test_sent_after_all_by_two_it_goes_once(session, together, pressing):
    assert together([pressing(RecapMailPress.STOP)]) == []

    refused = together([pressing(RecapMailPress.AFTER_ALL)] * 2)
    send_mailings(session)

    assert refused == [RecapMailSettled]
    assert len(recipients(session)) == 2 * PEOPLE


def test_when_its_hour_comes_while_it_is_stopped_either_all_go_or_none(session, together, pressing):
    def later():
        return clock.now() + HOUR + dt.timedelta(minutes=1)

    together([pressing(RecapMailPress.STOP), lambda own: send_mailings(own, now=later)])
    send_mailings(session, now=later)

    kinds = session.scalars(sa.select(Mailing.kind).where(Mailing.stopped_at.is_(None))).all()
    assert len(recipients(session)) == PEOPLE * len(kinds)


def test_who_presses_while_the_recording_is_added_is_told_or_does_not_wait(session, webinar, together):
    """Never does somebody wait for a mail that nobody has promised."""
    session.execute(sa.delete(RecordingWish).where(RecordingWish.email_normal != "w1@attendee.example"))
    session.execute(sa.update(RecordingWish).values(confirmed_at=None))
    session.commit()
    wish_id, webinar_id = session.scalars(sa.select(RecordingWish.id)).one(), webinar.id

    def add(own):
        add_recording(own, own.get_one(Webinar, webinar_id))

    assert together([add, lambda own: confirm_wish(own, wish_id, now=clock.now())]) == []

    session.rollback()
    is_waiting = session.scalars(sa.select(RecordingWish.confirmed_at)).one() is not None
    promised = session.scalars(sa.select(Mailing).where(Mailing.kind == "registration.recording_wish")).all()
    assert len(promised) == is_waiting


def test_two_who_enter_the_same_address_are_one_wish(session, settings, webinar, together):
    webinar_id = webinar.id

    def ask(own):
        webinar = own.get_one(Webinar, webinar_id)
        ask_for_recording(own, settings, webinar, "new@attendee.example", now=clock.now())

    assert together([ask] * 6) == []

    query = sa.select(OutboundEmail).where(OutboundEmail.recipient == "new@attendee.example")
    assert len(session.scalars(query).all()) == 1
