"""What open pages of a webinar ask every ten seconds: where it stands. Answered from memory, as polls for questions."""

import json

from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.live.presence import rounded
from webinars.domain.live.public_hour import PublicHour, public_hour, webinar_followed
from webinars.models import Webinar
from webinars.site.live.blueprint import bp
from webinars.site.live.process_cache import live_memory
from webinars.web import access
from webinars.web.filters import instant
from webinars.web.lookups import lead_on, visible_or_gone
from webinars.web.page_cache.poll_answers import poll_response
from webinars.web.site_context import absolute_url


@bp.get("/webinars/<slug>/live.json")
@access.public
def follow(slug: str) -> ResponseReturnValue:
    answer = live_memory().polls.answer(slug, lambda: _look_up(slug))
    return poll_response(answer, "public, max-age=2")


def hour_at(slug: str) -> PublicHour:
    """Returns the hour of the webinar at `slug`, a second old at most. Ends elsewhere, in 404 or 410."""
    memory = live_memory()
    memory.polls.answer(slug, lambda: _look_up(slug))
    hour = memory.hours.get(slug)
    if hour is None:
        # Another thread has just made room.
        _look_up(slug)
        hour = memory.hours[slug]
    return hour


def _look_up(slug: str) -> tuple[int, bytes]:
    session, now = db.session(), clock.now()
    webinar = webinar_followed(session, slug) or lead_on(Webinar, slug)
    visible_or_gone(webinar)
    hour = public_hour(session, webinar, now=now)
    live_memory().hold(slug, hour)
    return 0, json.dumps(_json_output(hour), separators=(",", ":")).encode()


def _json_output(hour: PublicHour) -> dict[str, object]:
    return {
        "phase": hour.word,
        "starts_at": instant(hour.starts_at) if hour.starts_at else None,
        "ends_at": instant(hour.ends_at) if hour.ends_at else None,
        "present": rounded(hour.present),
        "sample": hour.sample,
        "recording_url": absolute_url("recordings.show", slug=hour.recording) if hour.recording else None,
    }
