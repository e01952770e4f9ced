"""Tells the sessions of the application what follows from the webinars: see `webinars.models.derived`."""

from collections.abc import Sequence

from flask import Flask, current_app

from webinars.db import db
from webinars.domain.calendars.actions import calendar_writer
from webinars.domain.interfaces.webhooks.promises import promise_hooks
from webinars.domain.processes.page_cache import follow_answers
from webinars.domain.programme.listing import lists
from webinars.domain.recordings.answer_notifications import hasten_answers
from webinars.domain.recordings.stream_starts import follow_stream
from webinars.domain.registration.mailings.change_notices import tell_news
from webinars.domain.search.actions import follow_changes
from webinars.domain.speaker_pages.notifications import tell_speakers
from webinars.models import derived, page_cache_version
from webinars.web.site_context import site_settings


def init_app(app: Flask) -> None:
    # What attendees and speakers are told has the numbers of calendar entries, which are written first. Before all of
    # them streams are moved to where they began.
    app.extensions["derivations"] = (
        follow_stream,
        calendar_writer(site_settings),
        lists.follow_changes,
        follow_changes,
        tell_news,
        tell_speakers,
        hasten_answers,
        follow_answers,
        promise_hooks,
    )


def _subscribers() -> Sequence[derived.Subscriber]:
    subscribers: Sequence[derived.Subscriber] = current_app.extensions["derivations"]
    return subscribers


derived.watch(db.session, _subscribers)
page_cache_version.watch(db.session)
