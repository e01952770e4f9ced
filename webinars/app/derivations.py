"""Tells the sessions of the application what follows from the webinars: see `webinars.derived`."""

from collections.abc import Sequence

from flask import Flask, current_app

from webinars import derived
from webinars.calendars.actions import calendar_writer
from webinars.db import db
from webinars.search.actions import follow_changes


def init_app(app: Flask) -> None:
    app.extensions["derivations"] = (calendar_writer(app.config["SETTINGS"]), follow_changes)


def _subscribers() -> Sequence[derived.Subscriber]:
    subscribers: Sequence[derived.Subscriber] = current_app.extensions["derivations"]
    return subscribers


derived.watch(db.session, _subscribers)
