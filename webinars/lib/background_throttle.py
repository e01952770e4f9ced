"""Work in the background that people do not notice: in short steps, with pauses between them."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

GOAL_S = 0.05
"""What a step should take: half of what nobody notices, because not every row takes as long as the last ones did."""
FEW, MOST = 8, 200
"""A step costs as much beside its rows as a few of them do, so that fewer would not make it shorter."""
LONG_S = 0.5
"""A step of a few rows that takes longer has large ones."""
LARGEST_GROWTH = 2.0


class Steps(Protocol):
    """How much of a long work is written together."""

    @property
    def count(self) -> int:
        """How many rows the next step should write."""

    def begin(self) -> None:
        """Begin with rows of another kind: how long the last ones took says nothing of them."""

    def step(self) -> AbstractContextManager[None]:
        """The block is one step: it writes at most `count` rows, which are stored at its end."""


class OneTransaction:
    """All of it is written together: whoever began the transaction ends it."""

    count = MOST

    def begin(self) -> None:
        """Nobody waits for it."""

    def step(self) -> AbstractContextManager[None]:
        return nullcontext()


ONE_TRANSACTION = OneTransaction()


class Pace:
    """How many rows are written in one transaction, so that whoever wants to save meanwhile waits a moment at most.

    While one writes, SQLite lets nobody else write, and who waits for the lock looks again only now and then. So there,
    `with_pauses`, each step is followed by a pause that is as long as it was. What counts is the work, not how long it
    took: where others have the processor as well, smaller steps would only make more of it.
    """

    def __init__(
        self,
        *,
        with_pauses: bool,
        clock: Callable[[], float] = time.thread_time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.begin()
        self._with_pauses = with_pauses
        self._clock = clock
        self._sleep = sleep

    def begin(self) -> None:
        """Begin with rows of another kind."""
        self.count = 1
        """How many rows the next step should write."""

    @contextmanager
    def step(self) -> Iterator[None]:
        """The block is one step: it writes at most `count` rows, and commits."""
        started = self._clock()
        yield
        took_s = max(self._clock() - started, 0.001)
        least = FEW if took_s < LONG_S else 1
        self.count = max(least, min(MOST, round(self.count * min(GOAL_S / took_s, LARGEST_GROWTH))))
        if self._with_pauses:
            self._sleep(took_s)
