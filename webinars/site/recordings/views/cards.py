"""The picture beside a shared link to a recording."""

from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.domain.media.errors import StoreDoesNotAnswer
from webinars.domain.programme.covers import cover_key
from webinars.domain.programme.painted_covers import draw_card
from webinars.domain.recordings.posters import card_of, poster_of
from webinars.domain.recordings.queries import recording_page
from webinars.models import Recording
from webinars.site.recordings.views.blueprint import bp
from webinars.site.web import access
from webinars.site.web.lookups import at_former_address, visible_or_gone
from webinars.site.web.pictures import shared_picture
from webinars.site.web.uploads import storage_of_site


@bp.get("/cards/recordings/<slug>.png")
@access.public
def card(slug: str) -> ResponseReturnValue:
    recording = recording_page(db.session(), slug)
    if recording is None:
        return at_former_address(Recording, slug, "recordings.card")
    visible_or_gone(recording.webinar)
    return shared_picture(_of_poster(recording) or draw_card(cover_key(recording.title, recording.webinar.host.name)))


def _of_poster(recording: Recording) -> bytes | None:
    """The poster as a card; None where there is none, or its bytes are missing or strange."""
    poster = poster_of(recording)
    if poster is None:
        return None
    try:
        with storage_of_site().fetched(poster.key) as path:
            return card_of(path)
    except (FileNotFoundError, StoreDoesNotAnswer):
        return None
