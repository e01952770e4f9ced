"""What polls are answered from: the state of each feed, at most a second old."""

import datetime as dt
import hashlib
import time
from collections.abc import Callable
from functools import lru_cache

from msgspec import Struct, field

from webinars.domain.calendars.queries import FeedState, feed_path
from webinars.lib.i18n import gettext as _
from webinars.models import FeedKind
from webinars.pure.ical.writing import CalendarHead, write_head

FRESH_S = 1.0
"""How old an answer may be. Within this time polls of the same feed ask the database once."""
WATCHED_FEEDS = 5000


class Poll(Struct, frozen=True):
    """What a conditional request for a feed is decided by."""

    state: FeedState
    head: bytes
    tag: str
    """Names the octets of this state. The ETag is made of it."""

    @property
    def changed_at(self) -> dt.datetime | None:
        return self.state.changed_at


class FeedWatch(Struct):
    """The states of the feeds that were asked for lately, for one process."""

    base_url: str
    _polls: dict[str, tuple[float, Poll]] = field(default_factory=dict)

    def poll(self, path: str, look_up: Callable[[], FeedState | None]) -> Poll | None:
        """Returns the state of the feed at `path`, which `look_up` finds where it is not known well enough."""
        until, poll = self._polls.get(path, (0.0, None))
        moment = time.monotonic()
        if poll is not None and moment < until:
            return poll
        state = look_up()
        if state is None:
            return None
        if poll is None or poll.state != state:
            poll = self.poll_of(path, state)
        if len(self._polls) >= WATCHED_FEEDS:
            self._polls.clear()
        self._polls[path] = (moment + FRESH_S, poll)
        return poll

    def poll_of(self, path: str, state: FeedState) -> Poll:
        head = feed_head(self.base_url, path, state.name)
        return Poll(state, head, tag_of(state.digest, head))

    def expire(self) -> None:
        """Ask anew at the next poll: this process has just written something."""
        self._polls.clear()


@lru_cache(maxsize=WATCHED_FEEDS)
def feed_head(base_url: str, path: str, name: str) -> bytes:
    """Returns what the feed at `path` begins with. Kept, because a change in a feed does not change it."""
    page = base_url + (path.removesuffix("/calendar.ics") or "/")
    description = ""
    if path == feed_path(FeedKind.SITE):
        # In `stretches.OF_SITE` these are figures.
        description = _(
            "The next 1,000 webinars and those of the last two months. All of them stand in the calendars of their "
            "organisations, series, speakers and topics: %(address)s",
            address=f"{base_url}/follow",
        )
    return write_head(CalendarHead(name=name, description=description, url=page, source=base_url + path))


def tag_of(digest: str, head: bytes) -> str:
    return hashlib.sha256(digest.encode() + head).hexdigest()[:32]
