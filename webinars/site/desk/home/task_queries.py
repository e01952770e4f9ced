"""What may wait for a person, each kind by one or two statements, however many webinars there are."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme.editor_queries import whole
from webinars.domain.programme.member_queries import is_own_condition
from webinars.domain.programme.queries import is_coming
from webinars.domain.recordings.video_copies import queries as copies
from webinars.models import (
    Agreement,
    Appearance,
    ProposedStart,
    Recording,
    RecordingPlan,
    Registration,
    RegistrationState,
    StartPoll,
    Status,
    Webinar,
)

RECAP_WINDOW = dt.timedelta(days=60)
"""So long after a webinar its missing recording is worth a reminder."""


def coming_webinars(session: Session, actor: Actor, now: dt.datetime) -> Sequence[Webinar]:
    """Returns the actor's webinars that are not over, and drafts of any date: soonest first, without a date last."""
    return session.scalars(
        sa.select(Webinar)
        .where(is_own_condition(actor), sa.or_(is_coming(now), Webinar.status == Status.DRAFT))
        .options(orm.joinedload(Webinar.host), orm.selectinload(Webinar.co_organisers))
        .order_by(Webinar.starts_on.is_(None), Webinar.starts_on, Webinar.starts_at, Webinar.id)
    ).all()


def webinars_without_recording(session: Session, actor: Actor, now: dt.datetime) -> Sequence[Webinar]:
    """Returns the actor's webinars of the last weeks that took place and have no recording yet, latest first."""
    has_recording = sa.exists().where(Recording.webinar_id == Webinar.id)
    return session.scalars(
        sa.select(Webinar)
        .where(
            is_own_condition(actor),
            Webinar.status == Status.PUBLISHED,
            Webinar.ends_at <= now,
            Webinar.ends_at > now - RECAP_WINDOW,
            sa.not_(has_recording),
            Webinar.recording_plan != RecordingPlan.NO,
        )
        .options(orm.joinedload(Webinar.host), orm.selectinload(Webinar.co_organisers))
        .order_by(Webinar.starts_at.desc(), Webinar.id.desc())
    ).all()


def webinars_with_everything(session: Session, ids: Collection[int]) -> Mapping[int, Webinar]:
    """Returns these webinars with everything, by their ids."""
    found = session.scalars(sa.select(Webinar).where(Webinar.id.in_(ids)).options(*whole())).unique()
    return {each.id: each for each in found}


def appearances_that(session: Session, webinar_ids: Collection[int], agreement: Agreement) -> Sequence[Appearance]:
    """Returns the appearances in these webinars of those who stand so, with their speakers."""
    return session.scalars(
        sa.select(Appearance)
        .where(
            Appearance.webinar_id.in_(webinar_ids),
            Appearance.agreement == agreement,
        )
        .options(orm.joinedload(Appearance.speaker))
        .order_by(Appearance.webinar_id, Appearance.position)
    ).all()


def pending_counts(session: Session, webinar_ids: Collection[int]) -> Mapping[int, int]:
    """Returns how many registrations wait for approval, by the ids of those of these webinars for which any does."""
    return _counts(session, webinar_ids, Registration.state == RegistrationState.PENDING)


def recording_wishes(session: Session, webinar_ids: Collection[int]) -> Mapping[int, int]:
    """Returns how many people asked to be told of the recording, in the same way."""
    has_place = Registration.state == RegistrationState.CONFIRMED
    return _counts(session, webinar_ids, sa.and_(has_place, Registration.wants_recording))


def webinar_ids_with_open_poll(session: Session, webinar_ids: Collection[int]) -> Collection[int]:
    """Returns the ids of those of these webinars whose start is still being found."""
    has_starts = sa.exists().where(ProposedStart.webinar_id == StartPoll.webinar_id)
    query = sa.select(StartPoll.webinar_id).where(StartPoll.webinar_id.in_(webinar_ids))
    return set(session.scalars(query.where(StartPoll.chosen_at.is_(None), has_starts)))


def lost_recordings(session: Session, actor: Actor) -> Sequence[Recording]:
    """Returns recordings of the actor's webinars one of whose places is gone, with all places."""
    return copies.lost_recordings(session, is_own_condition(actor))


def _counts(session: Session, webinar_ids: Collection[int], which: sa.ColumnElement[bool]) -> Mapping[int, int]:
    rows = session.execute(
        sa.select(Registration.webinar_id, sa.func.count(Registration.id))
        .where(Registration.webinar_id.in_(webinar_ids), which)
        .group_by(Registration.webinar_id)
    )
    return {row.webinar_id: row[1] for row in rows}
