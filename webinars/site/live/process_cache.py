"""What a process keeps of webinars whose pages stand open, between requests."""

import atexit
from typing import TYPE_CHECKING

from flask import current_app
from msgspec import Struct, field

from webinars.domain.live.presence_spool import PresenceSeen, presence_tally, presence_tray
from webinars.domain.live.public_hour import PublicHour
from webinars.domain.processes.visit_counts import Tally
from webinars.web.page_cache.poll_cache import WATCHED, PollCache

if TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState


class LiveMemory(Struct, frozen=True):
    tally: Tally[PresenceSeen]
    """What pages have said, until it is handed over."""
    polls: PollCache = field(default_factory=PollCache)
    hours: dict[str, PublicHour] = field(default_factory=dict)
    """What the answers were made of, by slug."""

    def hold(self, slug: str, hour: PublicHour) -> None:
        """Keep what an answer is made of."""
        if len(self.hours) >= WATCHED:
            self.hours.clear()
        self.hours[slug] = hour

    def forget(self) -> None:
        """Hold nothing: for when the database has been replaced by another."""
        self.polls.forget()
        self.hours.clear()


def live_memory() -> LiveMemory:
    memory: LiveMemory = current_app.extensions["live"]
    return memory


def prepare(state: "BlueprintSetupState") -> None:
    tally = presence_tally(presence_tray(state.app.config["SETTINGS"]))
    state.app.extensions["live"] = LiveMemory(tally)
    atexit.register(tally.hand_over)
