import datetime as dt
from collections.abc import Sequence

from flask import render_template
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.listing import lists
from webinars.domain.programme.page_expiry import next_change
from webinars.domain.programme.phases import phase_of
from webinars.domain.programme.queries import load_cover, recording_count
from webinars.domain.recordings.queries import newest_recordings
from webinars.domain.registration.queries import window_at
from webinars.domain.registration.registration_window import RegistrationWindow, next_change_of
from webinars.models import Webinar
from webinars.site.programme.views.blueprint import bp
from webinars.web import access
from webinars.web.page_cache.stored_pages import compare_with, keep_pages

AFTER_THAT = 6
RECORDINGS = 3


@bp.get("/")
@access.public
@keep_pages()
def home() -> ResponseReturnValue:
    now = clock.now()
    session = db.session()
    coming = lists.coming_webinars(session, now, AFTER_THAT + 4)
    live = [webinar for webinar in coming if phase_of(webinar, now).is_going_on]
    lead = _lead(coming, live, now=now)
    after = [webinar for webinar in coming if webinar is not lead and webinar not in live]
    if lead is not None:
        compare_with("webinar", lead.slug)
    window = window_at(session, lead, now=now) if lead is not None else None
    if lead is not None:
        load_cover(session, lead)
    return render_template(
        "programme/home.html",
        now=now,
        changes_at=_changes_at(coming, lead, window, now=now),
        lead=lead,
        offer=window.state if window is not None else None,
        live=live,
        after=after[:AFTER_THAT],
        recordings=newest_recordings(session, RECORDINGS),
        recording_count=recording_count(session),
    )


def _changes_at(
    coming: Sequence[Webinar], lead: Webinar | None, window: RegistrationWindow | None, *, now: dt.datetime
) -> dt.datetime | None:
    moments = [next_change(coming, now), next_change_of(lead, window, now=now) if lead is not None else None]
    return min((moment for moment in moments if moment is not None), default=None)


def _lead(coming: Sequence[Webinar], live: list[Webinar], *, now: dt.datetime) -> Webinar | None:
    """Returns the next webinar that takes place, or one that is going on if none is to come."""
    ahead = (webinar for webinar in coming if phase_of(webinar, now).is_to_come)
    return next(ahead, live[0] if live else None)
