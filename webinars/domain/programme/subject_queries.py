"""Organisations, series, speakers and topics as the public sees them: their pages and their indexes."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import ColumnElement

from webinars.domain.programme.public_lineup import stands_in_public
from webinars.domain.programme.public_visibility import ever_public, listed
from webinars.models import (
    Appearance,
    FeedKind,
    ListedWebinar,
    Organisation,
    Picture,
    Series,
    Speaker,
    Topic,
    Webinar,
    webinar_topic,
)

_NO_NOTE: ColumnElement[str] = sa.literal("")


def public_organisation(session: Session, slug: str) -> Organisation | None:
    """Returns the organisation, if it has members or has ever been the host of a public page."""
    is_host = sa.exists().where(ever_public(), Webinar.host_id == Organisation.id)
    return session.scalar(
        sa.select(Organisation)
        .where(Organisation.slug == slug, sa.or_(Organisation.has_members, is_host))
        .options(orm.joinedload(Organisation.logo).selectinload(Picture.files))
    )


def public_series(session: Session, slug: str) -> Series | None:
    """Returns the series with its organisation, if one of its webinars has ever been public."""
    return session.scalar(
        sa.select(Series)
        .where(Series.slug == slug, sa.exists().where(Webinar.series_id == Series.id, ever_public()))
        .options(orm.joinedload(Series.organisation))
    )


def public_speaker(session: Session, slug: str) -> Speaker | None:
    """Returns the speaker, if they stand in a webinar that is listed.

    A draft must not announce them, and what is taken down or known by its address alone names nobody elsewhere.
    """
    appeared = sa.exists().where(
        Appearance.speaker_id == Speaker.id, Appearance.webinar_id == Webinar.id, listed(), stands_in_public()
    )
    return session.scalar(
        sa.select(Speaker)
        .where(Speaker.slug == slug, appeared)
        .options(orm.joinedload(Speaker.portrait).selectinload(Picture.files))
    )


def public_topic(session: Session, slug: str) -> Topic | None:
    """Returns the topic, if a webinar on it has ever been public."""
    used = sa.exists().where(
        webinar_topic.c.topic_id == Topic.id, webinar_topic.c.webinar_id == Webinar.id, ever_public()
    )
    return session.scalar(sa.select(Topic).where(Topic.slug == slug, used))


class Entry(Struct, frozen=True):
    """A line of an index page."""

    slug: str
    name: str
    note: str
    webinar_count: int
    """Of listed webinars, past and coming."""


def organisation_index(session: Session) -> list[Entry]:
    """Returns the organisations with a listed webinar, by name."""
    query = sa.select(Organisation.slug, Organisation.name, _NO_NOTE)
    return _index(session, query, Organisation.name, FeedKind.ORGANISATION, Organisation.id)


def series_index(session: Session) -> list[Entry]:
    """Returns the series with a listed webinar, by title. The note is the organisation."""
    query = sa.select(Series.slug, Series.title, Organisation.name).join(Series.organisation)
    return _index(session, query, Series.title, FeedKind.SERIES, Series.id)


def speaker_index(session: Session) -> list[Entry]:
    """Returns the speakers in a listed webinar, by name. The note is the affiliation."""
    query = sa.select(Speaker.slug, Speaker.name, Speaker.affiliation)
    return _index(session, query, Speaker.name, FeedKind.SPEAKER, Speaker.id)


def topic_index(session: Session) -> list[Entry]:
    """Returns the topics of a listed webinar, by name."""
    return _index(session, sa.select(Topic.slug, Topic.name, _NO_NOTE), Topic.name, FeedKind.TOPIC, Topic.id)


def portraits_of(session: Session, slugs: Sequence[str]) -> dict[str, Picture]:
    """Returns by slug the portraits of those of these speakers who have one."""
    query = (
        sa.select(Speaker)
        .where(Speaker.slug.in_(slugs), Speaker.portrait.has())
        .options(orm.joinedload(Speaker.portrait).selectinload(Picture.files))
    )
    return {each.slug: each.portrait for each in session.scalars(query) if each.portrait is not None}


def _index(
    session: Session,
    query: sa.Select[*tuple[Any, ...]],
    name: InstrumentedAttribute[str],
    kind: FeedKind,
    id_: InstrumentedAttribute[int],
) -> list[Entry]:
    # Counted in the order of the lists, and each name looked up once.
    lists = sa.select(ListedWebinar.subject_id, sa.func.count().label("webinar_count"))
    counted = lists.where(ListedWebinar.kind == kind).group_by(ListedWebinar.subject_id).subquery()
    entries = query.join(counted, counted.c.subject_id == id_).add_columns(counted.c.webinar_count)
    rows = session.execute(entries.order_by(sa.func.lower(name), query.selected_columns[0]))
    return [Entry(slug, named, note, webinar_count) for slug, named, note, webinar_count in rows]
