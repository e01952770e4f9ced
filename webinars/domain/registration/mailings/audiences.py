"""Whom the organisers' messages go to, and how many that is."""

import datetime as dt

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.registration.reminder_times import wants_reminder
from webinars.models import Audience, Mailing, Registration, RegistrationState, Webinar

MESSAGE = "registration.message"
TO = "to"
"""In the context of a message that went at once: who was counted, and nobody else gets it."""
Condition = sa.SQLColumnExpression[bool]


class AudienceCount(Struct, frozen=True):
    """How many people an audience is."""

    there: int
    gets_it: int

    @property
    def has_stopped(self) -> int:
        """How many of them want no messages."""
        return self.there - self.gets_it


def available_audiences(webinar: Webinar, *, now: dt.datetime) -> tuple[Audience, ...]:
    """Returns the audiences there can be by now: whether somebody opened the door is not known before the start."""
    has_begun = webinar.starts_at is not None and (webinar.pressed(webinar.began_at) or webinar.starts_at) <= now
    return tuple(each for each in Audience if has_begun or each not in {Audience.JOINED, Audience.ABSENT})


def audience_counts(session: Session, webinar_id: int) -> dict[Audience, AudienceCount]:
    """Returns how many people each audience is now."""
    columns = []
    for audience in Audience:
        is_there = sa.case((sa.and_(*_in_state(audience)), 1))
        gets_it = sa.case((sa.and_(*_in_state(audience), Registration.wants_messages), 1))
        columns += [sa.func.count(is_there), sa.func.count(gets_it)]
    is_known = Registration.email_normal.is_not(None)
    row = session.execute(sa.select(*columns).where(Registration.webinar_id == webinar_id, is_known)).one()
    return {audience: AudienceCount(row[2 * number], row[2 * number + 1]) for number, audience in enumerate(Audience)}


def ids_of(session: Session, webinar_id: int, audience: Audience) -> list[int]:
    """Returns the registrations that an audience is now and that want messages, in their order."""
    query = sa.select(Registration.id).where(
        Registration.webinar_id == webinar_id,
        Registration.email_normal.is_not(None),
        *_in_state(audience),
        Registration.wants_messages,
    )
    return list(session.scalars(query.order_by(Registration.id)))


def reminded_count(session: Session, webinar_id: int, minutes: int) -> int:
    """Returns how many people with a place want the reminder so many minutes before the start."""
    query = sa.select(sa.func.count(Registration.id)).where(
        Registration.webinar_id == webinar_id,
        Registration.state == RegistrationState.CONFIRMED,
        wants_reminder(minutes),
    )
    return session.scalar(query) or 0


def recipient_conditions(mailing: Mailing) -> tuple[Condition, ...]:
    """Returns whom a message goes to: of those who are there now, whoever was there when it was sent.

    Whoever was counted when the button was pressed is named in what is kept beside it: see `mailing`.
    """
    audience = mailing.audience
    if audience is None:
        return (sa.false(),)
    if not mailing.context["is_planned"]:
        return (*_in_state(audience), Registration.wants_messages)
    as_of = dt.datetime.fromisoformat(mailing.context["as_of"])
    conditions = [*_in_state(audience), Registration.wants_messages]
    if audience is Audience.WAITING:
        conditions.append(Registration.created_at <= as_of)
    elif audience is Audience.JOINED:
        conditions.append(Registration.joined_first_at <= as_of)
        conditions.append(sa.or_(Registration.confirmed_at <= as_of, Registration.standby_at <= as_of))
    else:
        conditions.append(Registration.confirmed_at <= as_of)
    return tuple(conditions)


def is_in(audience: Audience | None, registration: Registration) -> bool:
    """Returns True if the person is of that audience still, and wants messages."""
    has_place = registration.state is RegistrationState.CONFIRMED
    has_joined = registration.joined_first_at is not None
    return (
        registration.wants_messages
        and {
            Audience.CONFIRMED: has_place,
            Audience.WAITING: registration.state is RegistrationState.WAITING,
            Audience.JOINED: has_joined and (has_place or _is_on_standby(registration)),
            Audience.ABSENT: has_place and not has_joined,
            Audience.RECORDING: has_place and registration.wants_recording,
            None: False,
        }[audience]
    )


def _is_on_standby(registration: Registration) -> bool:
    return registration.state is RegistrationState.WAITING and registration.standby_at is not None


def _in_state(audience: Audience) -> tuple[Condition, ...]:
    """Returns the same as `is_in`, asked of the database."""
    has_place = Registration.state == RegistrationState.CONFIRMED
    is_waiting = Registration.state == RegistrationState.WAITING
    has_joined = Registration.joined_first_at.is_not(None)
    return {
        Audience.CONFIRMED: (has_place,),
        Audience.WAITING: (is_waiting,),
        Audience.JOINED: (has_joined, sa.or_(has_place, sa.and_(is_waiting, Registration.standby_at.is_not(None)))),
        Audience.ABSENT: (has_place, ~has_joined),
        Audience.RECORDING: (has_place, Registration.wants_recording),
    }[audience]
