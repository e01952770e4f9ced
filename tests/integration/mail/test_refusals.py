"""Administrators hear of it when servers refuse our mail whoever it is for, once a day, and never in a circle."""

import dataclasses
import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import make_user
from tests.integration.mail.test_receiving import NOW
from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.commands.doctor_checks.services import _mail
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.compose import write_letter
from webinars.domain.mail.jobs import send_due_mails
from webinars.domain.mail.queries import outbox_problems
from webinars.domain.mail.sender_refusals import refusals
from webinars.domain.mail.suppressions import note_bounce
from webinars.models import Bounce, OutboundEmail, Priority, PromiseState

DAY = dt.timedelta(days=1)
WORDS = "550 5.7.515 Access denied: … does not meet the required authentication level"


@pytest.fixture
def admins(session):
    found = [make_user(session, name, is_admin=True) for name in ("Ada", "Babbage")]
    make_user(session, "Gone", is_admin=True, is_active=False)
    make_user(session, "Olga")
    session.commit()
    return found


@pytest.fixture
def refused(session, settings):
    """`refused()`: one more mail has come back because it is ours."""
    count = 0

    def refused(*, now=NOW, words=WORDS, bounce=Bounce.OURS):
        nonlocal count
        count += 1
        add_mail(
            session,
            kind="accounts.reset",
            priority=Priority.MESSAGE,
            recipient="ana@attendee.example",
            context={},
            dedupe_key=f"test:{count}",
            now=now,
        )
        mail = session.scalars(sa.select(OutboundEmail).where(OutboundEmail.dedupe_key == f"test:{count}")).one()
        mail.state, mail.sent_at, mail.failure = PromiseState.SENT, now, words
        note_bounce(session, settings, mail, bounce, words, now=now)
        session.commit()
        return mail

    return refused


def told(session):
    return session.scalars(
        sa.select(OutboundEmail).where(OutboundEmail.kind == "mail.refused").order_by(OutboundEmail.id)
    ).all()


def test_each_administrator_gets_one_mail_a_day(session, settings, admins, refused):
    for _number in range(3):
        refused()
    assert [mail.recipient for mail in told(session)] == [admin.email for admin in admins]
    assert {mail.priority for mail in told(session)} == {Priority.SECURITY}

    refused(now=NOW + DAY)
    assert len(told(session)) == 4


@pytest.mark.parametrize("bounce", [Bounce.HARD, Bounce.SOFT, Bounce.COMPLAINT])
def test_nothing_is_said_of_what_is_not_about_us(session, admins, refused, bounce):
    refused(bounce=bounce)

    assert told(session) == []


def test_it_says_what_the_servers_said_and_what_to_look_at(session, settings, admins, refused):
    refused()
    refused(words="550 5.7.1 Blocked")
    refused()
    settings = dataclasses.replace(settings, mail_from="post@webinars.example")

    letter = write_letter(session, settings, KINDS, told(session)[0], now=NOW)

    assert "3 mails were refused within a day because they are ours" in letter.text
    assert letter.text.count(WORDS) == letter.text.count("550 5.7.1 Blocked") == 1
    assert "the domain of post@webinars.example: its SPF and DMARC records, and the DKIM signature" in letter.text
    assert "Mails go on leaving." in letter.text
    assert "ana@" not in letter.text
    for _number in range(20):
        refused()
    letter = write_letter(session, settings, KINDS, told(session)[0], now=NOW)
    assert "reminders, messages and digests wait for an hour." in letter.text
    assert write_letter(session, settings, KINDS, told(session)[0], now=NOW + 2 * DAY) is None


def test_its_own_bounce_promises_no_other(session, settings, admins, refused):
    refused()
    for mail in told(session):
        note_bounce(session, settings, mail, Bounce.OURS, WORDS, now=NOW + DAY)
    session.commit()

    assert len(told(session)) == 2


def test_a_server_that_refuses_everything_gets_one_mail_for_each(session, sending, postbox, admins):
    """Also the mails about it: they are refused, and that is the end."""
    for recipient in ("ana@attendee.example", *(admin.email for admin in admins)):
        postbox.answers_to[recipient] = "550 5.7.1 Our policy"
    add_mail(
        session,
        kind="accounts.password_changed",
        priority=Priority.REGISTRATION,
        recipient="ana@attendee.example",
        context={"user_id": admins[0].id},
        dedupe_key="x",
        now=NOW,
    )
    session.commit()

    for _run in range(3):
        send_due_mails(session, sending, KINDS, now=lambda: NOW)

    states = session.execute(sa.select(OutboundEmail.kind, OutboundEmail.state, OutboundEmail.bounce)).all()
    assert sorted(states) == [
        ("accounts.password_changed", PromiseState.FAILED, Bounce.OURS),
        *[("mail.refused", PromiseState.FAILED, Bounce.OURS)] * 2,
    ]


def test_the_outbox_and_the_doctor_say_so(session, sending, client, sign_in, admins, refused, app, monkeypatch):
    now = clock.now()
    assert refusals(session, now=now).count == 0
    for _number in range(20):
        refused(now=now)
    monkeypatch.setitem(app.config, "SETTINGS", sending)
    sign_in(client, admins[0])

    page = client.get("/manage/outbox").text
    assert "20 mails were refused within a day because they are ours." in page
    assert "reminders, messages and digests wait for an hour." in page
    found = [check for check in _mail(sending, outbox_problems(session, now=now)) if check.is_wrong]
    assert "20 were refused within a day because they are ours; look at SPF, DKIM, DMARC" in str(found)
    assert "digests wait" in str(found)
