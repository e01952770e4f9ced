"""Public pages that have been made, for one process: each with what it was compared with, compressed, and its tag."""

import datetime as dt
import gzip
import hashlib
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from msgspec import Struct, field

from webinars.config import Settings
from webinars.domain.processes.page_cache import State

FRESH_S = 1.0
"""How old a comparison may be. Within this time it is made once, however many people come."""
ROOM = 8 * 1024 * 1024
"""Octets of all pages that are kept. The one not asked for longest goes first."""
OVERHEAD = 1024
WATCHED = 5000
STRIPES = 64
COMPRESSION = 6

About = tuple[str, str]
"""What a page is compared with: a kind and a slug, as `("webinar", "on-comets")`, or `THE_SITE` of every page."""
THE_SITE: About = ("site", "")
Key = tuple[str, tuple[str | None, ...]]
"""A path, and those values of its query that its view reads."""


class StoredPage(Struct, frozen=True):
    """One answer, ready to be sent to anybody."""

    compressed: bytes
    size: int
    """Of the plain octets."""
    etag: str
    """Quoted. It is of the plain octets, so that two processes that make the same page have the same one."""
    etag_compressed: str
    headers: Sequence[tuple[str, str]]
    """Without those that tell one encoding from the other."""
    sources: Mapping[str, tuple[str, ...]] | None
    """What it may load beside our own (Content Security Policy)."""
    frame_ancestors: Sequence[str] | None
    is_about: Mapping[About, State]
    settings: Settings
    made_at: dt.datetime
    holds_until: dt.datetime
    changed_at: dt.datetime | None = None
    """In whole seconds, and later than every state before: of a file that programs ask for by when it changed."""

    def holds(self, now: dt.datetime, settings: Settings, state_of: Callable[[About], State]) -> bool:
        """Returns whether it still says what is so. Who has set the clock back gets another one, too."""
        if not self.made_at <= now < self.holds_until:
            return False
        if self.settings is not settings and self.settings != settings:
            return False
        return all(state_of(about) == state for about, state in self.is_about.items())

    @property
    def plain(self) -> bytes:
        return gzip.decompress(self.compressed)


class PackedBody(Struct, frozen=True):
    """The octets of an answer in both encodings, with a tag for each."""

    compressed: bytes
    etag: str
    etag_compressed: str

    @classmethod
    def of(cls, plain: bytes) -> "PackedBody":
        digest = hashlib.sha256(plain).hexdigest()[:32]
        # Without the time of day, so that the same page has the same octets in every process.
        return cls(gzip.compress(plain, COMPRESSION, mtime=0), f'"{digest}"', f'"{digest}-gz"')


class PageShelf(Struct):
    """The pages that were asked for lately. Safe to use from several threads."""

    room: int = ROOM
    is_checked: bool = False
    """Each page that would be given out is made once more, and must be the same: for tests."""
    _pages: OrderedDict[Key, StoredPage] = field(default_factory=OrderedDict)
    _octets: int = 0
    _expired_count: int = 0
    _states: dict[About, tuple[float, State]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stripes: list[threading.Lock] = field(default_factory=lambda: [threading.Lock() for _each in range(STRIPES)])

    def page(self, key: Key) -> StoredPage | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
        return page

    def put(self, key: Key, page: StoredPage) -> None:
        with self._lock:
            self._take_out(key)
            self._pages[key] = page
            self._octets += _room_of(key, page)
            while self._octets > self.room:
                self._take_out(next(iter(self._pages)))

    def state(self, about: About, look_up: Callable[[About], State]) -> State:
        """Returns the state of `about`, at most a second old. `look_up` asks the database."""
        until, state = self._states.get(about, (0.0, None))
        moment = time.monotonic()
        if moment < until:
            return state
        number = self._expired_count
        state = look_up(about)
        if len(self._states) >= WATCHED:
            self._states.clear()
        # What this process has written meanwhile may not be in it. And from before it was asked: no answer is ever
        # taken for newer than it is.
        if number == self._expired_count:
            self._states[about] = (moment + FRESH_S, state)
        return state

    @contextmanager
    def making(self, key: Key, before_waiting: Callable[[], None]) -> Iterator[None]:
        """Let one thread make a page in the block. Others that want the same one wait until it is made.

        Before a thread waits it gives back, with `before_waiting`, what the one that makes the page may need.
        """
        stripe = self._stripes[hash(key) % STRIPES]
        if not stripe.acquire(blocking=False):
            before_waiting()
            stripe.acquire()
        try:
            yield
        finally:
            stripe.release()

    def expire(self) -> None:
        """Compare every page anew: this process has just written something."""
        self._expired_count += 1
        self._states.clear()

    def forget(self) -> None:
        """Hold nothing."""
        with self._lock:
            self._pages.clear()
            self._octets = 0
        self._states.clear()

    def _take_out(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._octets -= _room_of(key, page)


def _room_of(key: Key, page: StoredPage) -> int:
    # What was asked for is kept with it, and may be longer than the page: an address has up to 32 kB.
    _path, values = key
    return len(page.compressed) + OVERHEAD + sum(sys.getsizeof(value) for value in values)
