"""Organisers write to those who registered: to whom, how many, once, and no longer than they want."""

import dataclasses
import datetime as dt
import itertools

import pytest
import sqlalchemy as sa

from tests.factories import make_member, make_registration, make_user, make_webinar, open_desk
from tests.integration.registration.conftest import NOW
from webinars.app.mail_kinds import KINDS
from webinars.db import db
from webinars.domain.accounts.queries import actor_of
from webinars.domain.mail.compose import write_letter
from webinars.domain.registration import attendee_actions
from webinars.domain.registration.erasure import erase
from webinars.domain.registration.errors import (
    AudienceHasChanged,
    MessageInvalid,
    MessageIsSent,
    TooManyMessages,
    TooManyTests,
)
from webinars.domain.registration.mailings import mailing as mailings
from webinars.domain.registration.mailings.audiences import AudienceCount, audience_counts
from webinars.domain.registration.mailings.mailing import LEASE, send_mailings
from webinars.domain.registration.messages import actions, first_message_review
from webinars.domain.registration.messages.deliveries import DeliveryState, awaiting_review_count, deliveries_of
from webinars.domain.registration.messages.drafts import BODY_LENGTH, SUBJECT_LENGTH, Draft
from webinars.lib.errors import NotAllowed
from webinars.models import (
    Audience,
    AuditEvent,
    Mailing,
    OutboundEmail,
    Priority,
    PromiseState,
    Registration,
    RegistrationState,
    Role,
    Status,
)

State = RegistrationState
HOUR = dt.timedelta(hours=1)
BEGUN = dt.datetime(2027, 2, 14, 16, 30, tzinfo=dt.UTC)


@pytest.fixture
def writer(session, lunar):
    return make_member(session, lunar, "Caroline", Role.EDITOR)


@pytest.fixture
def people(session, settings, webinar, desk):
    """Three have a place, of whom one wants no messages; one waits."""
    # What is stored with the webinar's own change would be given a place.
    session.commit()
    for name, values in (
        ("ana", {}),
        ("bo", {"wants_recording": True}),
        ("cy", {"wants_messages": False}),
        ("di", {"state": State.WAITING}),
        ("ed", {"state": State.PENDING}),
        ("fay", {"state": State.UNCONFIRMED}),
        ("gus", {"state": State.CANCELLED}),
    ):
        at = {"confirmed_at": NOW - HOUR} if values.get("state", State.CONFIRMED) is State.CONFIRMED else {}
        make_registration(session, settings, webinar, name, **{"created_at": NOW - HOUR, **at, **values})
    session.commit()
    return webinar


@pytest.fixture
def send(session, settings, webinar, writer):
    numbers = itertools.count()

    def send(audience=Audience.CONFIRMED, *, said=2, now=NOW, settings=settings, actor=None, due_at=None, **values):
        key = values.pop("key", f"form-number-{next(numbers)}")
        draft = Draft(audience=audience, due_at=due_at, **{"subject": "Note G", "body": "Have it at hand.", **values})
        actor = actor or actor_of(session, writer.id)
        mailing = actions.send(session, settings, actor, webinar, draft, said_count=said, key=key, now=now)
        session.commit()
        return mailing

    return send


def fan_out(session, now=NOW):
    send_mailings(session, now=lambda: now)
    session.expire_all()


def names(session):
    rows = session.scalars(
        sa.select(OutboundEmail.recipient)
        .where(OutboundEmail.kind == "registration.message")
        .order_by(OutboundEmail.id)
    )
    return sorted(each.partition("@")[0] for each in rows)


def written(session, settings, now=NOW):
    """To whom a letter is written by now."""
    session.commit()
    mails = session.scalars(
        sa.select(OutboundEmail).where(OutboundEmail.kind == "registration.message").order_by(OutboundEmail.id)
    ).all()
    shared = {}
    return sorted(
        mail.recipient.partition("@")[0]
        for mail in mails
        if write_letter(session, settings, KINDS, mail, now=now, shared=shared)
    )


def test_how_many_each_audience_is(session, people):
    assert audience_counts(session, people.id) == {
        Audience.CONFIRMED: AudienceCount(3, 2),
        Audience.WAITING: AudienceCount(1, 1),
        Audience.JOINED: AudienceCount(0, 0),
        Audience.ABSENT: AudienceCount(3, 2),
        Audience.RECORDING: AudienceCount(1, 1),
    }


@pytest.mark.parametrize(
    ("audience", "who"),
    [
        (Audience.CONFIRMED, ["ana", "bo"]),
        (Audience.WAITING, ["di"]),
        (Audience.RECORDING, ["bo"]),
    ],
)
def test_it_goes_to_those_who_want_it(session, settings, people, send, audience, who):
    mailing = send(audience, said=len(who))

    fan_out(session)

    assert names(session) == who == written(session, settings)
    mail = session.scalars(sa.select(OutboundEmail)).first()
    assert (mail.mailing_id, mail.priority, mail.organisation_id) == (mailing.id, Priority.MESSAGE, people.host_id)
    assert "Note G" not in str(mail.context)


def test_who_joined_and_who_did_not(session, settings, people, send):
    ana, bo, _cy, di = session.scalars(sa.select(Registration).order_by(Registration.id)).all()[:4]
    ana.joined_first_at = di.joined_first_at = di.standby_at = BEGUN - HOUR / 4
    session.commit()

    send(Audience.JOINED, said=2, now=BEGUN)
    send(Audience.ABSENT, said=1, now=BEGUN)
    fan_out(session, BEGUN)

    assert names(session) == ["ana", "bo", "di"]
    bo.joined_first_at = BEGUN
    assert written(session, settings, BEGUN) == ["ana", "di"]


@pytest.mark.parametrize("audience", [Audience.JOINED, Audience.ABSENT])
def test_who_joined_is_not_asked_before_the_start(people, send, audience):
    with pytest.raises(MessageInvalid) as error:
        send(audience, said=0)

    assert set(error.value.sentences) == {"audience"}


def test_another_number_than_the_button_said_sends_nothing(session, people, send):
    ana = session.scalars(sa.select(Registration).where(Registration.name == "ana")).one()
    attendee_actions.set_wishes(session, ana, skipped=[], recording=False, messages=False)
    session.commit()

    with pytest.raises(AudienceHasChanged) as error:
        send(said=2)

    session.rollback()
    assert error.value.count == 1
    assert session.scalar(sa.select(sa.func.count(Mailing.id))) == 0


def test_who_comes_after_the_press_gets_nothing(session, settings, people, send):
    """Also somebody who has waited longer than the message, and who lets messages come again."""
    mailing = send()
    waiting = send(Audience.WAITING, said=1)
    later = NOW + HOUR
    make_registration(session, settings, people, "zoe", created_at=later, confirmed_at=later)
    fay = session.scalars(sa.select(Registration).where(Registration.name == "fay")).one()
    fay.state, fay.queue_number = State.WAITING, 99
    session.commit()

    fan_out(session, later)

    assert names(session) == ["ana", "bo", "di"]
    assert (mailing.mail_count, waiting.mail_count) == (2, 1)


def test_never_more_mails_than_the_button_said(session, people, send):
    mailing = send()
    session.execute(sa.update(Registration).values(wants_messages=True))
    session.commit()

    fan_out(session)

    assert mailing.mail_count == len(names(session)) == 2


def test_nobody_who_was_counted_is_left_out_for_somebody_who_comes_back(session, people, send):
    """She is before them in every order, and lets messages come again while the first are on their way."""
    cy = session.scalars(sa.select(Registration).where(Registration.name == "cy")).one()
    names_of = {each.name: each for each in session.scalars(sa.select(Registration))}
    names_of["ana"].wants_messages, cy.wants_messages = False, True
    session.commit()
    mailing = send()
    attendee_actions.set_wishes(session, names_of["ana"], skipped=[], recording=False, messages=True)
    session.commit()

    fan_out(session)

    assert names(session) == ["bo", "cy"]
    assert mailing.mail_count == mailing.said_count == 2
    # Of nobody else stands anything in a mail.
    contexts = session.scalars(
        sa.select(OutboundEmail.context).where(OutboundEmail.kind == "registration.message").order_by(OutboundEmail.id)
    )
    assert all("to" not in context for context in contexts)
    assert mailing.context["to"] == []


def test_whose_door_is_noted_after_the_press_was_not_counted(session, people, send):
    by_name = {each.name: each for each in session.scalars(sa.select(Registration))}
    by_name["bo"].joined_first_at = BEGUN
    session.commit()
    send(Audience.JOINED, said=1, now=BEGUN + HOUR)
    # The worker stores what was noticed some time later.
    by_name["ana"].joined_first_at = BEGUN
    session.commit()

    fan_out(session, BEGUN + HOUR)

    assert names(session) == ["bo"]


def test_a_planned_one_is_counted_again(session, settings, people, send):
    tomorrow = NOW + dt.timedelta(days=1)
    mailing = send(due_at=tomorrow)
    make_registration(session, settings, people, "zoe", created_at=NOW + HOUR, confirmed_at=NOW + HOUR)
    session.commit()
    fan_out(session)
    assert names(session) == []

    fan_out(session, tomorrow)

    assert names(session) == ["ana", "bo", "zoe"]
    assert (mailing.said_count, mailing.mail_count) == (2, 3)


def test_the_same_form_pressed_twice_is_one_message(session, people, send):
    first, second = send(key="the-same-form"), send(key="the-same-form", said=99)
    other = send(key="the-same-form", body="Something else.")

    fan_out(session)

    assert first.id == second.id != other.id
    assert names(session) == ["ana", "ana", "bo", "bo"]


def test_a_fourth_on_a_day_is_refused(session, people, send):
    for _number in range(3):
        send()
    with pytest.raises(TooManyMessages):
        send()
    session.rollback()

    # By the zone of the webinar, and another day is another day.
    send(due_at=NOW + dt.timedelta(days=1))
    with pytest.raises(TooManyMessages):
        send(due_at=dt.datetime(2027, 2, 9, 23, 30, tzinfo=dt.UTC))


def test_one_that_was_stopped_after_its_first_mails_counts(session, people, send, writer):
    for _number in range(3):
        mailing = send()
    fan_out(session)
    actions.stop(session, actor_of(session, writer.id), people, mailing.id, now=NOW)
    session.commit()

    with pytest.raises(TooManyMessages):
        send()


def test_one_that_was_stopped_before_any_mail_does_not_count(session, people, send, writer):
    for _number in range(3):
        mailing = send()
    actions.stop(session, actor_of(session, writer.id), people, mailing.id, now=NOW)
    session.commit()

    assert send().subject == "Note G"


@pytest.mark.parametrize(
    ("values", "where"),
    [
        ({"subject": " \n "}, "subject"),
        ({"subject": "x" * (SUBJECT_LENGTH + 1)}, "subject"),
        ({"body": "  "}, "body"),
        ({"body": "x" * (BODY_LENGTH + 1)}, "body"),
        ({"due_at": NOW}, "on"),
        ({"due_at": NOW + dt.timedelta(days=400)}, "on"),
    ],
)
def test_what_cannot_be_sent(people, send, values, where):
    with pytest.raises(MessageInvalid) as error:
        send(**values)

    assert set(error.value.sentences) == {where}


def test_nothing_is_sent_to_nobody_or_about_what_is_taken_down(session, webinar, desk, send):
    session.commit()
    with pytest.raises(MessageInvalid):
        send(said=0)
    session.rollback()
    webinar.status = Status.DRAFT
    session.commit()
    with pytest.raises(MessageInvalid):
        send(said=0, due_at=NOW + HOUR)


@pytest.mark.parametrize("role", [Role.VIEWER, None])
def test_who_may_not_may_not(session, lunar, people, send, role):
    person = make_member(session, lunar, "Vera", role) if role else make_user(session, "Oskar")

    with pytest.raises(NotAllowed):
        send(actor=actor_of(session, person.id))


def stop(session, writer, webinar, mailing, now=NOW):
    actions.stop(session, actor_of(session, writer.id), webinar, mailing.id, now=now)
    session.commit()


def test_a_planned_one_that_is_stopped_never_begins(session, people, send, writer):
    mailing = send(due_at=NOW + HOUR)
    stop(session, writer, people, mailing)
    stop(session, writer, people, mailing)

    fan_out(session, NOW + 2 * HOUR)

    assert names(session) == []
    assert deliveries_of(session, people.id)[0].state is DeliveryState.STOPPED


def test_stopped_half_way_the_rest_does_not_leave(session, settings, people, send, writer):
    mailing = send()
    fan_out(session)
    first = session.scalars(sa.select(OutboundEmail).order_by(OutboundEmail.id)).first()
    first.state = PromiseState.SENT
    session.commit()
    found = deliveries_of(session, people.id)[0]
    assert (found.state, found.sent_count, found.total, found.left_count) == (DeliveryState.SENDING, 1, 2, 1)

    stop(session, writer, people, mailing)

    assert written(session, settings) == []
    found = deliveries_of(session, people.id)[0]
    assert (found.state, found.sent_count, found.stopped_by.id) == (DeliveryState.STOPPED, 1, writer.id)


def test_stopped_between_two_steps_no_more_mails_are_promised(session, people, send, writer, monkeypatch):
    mailing = send()
    monkeypatch.setattr(mailings, "CHUNK", 1)
    inner, steps = mailings._step, itertools.count()

    def stopping(own, *rest, **values):
        is_done = inner(own, *rest, **values)
        if next(steps) == 0:
            own.execute(sa.update(Mailing).values(stopped_at=NOW))
        return is_done

    monkeypatch.setattr(mailings, "_step", stopping)

    fan_out(session)

    assert (len(names(session)), mailing.mail_count, mailing.state) == (1, 1, PromiseState.SENT)


def test_what_is_sent_cannot_be_stopped(session, people, send, writer):
    mailing = send()
    fan_out(session)
    session.execute(sa.update(OutboundEmail).values(state=PromiseState.SENT))
    session.commit()

    with pytest.raises(MessageIsSent):
        stop(session, writer, people, mailing)
    assert deliveries_of(session, people.id)[0].state is DeliveryState.SENT


@pytest.mark.parametrize("statement", range(10))
def test_a_crash_anywhere_writes_to_each_once(session, people, send, monkeypatch, statement):
    mailing = send()
    monkeypatch.setattr(mailings, "CHUNK", 1)
    inner, steps = mailings._step, itertools.count()

    def dying(own, *rest, **values):
        if next(steps) != 1:
            return inner(own, *rest, **values)
        seen = itertools.count()

        def die(*_rest):
            if next(seen) == statement:
                raise KeyboardInterrupt

        sa.event.listen(db.engine, "before_cursor_execute", die)
        try:
            return inner(own, *rest, **values)
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", die)

    monkeypatch.setattr(mailings, "_step", dying)
    try:
        fan_out(session)
    except KeyboardInterrupt:
        session.rollback()
        session.expire_all()
    fan_out(session, NOW + LEASE + HOUR)

    assert names(session) == ["ana", "bo"]
    assert mailing.mail_count == 2


@pytest.mark.parametrize(
    "change",
    [
        {"wants_messages": False},
        {"state": State.CANCELLED},
        {"state": State.WAITING, "queue_number": 7},
        {"erased_at": NOW, "email_normal": None, "name": ""},
    ],
)
def test_who_is_no_longer_of_them_is_not_written_to(session, settings, people, send, change):
    send()
    fan_out(session)
    session.execute(sa.update(Registration).where(Registration.name == "ana").values(**change))

    assert written(session, settings) == ["bo"]


@pytest.mark.parametrize(
    ("status", "who"), [(Status.CANCELLED, ["ana", "bo"]), (Status.POSTPONED, ["ana", "bo"]), (Status.DRAFT, [])]
)
def test_about_a_cancelled_webinar_something_can_be_said(session, settings, people, send, status, who):
    send()
    fan_out(session)
    people.status = status
    people.cancelled_at = NOW if status == Status.CANCELLED else None

    assert written(session, settings) == who


def promised_tests(session):
    return session.scalars(
        sa.select(OutboundEmail).where(OutboundEmail.kind == "messages.test").order_by(OutboundEmail.id)
    ).all()


def test_a_test_goes_to_its_author_alone(session, settings, people, writer):
    draft = Draft(audience=Audience.CONFIRMED, subject="Note G", body="Have it at hand.")
    actor = actor_of(session, writer.id)
    address = actions.send_test(session, actor, people, draft, now=NOW)
    session.commit()
    fan_out(session)

    (mail,) = promised_tests(session)
    letter = write_letter(session, settings, KINDS, mail, now=NOW)
    assert address == mail.recipient == writer.email
    assert letter.subject == "Test: Note G, Sunday 14 February, 4pm Britain: Comets and their tails"
    assert "This is a test, sent to you alone." in letter.text
    assert "/registrations/" not in letter.text
    assert names(session) == []
    assert deliveries_of(session, people.id) == []
    for _number in range(4):
        actions.send_test(session, actor, people, draft, now=NOW)
    with pytest.raises(TooManyTests):
        actions.send_test(session, actor, people, draft, now=NOW)
    actions.send_test(session, actor, people, draft, now=NOW + HOUR)


@pytest.fixture
def opened(settings):
    return dataclasses.replace(settings, open_organisations=True)


@pytest.fixture
def admin(session):
    user = make_user(session, "Ada", is_admin=True)
    session.commit()
    return user


def test_the_first_of_an_organisation_waits_for_an_administrator(session, opened, people, admin, send):
    mailing = send(settings=opened)
    fan_out(session)

    assert (names(session), awaiting_review_count(session)) == ([], 1)
    assert deliveries_of(session, people.id)[0].state is DeliveryState.HELD
    (mail,) = session.scalars(sa.select(OutboundEmail))
    letter = write_letter(session, opened, KINDS, mail, now=NOW)
    assert (mail.kind, mail.recipient) == ("messages.held", admin.email)
    assert "The first message of the Lunar Society waits" in letter.text
    assert "“Note G”, to 2 people." in letter.text
    assert "http://localhost/manage/messages" in letter.text

    first_message_review.let_go(session, actor_of(session, admin.id), mailing.id, now=NOW + HOUR)
    session.commit()
    fan_out(session, NOW + HOUR)

    assert names(session) == ["ana", "bo"]
    assert write_letter(session, opened, KINDS, session.get(OutboundEmail, mail.id), now=NOW) is None
    assert not send(settings=opened).is_held


def test_a_refused_one_never_goes_and_the_next_waits_again(session, opened, people, admin, send):
    mailing = send(settings=opened)
    first_message_review.refuse(session, actor_of(session, admin.id), mailing.id, now=NOW)
    first_message_review.let_go(session, actor_of(session, admin.id), mailing.id, now=NOW)
    session.commit()
    fan_out(session)

    assert names(session) == []
    assert deliveries_of(session, people.id)[0].state is DeliveryState.REFUSED
    assert send(settings=opened).is_held


def test_an_administrators_own_and_those_of_a_closed_site_do_not_wait(session, opened, people, admin, send):
    assert not send(settings=opened, actor=actor_of(session, admin.id)).is_held
    other = make_webinar(session, people.host, "Tides")
    open_desk(session, other)
    assert not send().is_held


def test_its_author_may_stop_one_that_waits(session, opened, people, admin, writer, send):
    mailing = send(settings=opened)

    stop(session, writer, people, mailing)

    assert (deliveries_of(session, people.id)[0].state, awaiting_review_count(session)) == (DeliveryState.STOPPED, 0)
    first_message_review.let_go(session, actor_of(session, admin.id), mailing.id, now=NOW)
    session.commit()
    fan_out(session)
    assert names(session) == []


@pytest.mark.usefixtures("derived")
def test_who_is_erased_takes_the_mail_along_and_the_words_stay(session, people, send):
    mailing = send()
    fan_out(session)
    session.execute(sa.update(OutboundEmail).values(state=PromiseState.SENT))
    ana = session.scalars(sa.select(Registration).where(Registration.name == "ana")).one()

    erase(session, ana.id, now=NOW)
    session.commit()

    assert names(session) == ["bo"]
    assert (mailing.subject, mailing.body) == ("Note G", "Have it at hand.")
    assert "ana@" not in f"{mailing.context} {mailing.dedupe_key}"
    found = deliveries_of(session, people.id)[0]
    assert (found.state, found.sent_count) == (DeliveryState.SENT, 2)


def test_only_administrators_decide(session, opened, people, writer, send):
    mailing = send(settings=opened)

    for verb in (first_message_review.let_go, first_message_review.refuse):
        with pytest.raises(NotAllowed):
            verb(session, actor_of(session, writer.id), mailing.id, now=NOW)


def test_history_holds_numbers_and_no_words(session, people, send, writer):
    mailing = send(subject="secretsubject", body="secretbody")
    stop(session, writer, people, mailing)

    query = sa.select(AuditEvent).where(AuditEvent.action.like("message:%")).order_by(AuditEvent.id)
    events = session.scalars(query).all()
    assert [each.action for each in events] == ["message:send", "message:stop"]
    assert "secret" not in str([each.detail for each in events])
