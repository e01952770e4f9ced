"""The settings that hold now, in each process at most a second old, for the price of one small read a second."""

import threading
import time
from collections.abc import Callable
from typing import Any

from webinars.config import Settings
from webinars.domain.site_settings.values import Values, laid_over

FRESH_S = 1.0
"""How old an answer may be. Within this time a process asks the database once, however many people come."""


class LiveSettings:
    """What administrators have chosen, laid over the settings of the server, for one process."""

    def __init__(self, look_up: Callable[[], Values | None]) -> None:
        """`look_up` returns what is stored, or None where it cannot be asked."""
        self._look_up = look_up
        self._lock = threading.Lock()
        self._stored: Values = {}
        self._until = 0.0
        self._must_wait = True
        self._expired_count = 0
        self._laid: tuple[Any, ...] = ()

    def current(self, given: Settings) -> Settings:
        """Returns the settings in force. `given` are those of the server."""
        if time.monotonic() >= self._until and self._lock.acquire(blocking=self._must_wait):
            try:
                if time.monotonic() >= self._until:
                    self._look()
            finally:
                self._lock.release()
        stored, laid = self._stored, self._laid
        if not laid or laid[0] is not given or laid[1] is not stored:
            laid = self._laid = (given, stored, laid_over(given, stored) if stored else given)
        settings: Settings = laid[2]
        return settings

    def expire(self) -> None:
        """Have the next one who asks wait for what is stored by then: this process has just changed it."""
        self._expired_count += 1
        self._must_wait, self._until = True, 0.0

    def _look(self) -> None:
        number = self._expired_count
        stored = self._look_up()
        # Where the database is away, what was known last goes on.
        if stored is not None and stored != self._stored:
            self._stored = stored
        if number == self._expired_count:
            # From now on nobody waits while one looks again: what is a moment older serves the others.
            self._must_wait, self._until = False, time.monotonic() + FRESH_S
