"""Mails for many: promised in one row, which the worker turns into a mail for each of them, some at a time.

Whoever moves a webinar with ten thousand registrations writes one row. A crash anywhere is harmless: each step stores
its mails and how far it has come together, and no mail is promised twice.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
import structlog
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars import clock
from webinars.bulk import CommittedSteps
from webinars.domain.accounts.actor import Actor
from webinars.domain.mail.actions import NewMail, add_mails
from webinars.domain.mail.outbox import leases, retries
from webinars.domain.mail.outbox.promises import promise
from webinars.domain.registration.calendar_sequence import next_sequences
from webinars.domain.registration.cancellation_recipients import told_of_change
from webinars.domain.registration.letters.change_emails import CANCELLED, MOVED, POSTPONED, RESTORED, WITHDRAWN
from webinars.domain.registration.letters.delay_email import DELAYED
from webinars.domain.registration.mailings.audiences import MESSAGE, TO, recipient_conditions
from webinars.domain.registration.recording_wishes import RECORDING_WISH, forget_wishes
from webinars.domain.registration.reminder_times import wants_reminder
from webinars.domain.registration.seats_and_waiting_list import lock_desk
from webinars.models import (
    GroupedRegistration,
    Mailing,
    Priority,
    PromiseState,
    RecordingWish,
    Registration,
    RegistrationGroup,
    RegistrationState,
    Status,
    Webinar,
)
from webinars.pure.ical.writing import Method

REMINDER, RECORDING = "registration.reminder", "registration.recording"
ONE_MORE = "registration.one_more"
"""Of a series that somebody is registered for."""
CHUNK = 200
"""At most so many mails are promised in one transaction."""
LEASE = dt.timedelta(minutes=5)
LONGEST_RUN = dt.timedelta(seconds=20)
"""After it, whatever else there is to do has its turn."""

log = structlog.get_logger()

Condition = sa.ColumnExpressionArgument[bool]
Recipients = sa.Select[int, Any]


class MailingKind(Struct, frozen=True):
    """Whom a mailing of one kind goes to, and what it asks of their calendars."""

    recipients: Callable[[Mailing], Recipients]
    """Their ids and addresses."""
    method: Method | None = None
    id_name: str = "registration_id"
    """What is known by the ids, as the letters call it."""
    take: Callable[[Session, Mapping[int, str | None]], Mapping[int, str | None]] | None = None
    """Erases what asked for the mail, and returns those of which it was still there."""


def _registered(audience: Callable[[Mailing], tuple[Condition, ...]]) -> Callable[[Mailing], Recipients]:
    """Returns what selects the registrations of the mailing's webinar that meet the conditions of `audience`."""

    def recipients(mailing: Mailing) -> Recipients:
        return sa.select(Registration.id, Registration.email_normal).where(
            Registration.webinar_id == mailing.webinar_id,
            Registration.email_normal.is_not(None),
            *audience(mailing),
        )

    return recipients


def _to_be_reminded(mailing: Mailing) -> tuple[Condition, ...]:
    due_at = dt.datetime.fromisoformat(mailing.context["due_at"])
    return _HAS_PLACE, wants_reminder(mailing.context["minutes"]), Registration.confirmed_at < due_at


def _waiting_for_the_recording(_mailing: Mailing) -> tuple[Condition, ...]:
    return _HAS_PLACE, Registration.wants_recording


def _hear_of_one_more(mailing: Mailing) -> Recipients:
    """Returns the groups of the webinar's series that were there before it could be registered for.

    Of one that has given everything back nothing more is wanted, and who is registered for it already need not know.
    """
    known = orm.aliased(Registration)
    address = (
        sa.select(sa.func.max(known.email_normal))
        .join(GroupedRegistration, GroupedRegistration.registration_id == known.id)
        .where(GroupedRegistration.group_id == RegistrationGroup.id, known.state.in_(_IS_WANTED))
        .correlate(RegistrationGroup)
        .scalar_subquery()
    )
    is_registered = sa.exists().where(
        Registration.webinar_id == mailing.webinar_id, Registration.email_normal == address
    )
    return sa.select(RegistrationGroup.id, address).where(
        RegistrationGroup.series_id == mailing.context["series_id"],
        RegistrationGroup.wants_more,
        RegistrationGroup.created_at < dt.datetime.fromisoformat(mailing.context["since"]),
        address.is_not(None),
        ~is_registered,
    )


def _waiting_without_a_place(mailing: Mailing) -> Recipients:
    """Returns whoever has pressed, while there is a recording that is public: else they wait on."""
    return sa.select(RecordingWish.id, RecordingWish.email_normal).where(
        RecordingWish.webinar_id == mailing.webinar_id,
        RecordingWish.confirmed_at.is_not(None),
        RecordingWish.webinar.has(sa.and_(Webinar.status == Status.PUBLISHED, Webinar.recordings.any())),
    )


def _still_to_be_late(mailing: Mailing) -> tuple[Condition, ...]:
    """Those with a place, while it is what the mail says: whoever takes it back in time sends none."""
    # What was said of an earlier start is of no concern.
    has_begun = Webinar.began_at >= mailing.created_at
    return _HAS_PLACE, sa.exists().where(
        Webinar.id == Registration.webinar_id,
        Webinar.late_minutes == mailing.context["minutes"],
        sa.or_(Webinar.began_at.is_(None), ~has_begun),
    )


_IS_WANTED = (RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.PENDING)
_HAS_PLACE = Registration.state == RegistrationState.CONFIRMED
KINDS: Mapping[str, MailingKind] = {
    **{kind: MailingKind(_registered(told_of_change), Method.REQUEST) for kind in (MOVED, RESTORED)},
    **{kind: MailingKind(_registered(told_of_change), Method.CANCEL) for kind in (CANCELLED, POSTPONED, WITHDRAWN)},
    REMINDER: MailingKind(_registered(_to_be_reminded)),
    DELAYED: MailingKind(_registered(_still_to_be_late)),
    ONE_MORE: MailingKind(_hear_of_one_more, id_name="group_id"),
    RECORDING: MailingKind(_registered(_waiting_for_the_recording)),
    RECORDING_WISH: MailingKind(_waiting_without_a_place, id_name="wish_id", take=forget_wishes),
    MESSAGE: MailingKind(_registered(recipient_conditions)),
}


def add_mailing(
    session: Session,
    *,
    kind: str,
    webinar_id: int,
    context: Mapping[str, object],
    dedupe_key: str,
    now: dt.datetime,
    priority: Priority = Priority.REGISTRATION,
    due_at: dt.datetime | None = None,
    **columns: object,
) -> None:
    """Promise a mail to each of the audience of `kind`. The same `dedupe_key` promises it once. Does not commit.

    `columns` are those that a message has beside.
    """
    row = {
        "kind": kind,
        "priority": priority,
        "webinar_id": webinar_id,
        "context": {"webinar_id": webinar_id, **context},
        "dedupe_key": dedupe_key,
        "due_at": due_at or now,
        "cursor_id": 0,
        "mail_count": 0,
        **columns,
    }
    promise(session, Mailing, [row], now=now)


def end_mailing(session: Session, actor: Actor, mailing: Mailing, *, now: dt.datetime) -> None:
    """Let nothing of it leave that has not left."""
    mailing.stopped_at = now
    mailing.context = mailing.context | {"stopped_by": actor.user_id}
    if mailing.state is PromiseState.DUE:
        mailing.state = PromiseState.DROPPED
    session.flush()


def send_mailings(session: Session, *, now: Callable[[], dt.datetime] = clock.now) -> bool:
    """Promise the mails of all mailings that are due, for at most `LONGEST_RUN`. Any number of workers may do so.

    Commits by itself. Returns True if the time was over before all was done.
    """
    ends_at = now() + LONGEST_RUN
    while now() < ends_at:
        claim = _take(session, now())
        session.commit()
        if not claim.promises:
            return False
        _fan_out(session, claim, now, ends_at)
    return True


def _take(session: Session, now: dt.datetime) -> leases.Lease[Mailing]:
    """Returns the next mailing, leased to us. Those of one webinar go one after the other."""
    other = orm.aliased(Mailing)
    is_under_way = sa.exists().where(
        other.webinar_id == Mailing.webinar_id,
        other.id < Mailing.id,
        other.state == PromiseState.SENDING,
        other.leased_until >= now,
    )
    found = session.scalars(
        sa.select(Mailing)
        .where(leases.is_leasable(Mailing, now=now), ~Mailing.is_held, ~is_under_way)
        .order_by(*leases.turn_order(Mailing, 0))
        .limit(1)
        .with_for_update(skip_locked=True, of=Mailing)
        .execution_options(populate_existing=True)
    ).all()
    return leases.lease(session, found, now=now, lasting=LEASE)


def _fan_out(
    session: Session, claim: leases.Lease[Mailing], now: Callable[[], dt.datetime], ends_at: dt.datetime
) -> None:
    mailing, outcome, steps = claim.promises[0], retries.no_attempt(), CommittedSteps(session)
    try:
        is_done = False
        while not is_done and now() < ends_at:
            with steps.step():
                is_done = _step(session, claim, mailing, min(CHUNK, steps.count), now=now())
        outcome = retries.SENT if is_done else outcome
    except Exception as error:
        # One bad row must not stop the others.
        session.rollback()
        log.exception("mailing could not be sent on", mailing_id=mailing.id)
        outcome = retries.temporary_failure(mailing, type(error).__name__)
    leases.mark(session, claim, {mailing.id: outcome}, now=now())
    session.commit()


def _step(session: Session, claim: leases.Lease[Mailing], mailing: Mailing, count: int, *, now: dt.datetime) -> bool:
    """Promise the next `count` mails. Returns whether there are no more, or the lease has ended. Does not commit."""
    kind, webinar_id = KINDS[mailing.kind], mailing.webinar_id
    lock_desk(session, webinar_id)
    is_ours = sa.and_(Mailing.id == mailing.id, Mailing.leased_until == claim.leased_until)
    is_going_on = sa.and_(is_ours, Mailing.state == PromiseState.SENDING, Mailing.stopped_at.is_(None))
    at = session.execute(sa.select(Mailing.cursor_id).where(is_going_on).with_for_update()).one_or_none()
    if at is None:
        return True
    named = _named(mailing, after=at.cursor_id, count=count)
    recipients = kind.recipients(mailing)
    number = recipients.selected_columns[0]
    is_next = number > at.cursor_id if named is None else number.in_(named)
    rows = session.execute(recipients.where(is_next).order_by(number).limit(count)).all()
    looked_at = [row.id for row in rows] if named is None else named
    if not looked_at:
        return True
    is_last = len(looked_at) < count
    _promise_mails(session, mailing, kind, {row[0]: row[1] for row in rows}, now=now)
    session.execute(
        sa.update(Mailing)
        .where(is_ours)
        .values(
            cursor_id=looked_at[-1],
            mail_count=Mailing.mail_count + len(rows),
            # Whom it named is of no use any more, and may be long.
            **({"context": mailing.context | {TO: []}} if is_last and named is not None else {}),
        )
        .execution_options(synchronize_session=False)
    )
    return is_last


def _promise_mails(
    session: Session, mailing: Mailing, kind: MailingKind, addresses: Mapping[int, str | None], *, now: dt.datetime
) -> None:
    """Promise one to each of `addresses`, which stand by the ids of those who have them."""
    if kind.take is not None:
        addresses = kind.take(session, addresses)
    sequences = next_sequences(session, mailing.webinar_id, list(addresses), kind.method) if kind.method else {}
    host_id = session.scalar(sa.select(Webinar.host_id).where(Webinar.id == mailing.webinar_id))
    # Who else gets it is in nobody's mail.
    shared = {key: value for key, value in mailing.context.items() if key != TO}
    mails = (
        NewMail(
            kind=mailing.kind,
            priority=mailing.priority,
            recipient=address or "",
            context=shared | {"mailing_id": mailing.id, kind.id_name: number, "sequence": sequences.get(number)},
            dedupe_key=f"{mailing.dedupe_key}:{number}",
            organisation_id=host_id,
            mailing_id=mailing.id,
        )
        for number, address in addresses.items()
    )
    add_mails(session, mails, now=now)


def _named(mailing: Mailing, *, after: int, count: int) -> list[int] | None:
    """Returns the next of those whom a message names, or None if it is for whoever is of its audience."""
    to = mailing.context.get(TO)
    if to is None:
        return None
    start = bisect_right(to, after)
    return list(to[start : start + count])


def unstarted(session: Session, webinar_id: int, kinds: tuple[str, ...]) -> list[Mailing]:
    """Returns mailings of which no mail has been promised yet, the first first.

    Nobody else begins them before the commit.
    """
    return list(
        session.scalars(
            sa.select(Mailing)
            .where(
                Mailing.webinar_id == webinar_id,
                Mailing.kind.in_(kinds),
                Mailing.is_unfinished(),
                Mailing.state == PromiseState.DUE,
                Mailing.cursor_id == 0,
            )
            .order_by(Mailing.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    )
