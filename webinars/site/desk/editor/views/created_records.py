"""People and organisations that saving has made are taken back."""

import datetime as dt

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.lineup.created_records import take_back
from webinars.domain.programme import permissions
from webinars.site.desk.blueprint import bp
from webinars.site.desk.editor.publishing_words import taken_back_sentence
from webinars.web import access
from webinars.web.lookups import permitted_webinar_or_404
from webinars.web.security.identity import current_actor


@bp.post("/webinars/<slug>/new-ones/delete")
@access.signed_in
def take_back_new_ones(slug: str) -> ResponseReturnValue:
    """Take whoever the change at `at` has made out of the webinar, unless it was changed since or they are needed."""
    webinar = permitted_webinar_or_404(slug, permissions.can_edit_people)
    try:
        at = dt.datetime.fromisoformat(request.form.get("at", "")).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        abort(400)
    gone = take_back(db.session(), current_actor(), webinar, at=at, now=clock.now())
    sentence = taken_back_sentence(gone)
    db.session.commit()
    flash(sentence, "ok" if gone else "warn")
    return redirect(url_for(".edit_webinar", slug=slug), 303)
