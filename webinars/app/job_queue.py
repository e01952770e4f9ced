"""The queue of the workers, in a file or in Redis.

What is due by the clock does not pass through it: each worker does that by itself. So mails leave while Redis is away,
and what a worker shows of itself is its own. The queue is for what a request wants done now.
"""

from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any

from huey import Huey, SqliteHuey
from huey.api import PeriodicTask, Task

if TYPE_CHECKING:
    from collections.abc import Callable


class OwnScheduleQueue(Huey):  # type: ignore[misc]  # Huey has no types
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


class FileQueue(OwnScheduleQueue, SqliteHuey):  # type: ignore[misc]  # Huey has no types
    """For workers on one machine."""
