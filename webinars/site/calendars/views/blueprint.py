"""The blueprint of calendars, and what its views share."""

import atexit
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, has_app_context
from msgspec import Struct
from sqlalchemy import event
from sqlalchemy.orm import Session

from webinars.db import db
from webinars.domain.calendars.feed_bodies import FeedCache
from webinars.domain.calendars.feed_revisions import FEEDS_CHANGED
from webinars.domain.calendars.feed_states import FeedWatch
from webinars.domain.calendars.fetch_counting import Fetches, fetch_tally, fetch_tray
from webinars.domain.processes.visit_counts import Tally

if TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState

bp = Blueprint("calendars", __name__)


class FeedMemory(Struct, frozen=True):
    """What a process keeps between requests for feeds."""

    watch: FeedWatch
    shelf: FeedCache
    tally: Tally[Fetches]


def feed_memory() -> FeedMemory:
    memory: FeedMemory = current_app.extensions["feeds"]
    return memory


@bp.record_once
def _prepare(state: "BlueprintSetupState") -> None:
    settings = state.app.config["SETTINGS"]
    memory = FeedMemory(FeedWatch(settings.base_url), FeedCache(), fetch_tally(fetch_tray(settings)))
    state.app.extensions["feeds"] = memory
    atexit.register(memory.tally.hand_over)


@event.listens_for(db.session, "after_commit")
def _expire_polls(session: Session) -> None:
    # Who has just saved a change and looks at the feed must see it there; other processes follow within a second.
    if session.info.pop(FEEDS_CHANGED, False) and has_app_context():
        feed_memory().watch.expire()
