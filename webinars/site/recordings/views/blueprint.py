"""The blueprint of recordings and what its views share."""

from flask import Blueprint

from webinars.domain.recordings.posters import poster_url
from webinars.models import Recording, Webinar
from webinars.web.stored_files import FILES_PREFIX, allow_files

bp = Blueprint("recordings", __name__)


@bp.app_template_global("poster_url")
def shown_poster(recording: Recording, webinar: Webinar) -> str:
    """Returns the address of the picture, from which this page may load it."""
    url = poster_url(recording, webinar)
    if url.startswith(FILES_PREFIX):
        allow_files("img-src")
    return url
