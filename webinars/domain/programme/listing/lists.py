"""The lists that webinars stand in: written in the transaction that changes a webinar, read in their own order.

A list is read from the place that is wanted, so what it costs does not grow with it. For the same reason nothing is
counted: whether there is more is known by one row more than a page has.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import LoaderOption

from webinars.bulk import insert_rows
from webinars.domain.programme.listing import statements
from webinars.domain.programme.listing.statements import SITE, Conditions, Subject, stretch, values_of
from webinars.domain.programme.member_queries import organised_by_one_of
from webinars.domain.programme.public_lineup import stands_in_public
from webinars.domain.programme.public_visibility import is_linked, listed
from webinars.domain.programme.queries import PAGE_SIZE, WebinarPage, for_items, for_lists
from webinars.models import (
    Appearance,
    CoOrganiser,
    FeedKind,
    ListedWebinar,
    Organisation,
    Recording,
    Series,
    Speaker,
    Status,
    Topic,
    Webinar,
    webinar_topic,
)
from webinars.models.derived import Changes, Derived

AT_ONCE = 500
NEVER, SOME_DAY = dt.datetime.fromtimestamp(0, dt.UTC), dt.datetime(9999, 12, 31, tzinfo=dt.UTC)
_KINDS: dict[type[Any], FeedKind] = {
    Organisation: FeedKind.ORGANISATION,
    Series: FeedKind.SERIES,
    Speaker: FeedKind.SPEAKER,
    Topic: FeedKind.TOPIC,
}

NOTHING: Mapping[str, object] = MappingProxyType({})
ListingRow = tuple[int, FeedKind, int, bool, dt.datetime, dt.datetime, int]


def list_of(subject: Organisation | Series | Speaker | Topic) -> Subject:
    """Returns what the list of an organisation, a series, a speaker or a topic is known by."""
    return _KINDS[type(subject)], subject.id


def follow_changes(session: Session, changes: Changes, _now: dt.datetime) -> None:
    """Bring the lists up to date with what a transaction has touched. The webinars must be locked."""
    for model, ids in changes.deleted.items():
        # On SQLite an id may be given again.
        table = ListedWebinar
        session.execute(sa.delete(table).where(table.kind == _KINDS[model], table.subject_id.in_(list(ids))))
    write_lists(session, changes.of[Derived.LISTS])


def write_lists(session: Session, webinar_ids: Collection[int]) -> None:
    """Write in which lists these webinars stand now, and where. What is as it was is not written."""
    table = ListedWebinar.metadata.tables[ListedWebinar.__tablename__]
    ids = sorted(webinar_ids)
    for begin in range(0, len(ids), AT_ONCE):
        chunk = ids[begin : begin + AT_ONCE]
        wanted = set(_rows_of(session, chunk))
        stored = {tuple(row) for row in session.execute(sa.select(table).where(table.c.webinar_id.in_(chunk)))}
        changed = {row[0] for row in wanted ^ stored}
        if changed:
            session.execute(sa.delete(ListedWebinar).where(ListedWebinar.webinar_id.in_(changed)))
            names = [column.name for column in table.c]
            rows = [dict(zip(names, row, strict=True)) for row in sorted(wanted) if row[0] in changed]
            insert_rows(session, table, rows)


def coming_webinars(
    session: Session,
    now: dt.datetime,
    count: int,
    subject: Subject = SITE,
    *,
    options: Sequence[LoaderOption] = (),
) -> Sequence[Webinar]:
    """Returns the first `count` that are not over, soonest first and postponed ones last.

    They are loaded whole, as a feed tells of them, and `options` load more of each. Pages have what an item shows.
    """
    ids = _coming_ids(session, now, subject, (0, count))
    return _loaded(session, ids, *for_lists(), *options)


def soonest_webinar(session: Session, now: dt.datetime, subject: Subject = SITE) -> Webinar | None:
    """Returns the first that is announced and not over, which may be on."""
    return session.scalar(_soonest(is_whole=True), {**values_of(subject, now), "but_not": 0})


def next_related_webinar(session: Session, webinar: Webinar, now: dt.datetime) -> Webinar | None:
    """Returns the next one that begins in the same series, or of the same organisation if it is in none."""
    of_host = FeedKind.ORGANISATION, webinar.host_id
    subject = (FeedKind.SERIES, webinar.series_id) if webinar.series_id else of_host
    # What begins later ends later, so what is on is left out by the earliest start.
    values = {**values_of(subject, now), "since": now, "but_not": webinar.id}
    return session.scalar(_soonest(is_whole=False), values)


@cache
def _soonest(*, is_whole: bool) -> sa.Select[Webinar]:
    options = for_lists() if is_whole else [orm.joinedload(Webinar.host)]
    return sa.select(Webinar).where(Webinar.id == statements.soonest_id()).options(*options)


def coming_page(
    session: Session,
    now: dt.datetime,
    number: int,
    subject: Subject = SITE,
    conditions: Conditions = (),
    values: Mapping[str, object] = NOTHING,
) -> WebinarPage:
    """Returns page `number` (from 1) of these. `values` are those that the `conditions` name."""
    ids = _coming_ids(session, now, subject, _stretch_of(number), conditions, values)
    return _page(session, ids, number, *for_items())


def past_page(
    session: Session, now: dt.datetime, number: int, subject: Subject = SITE, *, year: int | None = None
) -> WebinarPage:
    """Returns page `number` (from 1) of what is over, latest first, with the recordings."""
    ids = _past_ids(session, now, subject, _stretch_of(number), year=year)
    return _page(session, ids, number, *for_items(), _recordings())


def recorded_ids(session: Session, now: dt.datetime, count: int, subject: Subject) -> Sequence[int]:
    """Returns the ids of the latest `count` that are over and recorded.

    What is asked of their recordings takes no longer the more there have been.
    """
    values = {**values_of(subject, now), **stretch(0, count)}
    return session.scalars(statements.past_ids(is_recorded=True), values).all()


class ListPlace(Struct, frozen=True):
    """Where in a list by beginnings one stands: after the webinar with this id, which begins at this time."""

    at: dt.datetime
    webinar_id: int = 0


class ListStretch(Struct, frozen=True):
    """A part of a list."""

    webinars: Sequence[Webinar]
    next_place: ListPlace | None
    """After which there is more."""


def stretch_after(
    session: Session,
    place: ListPlace,
    count: int,
    subjects: Sequence[Subject],
    *,
    before: dt.datetime | None = None,
    status: Status | None = None,
    ids: Collection[int] | None = None,
    options: Sequence[LoaderOption] = (),
) -> ListStretch:
    """Returns the first `count` after a place that stand in the lists of all these `subjects`, by their beginnings.

    What is over and what is to come alike, if it begins before `before`, of one `status`, or among these `ids`.
    Postponed ones stand where they were to begin.
    """
    first, *others = subjects or (SITE,)
    values = {"list_kind": first[0], "list_subject": first[1], "place_at": place.at, "place_id": place.webinar_id}
    for number, (kind, subject_id) in enumerate(others):
        values |= {f"kind_{number}": kind, f"subject_{number}": subject_id}
    values |= {"before": before or SOME_DAY + dt.timedelta(seconds=1), "count": count + 1}
    values |= {"status": status} if status is not None else {}
    values |= {"ids": list(ids)} if ids is not None else {}
    query = statements.ids_after_place(len(others), is_of_status=status is not None, is_of_ids=ids is not None)
    rows = session.execute(query, values).all()
    webinars = _loaded(session, [row.webinar_id for row in rows[:count]], *options)
    last = ListPlace(rows[count - 1].sorts_at, rows[count - 1].webinar_id) if len(rows) > count else None
    return ListStretch(webinars, last)


def drafts_after(
    session: Session, after_id: int, count: int, organisation_ids: Sequence[int], *, options: Sequence[LoaderOption]
) -> Sequence[Webinar]:
    """Returns the first `count` drafts with a greater id that one of these organises, as they were begun."""
    is_wanted = (Webinar.status == Status.DRAFT, Webinar.id > after_id, organised_by_one_of(organisation_ids))
    query = sa.select(Webinar).where(*is_wanted).order_by(Webinar.id).limit(count).options(*options)
    return session.scalars(query).all()


class SubjectPage(Struct, frozen=True):
    """One page of all webinars of a list: what is to come, soonest first, and then what is over, latest first."""

    coming: Sequence[Webinar]
    past: Sequence[Webinar]
    number: int
    has_more: bool

    @property
    def page_count(self) -> int:
        """How many pages are known of, as of a `WebinarPage`."""
        return WebinarPage([*self.coming, *self.past], self.number, has_more=self.has_more).page_count


def subject_page(session: Session, now: dt.datetime, number: int, subject: Subject) -> SubjectPage:
    """Returns page `number` (from 1) of a list."""
    begin, end = _stretch_of(number)
    ids = _coming_ids(session, now, subject, (begin, end))
    if len(ids) > PAGE_SIZE:
        return SubjectPage(_loaded(session, ids[:PAGE_SIZE], *for_items()), [], number, has_more=True)
    # Where none is left, fewer than `begin` are to come, and only these are counted.
    coming_count = begin + len(ids) if ids or not begin else len(_coming_ids(session, now, subject, (0, begin)))
    past_begin, room = max(0, begin - coming_count), PAGE_SIZE - len(ids)
    past = _past_ids(session, now, subject, (past_begin, past_begin + room + 1))
    webinars = _loaded(session, [*ids, *past[:room]], *for_items(), _recordings())
    return SubjectPage(webinars[: len(ids)], webinars[len(ids) :], number, has_more=len(past) > room)


def past_years(session: Session, now: dt.datetime, subject: Subject = SITE) -> list[int]:
    """Returns the years of webinars that are over, latest first."""
    return [year for year in session.scalars(statements.past_years(), values_of(subject, now)) if year]


def coming_months(session: Session, now: dt.datetime, subject: Subject = SITE) -> list[int]:
    """Returns the months (202702) in which something is to come, soonest first."""
    return [month for month in session.scalars(statements.coming_months(), values_of(subject, now)) if month]


def _stretch_of(number: int) -> tuple[int, int]:
    """Returns where a page begins in its list, and where it ends, with one more to know whether there is a next one."""
    return (number - 1) * PAGE_SIZE, number * PAGE_SIZE + 1


def _coming_ids(
    session: Session,
    now: dt.datetime,
    subject: Subject,
    places: tuple[int, int],
    conditions: Conditions = (),
    values: Mapping[str, object] = NOTHING,
) -> Sequence[int]:
    values = {**values_of(subject, now), **stretch(*places), **values}
    return session.scalars(statements.coming_ids(conditions), values).all()


def _past_ids(
    session: Session, now: dt.datetime, subject: Subject, places: tuple[int, int], *, year: int | None = None
) -> Sequence[int]:
    values = {**values_of(subject, now), **stretch(*places)}
    if year is not None:
        values |= statements.values_of_year(year)
    return session.scalars(statements.past_ids(is_of_year=year is not None), values).all()


def _page(session: Session, ids: Sequence[int], number: int, *options: LoaderOption) -> WebinarPage:
    shown = ids[:PAGE_SIZE]
    return WebinarPage(_loaded(session, shown, *options), number, has_more=len(ids) > len(shown))


def _recordings() -> LoaderOption:
    return orm.selectinload(Webinar.recordings).load_only(Recording.webinar_id, Recording.position, raiseload=True)


def _loaded(session: Session, ids: Sequence[int], *options: LoaderOption) -> Sequence[Webinar]:
    if not ids:
        return []
    query = sa.select(Webinar).where(Webinar.id.in_(ids)).options(*options)
    found = {webinar.id: webinar for webinar in session.scalars(query)}
    return [found[each] for each in ids if each in found]


def _rows_of(session: Session, webinar_ids: Sequence[int]) -> Iterator[ListingRow]:
    places = {row.id: row for row in session.execute(
        sa.select(
            Webinar.id, Webinar.status, Webinar.starts_at, Webinar.over_at, Webinar.starts_on,
            Webinar.host_id, Webinar.series_id,
        ).where(Webinar.id.in_(webinar_ids), listed())
    )}  # fmt: skip
    for webinar_id, subject in dict.fromkeys(_members(session, places)):
        place = places[webinar_id]
        is_postponed = place.status == Status.POSTPONED
        day = place.starts_on
        begins = dt.datetime.combine(day, dt.time(), dt.UTC) if day else SOME_DAY if is_postponed else NEVER
        yield (
            webinar_id,
            *subject,
            is_postponed,
            place.starts_at or begins,
            place.over_at or begins,
            day.year * 100 + day.month if day else 0,
        )


def _members(session: Session, places: dict[int, Any]) -> Iterator[tuple[int, Subject]]:
    for webinar_id, place in places.items():
        yield webinar_id, SITE
        yield webinar_id, (FeedKind.ORGANISATION, place.host_id)
        if place.series_id is not None:
            yield webinar_id, (FeedKind.SERIES, place.series_id)
    ids = list(places)
    accepted = (CoOrganiser.webinar_id.in_(ids), *is_linked())
    for webinar_id, subject_id in session.execute(
        sa.select(CoOrganiser.webinar_id, CoOrganiser.organisation_id).where(*accepted)
    ):
        yield webinar_id, (FeedKind.ORGANISATION, subject_id)
    for webinar_id, subject_id in session.execute(
        sa.select(Appearance.webinar_id, Appearance.speaker_id)
        .join(Webinar, Webinar.id == Appearance.webinar_id)
        .where(Appearance.webinar_id.in_(ids), stands_in_public())
    ):
        yield webinar_id, (FeedKind.SPEAKER, subject_id)
    for webinar_id, subject_id in session.execute(
        sa.select(webinar_topic.c.webinar_id, webinar_topic.c.topic_id).where(webinar_topic.c.webinar_id.in_(ids))
    ):
        yield webinar_id, (FeedKind.TOPIC, subject_id)
