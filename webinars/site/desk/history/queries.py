"""What was done, for whoever may know of it, and what there is to judge by whether it can be taken back."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from webinars.domain.accounts.actor import Actor
from webinars.domain.history.acts import RecordedAct
from webinars.domain.history.kinds import WITH_ASPECT, ActKind, follows, is_of, kind_of
from webinars.domain.programme import permissions
from webinars.domain.programme.editor_queries import whole
from webinars.domain.programme.member_queries import is_own_condition
from webinars.domain.recordings.queries import load_chapters
from webinars.models import AuditEvent, CoOrganiser, Mailing, Organisation, PartnerRight, Recording, User, Webinar

PAGE_LENGTH = 50
LONGEST_TABLE = 10_000
OFFERED = 200
"""How many webinars, and people, are offered to choose from."""
LATER = 300
"""So many later acts are looked at for a page of the history. Taking back looks at all of them."""


_IS_ITS_WEBINAR = Webinar.id == AuditEvent.webinar_id
_IS_BY_PERSON = AuditEvent.token_id.is_(None)


class ActFilter(Struct, frozen=True, kw_only=True):
    """Which acts are asked for. None means any."""

    webinar: Webinar | None = None
    who_id: int | None = None
    kind: ActKind | None = None


class ActRow(Struct, frozen=True):
    event: AuditEvent
    webinar: Webinar | None
    organisation: Organisation | None


class ActPage(Struct, frozen=True):
    rows: Sequence[ActRow]
    number: int
    page_count: int


def visibility_condition(actor: Actor, webinar: Webinar | None = None) -> ColumnElement[bool]:
    """Returns whether the actor may know of an act of `webinar`, which they may look at, or wherever they organise.

    The query has to bring the webinars of acts along, by an outer join. What was done with registrations is for those
    who may see how many there are. Needs `webinar.co_organisers` loaded.
    """
    is_registering = is_of(ActKind.REGISTRATIONS)
    if webinar is not None:
        of_it = AuditEvent.webinar_id == webinar.id
        return of_it if permissions.can_see_insight(actor, webinar) else sa.and_(of_it, sa.not_(is_registering))
    if actor.is_admin and not actor.roles:
        return sa.or_(AuditEvent.webinar_id.is_not(None), AuditEvent.organisation_id.is_not(None))
    of_theirs = sa.and_(Webinar.id.is_not(None), is_own_condition(actor))
    of_house = sa.and_(AuditEvent.webinar_id.is_(None), AuditEvent.organisation_id.in_(list(actor.roles)))
    if not actor.is_admin:
        of_theirs = sa.and_(of_theirs, sa.or_(sa.not_(is_registering), _sees_registrations(actor)))
    return sa.or_(of_theirs, of_house)


def may_know(actor: Actor, event: AuditEvent, webinar: Webinar | None) -> bool:
    """Returns whether the actor may know of this one act, whose webinar has its `co_organisers` loaded."""
    if webinar is None:
        return event.organisation_id is not None and (actor.is_admin or actor.is_member(event.organisation_id))
    if kind_of(event.action) is ActKind.REGISTRATIONS and not permissions.can_see_insight(actor, webinar):
        return False
    return permissions.can_view(actor, webinar)


def _sees_registrations(actor: Actor) -> ColumnElement[bool]:
    """Returns what `permissions.can_see_insight` says, for the database."""
    editing = [organisation_id for organisation_id in actor.roles if actor.is_editor(organisation_id)]
    has_right = sa.exists().where(
        CoOrganiser.webinar_id == Webinar.id,
        CoOrganiser.organisation_id.in_(editing),
        CoOrganiser.accepted_at.is_not(None),
        sa.cast(CoOrganiser.rights, sa.Text).contains(f'"{PartnerRight.REGISTRATIONS.value}"'),
    )
    return sa.or_(Webinar.host_id.in_(list(actor.roles)), has_right)


def recent_acts(session: Session, actor: Actor, *, limit: int) -> Sequence[tuple[AuditEvent, Webinar]]:
    """Returns what was done with the actor's webinars, latest first."""
    rows = session.execute(
        sa.select(AuditEvent, Webinar)
        .join(Webinar, Webinar.id == AuditEvent.webinar_id)
        .where(visibility_condition(actor))
        .options(orm.joinedload(Webinar.host))
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def page_of(session: Session, actor: Actor, wanted: ActFilter, number: int) -> ActPage:
    """Returns page `number` (from 1) of what was done, latest first."""
    asked = _conditions(actor, wanted)
    counted = sa.select(sa.func.count(AuditEvent.id)).outerjoin(Webinar, _IS_ITS_WEBINAR).where(asked)
    count = session.scalar(counted) or 0
    rows = _rows(session, asked, limit=PAGE_LENGTH, offset=(number - 1) * PAGE_LENGTH)
    return ActPage(rows, number, max(1, -(-count // PAGE_LENGTH)))


def table_of(session: Session, actor: Actor, wanted: ActFilter) -> Sequence[ActRow]:
    """Returns all of it, latest first. Of the longest histories that is what was done last."""
    return _rows(session, _conditions(actor, wanted), limit=LONGEST_TABLE, offset=0)


def people_in(session: Session, actor: Actor) -> Mapping[int, str]:
    """Returns who has done something that the actor may know of, by id and in the order of their names."""
    may_know_of = sa.and_(_IS_BY_PERSON, visibility_condition(actor))
    acted = sa.select(AuditEvent.actor_id).outerjoin(Webinar, _IS_ITS_WEBINAR).where(may_know_of)
    rows = session.execute(
        sa.select(User.id, User.name)
        .where(User.id.in_(acted), User.id != actor.user_id, User.name != "")
        .order_by(User.name, User.id)
        .limit(OFFERED)
    )
    return {row.id: row.name for row in rows}


def webinars_in(session: Session, actor: Actor) -> Sequence[tuple[str, str]]:
    """Returns slug and title of the actor's webinars, the one changed last first."""
    rows = session.execute(
        sa.select(Webinar.slug, Webinar.title)
        .where(is_own_condition(actor))
        .order_by(Webinar.updated_at.desc(), Webinar.id.desc())
        .limit(OFFERED)
    )
    return [(row.slug, row.title) for row in rows]


def acts_of(session: Session, rows: Collection[ActRow]) -> Mapping[int, RecordedAct]:
    """Returns what there is to judge these acts by, by their ids. Loads their webinars whole, all by a few queries."""
    with_webinar = [row for row in rows if row.webinar is not None]
    if not with_webinar:
        return {}
    ids = {row.webinar.id for row in with_webinar if row.webinar is not None}
    session.scalars(sa.select(Webinar).where(Webinar.id.in_(ids)).options(*whole())).unique().all()
    load_chapters(session, ids)
    event_ids = [row.event.id for row in with_webinar]
    later = _later(session, ids, min(event_ids))
    removed = defaultdict(list)
    for recording in session.scalars(sa.select(Recording).where(Recording.removed_from_id.in_(ids))):
        removed[recording.removed_from_id].append(recording)
    undone = set(session.scalars(sa.select(AuditEvent.undoes_id).where(AuditEvent.undoes_id.in_(event_ids))))
    return {
        row.event.id: RecordedAct(
            event=row.event,
            webinar=row.webinar,
            later=[each for each in later if follows(each, row.event)],
            removed=removed[row.webinar.id],
            is_undone=row.event.id in undone,
        )
        for row in with_webinar
        if row.webinar is not None
    }


def undoing_acts(session: Session, rows: Collection[ActRow]) -> Mapping[int, AuditEvent]:
    """Returns by which acts these were taken back, by the ids of these."""
    ids = [row.event.id for row in rows]
    found = session.scalars(sa.select(AuditEvent).where(AuditEvent.undoes_id.in_(ids))).all()
    return {each.undoes_id: each for each in found if each.undoes_id is not None}


def subjects_of(session: Session, events: Collection[AuditEvent]) -> Mapping[int, str]:
    """Returns the subjects of the messages that these acts tell of, by the ids of the messages.

    One that is gone has none.
    """
    ids = {each.detail.get("mailing") for each in events if each.action.startswith("message:")}
    rows = session.execute(sa.select(Mailing.id, Mailing.subject).where(Mailing.id.in_(ids)))
    return {row.id: row.subject or "" for row in rows}


def names_of(session: Session, user_ids: Collection[int | None]) -> Mapping[int, str]:
    """Returns what these people are called, by id.

    Addresses are nobody's business here: who has no name is left out.
    """
    rows = session.execute(sa.select(User.id, User.name).where(User.id.in_(set(user_ids) - {None}), User.name != ""))
    return {row.id: row.name for row in rows}


def _conditions(actor: Actor, wanted: ActFilter) -> ColumnElement[bool]:
    conditions = [visibility_condition(actor, wanted.webinar)]
    if wanted.who_id is not None:
        conditions.append(sa.and_(AuditEvent.actor_id == wanted.who_id, _IS_BY_PERSON))
    if wanted.kind is not None:
        conditions.append(is_of(wanted.kind))
    return sa.and_(*conditions)


def _rows(session: Session, asked: ColumnElement[bool], *, limit: int, offset: int) -> Sequence[ActRow]:
    found = session.execute(
        sa.select(AuditEvent, Webinar, Organisation)
        .outerjoin(Webinar, _IS_ITS_WEBINAR)
        .outerjoin(Organisation, Organisation.id == AuditEvent.organisation_id)
        .where(asked)
        .options(orm.joinedload(Webinar.host))
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [ActRow(*each) for each in found]


def _later(session: Session, webinar_ids: Collection[int], since_id: int) -> Sequence[AuditEvent]:
    return session.scalars(
        sa.select(AuditEvent)
        .where(AuditEvent.webinar_id.in_(webinar_ids), AuditEvent.id > since_id, AuditEvent.action.in_(WITH_ASPECT))
        .order_by(AuditEvent.id)
        .limit(LATER)
    ).all()
