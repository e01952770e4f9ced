"""Where organisers add the recordings of a webinar, correct and order them."""

import datetime as dt

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.recordings import actions
from webinars.domain.recordings.player_view import player_view_of
from webinars.domain.recordings.players import players_of
from webinars.domain.recordings.queries import recording_to_edit
from webinars.domain.recordings.removal import RETENTION, removed_recordings
from webinars.lib.i18n import gettext as _
from webinars.models import Recording, Webinar
from webinars.pure.times import wall
from webinars.site.recording_sources.found_films import found_films
from webinars.site.recordings.forms import RecordingForm
from webinars.site.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.about import about
from webinars.web.press import by_actor, press
from webinars.web.site_context import site_settings

FIELDS = {"published_at": "published_on"}
"""The column is an instant; the form asks for the date."""
PLACES = {"up": -1, "down": 1}


@bp.get("/manage/webinars/<slug>/recordings")
@access.signed_in
@about(webinar_to_edit)
def manage(webinar: Webinar) -> ResponseReturnValue:
    return _list_page(webinar, _form(webinar))


@bp.post("/manage/webinars/<slug>/recordings")
@access.signed_in
@about(webinar_to_edit)
def add(webinar: Webinar) -> ResponseReturnValue:
    form, now = _form(webinar), clock.now()
    return press(
        lambda: actions.add_recording(*by_actor(), webinar, form.details(webinar, None, now=now), now=now),
        form=form,
        page=lambda webinar: _list_page(webinar, form),
        fields=FIELDS,
        said=lambda recording: _("“%(title)s” is added.", title=recording.title),
        back=url_for(".manage", slug=webinar.slug),
    )


@bp.get("/manage/webinars/<slug>/recordings/<int:recording_id>")
@access.signed_in
@about(recording_to_edit)
def edit(recording: Recording) -> ResponseReturnValue:
    form = _form(recording.webinar, recording)
    form.show(recording, recording.webinar)
    return _edit_page(recording, form)


@bp.post("/manage/webinars/<slug>/recordings/<int:recording_id>")
@access.signed_in
@about(recording_to_edit)
def update(recording: Recording) -> ResponseReturnValue:
    webinar, now = recording.webinar, clock.now()
    form = _form(webinar, recording)
    return press(
        lambda: actions.update_recording(
            *by_actor(), webinar, recording, form.details(webinar, recording, now=now), now=now
        ),
        form=form,
        page=lambda recording: _edit_page(recording, form),
        fields=FIELDS,
        said=lambda _done: _("“%(title)s” is saved.", title=recording.title),
        back=url_for(".manage", slug=webinar.slug),
    )


@bp.post("/manage/webinars/<slug>/recordings/<int:recording_id>/place")
@access.signed_in
@about(recording_to_edit)
def move(recording: Recording) -> ResponseReturnValue:
    webinar = recording.webinar
    by = PLACES.get(request.form.get("move", "")) or abort(400)
    return press(
        lambda: actions.move_recording(*by_actor(), webinar, recording, by, now=clock.now()),
        said=lambda _done: _(
            "“%(title)s” is now in place %(place)s of %(count)s.",
            title=recording.title,
            place=webinar.recordings.index(recording) + 1,
            count=len(webinar.recordings),
        ),
        back=url_for(".manage", slug=webinar.slug, _anchor=f"recording-{recording.id}"),
    )


def _form(webinar: Webinar, recording: Recording | None = None) -> RecordingForm:
    form = RecordingForm()
    form.offer(webinar, recording)
    return form


def _list_page(webinar: Webinar, form: RecordingForm) -> str:
    players = players_of(site_settings())
    screens = {recording.id: player_view_of(recording, players) for recording in webinar.recordings}
    return render_template(
        "recordings/manage.html",
        webinar=webinar,
        form=form,
        screens=screens,
        removed=_removed(webinar),
        found=found_films(webinar),
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


def _edit_page(recording: Recording, form: RecordingForm) -> str:
    return render_template("recordings/edit.html", webinar=recording.webinar, recording=recording, form=form)
