"""The picture beside a shared link to a recording."""

from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.domain.recordings.queries import recording_page
from webinars.models import Recording
from webinars.site.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.lookups import lead_on, visible_or_gone
from webinars.web.share_cards import drawn_card, recording_card


@bp.get("/cards/recordings/<slug>.png")
@access.public
def card(slug: str) -> ResponseReturnValue:
    recording = recording_page(db.session(), slug) or lead_on(Recording, slug)
    visible_or_gone(recording.webinar)
    return drawn_card(recording_card(recording))
