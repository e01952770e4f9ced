"""The blueprint of calendars, and what its views share."""

import atexit
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, has_app_context
from sqlalchemy import event
from sqlalchemy.orm import Session

from webinars.calendars.bodies import FeedShelf
from webinars.calendars.counting import FetchTally
from webinars.calendars.feeds import FEEDS_CHANGED
from webinars.calendars.polling import FeedWatch
from webinars.calendars.trays import tray_of
from webinars.db import db

if TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState

bp = Blueprint("calendars", __name__)


def feed_shelf() -> FeedShelf:
    shelf: FeedShelf = current_app.extensions["feed_shelf"]
    return shelf


def feed_watch() -> FeedWatch:
    watch: FeedWatch = current_app.extensions["feed_watch"]
    return watch


def fetch_tally() -> FetchTally:
    tally: FetchTally = current_app.extensions["fetch_tally"]
    return tally


@bp.record_once
def _prepare(state: "BlueprintSetupState") -> None:
    extensions, settings = state.app.extensions, state.app.config["SETTINGS"]
    extensions["feed_shelf"] = FeedShelf()
    extensions["feed_watch"] = FeedWatch(settings.base_url)
    tally = extensions["fetch_tally"] = FetchTally(tray_of(settings))
    atexit.register(tally.hand_over)


@event.listens_for(db.session, "after_commit")
def _expire_polls(session: Session) -> None:
    # Who has just saved a change and looks at the feed must see it there; other processes follow within a second.
    if session.info.pop(FEEDS_CHANGED, False) and has_app_context():
        feed_watch().expire()
