"""Where organisers add the transcripts of a recording, correct and remove them."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.transcripts import actions
from webinars.domain.transcripts.editor_view import EditedPage, edited_page, unsure_word_count
from webinars.domain.transcripts.queries import recording_to_transcribe, transcript_to_edit, transcripts_of
from webinars.domain.transcripts.transcriber.actions import set_wanted, transcriber_view
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.text_cleaning import one_line
from webinars.models import Recording, Transcript
from webinars.pure.captions.caption import mark_of
from webinars.pure.captions.errors import TranscriptInvalid
from webinars.pure.captions.timestamps import clock_text, moment_ms
from webinars.site.transcripts.forms import LONGEST_WORDS, CuesForm, NewCueForm, TranscriptForm, WordsForm
from webinars.site.transcripts.views.blueprint import bp
from webinars.web import access
from webinars.web.about import about, find_again
from webinars.web.number_converter import page_in_address
from webinars.web.press import by_actor, press, say_at
from webinars.web.requests.transactions import prepared
from webinars.web.site_context import site_settings

RECORDING = "/manage/webinars/<slug>/recordings/<int:recording_id>/transcripts"


@bp.get(RECORDING)
@access.signed_in
@about(recording_to_transcribe)
def manage(recording: Recording) -> ResponseReturnValue:
    return _list_page(recording, _form(recording))


@bp.post(RECORDING)
@access.signed_in
@about(recording_to_transcribe)
def add(recording: Recording) -> ResponseReturnValue:
    form = _form(recording)
    slug, recording_id = recording.webinar.slug, recording.id

    def store() -> int:
        with prepared():
            again = find_again()
            captions = actions.captions_from(*by_actor(), again.webinar, again, form.text.data or "")
        again = find_again()
        return actions.set_transcript(
            *by_actor(), again.webinar, again, captions=captions, language=form.language.data, now=clock.now()
        )

    return press(
        store,
        form=form,
        page=lambda recording: _list_page(recording, form),
        said=lambda count: ngettext(
            "Saved: %(num)s cue.", "Saved: %(num)s cues. Look them over, and correct the names.", count
        ),
        back=lambda _count: url_for(".edit", slug=slug, recording_id=recording_id, language=form.language.data),
    )


@bp.get(f"{RECORDING}/<language>")
@access.signed_in
@about(transcript_to_edit)
def edit(transcript: Transcript) -> ResponseReturnValue:
    return _untouched_page(transcript)


@bp.post(f"{RECORDING}/<language>")
@access.signed_in
@about(transcript_to_edit)
def update(transcript: Transcript) -> ResponseReturnValue:
    form, webinar = CuesForm(), transcript.recording.webinar
    kept = {name: request.args.get(name) or None for name in ("find", "unsure", "at", "page")}

    def refuse(error: WebinarsError) -> ResponseReturnValue:
        again = find_again()
        page = _asked_page(again)
        _show_at_row(form, error, page)
        return _edit_page(again, form, page), 422

    return press(
        lambda: actions.update_cues(*by_actor(), webinar, transcript, form.details(), now=clock.now()),
        form=form,
        page=lambda transcript: _edit_page(transcript, form, _asked_page(transcript)),
        refused=refuse,
        said=lambda count: ngettext("%(num)s cue is changed.", "%(num)s cues are changed.", count),
        back=_address(transcript, **kept),
    )


@bp.post(f"{RECORDING}/<language>/cues")
@access.signed_in
@about(transcript_to_edit)
def add_cue(transcript: Transcript) -> ResponseReturnValue:
    form = NewCueForm()
    at = clock_text(form.starts_ms())
    return press(
        lambda: actions.insert_cue(
            *by_actor(),
            transcript.recording.webinar,
            transcript,
            starts_ms=form.starts_ms(),
            voice=form.voice.data or "",
            text=form.text.data or "",
            now=clock.now(),
        ),
        form=form,
        page=lambda transcript: _untouched_page(transcript, form),
        said=_("The cue at %(time)s is added.", time=at),
        back=_address(transcript, at=at),
    )


@bp.post(f"{RECORDING}/<language>/words")
@access.signed_in
@about(transcript_to_edit)
def replace_words(transcript: Transcript) -> ResponseReturnValue:
    form, webinar = WordsForm(), transcript.recording.webinar
    if not form.validate_on_submit():
        abort(400)
    replacing = form.replacing()
    return press(
        lambda: actions.replace_words(*by_actor(), webinar, transcript, replacing, now=clock.now()),
        refused=say_at(_address(transcript, find=replacing.find)),
        said=lambda places: ngettext("Replaced in %(num)s place.", "Replaced in %(num)s places.", places),
        # What is there now is shown, to be looked over.
        back=_address(transcript, find=replacing.replacement or None),
    )


@bp.post(f"{RECORDING}/<language>/removal")
@access.signed_in
@about(transcript_to_edit)
def remove(transcript: Transcript) -> ResponseReturnValue:
    webinar = transcript.recording.webinar
    return press(
        lambda: actions.remove_transcript(*by_actor(), webinar, transcript, now=clock.now()),
        said=_("The transcript is removed."),
        back=url_for(".manage", slug=webinar.slug, recording_id=transcript.recording_id),
    )


@bp.post(f"{RECORDING}/<language>/reading")
@access.signed_in
@about(transcript_to_edit)
def set_read(transcript: Transcript) -> ResponseReturnValue:
    webinar, is_read = transcript.recording.webinar, request.form.get("press") == "read"
    return press(
        lambda: actions.set_read(*by_actor(), webinar, transcript, is_read=is_read, now=clock.now()),
        # Its page says so by itself.
        said="",
        back=_address(transcript),
    )


@bp.post(f"{RECORDING}/by-machine")
@access.signed_in
@about(recording_to_transcribe)
def by_machine(recording: Recording) -> ResponseReturnValue:
    is_wanted = request.form.get("press") != "stop"
    back = url_for(".manage", slug=recording.webinar.slug, recording_id=recording.id)
    return press(
        lambda: set_wanted(*by_actor(), recording, site_settings(), is_wanted=is_wanted, now=clock.now()),
        said="",
        back=back,
        refused=say_at(back),
    )


def _form(recording: Recording) -> TranscriptForm:
    form = TranscriptForm()
    form.offer(recording.language)
    return form


def _asked_page(transcript: Transcript) -> EditedPage:
    """Returns the page that the address names: `?find=` or `?unsure=1`, and `?at=24:10` or `?page=`."""
    return edited_page(
        db.session(),
        transcript,
        find=_find(),
        is_unsure=_is_unsure(),
        at_ms=moment_ms(request.args.get("at", "")),
        number=page_in_address(),
    )


def _find() -> str:
    return one_line(request.args.get("find", ""), at_most=LONGEST_WORDS)


def _is_unsure() -> bool:
    return request.args.get("unsure") == "1"


def _address(transcript: Transcript, **values: Any) -> str:  # noqa: ANN401 - as url_for takes them
    slug = transcript.recording.webinar.slug
    return url_for(".edit", slug=slug, recording_id=transcript.recording_id, language=transcript.language, **values)


def _show_at_row(form: CuesForm, error: WebinarsError, page: EditedPage) -> None:
    row = form.rows().get(error.cue_id) if isinstance(error, TranscriptInvalid) and error.cue_id is not None else None
    if row is None or not isinstance(error, TranscriptInvalid):
        form.form_errors.append(str(error))
        return
    row[error.field].errors = [*row[error.field].errors, str(error)]
    for cue in page.cues:
        if cue.id == error.cue_id:
            # What is saved after this was typed with what the cue has become in view.
            row.seen.data = mark_of(cue.starts_ms, cue.voice, cue.text)
            row.seen.raw_data = None


def _list_page(recording: Recording, form: TranscriptForm) -> str:
    return render_template(
        "transcripts/manage.html",
        webinar=recording.webinar,
        recording=recording,
        transcripts=transcripts_of(db.session(), recording),
        machine=transcriber_view(db.session(), recording, site_settings(), now=clock.now()),
        now=clock.now(),
        form=form,
    )


def _untouched_page(transcript: Transcript, new_cue: NewCueForm | None = None) -> str:
    page = _asked_page(transcript)
    form = CuesForm(formdata=None)
    form.show(page.cues)
    return _edit_page(transcript, form, page, new_cue)


def _edit_page(transcript: Transcript, form: CuesForm, page: EditedPage, new_cue: NewCueForm | None = None) -> str:
    return render_template(
        "transcripts/edit.html",
        webinar=transcript.recording.webinar,
        recording=transcript.recording,
        transcript=transcript,
        unsure_count=unsure_word_count(db.session(), transcript),
        form=form,
        page=page,
        find=_find(),
        is_unsure=_is_unsure(),
        unsure={} if transcript.read_at else {str(each.id): each.unsure for each in page.cues},
        words=WordsForm(formdata=None, find=_find()),
        new_cue=new_cue or NewCueForm(formdata=None),
    )
