"""Where organisers name the places of a recording, order them, and see which are there."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from webinars import clock
from webinars.domain.recordings.players import players_of
from webinars.domain.recordings.video_copies import actions
from webinars.domain.recordings.video_copies.places import places_of, shift_of, shown_place, video_of
from webinars.domain.recordings.video_copies.queries import recording_with_copies
from webinars.lib.i18n import gettext as _
from webinars.models import HostedVideo, Recording, RecordingCopy
from webinars.pure.videos import asked_host, inquiry, page
from webinars.pure.videos.signed_times import signed_time
from webinars.site.recordings.video_copies.forms import CopyForm, ShiftForm
from webinars.site.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.about import about
from webinars.web.press import by_actor, press
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

HERE = "/manage/webinars/<slug>/recordings/<int:recording_id>/copies"
STEPS = {"up": -1, "down": 1}


class PlaceRow(Struct, frozen=True, kw_only=True):
    """One place, as the page shows it."""

    video: HostedVideo
    host: str
    page: str
    shift: str
    is_shown: bool
    is_asked: bool
    """Whether somebody can be asked if it is there."""

    @property
    def copy(self) -> RecordingCopy | None:
        return self.video if isinstance(self.video, RecordingCopy) else None


@bp.get(HERE)
@access.signed_in
@about(recording_with_copies)
def copies(recording: Recording) -> ResponseReturnValue:
    return _page(recording, CopyForm())


@bp.post(HERE)
@access.signed_in
@about(recording_with_copies)
def add_copy(recording: Recording) -> ResponseReturnValue:
    form = CopyForm()
    return press(
        lambda: actions.add_copy(
            *by_actor(), recording, url=(form.url.data or "").strip(), shift_s=form.shift_s, now=clock.now()
        ),
        form=form,
        page=lambda recording: _page(recording, form),
        said=_("The copy is added. It will be looked at within minutes."),
        back=_address(recording),
    )


@bp.post(HERE + "/<int:copy_id>/shift")
@access.signed_in
@about(recording_with_copies)
def shift_copy(recording: Recording, copy_id: int) -> ResponseReturnValue:
    form, copy = ShiftForm(), _copy_or_404(recording, copy_id)
    if not form.validate_on_submit():
        flash(" ".join(form.shift.errors), "danger")
        return redirect(_address(recording), 303)
    return press(
        lambda: actions.set_shift(*by_actor(), recording, copy, form.shift_s, now=clock.now()),
        said=_("The shift is saved."),
        back=_address(recording),
    )


@bp.post(HERE + "/<int:copy_id>/place")
@access.signed_in
@about(recording_with_copies)
def move_copy(recording: Recording, copy_id: int) -> ResponseReturnValue:
    copy = _copy_or_404(recording, copy_id)
    by = STEPS.get(request.form.get("move", "")) or abort(400)
    return press(
        lambda: actions.move_copy(*by_actor(), recording, copy, by, now=clock.now()),
        said=_("The order is saved."),
        back=_address(recording),
    )


@bp.post(HERE + "/<int:copy_id>/removal")
@access.signed_in
@about(recording_with_copies)
def remove_copy(recording: Recording, copy_id: int) -> ResponseReturnValue:
    copy = _copy_or_404(recording, copy_id)
    return press(
        lambda: actions.remove_copy(*by_actor(), recording, copy, now=clock.now()),
        said=_("The copy is taken off the list. The video itself stays where it is."),
        back=_address(recording),
    )


@bp.post(HERE + "/check")
@access.signed_in
@about(recording_with_copies)
def check_copies(recording: Recording) -> ResponseReturnValue:
    return press(
        lambda: actions.ask_again(current_actor(), recording),
        said=_("Every place will be looked at within minutes."),
        back=_address(recording),
    )


def _address(recording: Recording) -> str:
    return url_for(".copies", slug=recording.webinar.slug, recording_id=recording.id)


def _copy_or_404(recording: Recording, copy_id: int) -> RecordingCopy:
    return next((each for each in recording.copies if each.id == copy_id), None) or abort(404)


def _page(recording: Recording, form: CopyForm) -> str:
    shown, players = shown_place(recording), players_of(site_settings())
    rows = [
        PlaceRow(
            video=place,
            host=asked_host(video_of(place)),
            page=page(video_of(place)),
            shift=signed_time(shift_s) if (shift_s := shift_of(place)) else "",
            is_shown=place is shown,
            is_asked=inquiry(video_of(place), players) is not None,
        )
        for place in places_of(recording)
    ]
    return render_template(
        "recordings/video_copies.html", recording=recording, webinar=recording.webinar, places=rows, form=form
    )
