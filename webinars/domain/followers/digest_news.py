"""What those who follow by mail have not heard of: what was announced, moved, cancelled, or has its first recording.

What stands in no list is nobody's news: drafts, unlisted webinars and what was taken down are never among it.
"""

import datetime as dt
import enum
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

import sqlalchemy as sa
from msgspec import Struct, field
from sqlalchemy.orm import InstrumentedAttribute, Session

from webinars.domain.calendars.feed_membership import feeds_of
from webinars.domain.calendars.queries import Subject, webinars_for_entries
from webinars.domain.programme.life_cycle import TAKEN_BACK_WITHIN
from webinars.domain.programme.phases import Phase, phase_of
from webinars.domain.programme.public_visibility import listed
from webinars.models import AuditEvent, Recording, Status, Webinar
from webinars.pure.times import TimesError, first_instant, presentable

AT_ONCE = 200
OLDEST_RECORDING = dt.timedelta(days=30)
"""What was on view elsewhere for longer before it came here is no news."""
_MOVE, _CANCEL, _AGAIN = "webinar:move", "webinar:cancel", ("webinar:restore", "webinar:publish")


class NewsKind(enum.StrEnum):
    """What has become of a webinar, in the order in which a mail tells it."""

    NEW = "new"
    MOVED = "moved"
    RESTORED = "restored"
    CANCELLED = "cancelled"
    RECORDING = "recording"


class FormerStart(Struct, frozen=True):
    """A start that was announced before."""

    wall: dt.datetime
    timezone: str

    @property
    def at(self) -> dt.datetime | None:
        try:
            return first_instant(self.wall, presentable(self.timezone))
        except TimesError:
            return None


class DigestNews(Struct, frozen=True):
    """What somebody has not heard of a webinar."""

    webinar_id: int
    what: NewsKind
    former: FormerStart | None = None
    """Of one that was moved: the start that she had heard of."""


class ChangedWebinar(Struct, frozen=True):
    """A webinar of which somebody may have news."""

    webinar_id: int
    subjects: frozenset[Subject]
    """What it stands under: whoever follows one of these is told."""
    times: Mapping[NewsKind, dt.datetime]
    """When each happened."""
    announced_at: dt.datetime
    order: tuple[dt.datetime, int]
    history: "History"

    def news_since(self, cursor_at: dt.datetime) -> DigestNews | None:
        """Returns what to tell somebody who has heard of everything until `cursor_at`, or None if there is nothing."""
        what = self._what_since(cursor_at)
        if what is not NewsKind.MOVED:
            return DigestNews(self.webinar_id, what) if what is not None else None
        # However often it was moved since then: what she has heard of is the first of these starts.
        former = next((former for at, former in self.history.moves if at > cursor_at), None)
        is_back = former is not None and former.at == self.order[0]
        return None if is_back else DigestNews(self.webinar_id, what, former)

    def _what_since(self, cursor_at: dt.datetime) -> NewsKind | None:
        news = {what for what, at in self.times.items() if at > cursor_at}
        if NewsKind.RECORDING in news:
            return NewsKind.RECORDING
        if NewsKind.CANCELLED in self.times:
            # Of what she never heard of she need not hear that it does not take place.
            is_told = self.announced_at > cursor_at or self.history.was_cancelled(cursor_at)
            return NewsKind.CANCELLED if NewsKind.CANCELLED in news and not is_told else None
        if not self.history.was_cancelled(cursor_at):
            news.discard(NewsKind.RESTORED)
        return next((what for what in (NewsKind.NEW, NewsKind.RESTORED, NewsKind.MOVED) if what in news), None)


class History(Struct, frozen=True):
    """How a webinar came to be as it is."""

    moves: list[tuple[dt.datetime, FormerStart]] = field(default_factory=list)
    """When it was moved, and from where, the first first."""
    turns: list[tuple[dt.datetime, bool]] = field(default_factory=list)
    """When it was cancelled (True), and when it was announced again."""

    def was_cancelled(self, at: dt.datetime) -> bool:
        before = [is_cancelled for turned_at, is_cancelled in self.turns if turned_at <= at]
        return bool(before) and before[-1]

    def announced_at(self, published_at: dt.datetime) -> dt.datetime:
        """Returns since when it is announced: anew, if it was cancelled before a mail could tell of it."""
        return next(
            (
                again_at
                for (at, is_cancelled), (again_at, _) in pairwise(self.turns)
                if is_cancelled and published_at < at < published_at + TAKEN_BACK_WITHIN
            ),
            published_at,
        )


def changes_since(
    session: Session, since: dt.datetime, *, until: dt.datetime, now: dt.datetime
) -> list[ChangedWebinar]:
    """Returns every webinar with news after `since` and until `until` that stands in lists now, the soonest first."""
    ids = session.scalars(sa.select(Webinar.id).where(listed(), _has_news(since, until)).order_by(Webinar.id)).all()
    changes = []
    for start in range(0, len(ids), AT_ONCE):
        chunk = ids[start : start + AT_ONCE]
        recorded, histories = first_recordings(session, chunk), _histories(session, chunk)
        for webinar in session.scalars(webinars_for_entries(chunk)):
            times = dict(_times(webinar, recorded.get(webinar.id), now=now))
            history = histories[webinar.id]
            announced_at = history.announced_at(webinar.published_at or now)
            if NewsKind.NEW in times:
                times[NewsKind.NEW] = announced_at
                if history.turns:
                    times[NewsKind.RESTORED] = history.turns[-1][0]
            happened = {what: at for what, at in times.items() if at <= until}
            if happened:
                subjects = frozenset(feeds_of(webinar, ""))
                order = (webinar.starts_at or now, webinar.id)
                changes.append(ChangedWebinar(webinar.id, subjects, happened, announced_at, order, history))
        # Thousands may have been imported at once; what was read of them need not be kept.
        session.expunge_all()
    return sorted(changes, key=lambda change: change.order)


def is_still_true(news: DigestNews, webinar: Webinar, recorded_at: dt.datetime | None, *, now: dt.datetime) -> bool:
    """Returns True if `news` can still be told of its `webinar`, which stands in lists."""
    times = dict(_times(webinar, recorded_at, now=now))
    if news.what is NewsKind.RESTORED:
        return NewsKind.NEW in times
    return news.what in times and (news.former is None or news.former.at != webinar.starts_at)


def news_of(changes: Sequence[ChangedWebinar], choice: Collection[Subject], cursor_at: dt.datetime) -> list[DigestNews]:
    """Returns what somebody who was told until `cursor_at` has not heard of webinars under one of `choice`."""
    chosen = frozenset(choice)
    return [
        news
        for change in changes
        if not chosen.isdisjoint(change.subjects) and (news := change.news_since(cursor_at)) is not None
    ]


def first_recordings(session: Session, webinar_ids: Collection[int]) -> dict[int, dt.datetime]:
    """Returns when each of these webinars had its first recording here, of those whose first is no old one."""
    rows = session.execute(
        sa.select(Recording.webinar_id, sa.func.min(Recording.created_at), sa.func.min(Recording.published_at))
        .where(Recording.webinar_id.in_(webinar_ids))
        .group_by(Recording.webinar_id)
    )
    return {
        webinar_id: created_at
        for webinar_id, created_at, published_at in rows
        if published_at > created_at - OLDEST_RECORDING
    }


def _histories(session: Session, webinar_ids: Collection[int]) -> Mapping[int, History]:
    """Returns what was kept of each: a webinar itself tells no more than how it is now, and the start before."""
    rows = session.execute(
        sa.select(AuditEvent.webinar_id, AuditEvent.action, AuditEvent.at, AuditEvent.detail)
        .where(AuditEvent.webinar_id.in_(webinar_ids), AuditEvent.action.in_((_MOVE, _CANCEL, *_AGAIN)))
        .order_by(AuditEvent.at, AuditEvent.id)
    )
    found: dict[int, History] = defaultdict(History)
    for webinar_id, action, at, detail in rows:
        history = found[webinar_id or 0]
        if action != _MOVE:
            history.turns.append((at, action == _CANCEL))
        elif (before := detail["start"][0])["wall"] and before["timezone"]:
            history.moves.append((at, FormerStart(dt.datetime.fromisoformat(before["wall"]), before["timezone"])))
    return found


def _times(
    webinar: Webinar, recorded_at: dt.datetime | None, *, now: dt.datetime
) -> Iterator[tuple[NewsKind, dt.datetime]]:
    """Yields what is so of a webinar now, and since when."""
    published_at, has_ended = webinar.published_at, webinar.ends_at is not None and webinar.ends_at <= now
    if published_at is None:
        return
    if webinar.status == Status.CANCELLED and webinar.cancelled_at is not None and not has_ended:
        yield NewsKind.CANCELLED, webinar.cancelled_at
    if webinar.status != Status.PUBLISHED:
        return
    if recorded_at is not None:
        # A recording is seen from the day on which its webinar is.
        yield NewsKind.RECORDING, max(recorded_at, published_at)
    elif phase_of(webinar, now) is not Phase.AFTER:
        yield NewsKind.NEW, published_at
        if webinar.moved_at is not None:
            yield NewsKind.MOVED, webinar.moved_at


def _has_news(since: dt.datetime, until: dt.datetime) -> sa.ColumnElement[bool]:
    recorded = sa.exists().where(Recording.webinar_id == Webinar.id, _is_in(Recording.created_at, since, until))
    restored = sa.select(AuditEvent.webinar_id).where(
        AuditEvent.action.in_(_AGAIN), _is_in(AuditEvent.at, since, until)
    )
    columns = (Webinar.published_at, Webinar.moved_at, Webinar.cancelled_at)
    return sa.or_(recorded, Webinar.id.in_(restored), *(_is_in(column, since, until) for column in columns))


def _is_in(
    column: InstrumentedAttribute[dt.datetime] | InstrumentedAttribute[dt.datetime | None],
    since: dt.datetime,
    until: dt.datetime,
) -> sa.ColumnElement[bool]:
    return sa.and_(column > since, column <= until)
