"""Feeds as octets, joined from stored entries and kept in memory until they change.

A process asks the database only for what is newer than what it holds, so one edit in a feed of a thousand costs one
entry. What it holds is bounded in octets; the feed that was not asked for longest goes first.
"""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable

from msgspec import Struct, field
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from webinars.domain.calendars import feed_limits
from webinars.domain.calendars.feed_limits import ALL, FeedPiece, FeedWindow, Stretch
from webinars.domain.calendars.queries import FULL, SHORT, EntryForms, FeedState, feed_news, full_size_of
from webinars.pure.ical.compression import deflated, gzipped
from webinars.pure.ical.writing import CALENDAR_TAIL, EMPTY_FILLING

KEPT_OCTETS = 12 * 1024 * 1024
_AROUND_A_PIECE = 350
"""Octets that Python takes for an entry beside its text, measured by tracemalloc. A short one has 700."""


_TAIL_DEFLATED = deflated(CALENDAR_TAIL)
_EMPTY_DEFLATED = deflated(EMPTY_FILLING)


class Body:
    """One state of a feed, ready to send."""

    def __init__(self, head: bytes, pieces: Iterable[FeedPiece]) -> None:
        pieces = list(pieces)
        self._parts = [head, *([piece.plain for piece in pieces] or [EMPTY_FILLING]), CALENDAR_TAIL]
        self._deflated = [piece.deflated for piece in pieces] or [_EMPTY_DEFLATED]
        self._gzip: bytes | None = None
        octets = sum(map(len, self._parts)) + 2 * sum(map(len, self._deflated))
        self.size = octets + len(pieces) * _AROUND_A_PIECE
        """Octets it takes in memory, more or less."""

    @property
    def plain(self) -> bytes:
        return b"".join(self._parts)

    @property
    def gzip(self) -> bytes:
        """The same compressed: joined once, then kept, because nearly everybody asks for it."""
        if self._gzip is None:
            self._gzip = gzipped([deflated(self._parts[0]), *self._deflated, _TAIL_DEFLATED], self._parts)
        return self._gzip


class _Held(Struct, frozen=True):
    state: FeedState
    forms: EntryForms
    stretch: Stretch
    body: Body


class FeedCache(Struct):
    """The feeds that one process holds. Safe to use from several threads."""

    kept_octets: int = KEPT_OCTETS
    _held: OrderedDict[int, _Held] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def body_of(
        self, session: Session, state: FeedState, head: Callable[[FeedState], bytes], window: FeedWindow = ALL
    ) -> tuple[FeedState, Body]:
        """Returns the feed at `state` or later, and the state it is really at."""
        if state.id is None:
            return state, Body(head(state), [])
        # One builder at a time: the others would only do the same work again.
        with self._lock:
            held = self._held.get(state.id)
            if held is None or held.state != state:
                held = self._held[state.id] = _refreshed(session.connection(), state, held, head, window)
                self._held.move_to_end(state.id)
                self._make_room()
            else:
                self._held.move_to_end(state.id)
        return held.state, held.body

    def forget(self) -> None:
        """Hold nothing: for when the database has been replaced by another."""
        with self._lock:
            self._held.clear()

    def _make_room(self) -> None:
        total = sum(held.body.size for held in self._held.values())
        while total > self.kept_octets and len(self._held) > 1:
            _id, oldest = self._held.popitem(last=False)
            total -= oldest.body.size


def _refreshed(
    connection: Connection, asked: FeedState, held: _Held | None, head: Callable[[FeedState], bytes], window: FeedWindow
) -> _Held:
    assert asked.id is not None
    if held is not None and held.state.revision <= asked.revision:
        news = feed_news(connection, asked.id, held.state.revision, held.forms)
        if news is not None:
            stretch = held.stretch.with_changes(news.changes, _as_of(news.state), window)
            pieces = stretch.select(_as_of(news.state), window)
            if pieces is not None and forms_for(_full_size(connection, asked.id, stretch)) is held.forms:
                return _Held(news.state, held.forms, stretch, Body(head(news.state), pieces))
    forms = forms_for(full_size_of(connection, asked.id))
    for is_narrowed in (True, False):
        news = feed_news(connection, asked.id, 0, forms)
        if news is None:
            # Its subject has been deleted since the poll began.
            break
        stretch = Stretch().with_changes(news.changes, _as_of(news.state), window, is_narrowed=is_narrowed)
        pieces = stretch.select(_as_of(news.state), window)
        # It may happen that what was left out on the way would have fitted in the end: then all of it is held.
        if pieces is not None:
            return _Held(news.state, forms, stretch, Body(head(news.state), pieces))
    return _Held(asked, forms, Stretch(), Body(head(asked), []))


def _full_size(connection: Connection, feed_id: int, stretch: Stretch) -> int:
    if stretch.is_whole:
        return sum([piece.full_size for piece in stretch.pieces.values()])
    return full_size_of(connection, feed_id)


def _as_of(state: FeedState) -> dt.datetime:
    assert state.changed_at is not None
    return state.changed_at


def forms_for(full_size: int) -> EntryForms:
    """Returns the form of entries that together have `full_size` octets in full."""
    return FULL if full_size <= feed_limits.FEED_LIMIT else SHORT
