import datetime as dt

from flask import render_template
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.phases import Phase, next_change, phase_of
from webinars.domain.programme.queries import recording_count, stretch, upcoming_webinars
from webinars.domain.recordings.queries import newest_recordings_of
from webinars.models import Webinar
from webinars.site.programme.views.blueprint import bp
from webinars.site.web import access

AFTER_THAT = 6
RECORDINGS = 3


@bp.get("/")
@access.public
def home() -> ResponseReturnValue:
    now = clock.now()
    session = db.session()
    coming = list(session.scalars(stretch(upcoming_webinars(now), AFTER_THAT + 4)))
    live = [webinar for webinar in coming if phase_of(webinar, now) == Phase.LIVE]
    lead = _lead(coming, live, now=now)
    after = [webinar for webinar in coming if webinar is not lead and webinar not in live]
    return render_template(
        "programme/home.html",
        now=now,
        changes_at=next_change(coming, now),
        lead=lead,
        live=live,
        after=after[:AFTER_THAT],
        recordings=newest_recordings_of(session, None, limit=RECORDINGS),
        recording_count=recording_count(session),
    )


def _lead(coming: list[Webinar], live: list[Webinar], *, now: dt.datetime) -> Webinar | None:
    """The next webinar that takes place; if none is to come, one that is going on."""
    ahead = (webinar for webinar in coming if phase_of(webinar, now) == Phase.BEFORE)
    return next(ahead, live[0] if live else None)
