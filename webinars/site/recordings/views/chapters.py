"""What begins in a recording as files that players and podcast programs fetch."""

from flask import url_for
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.domain.recordings.chapters import writing
from webinars.domain.recordings.moments import Moment, moments_of
from webinars.domain.recordings.queries import recording_page
from webinars.models import Recording
from webinars.site.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.lookups import lead_on
from webinars.web.shared_files import shared_text
from webinars.web.site_context import site_settings


@bp.get("/recordings/<slug>/chapters.vtt")
@access.public
def chapters_vtt(slug: str) -> ResponseReturnValue:
    """Chapters in the recording's own seconds, as WebVTT."""
    recording = recording_page(db.session(), slug) or lead_on(Recording, slug)
    return shared_text(recording, writing.webvtt(moments_of(recording), recording.duration_s), "text/vtt")


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
    return shared_text(recording, text, "application/json+chapters")
