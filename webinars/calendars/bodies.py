"""Feeds as octets, joined from stored entries and kept in memory until they change.

A process asks the database only for what is newer than what it holds, so one edit in a feed of a thousand costs one
entry. What it holds is bounded in octets; the feed that was not asked for longest goes first.
"""

import datetime as dt
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy.engine import Connection, Engine

from webinars.calendars.compression import deflated, gzipped
from webinars.calendars.ical import CALENDAR_TAIL, EMPTY_FILLING
from webinars.calendars.queries import (
    FULL,
    SHORT,
    EntryForms,
    EntryRow,
    FeedState,
    entries_newer,
    feed_state,
    full_size_of,
)
from webinars.db import reading

FEED_LIMIT = 1_000_000
"""Octets above which a feed takes the short form of its entries: Google is said to refuse more."""
KEPT_OCTETS = 32 * 1024 * 1024

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
        self._pieces = list(pieces)
        self._head = head
        self._gzip: bytes | None = None

    @property
    def plain(self) -> bytes:
        filling = [piece.plain for piece in self._pieces] or [EMPTY_FILLING]
        return b"".join([self._head, *filling, CALENDAR_TAIL])

    @property
    def gzip(self) -> bytes:
        """The same compressed: joined once, then kept, because nearly everybody asks for it."""
        if self._gzip is None:
            filling = [piece.deflated for piece in self._pieces] or [_EMPTY_DEFLATED]
            self._gzip = gzipped([deflated(self._head), *filling, _TAIL_DEFLATED], self.plain)
        return self._gzip

    @property
    def size(self) -> int:
        """Octets it takes in memory, more or less."""
        return sum(len(piece.plain) + 2 * len(piece.deflated) for piece in self._pieces)


@dataclass(frozen=True, slots=True)
class _Held:
    state: FeedState
    forms: EntryForms
    pieces: dict[int, Piece]
    body: Body


@dataclass(slots=True)
class FeedShelf:
    """The feeds that one process holds. Safe to use from several threads."""

    engine: Callable[[], Engine]
    kept_octets: int = KEPT_OCTETS
    _held: OrderedDict[int, _Held] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def body_of(self, state: FeedState, head: Callable[[FeedState], bytes]) -> tuple[FeedState, Body]:
        """The feed at `state` or later, and the state it is really at."""
        if state.id is None:
            return state, Body(head(state), [])
        # One builder at a time: the others would only do the same work again.
        with self._lock:
            held = self._held.get(state.id)
            if held is None or held.state != state:
                held = self._refreshed(state, held, head)
                self._held[state.id] = held
            self._held.move_to_end(state.id)
            self._make_room()
        return held.state, held.body

    def forget(self) -> None:
        """Hold nothing: for when the database has been replaced by another."""
        with self._lock:
            self._held.clear()

    def _refreshed(self, asked: FeedState, held: _Held | None, head: Callable[[FeedState], bytes]) -> _Held:
        assert asked.id is not None
        with snapshot(self.engine()) as connection:
            # Asked again within the snapshot, so that state and entries belong together.
            state = feed_state(connection, asked.id)
            if state is None:
                return _Held(asked, FULL, {}, Body(head(asked), []))
            pieces: dict[int, Piece] = {}
            if held is not None and held.state.revision <= state.revision:
                rows = entries_newer(connection, asked.id, held.state.revision, held.forms)
                pieces = _merged(held.pieces, rows)
                if forms_for(sum(piece.full_size for piece in pieces.values())) is held.forms:
                    return _held(state, held.forms, pieces, head)
            forms = forms_for(full_size_of(connection, asked.id))
            pieces = _merged({}, entries_newer(connection, asked.id, 0, forms))
        return _held(state, forms, pieces, head)

    def _make_room(self) -> None:
        total = sum(held.body.size for held in self._held.values())
        while total > self.kept_octets and len(self._held) > 1:
            _id, oldest = self._held.popitem(last=False)
            total -= oldest.body.size


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A connection on which every query sees the same moment."""
    with reading(), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def forms_for(full_size: int) -> EntryForms:
    """The form of entries that together have `full_size` octets in full."""
    return FULL if full_size <= FEED_LIMIT else SHORT


def piece_of(row: EntryRow) -> Piece:
    return Piece(row[0], row[2], row[3], row[4], bytes(row[5]), bytes(row[6]))


def chosen(pieces: Iterable[Piece], as_of: dt.datetime) -> list[Piece]:
    """The pieces in the order of their start, without the oldest past ones if all together are too large.

    What is past is judged as of the feed's latest change, not by the clock: the same state must be the same octets.
    """
    ordered = sorted(pieces, key=lambda piece: (piece.starts_at, piece.id))
    excess = sum(len(piece.plain) for piece in ordered) - FEED_LIMIT
    first = 0
    while excess > 0 and first < len(ordered) and ordered[first].ends_at < as_of:
        excess -= len(ordered[first].plain)
        first += 1
    return ordered[first:]


def _held(state: FeedState, forms: EntryForms, pieces: dict[int, Piece], head: Callable[[FeedState], bytes]) -> _Held:
    assert state.changed_at is not None
    return _Held(state, forms, pieces, Body(head(state), chosen(pieces.values(), state.changed_at)))


def _merged(pieces: dict[int, Piece], rows: Iterable[EntryRow]) -> dict[int, Piece]:
    merged = dict(pieces)
    for row in rows:
        if row[1]:
            merged[row[0]] = piece_of(row)
        else:
            merged.pop(row[0], None)
    return merged
