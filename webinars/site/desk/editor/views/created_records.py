"""People and organisations that saving has made are taken back."""

import datetime as dt

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.domain.lineup.created_records import take_back
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.models import Webinar
from webinars.site.desk.blueprint import bp
from webinars.site.desk.editor.publishing_words import taken_back_sentence
from webinars.web import access
from webinars.web.about import about
from webinars.web.press import by_actor, press


@bp.post("/webinars/<slug>/new-ones/delete")
@access.signed_in
@about(webinar_to_edit)
def take_back_new_ones(webinar: Webinar) -> ResponseReturnValue:
    """Take whoever the change at `at` has made out of the webinar, unless it was changed since or they are needed."""
    try:
        at = dt.datetime.fromisoformat(request.form.get("at", "")).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        abort(400)
    return press(
        lambda: take_back(*by_actor(), webinar, at=at, now=clock.now()),
        said=lambda gone: (taken_back_sentence(gone), "ok" if gone else "warn"),
        back=url_for(".edit_webinar", slug=webinar.slug),
    )
