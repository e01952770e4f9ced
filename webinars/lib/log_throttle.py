"""What is said now and then, however often there is reason to."""

import threading
import time


class LogThrottle:
    """Whether it is time to say something again. Safe to ask from several threads."""

    def __init__(self, *, every_s: float) -> None:
        self._every_s = every_s
        self._lock = threading.Lock()
        self._quiet_until = float("-inf")

    def is_time(self) -> bool:
        """Returns True at most once in `every_s` seconds."""
        with self._lock:
            now = time.monotonic()
            if now < self._quiet_until:
                return False
            self._quiet_until = now + self._every_s
            return True
