"""Mails that come back, complaints and people who want no more: what is written down, and what leaves afterwards."""

import dataclasses
import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation, make_user
from tests.unit.domain.mail.test_bounces import REPORT, recipient
from webinars.app.mail_kinds import KINDS
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.incoming import IncomingResult, NotForUs, receive
from webinars.domain.mail.jobs import send_due_mails
from webinars.domain.mail.return_path import message_id, return_address, unsubscribe_address
from webinars.domain.mail.suppressions import write_again
from webinars.models import AuditEvent, Bounce, OutboundEmail, Priority, PromiseState, Stop, Suppression

NOW = dt.datetime(2027, 2, 14, 16, 0, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def returning(sending):
    return dataclasses.replace(sending, mail_return="bounces+%s@mail.example")


@pytest.fixture
def lunar(session):
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def sent(session, returning):
    """`sent()`: one more mail has been tried, by default a message; returns its row."""
    user, count = make_user(session, email="olga@society.example"), 0

    def sent(*, kind="accounts.password_changed", priority=Priority.MESSAGE, organisation=None, now=NOW, to=None):
        nonlocal count
        count += 1
        add_mail(
            session,
            kind=kind,
            priority=priority,
            recipient=to or user.email,
            context={"user_id": user.id},
            organisation_id=organisation and organisation.id,
            dedupe_key=f"test:{count}",
            now=now,
        )
        session.commit()
        send_due_mails(session, returning, KINDS, now=lambda: now)
        session.expire_all()
        return session.scalars(sa.select(OutboundEmail).where(OutboundEmail.dedupe_key == f"test:{count}")).one()

    return sent


@pytest.fixture
def comes_back(session, returning):
    """`comes_back(mail, "5.1.1")`: a report of it arrives."""

    def comes_back(mail, status, *, action="failed", now=NOW):
        fields = "Reporting-MTA: dns; relay.example\n\n" + recipient(action, status, f"550 {status} So it is")
        octets = REPORT.format(kind="delivery-status", part="delivery-status", fields=fields).encode()
        came = receive(session, returning, KINDS, return_address(returning, mail.id, now=now), octets, now=now)
        session.expire_all()
        return came

    return comes_back


def complaint():
    return REPORT.format(kind="feedback-report", part="feedback-report", fields="Feedback-Type: abuse").encode()


def stops(session):
    return session.execute(sa.select(Suppression.scope, Suppression.stop)).all()


def test_a_mail_leaves_with_a_return_address_of_its_own(session, returning, postbox, sent):
    mail = sent()

    assert postbox.senders == [return_address(returning, mail.id, now=NOW)]
    assert postbox.messages[0]["From"] == "Learned Societies <webinars@localhost>"


def test_an_address_that_does_not_exist_gets_nothing_any_more(session, postbox, sent, comes_back):
    mail = sent()

    assert comes_back(mail, "5.1.1") is IncomingResult.RETURNED

    assert (mail.state, mail.bounce, mail.failure) == (PromiseState.SENT, Bounce.HARD, "550 5.1.1 So it is")
    for priority in Priority:
        later = sent(priority=priority)
        assert (later.state, later.failure) == (
            PromiseState.DROPPED,
            "There is no such address: an earlier mail came back.",
        )
    assert len(postbox.messages) == 1
    assert sent(to="sam@society.example").state == PromiseState.SENT


def test_what_is_stored_of_an_address_is_not_the_address(session, sent, comes_back):
    comes_back(sent(), "5.1.1")

    stop = session.scalars(sa.select(Suppression)).one()
    assert "olga" not in stop.address_hmac
    assert len(stop.address_hmac) == 64


def test_a_refusal_in_our_own_conversation_is_one_as_well(session, postbox, sent):
    postbox.answers_to["olga@society.example"] = "550 5.1.1 No such mailbox"

    mail = sent()

    assert (mail.state, mail.bounce) == (PromiseState.FAILED, Bounce.HARD)
    assert stops(session) == [("", Stop.HARD)]


def test_five_in_a_row_that_came_back_are_enough(session, postbox, sent, comes_back):
    for day in range(5):
        assert stops(session) == []
        comes_back(sent(now=NOW + day * DAY), "5.2.2", now=NOW + day * DAY + HOUR)

    assert stops(session) == [("", Stop.SOFT)]
    assert sent(now=NOW + 6 * DAY).state == PromiseState.DROPPED
    security = sent(priority=Priority.SECURITY, now=NOW + 6 * DAY)
    assert security.state == PromiseState.SENT


def test_written_to_again_the_count_begins_anew(session, settings, sent, comes_back):
    for day in range(5):
        comes_back(sent(now=NOW + day * DAY), "5.2.2", now=NOW + day * DAY + HOUR)
    assert stops(session) == [("", Stop.SOFT)]
    address = session.scalars(sa.select(OutboundEmail.recipient)).first()
    event = AuditEvent(at=NOW, action="mail:write_again", actor_id=None, detail={})
    assert write_again(session, settings, address, event)
    session.commit()

    for day in range(5, 9):
        comes_back(sent(now=NOW + day * DAY), "5.2.2", now=NOW + day * DAY + HOUR)
        assert stops(session) == []
    comes_back(sent(now=NOW + 9 * DAY), "5.2.2", now=NOW + 9 * DAY + HOUR)
    assert stops(session) == [("", Stop.SOFT)]


def test_after_as_long_it_is_worth_another_try(session, postbox, sent, comes_back):
    for day in range(5):
        comes_back(sent(now=NOW + day * DAY), "5.2.2", now=NOW + day * DAY + HOUR)
    assert sent(now=NOW + 17 * DAY).state == PromiseState.DROPPED

    again = sent(now=NOW + 19 * DAY)

    assert again.state == PromiseState.SENT
    comes_back(again, "5.1.1", now=NOW + 19 * DAY + HOUR)
    assert stops(session) == [("", Stop.HARD)]
    assert sent(now=NOW + 40 * DAY).state == PromiseState.DROPPED


def test_one_that_arrived_begins_the_count_anew(session, sent, comes_back):
    for day in range(4):
        comes_back(sent(now=NOW + day * DAY), "5.2.2", now=NOW + day * DAY + HOUR)
    sent(now=NOW + 4 * DAY)

    for day in range(5, 9):
        comes_back(sent(now=NOW + day * DAY), "5.2.2", now=NOW + day * DAY + HOUR)

    assert stops(session) == []


def test_old_ones_do_not_count(session, sent, comes_back):
    for week in range(6):
        comes_back(sent(now=NOW + 7 * week * DAY), "5.2.2", now=NOW + 7 * week * DAY + HOUR)

    assert stops(session) == []


def test_a_report_of_a_delay_changes_nothing(session, sent, comes_back):
    mail = sent()

    assert comes_back(mail, "4.4.1", action="delayed") is IncomingResult.NOTHING
    assert (mail.state, mail.bounce, stops(session)) == (PromiseState.SENT, None, [])


def test_when_all_refuse_us_what_is_not_urgent_waits(session, returning, postbox, sent, comes_back):
    for number in range(20):
        comes_back(sent(to=f"ana{number}@d{number}.example"), "5.7.1")

    assert stops(session) == []
    waiting = sent()
    assert (waiting.state, waiting.attempt_count) == (PromiseState.DUE, 0)
    assert sent(priority=Priority.REGISTRATION).state == PromiseState.SENT

    send_due_mails(session, returning, KINDS, now=lambda: NOW + 2 * HOUR)
    session.expire_all()
    assert waiting.state == PromiseState.SENT


def test_who_calls_it_spam_gets_no_messages_of_that_organisation(session, returning, sent, lunar):
    mail = sent(organisation=lunar)

    came = receive(session, returning, KINDS, return_address(returning, mail.id, now=NOW), complaint(), now=NOW)

    assert came is IncomingResult.COMPLAINT
    assert sent(organisation=lunar).failure == "Its reader has called an earlier one spam."
    assert sent(organisation=lunar, priority=Priority.REGISTRATION).state == PromiseState.SENT
    assert sent().state == PromiseState.SENT


def test_who_unsubscribes_by_mail_gets_no_more_of_that_kind(session, returning, sent, lunar):
    mail = sent(organisation=lunar)

    came = receive(session, returning, KINDS, unsubscribe_address(returning, mail.id), b"Subject: x\r\n\r\n", now=NOW)

    assert came is IncomingResult.UNSUBSCRIBED
    assert sent(organisation=lunar).failure == "Its reader wants no more like it."
    assert sent(organisation=lunar, priority=Priority.SECURITY).state == PromiseState.SENT
    assert sent().state == PromiseState.SENT


def test_a_stop_outlasts_a_change_of_the_key(session, returning, sent, comes_back):
    comes_back(sent(), "5.1.1")
    later = dataclasses.replace(
        returning, secret_key="another secret for tests, as long as it", secret_key_fallbacks=(returning.secret_key,)
    )
    user = make_user(session, "Sam", email="sam@society.example")
    add_mail(
        session,
        kind="accounts.password_changed",
        priority=Priority.MESSAGE,
        recipient="olga@society.example",
        context={"user_id": user.id},
        dedupe_key="later",
        now=NOW,
    )
    session.commit()

    assert send_due_mails(session, later, KINDS, now=lambda: NOW).sent_count == 0


def test_a_report_whose_address_was_written_anew_is_known_by_what_it_brings_back(session, returning, sent):
    mail = sent()
    fields = "Reporting-MTA: dns; relay.example\n\n" + recipient("failed", "5.1.1")
    octets = REPORT.format(kind="delivery-status", part="delivery-status", fields=fields)
    octets = octets.replace("<m7.0123456789abcdef@webinars.example>", message_id(returning, mail.id)).encode()

    assert receive(session, returning, KINDS, "postmaster@relay.example", octets, now=NOW) is IncomingResult.RETURNED
    session.expire_all()
    assert mail.bounce is Bounce.HARD


@pytest.mark.parametrize("address", ["", "olga@society.example", "bounces+m1.abc.0123456789abcdef@mail.example"])
def test_what_is_for_nobody_is_refused(session, returning, sent, address):
    sent()
    with pytest.raises(NotForUs):
        receive(session, returning, KINDS, address, complaint(), now=NOW)

    assert stops(session) == []


def test_an_answer_to_the_return_address_is_nothing(session, returning, sent):
    mail = sent()
    octets = b"From: olga@society.example\r\nSubject: On holiday\r\nAuto-Submitted: auto-replied\r\n\r\n5.1.1 550\r\n"

    assert (
        receive(session, returning, KINDS, return_address(returning, mail.id, now=NOW), octets, now=NOW)
        is IncomingResult.NOTHING
    )
    session.expire_all()
    assert (mail.bounce, stops(session)) == (None, [])
