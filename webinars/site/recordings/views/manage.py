"""Where organisers add the recordings of a webinar, correct and order them."""

import datetime as dt

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.recordings import actions
from webinars.domain.recordings.errors import RecordingInvalid
from webinars.domain.recordings.player_view import player_view_of
from webinars.domain.recordings.players import players_of
from webinars.domain.recordings.removal import RETENTION, removed_recordings
from webinars.lib.i18n import gettext as _
from webinars.models import Recording, Webinar
from webinars.pure.times import wall
from webinars.site.recordings.forms import RecordingForm
from webinars.site.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.lookups import texts_webinar_or_404
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

FIELDS = {"url", "whose", "starts", "ends", "duration", "language"}
PLACES = {"up": -1, "down": 1}


@bp.get("/manage/webinars/<slug>/recordings")
@access.signed_in
def manage(slug: str) -> ResponseReturnValue:
    webinar = texts_webinar_or_404(slug)
    return _list_page(webinar, _form(webinar))


@bp.post("/manage/webinars/<slug>/recordings")
@access.signed_in
def add(slug: str) -> ResponseReturnValue:
    webinar = texts_webinar_or_404(slug)
    form = _form(webinar)
    if not form.validate_on_submit():
        return _list_page(webinar, form), 422
    now = clock.now()
    try:
        recording = actions.add_recording(
            db.session(), current_actor(), webinar, form.details(webinar, None, now=now), now=now
        )
    except RecordingInvalid as error:
        _show_at_field(form, error)
        return _list_page(webinar, form), 422
    db.session.commit()
    flash(_("“%(title)s” is added.", title=recording.title), "ok")
    return redirect(url_for(".manage", slug=slug), 303)


@bp.get("/manage/webinars/<slug>/recordings/<int:recording_id>")
@access.signed_in
def edit(slug: str, recording_id: int) -> ResponseReturnValue:
    webinar = texts_webinar_or_404(slug)
    recording = recording_or_404(webinar, recording_id)
    form = _form(webinar, recording)
    form.show(recording, webinar)
    return _edit_page(webinar, recording, form)


@bp.post("/manage/webinars/<slug>/recordings/<int:recording_id>")
@access.signed_in
def update(slug: str, recording_id: int) -> ResponseReturnValue:
    webinar = texts_webinar_or_404(slug)
    recording = recording_or_404(webinar, recording_id)
    form = _form(webinar, recording)
    if not form.validate_on_submit():
        return _edit_page(webinar, recording, form), 422
    now = clock.now()
    details = form.details(webinar, recording, now=now)
    try:
        actions.update_recording(db.session(), current_actor(), webinar, recording, details, now=now)
    except RecordingInvalid as error:
        _show_at_field(form, error)
        return _edit_page(webinar, recording, form), 422
    db.session.commit()
    flash(_("“%(title)s” is saved.", title=recording.title), "ok")
    return redirect(url_for(".manage", slug=slug), 303)


@bp.post("/manage/webinars/<slug>/recordings/<int:recording_id>/place")
@access.signed_in
def move(slug: str, recording_id: int) -> ResponseReturnValue:
    webinar = texts_webinar_or_404(slug)
    recording = recording_or_404(webinar, recording_id)
    by = PLACES.get(request.form.get("move", "")) or abort(400)
    actions.move_recording(db.session(), current_actor(), webinar, recording, by, now=clock.now())
    # The commit reads the webinar of a registration desk anew, and its recordings are not loaded then.
    place, count = webinar.recordings.index(recording) + 1, len(webinar.recordings)
    db.session.commit()
    flash(
        _(
            "“%(title)s” is now in place %(place)s of %(count)s.",
            title=recording.title,
            place=place,
            count=count,
        ),
        "ok",
    )
    return redirect(url_for(".manage", slug=slug, _anchor=f"recording-{recording.id}"), 303)


def recording_or_404(webinar: Webinar, recording_id: int) -> Recording:
    """Returns the recording of that id that `webinar` has."""
    return next((each for each in webinar.recordings if each.id == recording_id), None) or abort(404)


def _form(webinar: Webinar, recording: Recording | None = None) -> RecordingForm:
    form = RecordingForm()
    form.offer(webinar, recording)
    return form


def _show_at_field(form: RecordingForm, error: RecordingInvalid) -> None:
    # The column is an instant; the form asks for the date.
    name = error.field if error.field in FIELDS else "published_on"
    form[name].errors = [*form[name].errors, str(error)]


def _list_page(webinar: Webinar, form: RecordingForm) -> str:
    players = players_of(site_settings())
    screens = {recording.id: player_view_of(recording, players) for recording in webinar.recordings}
    return render_template(
        "recordings/manage.html", webinar=webinar, form=form, screens=screens, removed=_removed(webinar)
    )


def _removed(webinar: Webinar) -> list[tuple[Recording, dt.date, dt.date]]:
    """Returns what was removed, with the day on which it was and the one until which it is kept, where the host is."""
    days = []
    for each in removed_recordings(db.session(), webinar):
        assert each.removed_at is not None
        removed_on, until = (
            wall(at, webinar.host.timezone).date() for at in (each.removed_at, each.removed_at + RETENTION)
        )
        days.append((each, removed_on, until))
    return days


def _edit_page(webinar: Webinar, recording: Recording, form: RecordingForm) -> str:
    return render_template("recordings/edit.html", webinar=webinar, recording=recording, form=form)
