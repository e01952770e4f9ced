"""The queue of the workers, in a file or in Redis.

What is due by the clock does not pass through it: each worker does that by itself. So mails leave while Redis is away,
and what a worker shows of itself is its own. The queue is for what a request wants done now.
"""

import datetime as dt
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from huey import Huey, RedisHuey, SqliteHuey
from huey.api import PeriodicTask, Task
from redis import RedisError

from webinars import redis_server

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE_S = 1.0
"""Between two looks whether Redis is back."""


class _OwnClock(Huey):  # type: ignore[misc]  # Huey has no types
    """A queue of which each worker keeps the periodic tasks to itself."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Huey's signature
        super().__init__(**options)
        self._own: SimpleQueue[Task] = SimpleQueue()
        """Done by this process, or not at all."""
        self.when_back: Callable[[], object] = lambda: None
        """Called after a time in which nothing that others wanted came through the queue."""

    def enqueue(self, task: Task) -> None:
        if isinstance(task, PeriodicTask):
            self._own.put(task)
        else:
            self._share(task)

    def dequeue(self) -> Task | None:
        try:
            return self._own.get_nowait()
        except Empty:
            return self._take_shared()

    def _share(self, task: Task) -> None:
        super().enqueue(task)

    def _take_shared(self) -> Task | None:
        return super().dequeue()


class FileQueue(_OwnClock, SqliteHuey):  # type: ignore[misc]  # Huey has no types
    """For workers on one machine."""


class RedisQueue(_OwnClock, RedisHuey):  # type: ignore[misc]  # Huey has no types
    """For workers anywhere. While Redis is away each goes on alone, and the log is told so now and then."""

    def __init__(self, *, url: str, **options: Any) -> None:  # noqa: ANN401 - Huey's signature
        super().__init__(connection_pool=redis_server.pool(url), **options)
        self._is_away = False

    def read_schedule(self, timestamp: dt.datetime | None = None) -> list[Task]:
        try:
            found: list[Task] = super().read_schedule(timestamp)
        except RedisError as error:
            redis_server.tell_away(error)
            return []
        return found

    def add_schedule(self, task: Task) -> None:
        try:
            super().add_schedule(task)
        except RedisError as error:
            # What it would have looked after is found by the clock.
            redis_server.tell_away(error)

    def is_revoked(self, *_arguments: object) -> bool:
        """Nothing here ever is, so Redis need not be asked."""
        return False

    def delete(self, _key: str) -> bool:
        """What would be deleted is that a task was revoked."""
        return False

    def _share(self, task: Task) -> None:
        try:
            super()._share(task)
        except RedisError as error:
            redis_server.tell_away(error)
            self._own.put(task)

    def _take_shared(self) -> Task | None:
        try:
            task = super()._take_shared()
        except RedisError as error:
            redis_server.tell_away(error)
            self._is_away = True
            return self._wait()
        if self._is_away:
            self._is_away = False
            self.when_back()
        return task

    def _wait(self) -> Task | None:
        try:
            return self._own.get(timeout=PAUSE_S)
        except Empty:
            return None
