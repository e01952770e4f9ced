"""That a recording was begun on one of our pages is counted, and nothing else about it."""

from flask import abort, request
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.domain.recordings.queries import recording_played
from webinars.domain.recordings.short_codes import code_of
from webinars.site.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.activity_counting import notice_play
from webinars.web.lookups import visible_or_gone
from webinars.web.requests.transactions import stores_nothing
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import at_most


@bp.post("/webinars/<slug>/plays")
@access.public
@at_most("60 per 10 minutes")
@takes_short_form
@stores_nothing
def note_play(slug: str) -> ResponseReturnValue:
    """Note a play, sent by the script of a player at the moment it is pressed. Nobody waits for the answer."""
    recording = recording_played(db.session(), slug, request.form.get("recording", "")) or abort(404)
    visible_or_gone(recording.webinar)
    notice_play(recording.webinar_id, code_of(recording.slug))
    return "", 204
