"""What is kept of a person goes: when it was promised, or at once when asked for. The row stays, to be counted."""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.db import reading
from webinars.domain.accounts.actor import Actor
from webinars.domain.calendars.personal_feeds import forget_registrations_of
from webinars.domain.mail.actions import add_mail
from webinars.domain.programme.permissions import can_keep_registrations
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.questions.erasure import forget_registered
from webinars.domain.registration.attendee_actions import locked_registration
from webinars.domain.registration.calendar_sequence import next_sequence
from webinars.domain.registration.errors import StateHasChanged
from webinars.domain.registration.mail_triggers import LINKS
from webinars.domain.registration.recording_wishes import RECORDING_WISH
from webinars.domain.registration.retention import UNCONFIRMED_DAYS, days_kept, is_due
from webinars.domain.registration.seats_and_waiting_list import end
from webinars.lib.errors import require_right
from webinars.models import (
    ACTIVE_STATES,
    AuditEvent,
    Feedback,
    GroupedRegistration,
    OutboundEmail,
    Priority,
    RecordingWish,
    Registration,
    RegistrationAnswer,
    RegistrationDesk,
    RegistrationEnd,
    RegistrationGroup,
    RegistrationQuestion,
    RegistrationState,
    Status,
    Webinar,
)
from webinars.pure.ical.writing import Method

LAST = "registration.erased"
CHUNK = 200


def erase(session: Session, registration_id: int, *, is_asked: bool = True, now: dt.datetime) -> None:
    """Erase what is kept of somebody who has asked for it or not, the place with it. A last mail says so.

    Twice is once.
    """
    desk, registration = locked_registration(session, registration_id)
    if registration.erased_at is not None:
        return
    is_proven = registration.state is not RegistrationState.UNCONFIRMED
    recipient, has_entry = registration.email_normal, registration.told_method == Method.REQUEST
    is_over = phase_of(desk.webinar, now) is Phase.AFTER
    sequence = next_sequence(session, registration, Method.CANCEL) if has_entry and not is_over else None
    if registration.state in ACTIVE_STATES and not is_over:
        end(session, desk, registration, RegistrationState.CANCELLED, RegistrationEnd.ATTENDEE, now=now)
    _forget(session, [registration], now=now)
    # Who has never pressed may be anybody: to that address nothing more is written.
    if is_proven:
        _promise_last_mail(
            session, desk.webinar, registration, recipient, now=now, sequence=sequence, is_asked=is_asked
        )


def erase_group(session: Session, group_id: int, *, now: dt.datetime) -> None:
    """Erase what is kept of somebody in all the registrations of a group. A last mail says so for each."""
    ids = session.scalars(
        sa.select(Registration.id)
        .join(GroupedRegistration, GroupedRegistration.registration_id == Registration.id)
        .where(GroupedRegistration.group_id == group_id)
        # One desk is locked after the other: in an order, so that no two wait for each other.
        .order_by(Registration.webinar_id, Registration.id)
    ).all()
    for registration_id in ids:
        erase(session, registration_id, now=now)


def erase_for_organisers(session: Session, actor: Actor, registration_id: int, *, now: dt.datetime) -> None:
    """Erase what is kept of somebody who has no place any more. Raises NotAllowed, StateHasChanged."""
    desk, registration = locked_registration(session, registration_id)
    require_right(can_keep_registrations(actor, desk.webinar))
    if registration.state in {RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.PENDING}:
        raise StateHasChanged
    erase(session, registration_id, is_asked=False, now=now)
    session.add(
        AuditEvent.of_webinar(
            desk.webinar, "registration:erase", {"registration": registration_id}, by=actor.user_id, at=now
        )
    )
    session.flush()


def erase_due(session: Session, *, now: dt.datetime) -> None:
    """Erase what has been kept for as long as was promised. Commits by itself, some rows at a time."""
    _forget_unconfirmed(session, now=now)
    after = 0
    while rows := _next_kept(session, after=after, now=now):
        kept = [(row, webinar, days_kept(row, desk)) for row, webinar, desk in rows]
        due = [(row, webinar, days) for row, webinar, days in kept if is_due(webinar, days, now=now)]
        told = [(*each, each[0].email_normal) for each in due if each[0].state in _TOLD_AT_THE_END]
        _forget(session, [row for row, _webinar, _days in due], now=now)
        for row, webinar, days, recipient in told:
            _promise_last_mail(session, webinar, row, recipient, now=now, days=days)
        _forget_answers(session, [registration for registration, _webinar, _desk in rows], now=now)
        session.commit()
        after = rows[-1][0].id
    _forget_feedback(session)
    _forget_groups(session)
    _forget_mails_alone(session)


def _forget_feedback(session: Session) -> None:
    """Erase what was said afterwards with the last of those who may have said it. Commits by itself."""
    kept = sa.select(Registration.webinar_id).where(Registration.erased_at.is_(None))
    session.execute(sa.delete(Feedback).where(Feedback.webinar_id.not_in(kept)))
    session.commit()


_TOLD_AT_THE_END = frozenset({RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.PENDING})


def _next_kept(
    session: Session, *, after: int, now: dt.datetime
) -> Sequence[sa.Row[Registration, Webinar, RegistrationDesk]]:
    """Returns the next registrations, in the order of their ids, of webinars that are over, cancelled or postponed."""
    is_past = sa.or_(
        Webinar.ends_at < now,
        sa.and_(Webinar.ends_at.is_(None), Webinar.starts_on < now.date()),
        Webinar.status.in_([Status.CANCELLED, Status.POSTPONED]),
    )
    query = (
        sa.select(Registration, Webinar, RegistrationDesk)
        .join(Webinar, Webinar.id == Registration.webinar_id)
        .join(RegistrationDesk, RegistrationDesk.webinar_id == Registration.webinar_id)
        .where(Registration.id > after, Registration.erased_at.is_(None), is_past)
        .order_by(Registration.id)
        .limit(CHUNK)
        .with_for_update(of=Registration)
        .execution_options(populate_existing=True)
    )
    return session.execute(query).all()


def _forget(session: Session, registrations: Sequence[Registration], *, now: dt.datetime) -> None:
    """Erase all that tells who it was: the row's own, the answers, and the mails that were promised."""
    ids = [registration.id for registration in registrations]
    if not ids:
        return
    recipients = {registration.email_normal for registration in registrations if registration.email_normal}
    session.execute(sa.delete(RegistrationAnswer).where(RegistrationAnswer.registration_id.in_(ids)))
    for registration in registrations:
        registration.name, registration.email_normal, registration.timezone = "", None, None
        registration.nonce = registration.link_digest = registration.join_digest = None
        registration.wants_reminders = registration.wants_recording = registration.wants_messages = False
        registration.skipped_reminders = ""
        registration.joined_first_at = registration.standby_at = registration.attended_minutes = None
        registration.erased_at = now
    session.flush()
    groups = _forget_groups(session, ids)
    mails = session.execute(
        sa.select(OutboundEmail.id, OutboundEmail.context).where(
            OutboundEmail.recipient.in_(recipients), OutboundEmail.kind.like("registration.%")
        )
    )
    theirs = [
        mail.id
        for mail in mails
        if mail.context.get("registration_id") in set(ids) or mail.context.get("group_id") in groups
    ]
    session.execute(sa.delete(OutboundEmail).where(OutboundEmail.id.in_(theirs)))
    forget_registered(session, ids)
    _forget_lists(session, recipients)
    forget_registrations_of(session, recipients, now=now)


def _forget_groups(session: Session, ids: Collection[int] | None = None) -> Collection[int]:
    """Remove the groups, or those of them with these registrations, of which nobody is known. Returns their ids."""
    is_known = sa.exists().where(
        GroupedRegistration.group_id == RegistrationGroup.id,
        GroupedRegistration.registration_id == Registration.id,
        Registration.erased_at.is_(None),
    )
    of_these = sa.select(GroupedRegistration.group_id).where(GroupedRegistration.registration_id.in_(ids or ()))
    concerned = sa.true() if ids is None else RegistrationGroup.id.in_(of_these)
    gone = session.scalars(sa.select(RegistrationGroup.id).where(concerned, ~is_known)).all()
    session.execute(sa.delete(RegistrationGroup).where(RegistrationGroup.id.in_(gone)))
    return gone


def _forget_lists(session: Session, addresses: Collection[str]) -> None:
    """Remove the mails that led to the lists of those `addresses` under which nothing is registered any more."""
    has_more = sa.exists().where(Registration.email_normal == OutboundEmail.recipient)
    session.execute(
        sa.delete(OutboundEmail).where(OutboundEmail.recipient.in_(addresses), OutboundEmail.kind == LINKS, ~has_more)
    )


def _forget_mails_alone(session: Session) -> None:
    """Remove mails to addresses under which nothing is registered or waited for: a webinar was deleted with both."""
    session.commit()
    with reading():
        is_known = sa.or_(
            sa.exists().where(Registration.email_normal == OutboundEmail.recipient),
            sa.exists().where(RecordingWish.email_normal == OutboundEmail.recipient),
        )
        alone = sa.select(OutboundEmail.id).where(
            OutboundEmail.kind.like("registration.%"), OutboundEmail.kind.not_in([LAST, RECORDING_WISH]), ~is_known
        )
        ids = session.scalars(alone).all()
        session.commit()
    for start in range(0, len(ids), CHUNK):
        session.execute(sa.delete(OutboundEmail).where(OutboundEmail.id.in_(ids[start : start + CHUNK])))
        session.commit()


def _forget_answers(session: Session, registrations: Sequence[Registration], *, now: dt.datetime) -> None:
    """Erase answers that were promised to go before the rest."""
    answers = session.execute(
        sa.select(RegistrationAnswer.id, RegistrationQuestion.keep_days, Webinar)
        .join(RegistrationQuestion, RegistrationQuestion.id == RegistrationAnswer.question_id)
        .join(Webinar, Webinar.id == RegistrationQuestion.webinar_id)
        .options(orm.load_only(Webinar.status, Webinar.cancelled_at, Webinar.updated_at, Webinar.ends_at))
        .where(
            RegistrationAnswer.registration_id.in_([registration.id for registration in registrations]),
            RegistrationQuestion.keep_days.is_not(None),
        )
    )
    over = [answer_id for answer_id, days, webinar in answers if is_due(webinar, days or 0, now=now)]
    session.execute(sa.delete(RegistrationAnswer).where(RegistrationAnswer.id.in_(over)))


def _forget_unconfirmed(session: Session, *, now: dt.datetime) -> None:
    """Remove what nobody has pressed for a week: most likely the address was another person's."""
    old = sa.and_(
        Registration.state == RegistrationState.UNCONFIRMED,
        Registration.created_at < now - dt.timedelta(days=UNCONFIRMED_DAYS),
    )
    while rows := session.scalars(sa.select(Registration).where(old).limit(CHUNK).with_for_update()).all():
        _forget(session, rows, now=now)
        session.execute(sa.delete(Registration).where(Registration.id.in_([row.id for row in rows])))
        session.commit()


def _promise_last_mail(
    session: Session,
    webinar: Webinar,
    registration: Registration,
    recipient: str | None,
    *,
    now: dt.datetime,
    sequence: int | None = None,
    is_asked: bool = False,
    days: int | None = None,
) -> None:
    """Promise the last mail.

    The only place that still knows the address is the mail's own row, which goes when the mail has left. It was kept
    for so many `days`, as was said, or None if it is erased because somebody wanted it.
    """
    if recipient is None:
        return
    add_mail(
        session,
        kind=LAST,
        priority=Priority.REGISTRATION,
        recipient=recipient,
        context={
            "registration_id": registration.id,
            "webinar_id": webinar.id,
            "sequence": sequence,
            "is_asked": is_asked,
            "days": days,
        },
        dedupe_key=f"{LAST}:{registration.id}",
        now=now,
        organisation_id=webinar.host_id,
    )
