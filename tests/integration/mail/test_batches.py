"""In which order mails leave, how many at once, and how fast."""

import dataclasses
import datetime as dt
from collections import Counter

import pytest
import sqlalchemy as sa

from tests.factories import make_user
from webinars.app.mail_kinds import KINDS
from webinars.db import db
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.jobs import DOMAIN_PAUSE, LEASE, LONGEST_RUN, send_due_mails
from webinars.domain.mail.outbox.leases import BATCH, HANDFUL, TURNS, is_leasable, turn_order
from webinars.domain.mail.outbox.rate_limits import forget_old_rates
from webinars.models import Mailing, OutboundEmail, Priority, PromiseState, SendingRate

NOW = dt.datetime(2027, 2, 14, 16, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def one_by_one(sending):
    """Settings with which the order is that in which mails are taken."""
    return dataclasses.replace(sending, mail_connections=1)


@pytest.fixture
def olga(session):
    return make_user(session)


@pytest.fixture
def promise(session, olga):
    """`promise("ana@a.example", Priority.MESSAGE)`, each a second later than the one before."""
    promised = []

    def promise(*recipients, priority=Priority.MESSAGE):
        for recipient in recipients:
            add_mail(
                session,
                kind="accounts.password_changed",
                priority=priority,
                recipient=recipient,
                context={"user_id": olga.id},
                dedupe_key=f"test:{len(promised)}",
                now=NOW - dt.timedelta(hours=1) + len(promised) * SECOND,
            )
            promised.append(recipient)
        session.commit()

    return promise


@pytest.fixture
def ticking(postbox):
    """A clock that goes on while the server takes a mail: `ticking(seconds)`."""
    passed = dt.timedelta()

    def now():
        return NOW + passed

    def tick(seconds):
        def wait():
            nonlocal passed
            passed += seconds * SECOND

        postbox.meanwhile = wait
        return now

    return tick


def send(session, settings, now=lambda: NOW, **options):
    run = send_due_mails(session, settings, KINDS, now=now, **options)
    session.expire_all()
    return run


def several(name, count, domain="a.example"):
    return [f"{name}{number}@{domain}" for number in range(count)]


def recipients(postbox):
    return [to[0] for to in postbox.recipients]


def attempts(session):
    return Counter(session.execute(sa.select(OutboundEmail.state, OutboundEmail.attempt_count)).all())


def test_the_most_urgent_leave_first(session, one_by_one, postbox, promise):
    for priority in reversed(Priority):
        promise(f"{priority.name.lower()}@a.example", priority=priority)

    send(session, one_by_one)

    assert recipients(postbox) == [f"{priority.name.lower()}@a.example" for priority in Priority]


def test_what_is_urgent_leaves_before_the_next_batch(app, session, one_by_one, postbox, promise, olga):
    promise(*several("ana", 2 * BATCH))
    user_id, address = olga.id, olga.email

    def ask_for_a_password():
        postbox.meanwhile = lambda: None
        with app.app_context():
            add_mail(
                db.session(),
                kind="accounts.reset",
                priority=Priority.SECURITY,
                recipient=address,
                context={"user_id": user_id},
                dedupe_key="test:urgent",
                now=NOW,
            )
            db.session.commit()

    postbox.meanwhile = ask_for_a_password
    send(session, one_by_one)

    assert recipients(postbox).index(address) == BATCH


def test_what_is_least_urgent_has_its_turn(session, one_by_one, postbox, promise):
    promise("old@a.example", priority=Priority.DIGEST)
    promise(*several("ana", TURNS * BATCH))

    send(session, one_by_one)

    assert recipients(postbox).index("old@a.example") == (TURNS - 1) * BATCH


@pytest.mark.parametrize("priority", [Priority.REGISTRATION, Priority.REMINDER, Priority.MESSAGE, Priority.DIGEST])
def test_digests_are_marked_by_the_batch_the_others_by_the_handful_and_security_matters_alone(
    session, one_by_one, postbox, promise, priority
):
    """What is being sent and not marked yet would be repeated after a crash."""
    promise(*several("olga", 2), priority=Priority.SECURITY)
    promise(*several("ana", BATCH), priority=priority)
    seen = []
    postbox.meanwhile = lambda: seen.append(_sending_count())

    def _sending_count():
        engine = sa.create_engine(one_by_one.database_url, poolclass=sa.NullPool)
        with engine.connect() as connection:
            in_hand = sa.select(sa.func.count()).where(OutboundEmail.state == PromiseState.SENDING)
            return connection.scalar(in_hand)

    send(session, one_by_one)

    size = BATCH if priority is Priority.DIGEST else HANDFUL
    assert seen == [1, 1, *(BATCH - size * (number // size) for number in range(BATCH))]
    assert attempts(session) == {(PromiseState.SENT, 1): BATCH + 2}


def test_several_connections_share_a_batch(session, sending, postbox, promise):
    promise(*several("ana", BATCH))

    send(session, dataclasses.replace(sending, mail_connections=3))

    assert postbox.connection_count == 3
    assert sorted(recipients(postbox)) == sorted(several("ana", BATCH))


def test_a_run_ends_and_gives_back_what_it_has_not_begun(session, one_by_one, postbox, promise, ticking):
    promise(*several("ana", BATCH))

    run = send(session, one_by_one, now=ticking(8))

    assert run.look_again_in == dt.timedelta()
    assert run.sent_count == len(postbox.messages) == LONGEST_RUN // (8 * SECOND) + 1
    assert attempts(session) == {(PromiseState.SENT, 1): run.sent_count, (PromiseState.DUE, 0): BATCH - run.sent_count}


def test_no_mail_is_begun_that_another_worker_might_have_by_its_end(
    session, one_by_one, postbox, promise, ticking, monkeypatch
):
    monkeypatch.setattr("webinars.domain.mail.jobs.LONGEST_RUN", dt.timedelta(days=1))
    promise(*several("ana", BATCH))

    send(session, one_by_one, now=ticking(100))

    # Half of the lease is kept for the last conversation; what is not begun by then goes back and gets another lease.
    assert LEASE == 600 * SECOND
    assert attempts(session) == {(PromiseState.SENT, 1): BATCH}
    assert len(postbox.messages) == BATCH


def test_only_what_is_urgent_is_sent_beside_a_run(session, one_by_one, postbox, promise):
    promise("ana@a.example")
    promise("olga@a.example", priority=Priority.SECURITY)

    assert send(session, one_by_one, only_urgent=True).sent_count == 1

    assert recipients(postbox) == ["olga@a.example"]


def test_a_rate_holds_for_all_workers(session, one_by_one, postbox, promise):
    slow = dataclasses.replace(one_by_one, mail_rate=5)
    promise(*several("ana", 12))

    first, other = send(session, slow), send(session, slow)

    assert (first.sent_count, first.look_again_in) == (5, SECOND)
    assert (other.sent_count, other.look_again_in) == (0, SECOND)
    assert send(session, slow, now=lambda: NOW + SECOND).sent_count == 5
    assert send(session, slow, now=lambda: NOW + 2 * SECOND).sent_count == 2


def test_a_rate_of_a_domain_lets_the_others_go_on(session, one_by_one, postbox, promise):
    slow = dataclasses.replace(one_by_one, mail_domain_rate=2)
    promise(*several("ana", 5), *several("ida", 2, "b.example"), *several("eva", 1, "c.example"))

    assert send(session, slow).sent_count == 5
    assert Counter(address.partition("@")[2] for address in recipients(postbox)) == {
        "a.example": 2,
        "b.example": 2,
        "c.example": 1,
    }
    assert send(session, slow, now=lambda: NOW + SECOND).sent_count == 2


@pytest.mark.parametrize("answer", ["450 4.7.28 Too many from you", "421 4.7.0 Try again later"])
def test_a_provider_that_takes_no_more_is_left_alone_for_a_while(session, one_by_one, postbox, promise, answer):
    promise("ana@A.example", "ida@a.example", "eva@b.example")
    promise("bob@a.example", priority=Priority.DIGEST)
    postbox.answers_to["ana@A.example"] = postbox.answers_to["ana@a.example"] = answer
    one_at_a_time = dataclasses.replace(one_by_one, mail_rate=1)
    for seconds in range(4):
        send(session, one_at_a_time, now=lambda seconds=seconds: NOW + seconds * SECOND)

    assert recipients(postbox) == ["eva@b.example"]

    postbox.answers_to.clear()
    send(session, one_by_one, now=lambda: NOW + DOMAIN_PAUSE + 4 * SECOND)
    assert sorted(recipients(postbox)) == ["ana@a.example", "bob@a.example", "eva@b.example", "ida@a.example"]


def test_rates_of_the_past_are_forgotten(session, one_by_one, postbox, promise):
    promise("ana@a.example")
    send(session, dataclasses.replace(one_by_one, mail_rate=1, mail_domain_rate=1))
    assert sorted(session.scalars(sa.select(SendingRate.name))) == ["*", "a.example"]

    forget_old_rates(session, now=NOW + dt.timedelta(days=2))

    assert session.scalars(sa.select(SendingRate.name)).all() == []


def plan_of(session, query):
    """How the database goes about what the application asks, word for word."""
    asked, engine = [], session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", note := lambda _c, _cursor, *said: asked.append(said[:2]))
    session.execute(query)
    sa.event.remove(engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    ((statement, values),) = [each for each in asked if each[0].startswith("SELECT")]
    return [row[-1] for row in session.connection().exec_driver_sql(f"{explain} {statement}", values)]


@pytest.mark.parametrize("is_joined", [False, True])
def test_what_is_taken_is_found_by_its_index(session, promise, is_joined):
    promise("ana@a.example")
    table = OutboundEmail
    query = sa.select(table.id).where(is_leasable(table, now=NOW)).order_by(*turn_order(table, 0)).limit(BATCH)
    if is_joined:
        # The other has states of its own.
        query = query.outerjoin(Mailing, Mailing.id == table.mailing_id)
    if session.get_bind().dialect.name == "postgresql":
        # Of one row everything is quick; what matters is whether the index has what is asked for, in its order.
        for way in ("seqscan", "bitmapscan", "sort", "hashjoin", "mergejoin"):
            session.execute(sa.text(f"SET LOCAL enable_{way} = off"))

    plan = plan_of(session, query)

    assert any("ix_outbound_email_unsent" in line for line in plan)
    assert not any("sort" in line.lower() or "b-tree" in line.lower() for line in plan)
