"""Where organisers remove a recording, once they have read what goes with it, and bring it back."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.recordings.queries import recording_to_edit
from webinars.domain.recordings.removal import (
    RETENTION,
    load_all_below,
    remove_recording,
    removed_recordings,
    restore_recording,
)
from webinars.lib.i18n import format_date
from webinars.lib.i18n import gettext as _
from webinars.models import Recording, Webinar
from webinars.pure.times import wall
from webinars.site.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.about import about
from webinars.web.press import by_actor, press, say_at

RECORDING = "/manage/webinars/<slug>/recordings/<int:recording_id>"


@bp.get(f"{RECORDING}/removal")
@access.signed_in
@about(recording_to_edit)
def ask_removal(recording: Recording) -> ResponseReturnValue:
    load_all_below(db.session(), recording)
    page = {"webinar": recording.webinar, "recording": recording, "days": RETENTION.days}
    return render_template("recordings/removal.html", **page)


@bp.post(f"{RECORDING}/removal")
@access.signed_in
@about(recording_to_edit)
def remove(recording: Recording) -> ResponseReturnValue:
    webinar, now = recording.webinar, clock.now()
    until = format_date(wall(now + RETENTION, webinar.host.timezone).date(), "d MMMM")
    return press(
        lambda: remove_recording(*by_actor(), webinar, recording, now=now),
        said=_("“%(title)s” is removed. Until %(date)s it can be restored below.", title=recording.title, date=until),
        back=url_for(".manage", slug=webinar.slug),
    )


@bp.post(f"{RECORDING}/restoration")
@access.signed_in
@about(webinar_to_edit)
def restore(webinar: Webinar, recording_id: int) -> ResponseReturnValue:
    there = url_for(".manage", slug=webinar.slug)
    removed = removed_recordings(db.session(), webinar)
    recording = next((each for each in removed if each.id == recording_id), None)
    if recording is None:
        if not any(each.id == recording_id for each in webinar.recordings):
            abort(404)
        flash(_("It is restored already."), "warn")
        return redirect(there, 303)
    return press(
        lambda: restore_recording(*by_actor(), webinar, recording, now=clock.now()),
        refused=say_at(there),
        said=_("“%(title)s” is back, with all that belongs to it.", title=recording.title),
        back=there,
    )
