"""Where organisers upload what belongs to a recording, and take it away again."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.media import actions
from webinars.domain.media.errors import StoreDoesNotAnswer
from webinars.domain.media.queries import COPIED, recording_with_files
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.permissions import can_edit_texts, can_view
from webinars.domain.recordings.actions import RecordingDetails, add_recording
from webinars.domain.recordings.errors import FullStreamExists
from webinars.domain.recordings.recording_subjects import ANOTHER, read_subject, subject_choices
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.models import FileKind, Recording, StoredFile, Webinar
from webinars.site.media.forms import FIRST, KIND_NAMES, DocumentForm, NewVideoForm, PosterForm, UploadForm, VideoForm
from webinars.site.media.views.blueprint import bp
from webinars.site.media.views.serving import bytes_of
from webinars.site.media.views.upload import LIMITS, receive_file
from webinars.web import access
from webinars.web.lookups import texts_webinar_or_404
from webinars.web.requests.uploads import MEGABYTE, most_bytes, takes_file
from webinars.web.security.identity import current_actor
from webinars.web.stored_files import allow_files

HERE = "/manage/webinars/<slug>/recordings/<int:recording_id>/files"


def _gate(slug: str, recording_id: int) -> bool:
    """Lets editors of the recording send a file."""
    recording = recording_with_files(db.session(), slug, recording_id)
    return recording is not None and can_edit_texts(current_actor(), recording.webinar)


def _gate_of_webinar(slug: str) -> bool:
    webinar = webinar_to_edit(db.session(), slug)
    return webinar is not None and can_edit_texts(current_actor(), webinar)


@bp.get(HERE)
@access.signed_in
def manage(slug: str, recording_id: int) -> ResponseReturnValue:
    return _page(_recording_or_404(slug, recording_id), {})


@bp.post(HERE + "/poster")
@access.signed_in
@takes_file(LIMITS[FileKind.POSTER], _gate)
def add_poster(slug: str, recording_id: int) -> ResponseReturnValue:
    form = PosterForm()
    return _add(slug, recording_id, form, "poster", FileKind.POSTER, _("The poster is stored."))


@bp.post(HERE + "/video")
@access.signed_in
@takes_file(LIMITS[FileKind.VIDEO], _gate)
def add_video(slug: str, recording_id: int) -> ResponseReturnValue:
    form = VideoForm()
    form.offer()

    def show(recording: Recording, file: StoredFile) -> None:
        actions.show_video(
            db.session(), current_actor(), recording, file, is_first=form.use.data == FIRST, now=clock.now()
        )

    return _add(slug, recording_id, form, "video", FileKind.VIDEO, _("The video is stored."), then=show)


@bp.post(HERE + "/documents")
@access.signed_in
@takes_file(LIMITS[FileKind.SLIDES], _gate)
def add_document(slug: str, recording_id: int) -> ResponseReturnValue:
    form = DocumentForm()
    form.offer()
    kind = FileKind.NOTES if form.kind.data == FileKind.NOTES else FileKind.SLIDES
    return _add(slug, recording_id, form, "document", kind, _("The file is stored. Its recording’s page offers it."))


@bp.post(HERE + "/<int:file_id>/removal")
@access.signed_in
def remove(slug: str, recording_id: int, file_id: int) -> ResponseReturnValue:
    recording = _recording_or_404(slug, recording_id)
    file = _file_or_404(recording, file_id)
    try:
        actions.remove_file(db.session(), current_actor(), recording, file, now=clock.now())
    except WebinarsError as error:
        db.session.rollback()
        flash(str(error), "danger")
    else:
        db.session.commit()
        flash(_("“%(name)s” is removed.", name=file.name), "ok")
    return redirect(url_for(".manage", slug=slug, recording_id=recording_id), 303)


@bp.get(HERE + "/<int:file_id>")
@access.signed_in
def preview(slug: str, recording_id: int, file_id: int) -> ResponseReturnValue:
    """Returns the file to those who may see the draft it belongs to. To others its public address answers 404."""
    recording = recording_with_files(db.session(), slug, recording_id)
    if recording is None or not can_view(current_actor(), recording.webinar):
        abort(404)
    return bytes_of(_file_or_404(recording, file_id))


@bp.get("/manage/webinars/<slug>/recordings/upload")
@access.signed_in
def new_video(slug: str) -> ResponseReturnValue:
    webinar = texts_webinar_or_404(slug)
    return _new_page(webinar, _new_form(webinar))


@bp.post("/manage/webinars/<slug>/recordings/upload")
@access.signed_in
@takes_file(LIMITS[FileKind.VIDEO], _gate_of_webinar)
def add_new_video(slug: str) -> ResponseReturnValue:
    form = NewVideoForm()
    texts_webinar_or_404(slug)
    # Ended: nobody else could write as long as the bytes are being kept.
    db.session.rollback()
    try:
        brought = receive_file(form, FileKind.VIDEO)
        webinar = texts_webinar_or_404(slug)
        form.whose.choices = subject_choices(webinar)
        if not form.validate():
            db.session.rollback()
            return _new_page(texts_webinar_or_404(slug), form), 422
        recording = _new_recording(webinar, form, brought)
    except WebinarsError as error:
        db.session.rollback()
        field = form.whose if isinstance(error, FullStreamExists) else form.file
        field.errors = [str(error)]
        return _new_page(texts_webinar_or_404(slug), form), _status_of(error)
    db.session.commit()
    flash(_("“%(title)s” is added.", title=recording.title), "ok")
    return redirect(url_for("recordings.manage", slug=slug), 303)


def _new_recording(webinar: Webinar, form: NewVideoForm, brought: actions.StoredBytes) -> Recording:
    now, actor, session = clock.now(), current_actor(), db.session()
    file = actions.stored_file(FileKind.VIDEO, brought, now=now)
    kind, appearance = read_subject(form.whose.data, webinar)
    details = RecordingDetails(
        url=file.path,
        kind=kind,
        is_another=form.whose.data == ANOTHER,
        appearance=appearance,
        title=form.title.data or "",
    )
    recording = add_recording(session, actor, webinar, details, now=now)
    whole = recording_with_files(session, webinar.slug, recording.id)
    assert whole is not None
    actions.add_file(session, actor, whole, file, now=now)
    return whole


def _add(
    slug: str,
    recording_id: int,
    form: UploadForm,
    name: str,
    kind: FileKind,
    told: str,
    *,
    then: Callable[[Recording, StoredFile], None] | None = None,
) -> ResponseReturnValue:
    _recording_or_404(slug, recording_id)
    # Ended: nobody else could write as long as a picture is being decoded.
    db.session.rollback()
    try:
        brought = receive_file(form, kind)
        recording = _recording_or_404(slug, recording_id)
        file = actions.stored_file(kind, brought, now=clock.now())
        actions.add_file(db.session(), current_actor(), recording, file, now=clock.now())
        if then is not None:
            then(recording, file)
    except WebinarsError as error:
        db.session.rollback()
        form.file.errors = [str(error)]
        return _page(_recording_or_404(slug, recording_id), {name: form}), _status_of(error)
    db.session.commit()
    flash(told, "ok")
    return redirect(url_for(".manage", slug=slug, recording_id=recording_id), 303)


def _status_of(error: WebinarsError) -> int:
    """Returns 422 where something else can be sent, 503 where the same can be sent later."""
    return 503 if isinstance(error, StoreDoesNotAnswer) else 422


def _recording_or_404(slug: str, recording_id: int) -> Recording:
    """Returns the recording, for those who may edit it.

    Ends in 404 for strangers, and in 403 for those between.
    """
    recording = recording_with_files(db.session(), slug, recording_id)
    if recording is None or not can_view(current_actor(), recording.webinar):
        abort(404)
    if not can_edit_texts(current_actor(), recording.webinar):
        abort(403)
    return recording


def _file_or_404(recording: Recording, file_id: int) -> StoredFile:
    return next((each for each in recording.files if each.id == file_id), None) or abort(404)


def _new_form(webinar: Webinar) -> NewVideoForm:
    form = NewVideoForm()
    form.whose.choices = subject_choices(webinar)
    return form


def _new_page(webinar: Webinar, form: NewVideoForm) -> str:
    form.whose.choices = subject_choices(webinar)
    most = most_bytes(LIMITS[FileKind.VIDEO])
    return render_template("media/new.html", webinar=webinar, form=form, most_mb=most // MEGABYTE)


def _page(recording: Recording, forms: dict[str, UploadForm]) -> str:
    """Returns the page of a recording's files. `forms` are those with something to say, by name."""
    shown: dict[str, UploadForm] = {
        "poster": PosterForm(formdata=None),
        "video": VideoForm(formdata=None),
        "document": DocumentForm(formdata=None),
    } | forms
    allow_files("img-src")
    for form in shown.values():
        if isinstance(form, (VideoForm, DocumentForm)):
            form.offer()
    return render_template(
        "media/manage.html",
        recording=recording,
        webinar=recording.webinar,
        files=sorted(recording.files, key=lambda each: (list(FileKind).index(each.kind), each.id)),
        forms=shown,
        most_mb={kind: most_bytes(LIMITS[kind]) // MEGABYTE for kind in KIND_NAMES},
        copied=COPIED,
    )
