"""What polls are answered from: the octets of each webinar's answer, looked at again at most once a second."""

import gzip
import hashlib
import threading
import time
from collections.abc import Callable

from msgspec import Struct, field

FRESH_S = 1.0
"""How old an answer may be. Within this time polls of the same webinar ask the database once."""
WATCHED = 500


class PollAnswer(Struct, frozen=True):
    """One state of what is asked for a webinar, ready to send."""

    revision: int
    plain: bytes
    compressed: bytes
    etag: str
    """Quoted. It begins with the revision, and tells what no revision does as well: a recording that has come."""
    etag_compressed: str

    @classmethod
    def of(cls, revision: int, plain: bytes) -> "PollAnswer":
        digest = hashlib.sha256(plain).hexdigest()[:12]
        compressed = gzip.compress(plain, compresslevel=6, mtime=0)
        return cls(revision, plain, compressed, f'"{revision}-{digest}"', f'"{revision}-{digest}-gz"')


class PollCache(Struct):
    """The answers that were asked for lately, for one process. Safe to use from several threads."""

    _answers: dict[str, tuple[float, PollAnswer]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, slug: str, look_up: Callable[[], tuple[int, bytes]]) -> PollAnswer:
        """Returns the answer for a webinar. `look_up` finds its revision and octets where they may be others by now.

        Whatever `look_up` ends in for a webinar that nobody may see is not held.
        """
        until, answer = self._answers.get(slug, (0.0, None))
        if answer is not None and time.monotonic() < until:
            return answer
        # One at a time: the others would only do the same work again.
        with self._lock:
            until, answer = self._answers.get(slug, (0.0, None))
            if answer is not None and time.monotonic() < until:
                return answer
            try:
                revision, plain = look_up()
            except BaseException:
                self._answers.pop(slug, None)
                raise
            if answer is None or (answer.revision, answer.plain) != (revision, plain):
                answer = PollAnswer.of(revision, plain)
            if len(self._answers) >= WATCHED:
                self._answers.clear()
            self._answers[slug] = (time.monotonic() + FRESH_S, answer)
        return answer

    def forget(self) -> None:
        """Hold nothing."""
        self._answers.clear()
