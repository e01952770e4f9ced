"""The queue of workers in Redis. It is loaded only where that is set, for not every site has its client."""

import datetime as dt
from queue import Empty

from huey import RedisHuey
from huey.api import Task
from redis import RedisError

from webinars import redis_server
from webinars.app.job_queue import OwnScheduleQueue

PAUSE_S = 1.0
"""Between two looks whether Redis is back."""


class RedisQueue(OwnScheduleQueue, RedisHuey):  # type: ignore[misc]  # Huey has no types
    """For workers anywhere. While Redis is away each goes on alone, and the log is told so now and then."""

    def __init__(self, *, url: str, **options: object) -> None:
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
        """Returns what would be deleted is that a task was revoked."""
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
