"""What is read for a member: their organisations, what these organise, and which invitations wait for them."""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import ColumnElement

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme.queries import is_coming
from webinars.models import AuditEvent, CoOrganiser, Organisation, Picture, Role, Series, Speaker, Status, User, Webinar


def is_own_condition(actor: Actor) -> ColumnElement[bool]:
    """Returns whether a webinar is organised by an organisation of the actor's: its host, or an accepted co-organiser.

    An administrator who belongs to none looks after all.
    """
    if actor.is_admin and not actor.roles:
        return sa.true()
    return organised_by_one_of(list(actor.roles))


def invitations(session: Session, actor: Actor) -> Sequence[CoOrganiser]:
    """Returns the invitations that the actor may answer as an owner, oldest first.

    With webinar, host and organisation.
    """
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


def joined_co_organisers(session: Session, actor: Actor, now: dt.datetime) -> Sequence[CoOrganiser]:
    """Returns what others hold and the actor's organisations have joined, as an owner may end it: soonest first.

    With webinar, host and organisation. What is over stays as it was.
    """
    owned = [organisation_id for organisation_id, role in actor.roles.items() if role == Role.OWNER]
    return session.scalars(
        sa.select(CoOrganiser)
        .join(CoOrganiser.webinar)
        .where(
            CoOrganiser.organisation_id.in_(owned),
            CoOrganiser.accepted_at.is_not(None),
            sa.or_(is_coming(now), Webinar.status == Status.DRAFT),
        )
        .options(
            orm.joinedload(CoOrganiser.organisation),
            orm.contains_eager(CoOrganiser.webinar).joinedload(Webinar.host),
        )
        .order_by(Webinar.starts_on.is_(None), Webinar.starts_on, CoOrganiser.id)
    ).all()


def editable_organisations(session: Session, actor: Actor) -> Sequence[Organisation]:
    """Returns the organisations for which the actor may begin webinars, by name. An administrator's own come first."""
    editable = [organisation_id for organisation_id in actor.roles if actor.is_editor(organisation_id)]
    is_own = Organisation.id.in_(editable)
    query = sa.select(Organisation).order_by(sa.case((is_own, 0), else_=1), Organisation.name_key)
    if not actor.is_admin:
        query = query.where(is_own)
    return session.scalars(query).all()


def own_organisations(session: Session, actor: Actor) -> Sequence[Organisation]:
    """Returns the organisations of the actor's desk (see `is_own_condition`), by name, with their logos."""
    query = sa.select(Organisation).order_by(Organisation.name_key, Organisation.id)
    if not (actor.is_admin and not actor.roles):
        query = query.where(Organisation.id.in_(list(actor.roles)))
    return session.scalars(query.options(orm.joinedload(Organisation.logo).selectinload(Picture.files))).all()


def has_organisations(session: Session) -> bool:
    """Returns whether the site has any organisation yet."""
    return session.scalar(sa.select(sa.exists(sa.select(Organisation.id)))) or False


def record_counts(session: Session, organisation_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Returns how many records of speakers, and how many series, each of these organisations has, by its id."""

    def counted(of: InstrumentedAttribute[int]) -> dict[int, int]:
        query = sa.select(of, sa.func.count()).where(of.in_(organisation_ids)).group_by(of)
        return {row[0]: row[1] for row in session.execute(query)}

    speakers, series = counted(Speaker.organisation_id), counted(Series.organisation_id)
    return {each: (speakers.get(each, 0), series.get(each, 0)) for each in organisation_ids}


def drafts_of_series(session: Session, webinar: Webinar) -> Sequence[int]:
    """Returns the ids of the drafts that the webinar's host has in the same series, soonest first.

    The webinar may be one.
    """
    if webinar.series_id is None:
        return ()
    query = sa.select(Webinar.id).where(
        Webinar.series_id == webinar.series_id, Webinar.host_id == webinar.host_id, Webinar.status == Status.DRAFT
    )
    return session.scalars(query.order_by(Webinar.starts_at.nulls_last(), Webinar.id)).all()


def last_host_slug(session: Session, actor: Actor) -> str | None:
    """Returns the slug of the organisation for which the actor has begun a webinar last."""
    return session.scalar(
        sa.select(Organisation.slug)
        .join(AuditEvent, AuditEvent.organisation_id == Organisation.id)
        .where(AuditEvent.action == "webinar:create", AuditEvent.actor_id == actor.user_id)
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(1)
    )


def people(session: Session, user_ids: set[int]) -> dict[int, str]:
    """Returns what these accounts are called, by id."""
    rows = session.execute(sa.select(User.id, User.name, User.email).where(User.id.in_(user_ids)))
    return {row.id: row.name or row.email for row in rows}


def lock_co_organiser(session: Session, co_organiser_id: int) -> None:
    """Let two who answer the same invitation take turns until the end of the transaction."""
    session.execute(sa.select(CoOrganiser.id).where(CoOrganiser.id == co_organiser_id).with_for_update())


def co_organiser_with_id(session: Session, co_organiser_id: int) -> CoOrganiser | None:
    """Returns the co-organiser with its organisation and the webinar as rules and actions need it."""
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
    """Returns whether a webinar's host, or a co-organiser that accepted, is among these."""
    accepted = sa.exists().where(
        CoOrganiser.webinar_id == Webinar.id,
        CoOrganiser.organisation_id.in_(organisation_ids),
        CoOrganiser.accepted_at.is_not(None),
    )
    return sa.or_(Webinar.host_id.in_(organisation_ids), accepted)
