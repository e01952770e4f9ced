"""What the desk shows a person: their webinars, what waits for them, what was done lately."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme.editor_queries import whole
from webinars.domain.programme.queries import ever_public, is_coming
from webinars.domain.recordings.copies import queries as copies
from webinars.domain.registration.seats import lock_desk
from webinars.lib.text import one_line
from webinars.models import (
    Appearance,
    AuditEvent,
    CoOrganiser,
    Organisation,
    Recording,
    Registration,
    RegistrationState,
    Role,
    Status,
    User,
    Webinar,
)

RECAP_WINDOW = dt.timedelta(days=60)
"""So long after a webinar its missing recording is worth a reminder."""
HISTORY_LENGTH = 50
DOUBLE_CLICK = dt.timedelta(seconds=10)
"""So long after a webinar was begun, beginning it once more is the same press of a button."""


def is_own(actor: Actor) -> ColumnElement[bool]:
    """Whether a webinar is organised by an organisation of the actor's: its host, or a co-organiser that accepted.

    An administrator who belongs to none looks after all.
    """
    if actor.is_admin and not actor.roles:
        return sa.true()
    return organised_by_one_of(list(actor.roles))


def coming_webinars(session: Session, actor: Actor, now: dt.datetime) -> Sequence[Webinar]:
    """The actor's webinars that are not over, and drafts of any date: soonest first, without a date last."""
    return session.scalars(
        sa.select(Webinar)
        .where(is_own(actor), sa.or_(is_coming(now), Webinar.status == Status.DRAFT))
        .options(*_for_rows())
        .order_by(Webinar.starts_on.is_(None), Webinar.starts_on, Webinar.starts_at, Webinar.id)
    ).all()


def past_webinars(actor: Actor, now: dt.datetime) -> sa.Select[Webinar]:
    """The actor's webinars that are over, latest first."""
    return (
        sa.select(Webinar)
        .where(is_own(actor), Webinar.status != Status.DRAFT, sa.not_(is_coming(now)))
        .options(*_for_rows())
        .order_by(Webinar.starts_on.desc().nulls_last(), Webinar.starts_at.desc().nulls_last(), Webinar.id.desc())
    )


def without_recording(session: Session, actor: Actor, now: dt.datetime) -> Sequence[Webinar]:
    """The actor's webinars of the last weeks that took place and have no recording yet, latest first."""
    has_recording = sa.exists().where(Recording.webinar_id == Webinar.id)
    return session.scalars(
        past_webinars(actor, now).where(
            Webinar.status == Status.PUBLISHED, Webinar.ends_at > now - RECAP_WINDOW, sa.not_(has_recording)
        )
    ).all()


def unconfirmed(session: Session, webinars: Sequence[Webinar]) -> Sequence[Appearance]:
    """The appearances in these webinars that are not confirmed, with speaker and webinar."""
    return session.scalars(
        sa.select(Appearance)
        .where(Appearance.webinar_id.in_([webinar.id for webinar in webinars]), Appearance.is_confirmed.is_(False))
        .options(orm.joinedload(Appearance.speaker), orm.joinedload(Appearance.webinar))
        .order_by(Appearance.webinar_id, Appearance.position)
    ).all()


def pending_counts(session: Session, webinars: Sequence[Webinar]) -> dict[int, int]:
    """How many registrations wait for approval, by the ids of those of these webinars for which any does."""
    rows = session.execute(
        sa.select(Registration.webinar_id, sa.func.count(Registration.id))
        .where(
            Registration.webinar_id.in_([webinar.id for webinar in webinars]),
            Registration.state == RegistrationState.PENDING,
        )
        .group_by(Registration.webinar_id)
    )
    return {row.webinar_id: row[1] for row in rows}


def lost_recordings(session: Session, actor: Actor) -> Sequence[Recording]:
    """Recordings of the actor's webinars one of whose places is gone, with all places."""
    return copies.lost_recordings(session, is_own(actor))


def invitations(session: Session, actor: Actor) -> Sequence[CoOrganiser]:
    """Invitations that the actor may answer as an owner, oldest first, with webinar, host and organisation."""
    owned = [organisation_id for organisation_id, role in actor.roles.items() if role == Role.OWNER]
    return session.scalars(
        sa.select(CoOrganiser)
        .where(CoOrganiser.organisation_id.in_(owned), CoOrganiser.accepted_at.is_(None))
        .options(
            orm.joinedload(CoOrganiser.organisation),
            orm.joinedload(CoOrganiser.webinar).joinedload(Webinar.host),
        )
        .order_by(CoOrganiser.invited_at, CoOrganiser.id)
    ).all()


def editable_organisations(session: Session, actor: Actor) -> Sequence[Organisation]:
    """The organisations for which the actor may begin webinars, by name; an administrator's own come first."""
    editable = [organisation_id for organisation_id in actor.roles if actor.is_editor(organisation_id)]
    is_own = Organisation.id.in_(editable)
    query = sa.select(Organisation).order_by(sa.case((is_own, 0), else_=1), Organisation.name_key)
    if not actor.is_admin:
        query = query.where(is_own)
    return session.scalars(query).all()


def begun_just_now(
    session: Session, actor: Actor, host: Organisation, title: str, *, now: dt.datetime
) -> Webinar | None:
    """The webinar that the actor has begun with the same form, when a button was pressed twice.

    The second of two requests waits here for the first: on SQLite it has the write lock already.
    """
    session.execute(sa.select(User.id).where(User.id == actor.user_id).with_for_update(key_share=True))
    return session.scalars(
        sa.select(Webinar)
        .join(AuditEvent, AuditEvent.webinar_id == Webinar.id)
        .where(AuditEvent.action == "webinar:create", AuditEvent.actor_id == actor.user_id)
        .where(AuditEvent.at > now - DOUBLE_CLICK, Webinar.host_id == host.id, Webinar.title == one_line(title))
        .limit(1)
    ).one_or_none()


def webinar_to_save(session: Session, slug: str, webinar_id: int | None) -> Webinar | None:
    """The webinar that a form was made from, with everything; nobody else changes it or its places meanwhile.

    A draft's address follows its title, so the form says which one is meant wherever it is by now; `slug` counts if it
    does not. None: it is deleted.
    """
    is_meant = Webinar.slug == slug if webinar_id is None else Webinar.id == webinar_id
    # Two who save at once take turns, so that the second merges what the first has stored; SQLite queues them anyway.
    session.execute(sa.select(Webinar.id).where(is_meant).with_for_update(key_share=True))
    webinar = session.scalar(sa.select(Webinar).where(is_meant).options(*whole()))
    if webinar is not None:
        lock_desk(session, webinar.id)
    return webinar


def changed_by(session: Session, webinar: Webinar, *, since: dt.datetime) -> set[int]:
    """The ids of the people who have changed the webinar after `since`."""
    events = sa.select(AuditEvent.actor_id).where(AuditEvent.webinar_id == webinar.id, AuditEvent.at > since)
    return {actor_id for actor_id in session.scalars(events) if actor_id is not None}


def organisation_names(session: Session, actor: Actor) -> Sequence[str]:
    """Names to suggest for co-organisers: the actor's own, and those that stand on public pages."""
    public_hosts = sa.select(Webinar.host_id).where(ever_public())
    credited = sa.and_(ever_public(), CoOrganiser.accepted_at.is_not(None))
    public_partners = sa.select(CoOrganiser.organisation_id).join(CoOrganiser.webinar).where(credited)
    return session.scalars(
        sa.select(Organisation.name)
        .where(
            sa.or_(
                Organisation.id.in_(list(actor.roles)),
                Organisation.id.in_(public_hosts),
                Organisation.id.in_(public_partners),
            )
        )
        .order_by(Organisation.name_key)
    ).all()


def history(session: Session, webinar: Webinar) -> Sequence[AuditEvent]:
    """What was done with a webinar, latest first."""
    return session.scalars(
        sa.select(AuditEvent)
        .where(AuditEvent.webinar_id == webinar.id)
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(HISTORY_LENGTH)
    ).all()


def lately(session: Session, actor: Actor, *, limit: int) -> Sequence[tuple[AuditEvent, Webinar]]:
    """What was done with the actor's webinars, latest first."""
    rows = session.execute(
        sa.select(AuditEvent, Webinar)
        .join(Webinar, Webinar.id == AuditEvent.webinar_id)
        .where(is_own(actor))
        .options(orm.joinedload(Webinar.host))
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def people(session: Session, user_ids: set[int]) -> dict[int, str]:
    """What these accounts are called, by id."""
    rows = session.execute(sa.select(User.id, User.name, User.email).where(User.id.in_(user_ids)))
    return {row.id: row.name or row.email for row in rows}


def co_organiser_with_id(session: Session, co_organiser_id: int) -> CoOrganiser | None:
    """The co-organiser with its organisation and the webinar as rules and actions need it."""
    return session.scalar(
        sa.select(CoOrganiser)
        .where(CoOrganiser.id == co_organiser_id)
        .options(
            orm.joinedload(CoOrganiser.organisation),
            orm.joinedload(CoOrganiser.webinar).options(
                orm.joinedload(Webinar.host),
                orm.selectinload(Webinar.co_organisers).joinedload(CoOrganiser.organisation),
            ),
        )
    )


def organised_by_one_of(organisation_ids: Sequence[int]) -> ColumnElement[bool]:
    """Whether a webinar's host, or a co-organiser that accepted, is among these."""
    accepted = sa.exists().where(
        CoOrganiser.webinar_id == Webinar.id,
        CoOrganiser.organisation_id.in_(organisation_ids),
        CoOrganiser.accepted_at.is_not(None),
    )
    return sa.or_(Webinar.host_id.in_(organisation_ids), accepted)


def _for_rows() -> tuple[orm.interfaces.LoaderOption, ...]:
    return (orm.joinedload(Webinar.host), orm.selectinload(Webinar.co_organisers))
