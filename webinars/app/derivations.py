"""Tells the sessions of the application what follows from the webinars: see `webinars.models.derived`."""

from collections.abc import Sequence

from flask import Flask, current_app

from webinars.db import db
from webinars.domain.calendars.actions import calendar_writer
from webinars.domain.registration.news import tell_news
from webinars.domain.search.actions import follow_changes
from webinars.models import derived


def init_app(app: Flask) -> None:
    # What attendees are told has the numbers of calendar entries, which are written first.
    app.extensions["derivations"] = (calendar_writer(app.config["SETTINGS"]), follow_changes, tell_news)


def _subscribers() -> Sequence[derived.Subscriber]:
    subscribers: Sequence[derived.Subscriber] = current_app.extensions["derivations"]
    return subscribers


derived.watch(db.session, _subscribers)
