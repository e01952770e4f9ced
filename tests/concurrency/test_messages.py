"""Several people press at once: a message goes once, to no more people than was said, and stops when it is stopped."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation, make_registration, make_user, make_webinar, open_desk
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.registration.attendee_actions import give_back
from webinars.domain.registration.errors import AudienceHasChanged, TooManyMessages
from webinars.domain.registration.mailings.mailing import send_mailings
from webinars.domain.registration.messages.actions import send, stop
from webinars.domain.registration.messages.drafts import Draft
from webinars.models import Audience, Mailing, OutboundEmail, Webinar

PEOPLE = 30


@pytest.fixture
def webinar(session, settings):
    webinar = make_webinar(session, make_organisation(session), starts_in=dt.timedelta(days=5))
    open_desk(session, webinar)
    for number in range(PEOPLE):
        make_registration(session, settings, webinar, f"A {number}")
    session.commit()
    return webinar


@pytest.fixture
def ada(session, webinar):
    user = make_user(session, "Ada", is_admin=True)
    session.commit()
    return user


@pytest.fixture
def press(settings, webinar, ada):
    """`press("key")`: what one press of "Send to 30 people" does."""
    webinar_id, ada_id = webinar.id, ada.id

    def press(key):
        def work(own):
            webinar, actor = own.get_one(Webinar, webinar_id), actor_of(own, ada_id)
            draft = Draft(audience=Audience.CONFIRMED, subject="Note G", body="Have it at hand.")
            send(own, settings, actor, webinar, draft, said_count=PEOPLE, key=key, now=clock.now())

        return work

    return press


def count(session, table):
    session.rollback()
    return session.scalar(sa.select(sa.func.count(table.id)))


def test_one_form_pressed_six_times_at_once_is_one_message(session, together, press):
    assert together([press("the-same-form")] * 6) == []

    assert count(session, Mailing) == 1


def test_of_six_people_who_press_at_once_three_may(session, together, press):
    refused = together([press(f"form-number-{number}") for number in range(6)])

    assert refused == [TooManyMessages] * 3
    assert count(session, Mailing) == 3


def test_somebody_goes_while_it_is_pressed(session, webinar, together, press):
    """Either the press is told, or whoever went is dropped later: never are more mails promised than people were."""
    first = session.scalar(sa.text("SELECT min(id) FROM registration"))

    refused = together([press("form-number-1"), lambda own: give_back(own, first, now=clock.now())])
    send_mailings(session)

    promised = session.scalar(
        sa.select(sa.func.count(OutboundEmail.id)).where(OutboundEmail.kind == "registration.message")
    )
    assert (refused, promised) in [([AudienceHasChanged], 0), ([], PEOPLE - 1)]


def test_stopped_while_workers_send_it_on_it_ends(session, webinar, ada, together, press, monkeypatch):
    monkeypatch.setattr("webinars.domain.registration.mailings.mailing.CHUNK", 2)
    together([press("form-number-1")])
    mailing_id, webinar_id, ada_id = session.scalar(sa.select(Mailing.id)), webinar.id, ada.id

    def stop_it(own):
        stop(own, actor_of(own, ada_id), own.get_one(Webinar, webinar_id), mailing_id, now=clock.now())

    together([stop_it, send_mailings, send_mailings])
    send_mailings(session)
    first = count(session, OutboundEmail)
    send_mailings(session)

    mailing = session.get_one(Mailing, mailing_id, populate_existing=True)
    assert mailing.stopped_at is not None
    assert count(session, OutboundEmail) == first == mailing.mail_count <= PEOPLE
    assert not session.scalar(sa.text("SELECT count(*) FROM mailing WHERE state IN ('due', 'sending')"))
