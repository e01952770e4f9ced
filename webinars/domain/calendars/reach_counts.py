"""How far a webinar reaches once it is published: how many feeds it stands in, and how many calendars follow them."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.calendars.feed_membership import public_feeds_of
from webinars.domain.calendars.queries import SITE, Subject
from webinars.models import FeedKind, Follow, Organisation, Webinar


class Reach(Struct, frozen=True):
    feed_count: int
    """0: it is found by its address alone."""
    calendar_count: int
    """Personal calendars that follow one of the feeds. Who fetches a feed itself is not known one by one."""


def reach_of(session: Session, webinar: Webinar) -> Reach:
    """Returns the reach of a webinar as it stands, published or not. Needs it whole (see `editor_queries.whole`)."""
    return reach_of_all(session, [webinar])


def reach_of_all(session: Session, webinars: Sequence[Webinar]) -> Reach:
    """Returns the reach of these together, each as `reach_of` needs it: a feed that several stand in is one feed."""
    subjects = {subject for webinar in webinars for subject in _subjects(webinar)}
    return Reach(len(subjects), _calendars_that_follow(session, subjects)) if subjects else Reach(0, 0)


def reaches_of(session: Session, webinars: Sequence[Webinar]) -> dict[int, Reach]:
    """Returns the reach of each of these by its id, by one statement however many they are."""
    subjects = {webinar.id: _subjects(webinar) for webinar in webinars}
    counts = [
        sa.select(sa.literal(webinar_id).label("webinar_id"), _calendar_count(found).label("calendar_count"))
        for webinar_id, found in subjects.items()
        if found
    ]
    rows = session.execute(sa.union_all(*counts)) if counts else ()
    calendars = {row.webinar_id: row.calendar_count for row in rows}
    return {webinar_id: Reach(len(found), calendars.get(webinar_id, 0)) for webinar_id, found in subjects.items()}


def reach_of_host(session: Session, host: Organisation) -> Reach:
    """Returns the reach of a webinar that `host` has just begun: the feed of the site and its own."""
    subjects = (SITE, (FeedKind.ORGANISATION, host.id))
    return Reach(len(subjects), _calendars_that_follow(session, subjects))


def _subjects(webinar: Webinar) -> Collection[Subject]:
    return public_feeds_of(webinar, "")


def _calendars_that_follow(session: Session, subjects: Collection[Subject]) -> int:
    return session.scalar(sa.select(_calendar_count(subjects))) or 0


def _calendar_count(subjects: Collection[Subject]) -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count(sa.distinct(Follow.personal_feed_id)))
        .where(sa.tuple_(Follow.kind, Follow.subject_id).in_(list(subjects)))
        .scalar_subquery()
    )
