"""Reads for personal feeds and the page on which they are chosen."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.calendars.feed_bodies import forms_for
from webinars.domain.calendars.feed_limits import FeedPiece, fitting_pieces
from webinars.domain.calendars.queries import Subject, columns_of, farewell_key
from webinars.domain.programme.public_visibility import is_linked, listed
from webinars.lib.tokens import digest_of
from webinars.models import (
    CalendarEntry,
    CoOrganiser,
    Feed,
    FeedEntry,
    FeedKind,
    Follow,
    FollowedEntry,
    PersonalAddress,
    PersonalFeed,
    Webinar,
    webinar_topic,
)


class PersonalState(Struct, frozen=True):
    """What a poll of a personal feed needs to know."""

    is_revoked: bool
    feed_ids: tuple[int, ...]
    entry_ids: tuple[int, ...]
    """Of webinars that stand in it by themselves."""
    digest: str
    """Hash over the choice and the state of each feed in it."""
    changed_at: dt.datetime | None
    email: str | None = None
    """Whose registrations stand in it as well."""


class Followable(Struct, frozen=True):
    """Something one can follow."""

    subject: Subject
    name: str
    path: str
    coming_count: int

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.subject[0].value}-{self.subject[1]}"


def personal_state(session: Session, token: str, *, now: dt.datetime) -> PersonalState | None:
    """Returns the feed at /my/`token`/, by one look-up, or None if there never was one."""
    is_asked = PersonalAddress.digest == digest_of(token)
    of_feeds = (
        sa.select(
            PersonalAddress.revoked_at,
            PersonalFeed.changed_at,
            PersonalFeed.email_normal,
            Feed.id.label("followed_id"),
            Feed.digest.label("digest"),
            Feed.changed_at.label("followed_at"),
            sa.false().label("is_single"),
        )
        .outerjoin(PersonalFeed, PersonalFeed.id == PersonalAddress.personal_feed_id)
        .outerjoin(Follow, Follow.personal_feed_id == PersonalFeed.id)
        .outerjoin(Feed, sa.and_(Feed.kind == Follow.kind, Feed.subject_id == Follow.subject_id))
        .where(is_asked)
    )
    of_webinars = (
        sa.select(
            PersonalAddress.revoked_at,
            PersonalFeed.changed_at,
            PersonalFeed.email_normal,
            CalendarEntry.id,
            CalendarEntry.content_digest,
            CalendarEntry.changed_at,
            sa.true(),
        )
        .join(PersonalFeed, PersonalFeed.id == PersonalAddress.personal_feed_id)
        .join(FollowedEntry, FollowedEntry.personal_feed_id == PersonalFeed.id)
        .join(CalendarEntry, CalendarEntry.id == FollowedEntry.entry_id)
        .where(is_asked, CalendarEntry.leaves_at > now)
    )
    rows = session.execute(sa.union_all(of_feeds, of_webinars).order_by("is_single", "followed_id")).all()
    if not rows:
        return None
    revoked_at, chosen_at, email = rows[0][:3]
    # What an outer join did not find is None, which its types do not say.
    followed = [row for row in rows if row.followed_id is not None]
    times = [chosen_at] if chosen_at is not None else []  # type: ignore[redundant-expr]
    return PersonalState(
        is_revoked=revoked_at is not None or chosen_at is None,
        feed_ids=tuple(row.followed_id for row in followed if not row.is_single),
        entry_ids=tuple(row.followed_id for row in followed if row.is_single),
        digest="\n".join([str(chosen_at), *(_state_of(*row[3:6], is_single=row[6]) for row in followed)]),
        changed_at=max([*times, *(row.followed_at for row in followed)], default=None),
        email=email,
    )


def _state_of(followed_id: int, digest: str, followed_at: dt.datetime, *, is_single: bool) -> str:
    # A feed's digest covers all that ever changed in it, an entry's only its words.
    return f"{followed_id} {digest}" + (f" {followed_at}" if is_single else "")


def personal_pieces(session: Session, state: PersonalState, own: Sequence[FeedPiece] = ()) -> list[FeedPiece]:
    """Returns the entries of all feeds followed, each once, in the form that keeps the whole small enough.

    `own` are entries of its owner's, which take the place of those of the same webinars.
    """
    if state.changed_at is None:
        return []
    in_feeds = sa.select(FeedEntry.entry_id).where(FeedEntry.feed_id.in_(state.feed_ids), FeedEntry.is_in)
    is_followed = sa.and_(
        sa.or_(CalendarEntry.id.in_(in_feeds), CalendarEntry.id.in_(state.entry_ids)),
        CalendarEntry.id.not_in([piece.id for piece in own]),
        # Whose own calendar has it is not told that a feed has lost it: one UID stands there once.
        CalendarEntry.uid.not_in([farewell_key(each) for each in (*state.entry_ids, *(piece.id for piece in own))]),
    )
    size = session.scalar(sa.select(sa.func.coalesce(sa.func.sum(CalendarEntry.full_size), 0)).where(is_followed))
    forms = forms_for(int(size or 0))
    rows = session.execute(sa.select(*columns_of(forms)).where(is_followed))
    return fitting_pieces([*own, *(FeedPiece(*row) for row in rows)], state.changed_at)


def followables(session: Session, now: dt.datetime, *, always: Collection[Subject] = ()) -> list[Followable]:
    """Returns what can be followed, by name: all of the site, organisations, series, topics, speakers who are to speak.

    Those in `always` are among them in any case. Only what a listed webinar names is here: drafts announce nobody, and
    what was taken down is named no more.
    """
    counted = (
        sa.select(FeedEntry.feed_id, sa.func.count().label("coming"))
        .join(CalendarEntry, CalendarEntry.id == FeedEntry.entry_id)
        .where(FeedEntry.is_in, _is_coming(now))
        .group_by(FeedEntry.feed_id)
        .subquery()
    )
    rows = session.execute(
        sa.select(Feed.kind, Feed.subject_id, Feed.name, Feed.path, sa.func.coalesce(counted.c.coming, 0))
        .outerjoin(counted, counted.c.feed_id == Feed.id)
        .order_by(sa.func.lower(Feed.name), Feed.id)
    )
    # Chosen here and not by the statement, for which each set would be found once for each way to it.
    offered = {kind: set(session.scalars(subject_ids)) for kind, subject_ids in _LISTED.items()}
    offered[FeedKind.SITE] = {0} if any(offered.values()) else set()
    return [
        Followable((kind, subject_id), name, path, coming)
        for kind, subject_id, name, path, coming in rows
        if (coming > 0 if kind == FeedKind.SPEAKER else subject_id in offered[kind]) or (kind, subject_id) in always
    ]


_LISTED: dict[FeedKind, sa.Select[Any] | sa.CompoundSelect[Any]] = {
    FeedKind.ORGANISATION: sa.union(
        sa.select(Webinar.host_id).where(listed()),
        sa.select(CoOrganiser.organisation_id).join(CoOrganiser.webinar).where(listed(), *is_linked()),
    ),
    FeedKind.SERIES: sa.select(Webinar.series_id).where(listed(), Webinar.series_id.is_not(None)).distinct(),
    FeedKind.TOPIC: sa.select(webinar_topic.c.topic_id).join(Webinar).where(listed()).distinct(),
}
"""What listed webinars belong to, by kind."""


class ComingCount(Struct, frozen=True):
    """How much a choice brings."""

    count: int
    first_at: dt.datetime | None


def coming_of(
    session: Session, choice: Sequence[Subject], now: dt.datetime, *, entry_ids: Collection[int] = ()
) -> ComingCount:
    """Returns how many webinars are to come in the feeds of `choice` or by themselves, and when the first starts."""
    if not choice and not entry_ids:
        return ComingCount(0, None)
    in_feeds = (
        sa.select(FeedEntry.entry_id)
        .join(Feed, Feed.id == FeedEntry.feed_id)
        .where(FeedEntry.is_in, sa.tuple_(Feed.kind, Feed.subject_id).in_(list(choice)))
    )
    row = session.execute(
        sa.select(sa.func.count(CalendarEntry.id), sa.func.min(CalendarEntry.starts_at)).where(
            _is_coming(now), sa.or_(CalendarEntry.id.in_(in_feeds), CalendarEntry.id.in_(entry_ids))
        )
    ).one()
    return ComingCount(row[0], row[1])


def _is_coming(now: dt.datetime) -> sa.ColumnElement[bool]:
    return sa.and_(CalendarEntry.ends_at > now, sa.not_(CalendarEntry.is_withdrawn))
