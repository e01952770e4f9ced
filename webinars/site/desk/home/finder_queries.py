"""What the finder of the desk finds: among the actor's own webinars, and nothing else.

Words are compared here and not by the database, which knows neither accents nor Greek capitals: of each webinar no more
is read for that than its title and its names.
"""

import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import member_queries
from webinars.domain.programme.queries import WebinarPage, for_lists, is_coming, page_of
from webinars.domain.search.prefixes import Beginnings
from webinars.models import Appearance, CoOrganiser, Organisation, Picture, Recording, Series, Speaker, Status, Webinar
from webinars.pure.times import first_instant
from webinars.site.desk.home.finder import Finder, WebinarFilter
from webinars.site.desk.home.task import LONG_AGO

MOST_NAMED = 6
"""So many speakers and organisations are offered above what is found."""
MOST_IN_A_MONTH = 500


class StateCounts(Struct, frozen=True):
    by_state: dict[WebinarFilter, int]
    """Of what the words and the organisation leave."""
    total: int
    """Of all there are."""


class Scope(Struct, frozen=True):
    """The webinars that are looked through: the actor's own, narrowed to an organisation and to words."""

    own: ColumnElement[bool]
    narrowed: ColumnElement[bool]


def scope_of(session: Session, actor: Actor, finder: Finder) -> Scope:
    own = member_queries.is_own_condition(actor)
    conditions = [own]
    if finder.organisation is not None:
        conditions.append(member_queries.organised_by_one_of([finder.organisation.id]))
    if finder.words:
        conditions.append(_is_one_of(_ids_with(session, own, Beginnings(finder.words))))
    if finder.chosen:
        conditions.append(Webinar.id.in_(finder.chosen))
    return Scope(own, sa.and_(*conditions))


def counts_of(session: Session, scope: Scope, *, now: dt.datetime) -> StateCounts:
    """Returns how many there are for each chip, and of the actor's in all."""
    sums = [
        sa.func.coalesce(sa.func.sum(sa.case((sa.and_(scope.narrowed, is_in(state, now)), 1), else_=0)), 0)
        for state in WebinarFilter
    ]
    row = session.execute(sa.select(sa.func.count(Webinar.id), *sums).where(scope.own)).one()
    return StateCounts(dict(zip(WebinarFilter, row[1:], strict=True)), row[0])


def listed_page(
    session: Session, scope: Scope, state: WebinarFilter | None, number: int, *, size: int, now: dt.datetime
) -> WebinarPage:
    """Returns page `number` of what is found.

    What comes stands first, soonest first, then drafts of long ago, then what is over, latest first.
    """
    return page_of(session, _list_query(scope, state, now=now), number, size=size)


def on_days(
    session: Session,
    scope: Scope,
    state: WebinarFilter | None,
    days: Sequence[dt.date],
    timezone: str,
    *,
    now: dt.datetime,
) -> Sequence[Webinar]:
    """Returns what starts on one of these `days`, as they last on the clocks of `timezone`, in order."""
    begins_at = first_instant(dt.datetime.combine(days[0], dt.time()), timezone)
    ends_at = first_instant(dt.datetime.combine(days[-1] + dt.timedelta(days=1), dt.time()), timezone)
    on = sa.and_(Webinar.starts_at.is_(None), Webinar.starts_on >= days[0], Webinar.starts_on <= days[-1])
    at = sa.and_(Webinar.starts_at >= begins_at, Webinar.starts_at < ends_at)
    return session.scalars(
        sa.select(Webinar)
        .where(scope.narrowed, sa.or_(at, on), is_in(state, now) if state else sa.true())
        .options(orm.joinedload(Webinar.host))
        .order_by(Webinar.starts_at.nulls_first(), Webinar.id)
        .limit(MOST_IN_A_MONTH)
    ).all()


def matching_speakers(session: Session, organisations: Collection[Organisation], words: str) -> Sequence[Speaker]:
    """Returns the records of these organisations whose names have the words, by name: the first few."""
    beginnings = Beginnings(words)
    rows = session.execute(
        sa.select(Speaker.id, Speaker.name)
        .where(Speaker.organisation_id.in_([each.id for each in organisations]))
        .order_by(Speaker.name_key, Speaker.id)
    )
    ids = [row.id for row in rows if beginnings.are_in(row.name)][:MOST_NAMED]
    return session.scalars(sa.select(Speaker).where(Speaker.id.in_(ids)).order_by(Speaker.name_key, Speaker.id)).all()


def matching_organisations(organisations: Sequence[Organisation], words: str) -> list[Organisation]:
    beginnings = Beginnings(words)
    return [each for each in organisations if beginnings.are_in(each.name)][:MOST_NAMED]


def is_in(state: WebinarFilter, now: dt.datetime) -> ColumnElement[bool]:
    """Returns whether a webinar is in that state, as the chips tell them apart."""
    is_draft = Webinar.status == Status.DRAFT
    is_ahead = is_coming(now)
    has_recording = sa.exists().where(Recording.webinar_id == Webinar.id)
    is_over = sa.and_(sa.not_(is_draft), sa.not_(is_ahead))
    return {
        WebinarFilter.COMING: sa.or_(is_draft, is_ahead),
        WebinarFilter.DRAFTS: is_draft,
        WebinarFilter.PUBLISHED: sa.and_(Webinar.status == Status.PUBLISHED, is_ahead),
        WebinarFilter.POSTPONED: Webinar.status == Status.POSTPONED,
        WebinarFilter.CANCELLED: sa.and_(Webinar.status == Status.CANCELLED, is_ahead),
        WebinarFilter.WITHOUT_RECORDING: sa.and_(Webinar.status == Status.PUBLISHED, is_over, sa.not_(has_recording)),
        WebinarFilter.PAST: is_over,
    }[state]


def _list_query(scope: Scope, state: WebinarFilter | None, *, now: dt.datetime) -> sa.Select[Webinar]:
    is_ahead = is_in(WebinarFilter.COMING, now)
    is_left_over = sa.and_(Webinar.status == Status.DRAFT, Webinar.starts_on < (now - LONG_AGO).date())
    soonest = sa.case((is_ahead, Webinar.starts_on))
    return (
        sa.select(Webinar)
        .where(scope.narrowed, is_in(state, now) if state else sa.true())
        .options(*for_lists(), orm.joinedload(Webinar.cover).selectinload(Picture.files))
        .order_by(
            sa.case((is_left_over, 1), (is_ahead, 0), else_=2),
            soonest.nulls_last(),
            sa.case((is_ahead, Webinar.starts_at)).nulls_last(),
            Webinar.starts_on.desc().nulls_last(),
            Webinar.starts_at.desc().nulls_last(),
            Webinar.id,
        )
    )


def _ids_with(session: Session, own: ColumnElement[bool], beginnings: Beginnings) -> list[int]:
    """Returns the ids of those with every word in title, series, or the names of who organises or appears."""
    texts: dict[int, list[str]] = {}
    webinars = sa.select(Webinar.id, Webinar.title, Organisation.name, Series.title).where(own)
    for webinar_id, *found in session.execute(webinars.join(Webinar.host).outerjoin(Webinar.series)):
        texts[webinar_id] = [each for each in found if each]
    is_own = sa.select(Webinar.id).where(own)
    people = sa.select(Appearance.webinar_id, Appearance.name, Speaker.name).join(Appearance.speaker)
    partners = sa.select(CoOrganiser.webinar_id, Organisation.name).join(CoOrganiser.organisation)
    for webinar_id, *found in session.execute(people.where(Appearance.webinar_id.in_(is_own))):
        texts[webinar_id] += [each for each in found if each]
    for webinar_id, *found in session.execute(partners.where(CoOrganiser.webinar_id.in_(is_own))):
        texts[webinar_id] += found
    return [webinar_id for webinar_id, found in texts.items() if beginnings.are_in(*found)]


def _is_one_of(ids: Sequence[int]) -> ColumnElement[bool]:
    # Written into the statement: of values beside it a database takes some ten thousand only.
    return Webinar.id.in_(sa.bindparam("found_ids", list(ids), expanding=True, literal_execute=True))
