"""What a web process has counted and not handed over yet, and how the worker stores it."""

import datetime as dt
import enum
import json
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, Generic, Protocol, Self, TypeVar, get_type_hints

import structlog
from msgspec import Struct, field
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.processes.spool import Spool, TrayUnreachable, spool_of

HAND_OVER_S = 30.0
"""How long a count may wait in a process's memory."""

log = structlog.get_logger()


class Sum(Protocol):
    """Something that is counted, and how often."""

    @property
    def key(self) -> Hashable:
        """What it is a count of: those that are the same are added up."""

    def add(self, other: Self) -> None:
        """Take in another count of the same."""


S = TypeVar("S", bound=Sum)


class Tally(Struct, Generic[S]):
    """What one process has counted and not handed over yet. Safe to use from several threads."""

    tray: Spool
    packed: Callable[[Sequence[S]], str]
    """Makes one parcel of counts."""
    hand_over_s: float = HAND_OVER_S
    _sums: dict[Hashable, S] = field(default_factory=dict)
    _timer: threading.Timer | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, one: S) -> None:
        """Add what has just been done."""
        with self._lock:
            self._add(one)
            if self._timer is None:
                self._timer = threading.Timer(self.hand_over_s, self.hand_over)
                # A process that ends must not wait for it: it hands over by itself.
                self._timer.daemon = True
                self._timer.start()

    def hand_over(self) -> None:
        """Lay what has been counted on the tray. While that cannot be done it is kept, and tried again."""
        with self._lock:
            sums, self._sums = self._sums, {}
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if not sums:
            return
        try:
            self.tray.lay(self.packed(list(sums.values())))
        except TrayUnreachable as error:
            if not error.is_told:
                log.warning("counts not handed over", reason=str(error))
            with self._lock:
                for one in sums.values():
                    self._add(one)

    def _add(self, one: S) -> None:
        known = self._sums.get(one.key)
        if known is None:
            self._sums[one.key] = one
        else:
            known.add(one)


class CountTray(Struct, Generic[S], frozen=True):
    """The tray on which counts of one kind lie, and what a parcel of them looks like."""

    name: str
    kind: Callable[..., S]
    """A dataclass: a parcel has its fields in their order."""
    hand_over_s: float = HAND_OVER_S

    def spool(self, settings: Settings) -> Spool:
        """Returns the tray that all processes with these settings share."""
        return spool_of(settings, self.name)

    def tally(self, tray: Spool, *, hand_over_s: float | None = None) -> Tally[S]:
        """Returns what this process has not handed over yet."""
        return Tally(tray, self.packed, self.hand_over_s if hand_over_s is None else hand_over_s)

    def packed(self, counts: Iterable[S]) -> str:
        """Returns counts as one parcel."""
        names = list(get_type_hints(self.kind))
        return json.dumps([[getattr(each, name) for name in names] for each in counts], default=dt.datetime.isoformat)

    def unpacked(self, parcel: str) -> Iterator[S]:
        """Yields what `packed` has packed."""
        kinds = list(get_type_hints(self.kind).values())
        for values in json.loads(parcel):
            yield self.kind(*map(_read, kinds, values))


def _read(kind: Any, value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    if kind is dt.datetime:
        return dt.datetime.fromisoformat(value)
    return kind(value) if isinstance(kind, enum.EnumType) else value


def store_parcels(session: Session, tray: Spool, store: Callable[[str], None]) -> None:
    """Call `store` with every parcel on the tray, and commit after each."""
    try:
        for parcel in tray.take():
            store(parcel)
            session.commit()
    except TrayUnreachable as error:
        if not error.is_told:
            log.warning("counts not taken", reason=str(error))
