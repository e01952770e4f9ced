"""Where organisers upload what belongs to a recording, and take it away again."""

from collections.abc import Callable

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.media import actions
from webinars.domain.media.errors import StoreDoesNotAnswer
from webinars.domain.media.queries import COPIED, recording_with_files
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.permissions import can_edit_texts
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
from webinars.web.about import about, find_again
from webinars.web.press import WrongInForm, by_actor, press, say_at
from webinars.web.requests.transactions import end_transaction
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
@about(recording_with_files)
def manage(recording: Recording) -> ResponseReturnValue:
    return _page(recording, {})


@bp.post(HERE + "/poster")
@access.signed_in
@takes_file(LIMITS[FileKind.POSTER], _gate)
@about(recording_with_files)
def add_poster(recording: Recording) -> ResponseReturnValue:
    return _add(recording, PosterForm(), "poster", FileKind.POSTER, _("The poster is stored."))


@bp.post(HERE + "/video")
@access.signed_in
@takes_file(LIMITS[FileKind.VIDEO], _gate)
@about(recording_with_files)
def add_video(recording: Recording) -> ResponseReturnValue:
    form = VideoForm()
    form.offer()

    def show(recording: Recording, file: StoredFile) -> None:
        actions.show_video(*by_actor(), recording, file, is_first=form.use.data == FIRST, now=clock.now())

    return _add(recording, form, "video", FileKind.VIDEO, _("The video is stored."), then=show)


@bp.post(HERE + "/documents")
@access.signed_in
@takes_file(LIMITS[FileKind.SLIDES], _gate)
@about(recording_with_files)
def add_document(recording: Recording) -> ResponseReturnValue:
    form = DocumentForm()
    form.offer()
    kind = FileKind.NOTES if form.kind.data == FileKind.NOTES else FileKind.SLIDES
    return _add(recording, form, "document", kind, _("The file is stored. Its recording’s page offers it."))


@bp.post(HERE + "/<int:file_id>/removal")
@access.signed_in
@about(recording_with_files)
def remove(recording: Recording, file_id: int) -> ResponseReturnValue:
    file = _file_or_404(recording, file_id)
    return press(
        lambda: actions.remove_file(*by_actor(), recording, file, now=clock.now()),
        refused=say_at(_address(recording)),
        said=_("“%(name)s” is removed.", name=file.name),
        back=_address(recording),
    )


@bp.get(HERE + "/<int:file_id>")
@access.signed_in
@about(recording_with_files)
def preview(recording: Recording, file_id: int) -> ResponseReturnValue:
    """Returns the file to those who may see the draft it belongs to. To others its public address answers 404."""
    return bytes_of(_file_or_404(recording, file_id))


@bp.get("/manage/webinars/<slug>/recordings/upload")
@access.signed_in
@about(webinar_to_edit)
def new_video(webinar: Webinar) -> ResponseReturnValue:
    return _new_page(webinar, NewVideoForm())


@bp.post("/manage/webinars/<slug>/recordings/upload")
@access.signed_in
@takes_file(LIMITS[FileKind.VIDEO], _gate_of_webinar)
@about(webinar_to_edit)
def add_new_video(webinar: Webinar) -> ResponseReturnValue:
    form, slug = NewVideoForm(), webinar.slug

    def store() -> Recording:
        end_transaction()
        brought = receive_file(form, FileKind.VIDEO)
        webinar = find_again()
        form.whose.choices = subject_choices(webinar)
        if not form.validate():
            raise WrongInForm
        return _new_recording(webinar, form, brought)

    def refuse(error: WebinarsError) -> ResponseReturnValue:
        if not isinstance(error, WrongInForm):
            field = form.whose if isinstance(error, FullStreamExists) else form.file
            field.errors = [str(error)]
        return _new_page(find_again(), form), _status_of(error)

    return press(
        store,
        refused=refuse,
        said=lambda recording: _("“%(title)s” is added.", title=recording.title),
        back=url_for("recordings.manage", slug=slug),
    )


def _new_recording(webinar: Webinar, form: NewVideoForm, brought: actions.StoredBytes) -> Recording:
    now, (session, actor) = clock.now(), by_actor()
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
    recording: Recording,
    form: UploadForm,
    name: str,
    kind: FileKind,
    told: str,
    *,
    then: Callable[[Recording, StoredFile], None] | None = None,
) -> ResponseReturnValue:
    def store() -> None:
        end_transaction()
        brought = receive_file(form, kind)
        again = find_again()
        file = actions.stored_file(kind, brought, now=clock.now())
        actions.add_file(*by_actor(), again, file, now=clock.now())
        if then is not None:
            then(again, file)

    def refuse(error: WebinarsError) -> ResponseReturnValue:
        form.file.errors = [str(error)]
        return _page(find_again(), {name: form}), _status_of(error)

    return press(store, refused=refuse, said=told, back=_address(recording))


def _status_of(error: WebinarsError) -> int:
    """Returns 422 where something else can be sent, 503 where the same can be sent later."""
    return 503 if isinstance(error, StoreDoesNotAnswer) else 422


def _address(recording: Recording) -> str:
    return url_for(".manage", slug=recording.webinar.slug, recording_id=recording.id)


def _file_or_404(recording: Recording, file_id: int) -> StoredFile:
    return next((each for each in recording.files if each.id == file_id), None) or abort(404)


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
