"""Feeds as octets, joined from stored entries and kept in memory until they change.

A process asks the database only for what is newer than what it holds, so one edit in a feed of a thousand costs one
entry. What it holds is bounded in octets; the feed that was not asked for longest goes first.
"""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from webinars.domain.calendars.queries import FULL, SHORT, EntryForms, FeedState, feed_news, full_size_of
from webinars.pure.ical.compression import deflated, gzipped
from webinars.pure.ical.writing import CALENDAR_TAIL, EMPTY_FILLING

FEED_LIMIT = 1_000_000
"""Octets above which a feed takes the short form of its entries: Google is said to refuse more."""
KEPT_OCTETS = 12 * 1024 * 1024
_AROUND_A_PIECE = 350
"""Octets that Python takes for an entry beside its text, measured by tracemalloc; a short one has 700."""


@dataclass(frozen=True, slots=True)
class Window:
    """How much of what belongs into a feed stands in it."""

    past: dt.timedelta | None = None
    """How long ago an entry may have ended; None: as long as it is kept."""
    coming: int | None = None
    """How many may be still to come; None: all of them."""


ALL = Window()
OF_SITE = Window(past=dt.timedelta(days=61), coming=1000)
"""Nobody follows everything of a large site, and few calendars take in more."""

_TAIL_DEFLATED = deflated(CALENDAR_TAIL)
_EMPTY_DEFLATED = deflated(EMPTY_FILLING)


@dataclass(frozen=True, slots=True)
class Piece:
    """An entry as a feed is joined from it."""

    id: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    full_size: int
    plain: bytes
    deflated: bytes


class Body:
    """One state of a feed, ready to send."""

    def __init__(self, head: bytes, pieces: Iterable[Piece]) -> None:
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


@dataclass(frozen=True, slots=True)
class _Held:
    state: FeedState
    forms: EntryForms
    pieces: dict[int, Piece]
    body: Body


@dataclass(slots=True)
class FeedShelf:
    """The feeds that one process holds. Safe to use from several threads."""

    kept_octets: int = KEPT_OCTETS
    _held: OrderedDict[int, _Held] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def body_of(
        self, session: Session, state: FeedState, head: Callable[[FeedState], bytes], window: Window = ALL
    ) -> tuple[FeedState, Body]:
        """The feed at `state` or later, and the state it is really at."""
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
    connection: Connection, asked: FeedState, held: _Held | None, head: Callable[[FeedState], bytes], window: Window
) -> _Held:
    assert asked.id is not None
    if held is not None and held.state.revision <= asked.revision:
        news = feed_news(connection, asked.id, held.state.revision, held.forms)
        if news is not None:
            gone = set(news.gone)
            pieces = {id_: piece for id_, piece in held.pieces.items() if id_ not in gone}
            pieces.update((row[0], Piece(*row)) for row in news.rows)
            if forms_for(sum([piece.full_size for piece in pieces.values()])) is held.forms:
                return _held(news.state, held.forms, pieces, head, window)
    forms = forms_for(full_size_of(connection, asked.id))
    news = feed_news(connection, asked.id, 0, forms)
    if news is None:
        # Its subject has been deleted since the poll began.
        return _Held(asked, forms, {}, Body(head(asked), []))
    return _held(news.state, forms, {row[0]: Piece(*row) for row in news.rows}, head, window)


def forms_for(full_size: int) -> EntryForms:
    """The form of entries that together have `full_size` octets in full."""
    return FULL if full_size <= FEED_LIMIT else SHORT


def chosen(pieces: Iterable[Piece], as_of: dt.datetime, window: Window = ALL) -> list[Piece]:
    """The pieces in `window`, by their start; without the oldest past ones if all together are too large.

    What is past is judged as of the feed's latest change, not by the clock: the same state must be the same octets.
    """
    ordered = sorted(_inside(pieces, as_of, window), key=lambda piece: (piece.starts_at, piece.id))
    excess = sum([len(piece.plain) for piece in ordered]) - FEED_LIMIT
    first = 0
    while excess > 0 and first < len(ordered) and ordered[first].ends_at < as_of:
        excess -= len(ordered[first].plain)
        first += 1
    return ordered[first:]


def _inside(pieces: Iterable[Piece], as_of: dt.datetime, window: Window) -> Iterator[Piece]:
    first = as_of - window.past if window.past is not None else dt.datetime.min.replace(tzinfo=dt.UTC)
    coming = []
    for piece in pieces:
        if piece.ends_at >= as_of:
            coming.append(piece)
        elif piece.ends_at >= first:
            yield piece
    yield from sorted(coming, key=lambda piece: (piece.starts_at, piece.id))[: window.coming]


def _held(
    state: FeedState,
    forms: EntryForms,
    pieces: dict[int, Piece],
    head: Callable[[FeedState], bytes],
    window: Window,
) -> _Held:
    assert state.changed_at is not None
    return _Held(state, forms, pieces, Body(head(state), chosen(pieces.values(), state.changed_at, window)))
