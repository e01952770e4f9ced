"""Forms go before pages: a process that answers one begins no other answers for a moment."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

LONGEST_S = 0.2
"""How long a page is kept back by forms, and how long a form keeps pages back."""


class Precedence:
    """All that a process computes at once shares one interpreter: a save beside four pages takes five times as long.

    Pages that have been begun are finished. Others wait until the form is answered, but never longer than LONGEST_S,
    so that neither a slow form nor many of them stop who reads.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._begun_at: list[float] = []

    @contextmanager
    def of_form(self) -> Iterator[None]:
        """While a form is answered."""
        begun_at = monotonic()
        with self._changed:
            self._begun_at.append(begun_at)
        try:
            yield
        finally:
            with self._changed:
                self._begun_at.remove(begun_at)
                self._changed.notify_all()

    def wait(self) -> None:
        """Returns once no form keeps pages back."""
        until = monotonic() + LONGEST_S
        with self._changed:
            while (rest := min(self._kept_back_until(), until) - monotonic()) > 0:
                self._changed.wait(rest)

    def _kept_back_until(self) -> float:
        return max(self._begun_at, default=-LONGEST_S) + LONGEST_S
