"""Tells the sessions of the application what follows from the webinars: see `webinars.models.derived`."""

from collections.abc import Sequence

from flask import Flask, current_app

from webinars.db import db
from webinars.domain.calendars.actions import calendar_writer
from webinars.domain.editions.actions import follow_answers
from webinars.domain.programme import listing
from webinars.domain.recordings.answers_told import hasten_answers
from webinars.domain.recordings.beginnings import follow_stream
from webinars.domain.registration.news import tell_news
from webinars.domain.search.actions import follow_changes
from webinars.domain.speaking.telling import tell_speakers
from webinars.models import derived, edition
from webinars.site.web.site import site_settings


def init_app(app: Flask) -> None:
    # What attendees and speakers are told has the numbers of calendar entries, which are written first. Before all of
    # them streams are moved to where they began.
    app.extensions["derivations"] = (
        follow_stream,
        calendar_writer(site_settings),
        listing.follow_changes,
        follow_changes,
        tell_news,
        tell_speakers,
        hasten_answers,
        follow_answers,
    )


def _subscribers() -> Sequence[derived.Subscriber]:
    subscribers: Sequence[derived.Subscriber] = current_app.extensions["derivations"]
    return subscribers


derived.watch(db.session, _subscribers)
edition.watch(db.session)
