"""What begins in a recording as files that players and podcast programs fetch."""

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.domain.recordings.chapters import writing
from webinars.domain.recordings.moments import Moment, moments_of
from webinars.domain.recordings.queries import recording_page
from webinars.models import Recording, Visibility
from webinars.site.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.lookups import lead_on, visible_or_gone
from webinars.web.site_context import site_settings

FRESH = "public, max-age=300"


@bp.get("/recordings/<slug>/chapters.vtt")
@access.public
def chapters_vtt(slug: str) -> ResponseReturnValue:
    """Chapters in the recording's own seconds, as WebVTT."""
    recording = recording_page(db.session(), slug) or lead_on(Recording, slug)
    return _file(recording, writing.webvtt(moments_of(recording), recording.duration_s), "text/vtt")


@bp.get("/recordings/<slug>/chapters.json")
@access.public
def chapters_json(slug: str) -> ResponseReturnValue:
    """Chapters in the recording's own seconds, as podcast:chapters links to them."""
    recording = recording_page(db.session(), slug) or lead_on(Recording, slug)

    def address(moment: Moment) -> str:
        is_other = moment.slug is not None
        place = {"slug": moment.slug} if is_other else {"slug": slug, "t": moment.place_s or None}
        return site_settings().base_url + url_for("recordings.show", **place)

    text = writing.json_chapters(moments_of(recording), recording.title, address)
    return _file(recording, text, "application/json+chapters")


def _file(recording: Recording, text: str, mimetype: str) -> ResponseReturnValue:
    visible_or_gone(recording.webinar)
    response = Response(text, mimetype=mimetype)
    response.headers["Cache-Control"] = FRESH
    # Players of other sites may show them; they hold nothing that is not public.
    response.headers["Access-Control-Allow-Origin"] = "*"
    if recording.webinar.visibility != Visibility.PUBLIC:
        response.headers["X-Robots-Tag"] = "noindex"
    response.add_etag()
    return response.make_conditional(request)
