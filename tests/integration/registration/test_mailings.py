"""One row becomes a mail for each of many, whatever happens in between."""

import datetime as dt
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from tests.factories import make_registration, make_webinar, open_desk
from tests.integration.registration.conftest import NOW
from webinars.db import db
from webinars.domain.registration.attendee_actions import give_back
from webinars.domain.registration.mailings import mailing as mailings
from webinars.domain.registration.mailings.mailing import LEASE, add_mailing, send_mailings
from webinars.models import (
    Mailing,
    OutboundEmail,
    Priority,
    PromiseState,
    Registration,
    RegistrationDesk,
    RegistrationState,
)

pytestmark = pytest.mark.usefixtures("derived")


HOUR = dt.timedelta(hours=1)
WAS = {"status": "published", "starts_at": "2027-02-13T16:00:00+00:00", "ends_at": "2027-02-13T18:00:00+00:00"}
IS = {"status": "published", "starts_at": "2027-02-14T16:00:00+00:00", "ends_at": "2027-02-14T18:00:00+00:00"}


@pytest.fixture
def many(session, settings, webinar, desk):
    """450 people with a place."""
    for number in range(450):
        make_registration(session, settings, webinar, f"Ana {number}", created_at=NOW - HOUR, confirmed_at=NOW - HOUR)
    session.commit()
    return webinar


@pytest.fixture
def promise(session, webinar):
    def promise(kind="registration.moved", *, key="moved:1", now=NOW, **values):
        add_mailing(
            session,
            kind=kind,
            webinar_id=values.pop("webinar_id", webinar.id),
            context={"was": WAS, "now": IS, **values.pop("context", {})},
            dedupe_key=key,
            now=now,
            **values,
        )
        session.commit()
        return session.scalars(sa.select(Mailing).where(Mailing.dedupe_key == key)).one()

    return promise


def send(session, now=NOW):
    has_more = send_mailings(session, now=lambda: now)
    session.expire_all()
    return has_more


def recipients(session):
    return session.scalars(sa.select(OutboundEmail.recipient).order_by(OutboundEmail.id)).all()


def test_each_gets_one_mail_and_the_row_says_how_many(session, many, promise):
    mailing = promise()

    assert not send(session)

    assert len(set(recipients(session))) == len(recipients(session)) == 450
    assert (mailing.state, mailing.mail_count, mailing.sent_at) == (PromiseState.SENT, 450, NOW)
    mail = session.scalars(sa.select(OutboundEmail).order_by(OutboundEmail.id).limit(1)).one()
    assert mail.context == {
        "webinar_id": many.id,
        "was": WAS,
        "now": IS,
        "mailing_id": mailing.id,
        "registration_id": session.scalar(sa.select(sa.func.min(Registration.id))),
        "sequence": 0,
    }
    assert mail.mailing_id == mailing.id
    assert (mail.kind, mail.priority, mail.organisation_id) == (
        "registration.moved",
        Priority.REGISTRATION,
        many.host_id,
    )
    assert send(session) is False
    assert len(recipients(session)) == 450


def test_the_same_mailing_twice_is_one(session, many, promise):
    promise()
    promise()
    send(session)
    session.execute(sa.update(Mailing).values(state=PromiseState.DUE, cursor_id=0))
    session.commit()

    send(session)

    assert len(recipients(session)) == 450


def test_a_mailing_waits_until_it_is_due(session, many, promise):
    promise(due_at=NOW + HOUR)
    send(session)
    assert recipients(session) == []

    send(session, NOW + HOUR)

    assert len(recipients(session)) == 450


@pytest.mark.parametrize("statement", range(12))
def test_a_crash_anywhere_repeats_nothing_and_loses_nothing(session, many, promise, monkeypatch, statement):
    """The worker dies at some statement of its third step; another goes on once the lease has ended."""
    mailing = promise()
    count = itertools.count()
    inner = mailings._step

    def dying(session, *rest, **values):
        if next(count) == 2:
            seen = itertools.count()

            def die(*_rest):
                if next(seen) == statement:
                    raise KeyboardInterrupt

            sa.event.listen(db.engine, "before_cursor_execute", die)
            try:
                return inner(session, *rest, **values)
            finally:
                sa.event.remove(db.engine, "before_cursor_execute", die)
        return inner(session, *rest, **values)

    monkeypatch.setattr(mailings, "_step", dying)
    try:
        send_mailings(session, now=lambda: NOW)
    except KeyboardInterrupt:
        session.rollback()
        session.expire_all()
        assert mailing.state is PromiseState.SENDING
        assert len(recipients(session)) < 450

    send(session, NOW + LEASE + HOUR)

    assert len(set(recipients(session))) == len(recipients(session)) == 450
    assert (mailing.state, mailing.mail_count) == (PromiseState.SENT, 450)
    sequences = {mail.context["sequence"] for mail in session.scalars(sa.select(OutboundEmail))}
    assert sequences == {0}


def test_a_worker_whose_lease_has_ended_stops(session, many, promise, monkeypatch):
    mailing = promise()
    inner = mailings._step
    theirs = NOW + 5 * HOUR

    def overtaken(session, claim, *rest, **values):
        session.execute(sa.update(Mailing).values(leased_until=theirs))
        session.commit()
        return inner(session, claim, *rest, **values)

    monkeypatch.setattr(mailings, "_step", overtaken)

    send(session)

    assert recipients(session) == []
    assert (mailing.state, mailing.leased_until) == (PromiseState.SENDING, theirs)


def test_what_another_worker_holds_is_left_alone(session, many, promise):
    mailing = promise()
    mailing.state, mailing.leased_until = PromiseState.SENDING, NOW + HOUR
    session.commit()

    send(session)
    assert recipients(session) == []
    send(session, NOW + 2 * HOUR)

    assert len(recipients(session)) == 450


def test_those_of_one_webinar_go_one_after_the_other(session, many, promise):
    first, second = promise(), promise(key="moved:2")
    first.state, first.leased_until = PromiseState.SENDING, NOW + HOUR
    session.commit()

    send(session)

    assert recipients(session) == []
    assert second.state is PromiseState.DUE


def test_a_run_ends_and_goes_on_where_it_was(session, many, promise, monkeypatch):
    mailing = promise()
    moments = itertools.chain([NOW] * 8, itertools.repeat(NOW + HOUR))

    assert send_mailings(session, now=lambda: next(moments))

    session.expire_all()
    assert (mailing.state, mailing.attempt_count) == (PromiseState.DUE, 0)
    assert 0 < mailing.mail_count < 450
    send(session, NOW + HOUR)
    assert mailing.mail_count == len(recipients(session)) == 450


def test_one_that_cannot_be_sent_on_waits_and_stops_no_other(session, settings, lunar, many, promise):
    other = make_webinar(session, lunar, "Comets")
    open_desk(session, other)
    make_registration(session, settings, other, created_at=NOW - HOUR)
    broken = promise("registration.reminder", context={"due_at": "never"})
    promise(key="moved:2", webinar_id=other.id)

    send(session)

    assert (broken.state, broken.failure) == (PromiseState.DUE, "ValueError")
    assert broken.due_at == NOW + dt.timedelta(minutes=1)
    assert recipients(session) == ["ana@attendee.example"]


State = RegistrationState


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        ("registration.moved", {"confirmed", "waiting", "pending", "stopped", "asked"}),
        ("registration.reminder", {"confirmed", "asked"}),
        ("registration.recording", {"asked"}),
    ],
)
def test_who_it_goes_to(session, settings, webinar, desk, promise, kind, who):
    people = {
        **{state.value: {"state": state} for state in State},
        "stopped": {"wants_reminders": False},
        "asked": {"wants_recording": True},
        "erased": {"email_normal": None, "erased_at": NOW},
    }
    # What is stored with the webinar's own change would be given a place.
    session.commit()
    for name, values in people.items():
        make_registration(session, settings, webinar, name, **{"created_at": NOW - HOUR, **values})
    session.execute(
        sa.update(Registration).where(Registration.confirmed_at.is_not(None)).values(confirmed_at=NOW - HOUR)
    )
    promise(kind, context={"due_at": NOW.isoformat(), "minutes": 60})

    send(session)

    assert {each.partition("@")[0] for each in recipients(session)} == who


def test_whoever_got_a_place_after_the_reminder_was_due_is_not_reminded(session, settings, webinar, desk, promise):
    for name, at in (("before", NOW - HOUR), ("after", NOW)):
        make_registration(session, settings, webinar, name, created_at=NOW - HOUR, confirmed_at=at)
    promise("registration.reminder", context={"due_at": NOW.isoformat(), "minutes": 60})

    send(session, NOW + HOUR)

    assert recipients(session) == ["before@attendee.example"]


def test_nobody_reads_of_another(session, many, promise):
    promise()
    send(session)

    for mail in session.scalars(sa.select(OutboundEmail).limit(20)):
        assert "@" not in str(mail.context)
        assert "Ana" not in str(mail.context)


def test_the_lock_is_not_held_for_long(session, many, promise):
    """A step is sized by how long the last one took, and stores what it has done."""
    mailing = promise()
    seen = []

    def look(*_rest):
        seen.append(1)

    sa.event.listen(session, "after_commit", look)
    try:
        send(session)
    finally:
        sa.event.remove(session, "after_commit", look)

    assert len(seen) > 4
    assert mailing.mail_count == 450
    assert session.get_one(RegistrationDesk, many.id).seats_taken == 450


def test_workers_that_run_together_write_to_each_once(app, session, settings, webinar, desk, many, promise):
    """One of them begins, and the others find its lease or its end; somebody gives a place back meanwhile."""
    mailing = promise()
    # On SQLite an open transaction would keep the others from writing.
    session.commit()
    barrier = threading.Barrier(3)

    def work(number):
        with app.app_context():
            barrier.wait(timeout=10)
            if number:
                return send_mailings(db.session(), now=lambda: NOW)
            registration_id = db.session.scalar(sa.select(sa.func.max(Registration.id)))
            give_back(db.session(), registration_id, now=NOW)
            db.session.commit()
            return False

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(work, range(3))) == [False] * 3

    session.expire_all()
    moved = [
        mail.recipient
        for mail in session.scalars(sa.select(OutboundEmail).order_by(OutboundEmail.id))
        if mail.kind == mailing.kind
    ]
    assert len(moved) == len(set(moved)) == mailing.mail_count
    assert len(moved) in {449, 450}
    assert (mailing.state, session.get_one(RegistrationDesk, many.id).seats_taken) == (PromiseState.SENT, 449)
