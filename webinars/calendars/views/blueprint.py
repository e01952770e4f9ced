"""The blueprint of calendars, and what its views share."""

from typing import TYPE_CHECKING

from flask import Blueprint, current_app, has_app_context
from sqlalchemy import event
from sqlalchemy.orm import Session

from webinars.calendars.bodies import FeedShelf
from webinars.calendars.feeds import FEEDS_CHANGED
from webinars.calendars.polling import FeedWatch
from webinars.config import Settings
from webinars.db import db

if TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState

bp = Blueprint("calendars", __name__)


def site_settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def feed_shelf() -> FeedShelf:
    shelf: FeedShelf = current_app.extensions["feed_shelf"]
    return shelf


def feed_watch() -> FeedWatch:
    watch: FeedWatch = current_app.extensions["feed_watch"]
    return watch


@bp.record_once
def _prepare(state: "BlueprintSetupState") -> None:
    extensions = state.app.extensions
    extensions["feed_shelf"] = FeedShelf()
    extensions["feed_watch"] = FeedWatch(state.app.config["SETTINGS"].base_url)


@event.listens_for(db.session, "after_commit")
def _expire_polls(session: Session) -> None:
    # Who has just saved a change and looks at the feed must see it there; other processes follow within a second.
    if session.info.pop(FEEDS_CHANGED, False) and has_app_context():
        feed_watch().expire()
