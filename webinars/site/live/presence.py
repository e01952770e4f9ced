"""What an open page says of itself: that it is here, that it plays, that there is no picture. Counted, and no more."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.domain.live.presence import minute_of
from webinars.domain.live.presence_spool import PresenceSeen
from webinars.domain.live.public_hour import PublicHour
from webinars.models import Presence
from webinars.site.live.blueprint import bp
from webinars.site.live.following import hour_at
from webinars.site.live.process_cache import live_memory
from webinars.web import access
from webinars.web.requests.transactions import stores_nothing
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import LECTURE_HALL, at_most, is_within

PAGES_OF_ONE_NETWORK = "1500 per 10 minutes"
"""A hall of three hundred behind one address."""
TROUBLES_OF_ONE_NETWORK = "10 per 10 minutes"
"""So many are counted of one network, so that nobody alone can alarm those who lead it."""


@bp.post("/webinars/<slug>/here")
@access.public
@takes_short_form
@stores_nothing
def note_here(slug: str) -> ResponseReturnValue:
    """Count a page that is open and looked at, and whether the player was opened in it. Nobody waits for the answer."""
    hour = hour_at(slug)
    if hour.is_counted and is_within(PAGES_OF_ONE_NETWORK, "here"):
        weight = _weight(hour)
        _count(hour, Presence.HERE, weight)
        if request.form.get("playing") == "1":
            _count(hour, Presence.PLAYING, weight)
    return "", 204


@bp.post("/webinars/<slug>/trouble")
@access.public
@at_most(LECTURE_HALL)
@takes_short_form
@stores_nothing
def note_trouble(slug: str) -> ResponseReturnValue:
    """Count that somebody has no picture. Without a script it leads back to the page, to a word of thanks."""
    hour = hour_at(slug)
    if hour.is_counted and is_within(TROUBLES_OF_ONE_NETWORK, f"trouble {hour.webinar_id}"):
        _count(hour, Presence.TROUBLE, 1)
    if "in-place" in request.form:
        return "", 204
    return redirect(url_for("programme.show", slug=slug, _anchor="trouble-told"), code=303)


def _weight(hour: PublicHour) -> int:
    """Returns how many pages one speaks for: as many as it was told, and never more than that."""
    told = request.form.get("sample", type=int) or 1
    return min(max(told, 1), hour.sample)


def _count(hour: PublicHour, presence: Presence, count: int) -> None:
    live_memory().tally.count(PresenceSeen(hour.webinar_id, presence, minute_of(clock.now()), count))
