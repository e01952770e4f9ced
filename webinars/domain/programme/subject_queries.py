"""Organisations, series, speakers and topics as the public sees them: their pages and their indexes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import ColumnElement

from webinars.domain.programme.public_lineup import stands_in_public
from webinars.domain.programme.queries import ever_public, listed
from webinars.models import (
    Appearance,
    CoOrganiser,
    Organisation,
    Picture,
    Series,
    Speaker,
    Topic,
    Webinar,
    webinar_topic,
)


def public_organisation(session: Session, slug: str) -> Organisation | None:
    """The organisation, if it has members or has ever been named on a public page."""
    named = sa.exists().where(
        ever_public(),
        sa.or_(
            Webinar.host_id == Organisation.id,
            # Said outright: without it the innermost query would take any organisation for the one asked for.
            sa.exists()
            .where(
                CoOrganiser.webinar_id == Webinar.id,
                CoOrganiser.organisation_id == Organisation.id,
                CoOrganiser.accepted_at.is_not(None),
            )
            .correlate(Webinar, Organisation),
        ),
    )
    return session.scalar(
        sa.select(Organisation)
        .where(Organisation.slug == slug, sa.or_(Organisation.memberships.any(), named))
        .options(orm.joinedload(Organisation.logo).selectinload(Picture.files))
    )


def public_series(session: Session, slug: str) -> Series | None:
    """The series with its organisation, if one of its webinars has ever been public."""
    return session.scalar(
        sa.select(Series)
        .where(Series.slug == slug, sa.exists().where(Webinar.series_id == Series.id, ever_public()))
        .options(orm.joinedload(Series.organisation))
    )


def public_speaker(session: Session, slug: str) -> Speaker | None:
    """The speaker, if one of their webinars has ever been public: a draft must not announce them."""
    appeared = sa.exists().where(
        Appearance.speaker_id == Speaker.id, Appearance.webinar_id == Webinar.id, ever_public(), stands_in_public()
    )
    return session.scalar(
        sa.select(Speaker)
        .where(Speaker.slug == slug, appeared)
        .options(orm.joinedload(Speaker.portrait).selectinload(Picture.files))
    )


def public_topic(session: Session, slug: str) -> Topic | None:
    """The topic, if a webinar on it has ever been public."""
    used = sa.exists().where(
        webinar_topic.c.topic_id == Topic.id, webinar_topic.c.webinar_id == Webinar.id, ever_public()
    )
    return session.scalar(sa.select(Topic).where(Topic.slug == slug, used))


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of an index page."""

    slug: str
    name: str
    note: str
    webinar_count: int
    """Of listed webinars, past and coming."""


def organisation_index(session: Session) -> list[Entry]:
    """Organisations with a listed webinar, by name."""
    # One row for each organiser of each webinar: "host or co-organiser" as a condition would be asked of every pair.
    hosts = sa.select(Webinar.host_id.label("organisation_id"), Webinar.id.label("webinar_id"))
    co_organisers = sa.select(CoOrganiser.organisation_id, CoOrganiser.webinar_id).where(
        CoOrganiser.accepted_at.is_not(None)
    )
    organisers = sa.union_all(hosts, co_organisers).subquery()
    belongs = sa.and_(organisers.c.organisation_id == Organisation.id, organisers.c.webinar_id == Webinar.id)
    return _index(session, Organisation.slug, Organisation.name, sa.literal(""), belongs)


def series_index(session: Session) -> list[Entry]:
    """Series with a listed webinar, by title; the note is the organisation."""
    belongs = sa.and_(Webinar.series_id == Series.id, Series.organisation_id == Organisation.id)
    return _index(session, Series.slug, Series.title, Organisation.name, belongs)


def speaker_index(session: Session) -> list[Entry]:
    """Speakers in a listed webinar, by name; the note is the affiliation."""
    belongs = sa.and_(Appearance.speaker_id == Speaker.id, Appearance.webinar_id == Webinar.id, stands_in_public())
    return _index(session, Speaker.slug, Speaker.name, Speaker.affiliation, belongs)


def portraits_of(session: Session, slugs: Sequence[str]) -> dict[str, Picture]:
    """By slug, the portraits of those of these speakers who have one."""
    query = (
        sa.select(Speaker)
        .where(Speaker.slug.in_(slugs), Speaker.portrait.has())
        .options(orm.joinedload(Speaker.portrait).selectinload(Picture.files))
    )
    return {each.slug: each.portrait for each in session.scalars(query) if each.portrait is not None}


def topic_index(session: Session) -> list[Entry]:
    """Topics of a listed webinar, by name."""
    belongs = sa.and_(webinar_topic.c.topic_id == Topic.id, webinar_topic.c.webinar_id == Webinar.id)
    return _index(session, Topic.slug, Topic.name, sa.literal(""), belongs)


def _index(
    session: Session,
    slug: InstrumentedAttribute[str],
    name: InstrumentedAttribute[str],
    note: ColumnElement[Any] | InstrumentedAttribute[str],
    belongs: ColumnElement[bool],
) -> list[Entry]:
    rows = session.execute(
        sa.select(slug, name, note, sa.func.count(sa.distinct(Webinar.id)))
        .where(listed(), belongs)
        .group_by(slug, name, note)
        .order_by(sa.func.lower(name), slug)
    )
    return [Entry(*row) for row in rows]
