"""Sees that attendees are told when their webinar is no longer what they know of it.

A subscriber of changes, in the transaction that makes them: see `webinars.models.derived`. Nobody who moves or cancels
a webinar, on whatever way, has to think of those who have registered.
"""

import datetime as dt
import secrets

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.programme.join_window import room_opens_at
from webinars.domain.registration.cancellation_recipients import TOLD_STATES
from webinars.domain.registration.letters.announced_state import AnnouncedState
from webinars.domain.registration.letters.change_emails import (
    CANCELLED,
    MOVED,
    NEWS_KINDS,
    POSTPONED,
    RESTORED,
    WITHDRAWN,
)
from webinars.domain.registration.mailings.mailing import add_mailing, unstarted
from webinars.domain.registration.mailings.recap_mail import promise_to_registered, promise_to_wishes
from webinars.domain.registration.seats_and_waiting_list import Desk, end_erased, lock_desk_with_webinar, promote
from webinars.domain.registration.standby_entry import begin_anew
from webinars.models import PromiseState, Registration, RegistrationDesk, Status
from webinars.models.derived import Changes

IDS_IN_A_STATEMENT = 5000


def tell_news(session: Session, changes: Changes, now: dt.datetime) -> None:
    """Promise what attendees of the webinars that a transaction has touched have to be told. Flushes, never commits."""
    ids = sorted(changes.webinar_ids)
    for start in range(0, len(ids), IDS_IN_A_STATEMENT):
        some = ids[start : start + IDS_IN_A_STATEMENT]
        with_desk = session.scalars(
            sa.select(RegistrationDesk.webinar_id)
            .where(RegistrationDesk.webinar_id.in_(some))
            # One desk is locked after the other: in an order, so that no two transactions wait for each other.
            .order_by(RegistrationDesk.webinar_id)
        ).all()
        for webinar_id in with_desk:
            _tell(session, lock_desk_with_webinar(session, webinar_id), now=now)
        promise_to_wishes(session, some, now=now)


def _tell(session: Session, desk: Desk, *, now: dt.datetime) -> None:
    known, present = AnnouncedState.of_desk(desk.row), AnnouncedState.of_webinar(desk.webinar)
    if known is None:
        if present.status != Status.DRAFT:
            present.note_on(desk.row)
    elif _is_news(known, present, now=now):
        if known.starts_at != present.starts_at and _has_room_been_open(known, now=now):
            begin_anew(session, desk)
        if present.status == Status.PUBLISHED:
            end_erased(session, desk.row, now=now)
        _promise_news(session, desk, known, present, now=now)
    promise_to_registered(session, desk.webinar, desk.row, now=now)
    session.flush()
    promote(session, desk.webinar, desk.row, now=now)


def _is_news(known: AnnouncedState, present: AnnouncedState, *, now: dt.datetime) -> bool:
    """Returns whether what is `present` differs from what is `known` in what matters for somebody who wants to come."""
    if present.status == Status.PUBLISHED:
        # Moved into the past is a slip, or tidying up: what people know holds until it is mended.
        return known != present and present.ends_at is not None and present.ends_at > now
    return known.status != present.status and known.ends_at is not None and known.ends_at > now


def _has_room_been_open(known: AnnouncedState, *, now: dt.datetime) -> bool:
    return known.starts_at is not None and room_opens_at(known.starts_at) <= now


def _promise_news(
    session: Session, desk: Desk, known: AnnouncedState, present: AnnouncedState, *, now: dt.datetime
) -> None:
    webinar_id = desk.webinar.id
    # Of what nobody has been told yet, nobody need be told that it is otherwise.
    taken_back = unstarted(session, webinar_id, NEWS_KINDS)
    for mailing in taken_back:
        mailing.state = PromiseState.DROPPED
    was = AnnouncedState.from_json(taken_back[0].context["was"]) if taken_back else known
    present.note_on(desk.row)
    if was == present or not _is_anybody(session, webinar_id, Registration.state.in_(TOLD_STATES)):
        return
    kind = _kind_of(was, present)
    add_mailing(
        session,
        kind=kind,
        webinar_id=webinar_id,
        context={"was": was.as_json(), "now": present.as_json()},
        # The desk is locked, so it is promised once; and a webinar may be moved away and back any number of times.
        dedupe_key=f"{kind}:{webinar_id}:{secrets.token_hex(8)}",
        now=now,
    )


def _kind_of(was: AnnouncedState, present: AnnouncedState) -> str:
    if present.status != Status.PUBLISHED:
        return {Status.CANCELLED: CANCELLED, Status.POSTPONED: POSTPONED, Status.DRAFT: WITHDRAWN}[present.status]
    is_new_date = was.status == Status.POSTPONED and was.starts_at != present.starts_at
    return MOVED if was.status == Status.PUBLISHED or is_new_date else RESTORED


def _is_anybody(session: Session, webinar_id: int, *which: sa.ColumnExpressionArgument[bool]) -> bool:
    query = sa.select(Registration.id).where(Registration.webinar_id == webinar_id, *which)
    return session.scalar(query.limit(1)) is not None
