"""Where organisers remove a recording, once they have read what goes with it, and bring it back."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.recordings.errors import RecordingInvalid
from webinars.domain.recordings.removal import (
    RETENTION,
    load_all_below,
    remove_recording,
    removed_recordings,
    restore_recording,
)
from webinars.lib.i18n import format_date
from webinars.lib.i18n import gettext as _
from webinars.pure.times import wall
from webinars.site.recordings.views.blueprint import bp
from webinars.site.recordings.views.manage import recording_or_404
from webinars.web import access
from webinars.web.lookups import texts_webinar_or_404
from webinars.web.security.identity import current_actor

RECORDING = "/manage/webinars/<slug>/recordings/<int:recording_id>"


@bp.get(f"{RECORDING}/removal")
@access.signed_in
def ask_removal(slug: str, recording_id: int) -> ResponseReturnValue:
    webinar = texts_webinar_or_404(slug)
    recording = recording_or_404(webinar, recording_id)
    load_all_below(db.session(), recording)
    return render_template("recordings/removal.html", webinar=webinar, recording=recording, days=RETENTION.days)


@bp.post(f"{RECORDING}/removal")
@access.signed_in
def remove(slug: str, recording_id: int) -> ResponseReturnValue:
    webinar = texts_webinar_or_404(slug)
    recording, now = recording_or_404(webinar, recording_id), clock.now()
    title = recording.title
    remove_recording(db.session(), current_actor(), webinar, recording, now=now)
    db.session.commit()
    until = format_date(wall(now + RETENTION, webinar.host.timezone).date(), "d MMMM")
    flash(_("“%(title)s” is removed. Until %(date)s it can be restored below.", title=title, date=until), "ok")
    return redirect(url_for(".manage", slug=slug), 303)


@bp.post(f"{RECORDING}/restoration")
@access.signed_in
def restore(slug: str, recording_id: int) -> ResponseReturnValue:
    webinar = texts_webinar_or_404(slug)
    removed = removed_recordings(db.session(), webinar)
    recording = next((each for each in removed if each.id == recording_id), None)
    if recording is None:
        if not any(each.id == recording_id for each in webinar.recordings):
            abort(404)
        flash(_("It is restored already."), "warn")
        return redirect(url_for(".manage", slug=slug), 303)
    try:
        restore_recording(db.session(), current_actor(), webinar, recording, now=clock.now())
    except RecordingInvalid as error:
        db.session.rollback()
        flash(str(error), "danger")
    else:
        db.session.commit()
        flash(_("“%(title)s” is back, with all that belongs to it.", title=recording.title), "ok")
    return redirect(url_for(".manage", slug=slug), 303)
