"""What a real mail server receives of a message, and what it does not once the message is stopped."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import make_registration
from tests.integration.registration.conftest import NOW
from tests.postbox import mail_server, postbox, sending
from webinars.app.mail_kinds import KINDS
from webinars.db import db
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.mail.jobs import send_due_mails
from webinars.domain.mail.outbox.leases import BATCH
from webinars.domain.registration.mailings.mailing import send_mailings
from webinars.domain.registration.messages.actions import send, stop
from webinars.domain.registration.messages.deliveries import DeliveryState, deliveries_of
from webinars.domain.registration.messages.drafts import Draft
from webinars.models import Audience, Mailing, Webinar

__all__ = ["mail_server", "postbox", "sending"]
HOUR = dt.timedelta(hours=1)
PEOPLE = BATCH + 5


@pytest.fixture
def promised(session, settings, webinar, desk):
    """A message to 25 people, each mail of it promised."""
    session.commit()
    for number in range(PEOPLE):
        at = {"created_at": NOW - HOUR, "confirmed_at": NOW - HOUR}
        make_registration(session, settings, webinar, f"secret{number}", **at)
    session.commit()
    draft = Draft(audience=Audience.CONFIRMED, subject="Note G", body="Have it at hand.")
    send(session, settings, OPERATOR, webinar, draft, said_count=PEOPLE, key="form-number-1", now=NOW)
    session.commit()
    send_mailings(session, now=lambda: NOW)


def test_each_gets_one_that_names_nobody_else(session, sending, postbox, promised):
    send_due_mails(session, sending, KINDS, now=lambda: NOW)

    assert len({message["To"] for message in postbox.messages}) == len(postbox.messages) == PEOPLE
    for message in postbox.messages:
        name = message["To"].partition("@")[0]
        others = message.as_string().replace(f"{name}@attendee.example", "")
        assert "attendee.example" not in others
        assert "via Learned Societies" in message["From"]
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message["Auto-Submitted"] == "auto-generated"
        assert "<img" not in others
    session.expire_all()
    found = deliveries_of(session, session.scalar(sa.select(Mailing.webinar_id)))[0]
    assert (found.state, found.sent_count, found.total) == (DeliveryState.SENT, PEOPLE, PEOPLE)


def test_stopped_while_the_first_leaves_no_batch_follows(app, session, sending, postbox, promised, webinar):
    """What a worker has in its hands leaves still."""
    webinar_id, mailing_id = webinar.id, session.scalar(sa.select(Mailing.id))
    session.commit()
    stopped = []

    def stop_it():
        if not stopped:
            stopped.append(1)
            with app.app_context():
                stop(db.session(), OPERATOR, db.session.get_one(Webinar, webinar_id), mailing_id, now=NOW)
                db.session.commit()

    postbox.meanwhile = stop_it

    send_due_mails(session, sending, KINDS, now=lambda: NOW)

    session.expire_all()
    found = deliveries_of(session, webinar_id)[0]
    assert len(postbox.messages) == found.sent_count == BATCH
    assert (found.state, found.unsent_count, found.missed_count) == (DeliveryState.STOPPED, 0, 5)
