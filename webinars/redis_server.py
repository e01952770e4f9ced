"""Redis, where it is set: how long anybody waits for it, whether it answers, and what the log is told if it does not.

It is imported only where it is set: else it would cost every web process ten megabytes, and every site its client.
"""

import threading
import time
from typing import TYPE_CHECKING, Any

import structlog

from webinars.lib.log_throttle import LogThrottle

if TYPE_CHECKING:
    from redis import ConnectionPool, Redis

CONNECTION_PATIENCE_S = 1.0
ANSWER_PATIENCE_S = 3.0
"""A worker lets Redis hold back its answer for a second, until there is something to do."""
QUICK_PATIENCE_S = 0.5
"""For each step of asking whether it answers at all: to connect, and to be answered."""
SILENCE_S = 60.0
"""Between two lines of a log that say the same."""

log = structlog.get_logger()


def options() -> dict[str, Any]:
    """Returns what every connection is opened with."""
    from redis.backoff import NoBackoff  # noqa: PLC0415
    from redis.retry import Retry  # noqa: PLC0415

    return {
        "socket_connect_timeout": CONNECTION_PATIENCE_S,
        "socket_timeout": ANSWER_PATIENCE_S,
        # Once, and at once: a connection that was kept is dead after a restart, and no request may wait for backoffs.
        "retry": Retry(NoBackoff(), 1),
    }


def errors() -> tuple[type[Exception], ...]:
    """Returns what Redis may raise, nothing where its client is not installed."""
    try:
        from redis import RedisError  # noqa: PLC0415
    except ImportError:
        return ()
    return (RedisError,)


def client(url: str, **more: Any) -> "Redis":  # noqa: ANN401 - options of Redis
    from redis import Redis  # noqa: PLC0415

    return Redis.from_url(url, **options(), **more)


def pool(url: str) -> "ConnectionPool":
    from redis import ConnectionPool  # noqa: PLC0415

    return ConnectionPool.from_url(url, **options())


def failure(url: str) -> str | None:
    """Returns why Redis does not answer, or None if it does. Known within a second."""
    from redis import Redis, RedisError  # noqa: PLC0415
    from redis.backoff import NoBackoff  # noqa: PLC0415
    from redis.retry import Retry  # noqa: PLC0415

    connection = Redis.from_url(
        url,
        socket_connect_timeout=QUICK_PATIENCE_S,
        socket_timeout=QUICK_PATIENCE_S,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        with connection:
            connection.ping()
    except RedisError as error:
        return str(error)
    return None


class Notice:
    """Tells the log that Redis does not answer: at most once a minute, whoever notices it how often."""

    def __init__(self) -> None:
        self._seldom = LogThrottle(every_s=SILENCE_S)

    def tell(self, reason: object) -> None:
        if self._seldom.is_time():
            log.warning("Redis does not answer", reason=str(reason))


_notice = Notice()
tell_away = _notice.tell
"""The one of this process."""


class RedisHealth:
    """Whether Redis answers, asked at most every so many seconds."""

    def __init__(self, url: str, *, every_s: float) -> None:
        self._url, self._every_s = url, every_s
        self._lock = threading.Lock()
        self._ask_at = float("-inf")
        self._is_away = False

    def is_away(self) -> bool:
        # Whoever comes while another asks is told what was known before, and does not wait.
        if self._lock.acquire(blocking=False):
            try:
                if time.monotonic() >= self._ask_at:
                    self._is_away = failure(self._url) is not None
                    self._ask_at = time.monotonic() + self._every_s
            finally:
                self._lock.release()
        return self._is_away
