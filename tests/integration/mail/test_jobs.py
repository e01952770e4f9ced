import dataclasses
import datetime as dt
import threading

import pytest
import sqlalchemy as sa

from tests.factories import make_membership, make_organisation, make_user
from webinars import clock
from webinars.app.mail_kinds import KINDS
from webinars.db import db
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.jobs import LEASE, send_due_mails
from webinars.domain.mail.outbox.retries import LONGEST_WAIT
from webinars.models import Membership, OutboundEmail, Priority, PromiseState, Role, Suppression, User

NOW = dt.datetime(2027, 2, 14, 16, 0, tzinfo=dt.UTC)


@pytest.fixture
def promise(session):
    """Promise somebody a notice of a new password."""

    def promise(name="Olga", *, now=NOW, **values):
        user = make_user(session, name, email=f"{name.lower()}@society.example")
        key = f"test:{name}"
        add_mail(
            session,
            kind="accounts.password_changed",
            recipient=user.email,
            context={"user_id": user.id},
            dedupe_key=key,
            now=now,
            **{"priority": Priority.SECURITY} | values,
        )
        session.commit()
        return session.scalars(sa.select(OutboundEmail).where(OutboundEmail.dedupe_key == key)).one()

    return promise


def send(session, settings, now=NOW):
    run = send_due_mails(session, settings, KINDS, now=lambda: now)
    session.expire_all()
    return run.sent_count


def test_a_due_mail_is_sent_once_and_marked(session, sending, postbox, promise):
    mail = promise()

    assert send(session, sending) == 1
    assert send(session, sending) == 0

    assert postbox.recipients == [["olga@society.example"]]
    assert (mail.state, mail.sent_at, mail.attempt_count, mail.failure) == (PromiseState.SENT, NOW, 1, "")


def test_what_a_person_receives(session, sending, postbox, promise):
    promise()

    send(session, sending)

    message = postbox.messages[0]
    assert message["From"] == "Learned Societies <webinars@localhost>"
    assert message["To"] == "olga@society.example"
    assert message["Subject"] == "Your password for Learned Societies has changed"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@localhost>")
    text = message.get_body(("plain",)).get_content()
    assert "http://localhost/account/forgotten" in text
    assert "signed out everywhere else" in text
    html = message.get_body(("html",)).get_content()
    assert 'href="http://localhost/account/forgotten"' in html
    assert "style=" in html


def test_a_refusal_is_kept_without_the_address_that_the_server_quotes(session, sending, postbox, promise):
    refused, deferred = promise("Olga"), promise("Ana", priority=Priority.REGISTRATION)
    postbox.answers_to["olga@society.example"] = "550 5.1.1 <olga@society.example>: Olga is unknown here"
    postbox.answers_to["ana@society.example"] = "450 4.2.1 <ana@society.example>: greylisted"

    send(session, sending)

    assert refused.failure == "550 5.1.1 <…>: … is unknown here"
    assert deferred.failure == "450 4.2.1 <…>: greylisted"
    assert session.scalars(sa.select(Suppression.words)).all() == [refused.failure]


def test_without_a_mail_server_mails_are_kept(session, settings, promise):
    mail = promise()

    assert send(session, settings) == 0
    assert (mail.state, mail.attempt_count) == (PromiseState.DUE, 0)


def test_the_same_promise_twice_is_one_mail(session, sending, postbox, promise):
    mail = promise()
    add_mail(
        session,
        kind=mail.kind,
        priority=mail.priority,
        recipient="x@y.example",
        context={},
        dedupe_key=mail.dedupe_key,
        now=NOW,
    )
    session.commit()

    send(session, sending)

    assert postbox.recipients == [["olga@society.example"]]


def test_a_promise_that_is_rolled_back_is_none(session, sending, postbox):
    user = make_user(session)
    session.commit()
    add_mail(
        session,
        kind="accounts.reset",
        priority=Priority.SECURITY,
        recipient=user.email,
        context={"user_id": user.id},
        dedupe_key="rolled back",
        now=NOW,
    )
    session.rollback()

    assert send(session, sending) == 0


def test_a_mail_waits_until_it_is_due(session, sending, postbox, promise):
    promise(due_at=NOW + dt.timedelta(hours=1))

    assert send(session, sending) == 0
    assert send(session, sending, NOW + dt.timedelta(hours=1)) == 1


def test_many_mails_go_in_one_conversation_oldest_first(session, sending, postbox, promise):
    promise("Sam", now=NOW - dt.timedelta(minutes=1))
    promise("Ana", now=NOW - dt.timedelta(minutes=3))
    promise("Olga", now=NOW - dt.timedelta(minutes=2))

    assert send(session, sending) == 3

    assert [to[0] for to in postbox.recipients] == [
        "ana@society.example",
        "olga@society.example",
        "sam@society.example",
    ]
    assert postbox.connection_count == 1


def test_an_empty_outbox_costs_no_conversation(session, sending, postbox):
    send(session, sending)

    assert postbox.connection_count == 0


def test_a_mail_whose_reason_is_gone_is_dropped(session, sending, postbox, promise):
    mail = promise()
    session.execute(sa.update(User).values(is_active=False))
    session.commit()

    send(session, sending)

    assert mail.state == PromiseState.DROPPED
    assert postbox.messages == []


def test_a_mail_of_an_unknown_kind_is_dropped(session, sending, promise):
    mail = promise()
    mail.kind = "of.a.later.version"
    session.commit()

    send(session, sending)

    assert mail.state == PromiseState.DROPPED


def test_a_refusal_is_final_and_the_others_go_on(session, sending, postbox, promise):
    refused, other = promise("Olga"), promise("Sam")
    postbox.answers_to["olga@society.example"] = "550 5.1.1 No such mailbox"

    assert send(session, sending) == 1

    assert (refused.state, refused.failure) == (PromiseState.FAILED, "550 5.1.1 No such mailbox")
    assert other.state == PromiseState.SENT
    assert send(session, sending, NOW + dt.timedelta(days=1)) == 0


def test_a_deferral_is_tried_again_with_growing_delay(session, sending, postbox, promise):
    mail, other = promise("Olga"), promise("Sam")
    postbox.answers_to["olga@society.example"] = "450 4.2.1 Try later"
    now = NOW
    delays = []

    for _ in range(11):
        send(session, sending, now)
        assert mail.state == PromiseState.DUE
        delays.append(int((mail.due_at - now).total_seconds()) // 60)
        now = mail.due_at

    assert other.state == PromiseState.SENT
    assert delays == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240]
    assert mail.failure == "450 4.2.1 Try later"

    postbox.answers_to.clear()
    assert send(session, sending, now) == 1
    assert (mail.state, mail.failure) == (PromiseState.SENT, "")


def test_a_mail_is_given_up_after_three_days_of_trying(session, sending, postbox, promise):
    mail, now = promise(), NOW
    postbox.answer_to_data = "451 4.3.0 Not now"

    while send(session, sending, now) == 0 and mail.state == PromiseState.DUE:
        now = mail.due_at

    assert (mail.state, mail.failure) == (
        PromiseState.FAILED,
        "It could not be sent within three days. 451 4.3.0 Not now",
    )
    assert dt.timedelta(days=2, hours=20) < now - NOW < dt.timedelta(days=3, hours=4)


def test_no_mail_is_given_up_because_nobody_tried(session, sending, sending_in_vain, promise):
    mails = [promise(name) for name in ("Olga", "Sam", "Ana", "Ida", "Eva")]
    for hours in range(0, 96, 12):
        assert send(session, sending_in_vain, NOW + dt.timedelta(hours=hours)) == 0

    assert send(session, sending, NOW + dt.timedelta(days=4)) == 5

    assert {(mail.state, mail.attempt_count) for mail in mails} == {(PromiseState.SENT, 1)}


def test_what_has_waited_a_month_for_a_mail_server_is_not_sent_any_more(session, sending, postbox, promise):
    old, newer = promise("Olga"), promise("Sam", now=NOW + dt.timedelta(days=1))

    assert send(session, sending, NOW + LONGEST_WAIT + dt.timedelta(minutes=1)) == 1

    assert (old.state, old.failure) == (PromiseState.DROPPED, "There was no mail server for a month.")
    assert newer.state == PromiseState.SENT


def test_a_mail_promised_long_before_its_time_is_not_given_up(session, sending, postbox, promise):
    promise(due_at=NOW + dt.timedelta(days=30))

    assert send(session, sending, NOW + dt.timedelta(days=30)) == 1


def test_a_server_that_is_away_leaves_every_mail_for_later(session, sending_in_vain, promise):
    first, second = promise("Olga", now=NOW - dt.timedelta(minutes=1)), promise("Sam")

    assert send(session, sending_in_vain) == 0

    assert (first.state, first.attempt_count) == (PromiseState.DUE, 0)
    assert "refused" in first.failure
    assert (second.state, second.attempt_count) == (PromiseState.DUE, 0)


@pytest.mark.parametrize(
    "server",
    [
        {"tls": "starttls"},
        {"tls": "none", "username": "webinars", "password": "moonlight"},
        {"tls": "none", "username": "webinars", "password": "Mondschein über Höfen"},
        {"tls": "none", "host": "mail..lunar.example"},
    ],
    ids=["no encryption", "no sign-in", "a password in other letters", "no name of a machine"],
)
def test_no_mail_goes_another_way_than_the_one_that_was_set(session, sending, postbox, promise, server):
    """Neither does one pay for it: it is not the mails that are wrong."""
    mails = [promise(name) for name in ("Olga", "Sam", "Ana")]
    wrong = dataclasses.replace(sending, mail_url=dataclasses.replace(sending.mail_url, **server))

    assert send(session, wrong) == 0
    assert postbox.messages == []
    assert [mail.state for mail in mails] == [PromiseState.DUE] * 3

    assert send(session, sending, NOW + dt.timedelta(hours=1)) == 3


def test_a_mail_that_cannot_be_written_does_not_stop_the_others(session, sending, postbox, promise):
    broken, other = promise("Olga", now=NOW - dt.timedelta(minutes=1)), promise("Sam")
    broken.context = {}
    session.commit()

    assert send(session, sending) == 1

    assert (broken.state, broken.failure) == (PromiseState.DUE, "KeyError: 'user_id'")
    assert other.state == PromiseState.SENT


def test_a_worker_that_died_is_replaced_after_its_lease(session, sending, postbox, promise):
    mail = promise()
    mail.state, mail.leased_until, mail.attempt_count = PromiseState.SENDING, NOW + LEASE, 1
    session.commit()

    assert send(session, sending) == 0
    assert send(session, sending, NOW + LEASE + dt.timedelta(seconds=1)) == 1
    assert mail.attempt_count == 2


@pytest.mark.parametrize("answer", ["250 OK", "451 Busy", "550 No"])
def test_a_worker_whose_lease_ran_out_leaves_the_mail_to_the_next(app, session, sending, postbox, promise, answer):
    mail, theirs = promise(), NOW + 2 * LEASE

    def taken_by_another():
        with app.app_context():
            db.session.execute(sa.update(OutboundEmail).values(leased_until=theirs, attempt_count=2))
            db.session.commit()

    postbox.meanwhile, postbox.answer_to_data = taken_by_another, answer

    send(session, sending)

    assert (mail.state, mail.leased_until, mail.sent_at, mail.failure) == (PromiseState.SENDING, theirs, None, "")


def test_each_try_has_the_same_message_id(session, sending, postbox, promise):
    mail = promise()
    send(session, sending)
    mail.state = PromiseState.DUE
    session.commit()

    send(session, sending)

    assert len({message["Message-ID"] for message in postbox.messages}) == 1
    assert len(postbox.messages) == 2


@pytest.mark.parametrize("name", ["Olga\r\nBcc: oskar@elsewhere.example", "Olga\nX-Evil: 1"])
def test_a_newline_in_a_name_adds_no_header(session, sending, postbox, name):
    organisation = make_organisation(session, f"Lunar {name}", slug="lunar")
    make_membership(session, organisation, make_user(session, "Sam", email="sam@society.example"), Role.VIEWER)
    membership = session.scalars(sa.select(Membership)).one()
    add_mail(
        session,
        kind="organisations.added",
        priority=Priority.REGISTRATION,
        recipient="sam@society.example",
        context={"membership_id": membership.id, "by_id": None},
        dedupe_key="x",
        now=NOW,
    )
    session.commit()

    send(session, sending)

    message = postbox.messages[0]
    assert postbox.recipients == [["sam@society.example"]]
    assert message["Bcc"] is None
    assert message["X-Evil"] is None


def test_workers_share_the_work_and_send_each_mail_once(app, session, sending, postbox):
    for number in range(40):
        user = make_user(session, "Ana", email=f"ana{number}@society.example")
        add_mail(
            session,
            kind="accounts.password_changed",
            priority=Priority.SECURITY,
            recipient=user.email,
            context={"user_id": user.id},
            dedupe_key=f"many:{number}",
            now=clock.now(),
        )
    session.commit()
    counts = []

    def work():
        with app.app_context():
            counts.append(send_due_mails(db.session(), sending, KINDS).sent_count)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(counts) == 40
    assert sorted(to[0] for to in postbox.recipients) == sorted(f"ana{number}@society.example" for number in range(40))
    assert set(session.scalars(sa.select(OutboundEmail.state))) == {PromiseState.SENT}
