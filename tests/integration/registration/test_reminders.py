"""Reminders leave at their minute, once, and of nothing that is otherwise by then."""

import datetime as dt

import pytest
import sqlalchemy as sa
import time_machine

from tests.factories import make_registration, make_webinar, open_desk
from tests.integration.registration.conftest import NOW
from webinars.app.worker import jobs_of
from webinars.domain.registration.letters.change_emails import RESTORED
from webinars.domain.registration.mailings.audiences import reminded_count
from webinars.domain.registration.mailings.mailing import add_mailing
from webinars.domain.registration.mailings.reminders import promise_reminders
from webinars.models import Mailing, OutboundEmail, Priority, RegistrationDesk, Status, Webinar
from webinars.pure.times import instant

START = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def promised(session, webinar, desk):
    """`promised(now)`: the minutes of the reminders that the worker promises at `now`."""
    session.get_one(Webinar, webinar.id).published_at = NOW - 60 * DAY
    session.commit()
    seen = set()

    def promised(now):
        session.commit()
        promise_reminders(session, now=now)
        session.expire_all()
        found = [each for each in session.scalars(sa.select(Mailing).order_by(Mailing.id)) if each.id not in seen]
        seen.update(each.id for each in found)
        return [each.context["minutes"] for each in found]

    return promised


def test_each_is_promised_in_its_minute_and_once(session, webinar, promised):
    assert promised(START - DAY - MINUTE) == []
    assert promised(START - DAY) == [1440]
    assert promised(START - DAY + MINUTE) == []
    assert promised(START - HOUR - MINUTE) == []
    assert promised(START - HOUR) == [60]
    assert promised(START - MINUTE) == []

    mailing = session.scalars(sa.select(Mailing).order_by(Mailing.id)).first()
    assert (mailing.kind, mailing.priority) == ("registration.reminder", Priority.REMINDER)
    assert mailing.dedupe_key == f"reminder:{webinar.id}:1440:2027-02-14T16:00:00+00:00"
    assert mailing.context == {
        "webinar_id": webinar.id,
        "minutes": 1440,
        "starts_at": "2027-02-14T16:00:00+00:00",
        "due_at": "2027-02-13T16:00:00+00:00",
    }


def test_nothing_is_promised_once_it_has_begun(promised):
    assert promised(START) == []
    assert promised(START + MINUTE) == []


def test_after_a_while_without_a_worker_only_the_latest_is_sent(promised):
    assert promised(START - 10 * MINUTE) == [60]


def test_as_many_as_the_organisers_have_set(session, webinar, promised):
    session.get_one(RegistrationDesk, webinar.id).reminder_minutes = [7 * 1440, 90, 10]

    at = {7 * 1440: START - 7 * DAY, 90: START - 90 * MINUTE, 10: START - 10 * MINUTE}
    for minutes, due in at.items():
        assert promised(due - MINUTE) == []
        assert promised(due) == [minutes]


@pytest.mark.parametrize(
    ("timezone", "wall"),
    [("Europe/London", dt.datetime(2027, 3, 28, 16)), ("Europe/London", dt.datetime(2027, 10, 31, 16))],
)
def test_the_day_before_is_the_same_hour_on_the_clocks_there(session, webinar, promised, timezone, wall):
    """In the night before, clocks are set: the day before has 23 hours, or 25."""
    move(session, webinar, wall, timezone)
    due = instant(wall - DAY, timezone)
    assert instant(wall, timezone) - due != DAY

    assert promised(due - MINUTE) == []
    assert promised(due) == [1440]


def test_an_hour_that_the_day_before_lacks_or_has_twice(session, webinar, promised):
    move(session, webinar, dt.datetime(2027, 3, 29, 1, 30), "Europe/London")
    # At 1am clocks jump over it.
    assert promised(dt.datetime(2027, 3, 28, 0, 59, tzinfo=dt.UTC)) == []
    assert promised(dt.datetime(2027, 3, 28, 1, 0, tzinfo=dt.UTC)) == [1440]
    move(session, webinar, dt.datetime(2027, 11, 1, 1, 30), "Europe/London")
    assert promised(dt.datetime(2027, 10, 31, 0, 29, tzinfo=dt.UTC)) == []
    assert promised(dt.datetime(2027, 10, 31, 0, 30, tzinfo=dt.UTC)) == [1440]


def test_moved_later_it_is_reminded_of_again_and_moved_nearer_it_is_not(session, webinar, promised):
    assert promised(START - DAY) == [1440]
    move(session, webinar, dt.datetime(2027, 2, 16, 16), moved_at=START - HOUR * 23)
    assert promised(START - HOUR) == []
    assert promised(START + DAY) == [1440]
    move(session, webinar, dt.datetime(2027, 2, 15, 20), moved_at=START + DAY + MINUTE)
    assert promised(START + DAY + 2 * MINUTE) == []
    assert promised(START + DAY + 3 * HOUR) == [60]


def test_what_is_published_late_is_not_reminded_of_at_once(session, webinar, promised):
    session.get_one(Webinar, webinar.id).published_at = START - 3 * HOUR

    assert promised(START - 2 * HOUR) == []
    assert promised(START - HOUR) == [60]


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.POSTPONED, Status.DRAFT])
def test_no_reminder_of_what_does_not_take_place(session, webinar, promised, status):
    row = session.get_one(Webinar, webinar.id)
    row.status, row.cancelled_at = status, NOW

    assert promised(START - HOUR) == []


def test_who_has_just_read_that_it_takes_place_is_not_reminded_in_the_same_minute(session, webinar, promised):
    add_mailing(
        session, kind=RESTORED, webinar_id=webinar.id, context={"minutes": 0}, dedupe_key="x", now=START - DAY + HOUR
    )

    assert promised(START - DAY + HOUR + MINUTE) == [0]
    assert promised(START - HOUR) == [60]


def test_those_who_registered_while_they_could_are_reminded_still(session, webinar, promised):
    session.get_one(Webinar, webinar.id).is_registration_here = False

    assert promised(START - DAY) == [1440]


def test_a_look_at_many_costs_two_statements_and_writes_nothing(session, lunar, webinar, promised, count_statements):
    for number in range(20):
        open_desk(session, make_webinar(session, lunar, f"Comets {number}", starts_wall=webinar.starts_wall))
    session.commit()
    promise_reminders(session, now=START - DAY)

    with count_statements() as statements:
        promise_reminders(session, now=START - DAY + MINUTE)

    assert len(statements) == 2
    assert [each for each in statements if not each.startswith("SELECT")] == []


def test_the_worker_does_it_every_minute(app, session, settings, webinar, desk):
    session.commit()
    make_registration(session, settings, webinar, created_at=NOW, confirmed_at=NOW)
    session.get_one(Webinar, webinar.id).published_at = NOW
    session.commit()
    periodic = {task.name for task in jobs_of(app).huey._registry.periodic_tasks}

    with time_machine.travel(START - HOUR, tick=False):
        jobs_of(app)._remind()

    assert "remind" in periodic
    mail = session.scalars(sa.select(OutboundEmail)).one()
    assert (mail.kind, mail.recipient, mail.priority) == (
        "registration.reminder",
        "ana@attendee.example",
        Priority.REMINDER,
    )


def test_whoever_skips_one_is_sent_the_others(app, session, settings, webinar, desk):
    session.commit()
    for name, skipped in (("Ana", ",1440,"), ("Laura", ",60,10,"), ("Maria", ",600,")):
        registration = make_registration(session, settings, webinar, name, created_at=NOW, confirmed_at=NOW)
        registration.skipped_reminders = skipped
    session.get_one(Webinar, webinar.id).published_at = NOW - 60 * DAY
    session.commit()
    sent = {}
    for before in (DAY, HOUR):
        with time_machine.travel(START - before, tick=False):
            jobs_of(app)._remind()
        mails = session.scalars(sa.select(OutboundEmail).order_by(OutboundEmail.id))
        sent[before] = sorted(each.recipient.partition("@")[0] for each in mails)
        session.execute(sa.delete(OutboundEmail))
        session.commit()

    assert sent == {DAY: ["laura", "maria"], HOUR: ["ana", "maria"]}
    assert [reminded_count(session, webinar.id, minutes) for minutes in (1440, 60)] == [2, 2]


def move(session, webinar, wall, timezone="Europe/London", *, moved_at=None):
    row = session.get_one(Webinar, webinar.id)
    at = instant(wall, timezone)
    row.starts_wall, row.timezone, row.starts_on, row.starts_at = wall, timezone, wall.date(), at
    row.ends_at = at + 2 * HOUR
    row.moved_at = moved_at
    session.commit()
