"""What the public reads of the programme. Each query decides what its rows have loaded.

What stands in lists and what may be named at all is said by `visibility`.
"""

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import TypeVar

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.orm.interfaces import LoaderOption
from sqlalchemy.sql.elements import ColumnElement

from webinars.models import (
    Appearance,
    CoOrganiser,
    FacetCount,
    FormerSlug,
    Organisation,
    Picture,
    Recording,
    Series,
    Speaker,
    Status,
    Topic,
    Webinar,
)

PAGE_SIZE = 30
Named = Organisation | Series | Speaker | Topic
Slugged = TypeVar("Slugged", Webinar, Organisation, Series, Speaker, Topic, Recording)


class WebinarPage(Struct, frozen=True):
    """One page of a longer list of webinars."""

    webinars: Sequence[Webinar]
    number: int
    has_more: bool
    """There is a page after it."""

    @property
    def page_count(self) -> int:
        """How many pages are known of. All are not counted: that would take the longer, the more there are."""
        if self.has_more:
            return self.number + 1
        return self.number if self.webinars else max(1, self.number - 1)


def in_series(series_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return Webinar.series_id == series_id


def is_coming(now: dt.datetime) -> ColumnElement[bool]:
    """Returns whether it is not over at `now`. A postponed one is still to come, whenever it was to be.

    Never NULL, so that `not_` of it finds the webinars of which only a date is known.
    """
    return sa.or_(
        sa.and_(Webinar.over_at.is_not(None), Webinar.over_at > now),
        Webinar.status == Status.POSTPONED,
    )


@cache
def for_lists() -> tuple[LoaderOption, ...]:
    """Returns what an item of a list shows: organisers, series and line-up."""
    return (
        orm.joinedload(Webinar.host),
        orm.joinedload(Webinar.series),
        orm.selectinload(Webinar.co_organisers).joinedload(CoOrganiser.organisation),
        orm.selectinload(Webinar.lineup).joinedload(Appearance.speaker),
    )


@cache
def for_texts() -> tuple[LoaderOption, ...]:
    """Returns what the texts about a webinar say beside `for_lists`: its topics and the questions of its agenda."""
    return (*for_lists(), orm.selectinload(Webinar.topics), orm.selectinload(Webinar.questions))


@cache
def for_items() -> tuple[LoaderOption, ...]:
    """Returns the same without what no item shows: of thirty rows, to read it would cost a third.

    What is left out raises.
    """
    organisation = (
        *(Organisation.slug, Organisation.name, Organisation.timezone, Organisation.display_zones),
        *(Organisation.hour_style, Organisation.is_zone_line_joined, Organisation.has_members),
    )
    co_organisers, lineup = orm.selectinload(Webinar.co_organisers), orm.selectinload(Webinar.lineup)
    credited = (CoOrganiser.organisation_id, CoOrganiser.position, CoOrganiser.accepted_at, CoOrganiser.wording)
    appearing = (
        *(Appearance.webinar_id, Appearance.position, Appearance.role, Appearance.name),
        Appearance.agreement,
    )
    return (
        orm.load_only(
            *(Webinar.slug, Webinar.title, Webinar.language, Webinar.status, Webinar.timezone, Webinar.starts_on),
            *(Webinar.starts_at, Webinar.ends_at, Webinar.duration_minutes, Webinar.display_zones),
            *(
                Webinar.conducted_at,
                Webinar.late_at,
                Webinar.late_minutes,
                Webinar.began_at,
                Webinar.continued_at,
                Webinar.ended_at,
            ),
            *(Webinar.moved_from_wall, Webinar.moved_from_timezone, Webinar.cancellation_reason),
            *(Webinar.is_lineup_confirmed_only, Webinar.recording_plan),
            raiseload=True,
        ),
        orm.joinedload(Webinar.host).load_only(*organisation, raiseload=True),
        orm.joinedload(Webinar.series).load_only(Series.title, raiseload=True),
        co_organisers.load_only(*credited, raiseload=True),
        co_organisers.joinedload(CoOrganiser.organisation).load_only(*organisation, raiseload=True),
        lineup.load_only(*appearing, raiseload=True),
        lineup.joinedload(Appearance.speaker).load_only(Speaker.name, raiseload=True),
    )


def with_pictures() -> tuple[LoaderOption, ...]:
    """Returns what a page of one webinar shows beside `for_lists`: its own picture, and the portraits of its people."""
    return (
        orm.joinedload(Webinar.cover).selectinload(Picture.files),
        orm.selectinload(Webinar.lineup)
        .joinedload(Appearance.speaker)
        .joinedload(Speaker.portrait)
        .selectinload(Picture.files),
    )


def page_of(session: Session, query: sa.Select[Webinar], number: int, *, size: int = PAGE_SIZE) -> WebinarPage:
    """Returns page `number` (from 1) of what `query` finds."""
    webinars = session.scalars(slice_of(query, size + 1, begins=(number - 1) * size)).all()
    return WebinarPage(webinars[:size], number, has_more=len(webinars) > size)


def slice_of(query: sa.Select[Webinar], count: int, *, begins: int = 0) -> sa.Select[Webinar]:
    """Returns so many of what `query` finds, in its order, from the place `begins` (from 0).

    They are found by their ids, which an index has: whole rows, of which most is description, are read for these only.
    """
    ids = query.with_only_columns(Webinar.id).limit(count).offset(begins).subquery()
    return query.where(Webinar.id.in_(sa.select(ids.c.id)))


def webinar_page(session: Session, slug: str) -> Webinar | None:
    """Returns the webinar with everything its page shows, whatever its status, or None if no webinar has this slug."""
    return session.scalar(_webinar_page(), {"slug": slug})


@cache
def _webinar_page() -> sa.Select[Webinar]:
    # Built once: that takes longer than to run it.
    recordings = orm.selectinload(Webinar.recordings)
    return (
        sa.select(Webinar)
        .where(Webinar.slug == sa.bindparam("slug"))
        .options(
            *for_lists(),
            *with_pictures(),
            orm.selectinload(Webinar.topics),
            orm.selectinload(Webinar.questions),
            recordings.joinedload(Recording.appearance).joinedload(Appearance.speaker),
            recordings.selectinload(Recording.copies),
            recordings.selectinload(Recording.cuts),
            recordings.joinedload(Recording.stream),
        )
    )


def webinar_by_join_code(session: Session, code: str) -> Webinar | None:
    """Returns the webinar whose room /join/`code` leads to, with its host and series, whatever its status."""
    return session.scalar(
        sa.select(Webinar)
        .where(Webinar.join_code == code)
        .options(orm.joinedload(Webinar.host), orm.joinedload(Webinar.series))
    )


def current_slug(session: Session, kind: type[Slugged], slug: str) -> str | None:
    """Returns where an old address of a `kind` leads now, or None if nothing ever had it.

    Raises LookupError if it is gone.
    """
    former = session.scalar(sa.select(FormerSlug).where(FormerSlug.kind == kind.__tablename__, FormerSlug.slug == slug))
    if former is None:
        return None
    target = session.get(kind, former.target_id) if former.target_id is not None else None
    if target is None:
        raise LookupError(slug)
    return target.slug


def present_slug(session: Session, kind: type[Slugged], slug: str) -> str:
    """Returns `slug`, or where that address of a `kind` leads now. If it leads nowhere, it stays as given."""
    try:
        return current_slug(session, kind, slug) or slug
    except LookupError:
        return slug


def recording_count(session: Session) -> int:
    """Returns how many recordings of listed webinars there are. Each has a language, and these are counted already."""
    return session.scalar(sa.select(sa.func.sum(FacetCount.count)).where(FacetCount.facet == "language")) or 0
