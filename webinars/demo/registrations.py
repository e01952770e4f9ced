"""People register for the demo programme through the same verbs as everybody, and some of them come."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.demo.programme import Guest, RegistrationPlan
from webinars.domain.accounts.actor import Actor
from webinars.domain.insight.activity_counts import ActDone, count_acts, day_of, stretch_of
from webinars.domain.recordings.short_codes import code_of
from webinars.domain.registration.attendee_actions import (
    RegistrationInput,
    active_registration,
    confirm,
    give_back,
    register,
)
from webinars.domain.registration.form_questions import (
    RegistrationQuestionInput,
    questions_of,
    set_registration_questions,
)
from webinars.domain.registration.organiser_actions import approve, decline
from webinars.domain.registration.settings import RegistrationWish, set_registration
from webinars.models import (
    Act,
    JoinAccess,
    OutboundEmail,
    PromiseState,
    QuestionKind,
    Recording,
    Registration,
    RegistrationMode,
    RegistrationState,
    Webinar,
)

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
LAST_BEFORE = dt.timedelta(hours=2)
"""Nobody has registered since. What was promised earlier has left."""


def open_registration(
    session: Session, actor: Actor, webinar: Webinar, attending: RegistrationPlan, *, now: dt.datetime
) -> None:
    """Let people register for it here, and ask them something."""
    wish = RegistrationWish(capacity=attending.capacity, is_approval_needed=attending.is_approval_needed)
    access = JoinAccess.REGISTERED if attending.capacity else JoinAccess.OPEN
    set_registration(session, actor, webinar, RegistrationMode.HERE, wish=wish, join_access=access, now=now)
    if attending.asks:
        question = RegistrationQuestionInput(
            kind=QuestionKind.TEXT,
            label=attending.asks,
            reason="So that the speakers know whom they talk to.",
        )
        set_registration_questions(session, actor, webinar, [question], now=now)


def register_guests(
    session: Session,
    settings: Settings,
    actor: Actor,
    webinar: Webinar,
    attending: RegistrationPlan,
    guests: Sequence[Guest],
    *,
    now: dt.datetime,
) -> None:
    """Register the guests of a webinar since it was published, and let them do what people do."""
    since = webinar.published_at or now
    ends_at = min(now, webinar.starts_at or now) - LAST_BEFORE
    step = (ends_at - since) / (len(guests) + 1)
    registered = [
        _register(session, settings, webinar, guest, is_last=guest is guests[-1], now=since + step * number)
        for number, guest in enumerate(guests, start=1)
    ]
    if attending.is_approval_needed:
        # The others wait for somebody who tries the desk.
        approve(session, actor, registered[0].id, now=ends_at)
        decline(session, actor, registered[1].id, now=ends_at)
    elif attending.capacity:
        give_back(session, registered[1].id, now=ends_at)
    mark_mails_sent(session, before=now - LAST_BEFORE / 2)


def _register(
    session: Session, settings: Settings, webinar: Webinar, guest: Guest, *, is_last: bool, now: dt.datetime
) -> Registration:
    answers = {question.id: [guest.says] for question in questions_of(session, webinar.id)}
    entered = RegistrationInput(
        name=guest.name,
        email=guest.email,
        timezone=guest.timezone,
        answers=answers,
        wants_recording=len(guest.name) % 2 == 0,
    )
    register(session, settings, webinar.id, entered, now=now)
    registration = active_registration(session, webinar.id, guest.email)
    assert registration is not None
    if registration.state is RegistrationState.UNCONFIRMED and not is_last:
        confirm(session, registration.id, now=now + 5 * MINUTE)
    return registration


def let_guests_come(session: Session, webinar: Webinar) -> None:
    """Of a webinar that is over: most opened the door, stayed a while, and many played the recordings since."""
    assert webinar.starts_at is not None
    with_place = session.scalars(
        sa.select(Registration)
        .where(Registration.webinar_id == webinar.id, Registration.state == RegistrationState.CONFIRMED)
        .order_by(Registration.id)
    ).all()
    done: list[ActDone] = []
    for number, registration in enumerate(with_place):
        if not number % 5:
            continue
        registration.joined_first_at = webinar.starts_at + (3 * number - 12) * MINUTE
        registration.joined_count = 1 + number % 2
        registration.attended_minutes = 118 - 7 * number
        opened = ActDone(webinar.id, Act.DOOR, stretch_of(registration.joined_first_at), registration.timezone or "")
        done += [opened] * registration.joined_count
    recordings = session.scalars(sa.select(Recording).where(Recording.webinar_id == webinar.id)).all()
    count_acts(session, [*done, *_plays(webinar, recordings)])


def _plays(webinar: Webinar, recordings: Sequence[Recording]) -> list[ActDone]:
    assert webinar.starts_at is not None
    zone = webinar.timezone or "Etc/UTC"
    return [
        ActDone(webinar.id, Act.PLAY, day_of(webinar.starts_at + days * DAY, zone), code_of(recording.slug))
        for place, recording in enumerate(recordings)
        for days in range(1, 9)
        for _play in range(60 // (days * (2 * place + 1)))
    ]


def mark_mails_sent(session: Session, *, before: dt.datetime) -> None:
    """Mark mails older than `before` as sent: nobody sends those of a demo, and they are not to wait for it."""
    session.execute(
        sa.update(OutboundEmail)
        .where(OutboundEmail.created_at < before, OutboundEmail.state == PromiseState.DUE)
        .values(state=PromiseState.SENT, sent_at=OutboundEmail.created_at, attempt_count=1)
        .execution_options(synchronize_session=False)
    )
