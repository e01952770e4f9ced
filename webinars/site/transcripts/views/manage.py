"""Where organisers add the transcripts of a recording, correct and remove them."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.transcripts import actions
from webinars.domain.transcripts.editor_view import EditedPage, edited_page
from webinars.domain.transcripts.queries import load_timeline, transcripts_of
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.lib.text_cleaning import one_line
from webinars.models import Recording, Transcript, Webinar
from webinars.pure.captions.caption import mark_of
from webinars.pure.captions.errors import TranscriptInvalid
from webinars.pure.captions.timestamps import clock_text, moment_ms
from webinars.site.transcripts.forms import LONGEST_WORDS, CuesForm, NewCueForm, TranscriptForm, WordsForm
from webinars.site.transcripts.views.blueprint import bp
from webinars.web import access
from webinars.web.lookups import texts_webinar_or_404
from webinars.web.number_converter import page_in_address
from webinars.web.requests.transactions import prepared
from webinars.web.security.identity import current_actor

RECORDING = "/manage/webinars/<slug>/recordings/<int:recording_id>/transcripts"


@bp.get(RECORDING)
@access.signed_in
def manage(slug: str, recording_id: int) -> ResponseReturnValue:
    webinar, recording = _recording_or_404(slug, recording_id)
    return _list_page(webinar, recording, _form(recording))


@bp.post(RECORDING)
@access.signed_in
def add(slug: str, recording_id: int) -> ResponseReturnValue:
    session = db.session()
    webinar, recording = _recording_or_404(slug, recording_id)
    form = _form(recording)
    if not form.validate_on_submit():
        return _list_page(webinar, recording, form), 422
    try:
        with prepared():
            webinar, recording = _recording_or_404(slug, recording_id)
            captions = actions.captions_from(session, current_actor(), webinar, recording, form.text.data or "")
        webinar, recording = _recording_or_404(slug, recording_id)
        count = actions.set_transcript(
            session,
            current_actor(),
            webinar,
            recording,
            captions=captions,
            language=form.language.data,
            now=clock.now(),
        )
    except TranscriptInvalid as error:
        webinar, recording = _recording_or_404(slug, recording_id)
        field = form[error.field]
        field.errors = [*field.errors, str(error)]
        return _list_page(webinar, recording, form), 422
    db.session.commit()
    flash(ngettext("Saved: %(num)s cue.", "Saved: %(num)s cues. Look them over, and correct the names.", count), "ok")
    return redirect(_address(slug, recording_id, form.language.data), 303)


@bp.get(f"{RECORDING}/<language>")
@access.signed_in
def edit(slug: str, recording_id: int, language: str) -> ResponseReturnValue:
    webinar, transcript = _transcript_or_404(slug, recording_id, language)
    return _untouched_page(webinar, transcript)


@bp.post(f"{RECORDING}/<language>")
@access.signed_in
def update(slug: str, recording_id: int, language: str) -> ResponseReturnValue:
    webinar, transcript = _transcript_or_404(slug, recording_id, language)
    form = CuesForm()
    if not form.validate_on_submit():
        return _edit_page(webinar, transcript, form, _asked_page(transcript)), 422
    try:
        count = actions.update_cues(db.session(), current_actor(), webinar, transcript, form.details(), now=clock.now())
    except TranscriptInvalid as error:
        db.session.rollback()
        webinar, transcript = _transcript_or_404(slug, recording_id, language)
        page = _asked_page(transcript)
        _show_at_row(form, error, page)
        return _edit_page(webinar, transcript, form, page), 422
    db.session.commit()
    flash(ngettext("%(num)s cue is changed.", "%(num)s cues are changed.", count), "ok")
    kept = {name: request.args.get(name) or None for name in ("find", "at", "page")}
    return redirect(_address(slug, recording_id, language, **kept), 303)


@bp.post(f"{RECORDING}/<language>/cues")
@access.signed_in
def add_cue(slug: str, recording_id: int, language: str) -> ResponseReturnValue:
    webinar, transcript = _transcript_or_404(slug, recording_id, language)
    form = NewCueForm()
    if not form.validate_on_submit():
        return _untouched_page(webinar, transcript, form), 422
    starts_ms = form.starts_ms()
    try:
        actions.insert_cue(
            db.session(),
            current_actor(),
            webinar,
            transcript,
            starts_ms=starts_ms,
            voice=form.voice.data or "",
            text=form.text.data or "",
            now=clock.now(),
        )
    except TranscriptInvalid as error:
        field = form[error.field]
        field.errors = [*field.errors, str(error)]
        return _untouched_page(webinar, transcript, form), 422
    db.session.commit()
    at = clock_text(starts_ms)
    flash(_("The cue at %(time)s is added.", time=at), "ok")
    return redirect(_address(slug, recording_id, language, at=at), 303)


@bp.post(f"{RECORDING}/<language>/words")
@access.signed_in
def replace_words(slug: str, recording_id: int, language: str) -> ResponseReturnValue:
    webinar, transcript = _transcript_or_404(slug, recording_id, language)
    form = WordsForm()
    if not form.validate_on_submit():
        abort(400)
    replacing = form.replacing()
    try:
        places = actions.replace_words(db.session(), current_actor(), webinar, transcript, replacing, now=clock.now())
    except TranscriptInvalid as error:
        db.session.rollback()
        flash(str(error), "danger")
        return redirect(_address(slug, recording_id, language, find=replacing.find), 303)
    db.session.commit()
    flash(ngettext("Replaced in %(num)s place.", "Replaced in %(num)s places.", places), "ok")
    # What is there now is shown, to be looked over.
    shown = _address(slug, recording_id, language, find=replacing.replacement or None)
    return redirect(shown, 303)


@bp.post(f"{RECORDING}/<language>/removal")
@access.signed_in
def remove(slug: str, recording_id: int, language: str) -> ResponseReturnValue:
    webinar, transcript = _transcript_or_404(slug, recording_id, language)
    actions.remove_transcript(db.session(), current_actor(), webinar, transcript, now=clock.now())
    db.session.commit()
    flash(_("The transcript is removed."), "ok")
    return redirect(url_for(".manage", slug=slug, recording_id=recording_id), 303)


def _recording_or_404(slug: str, recording_id: int) -> tuple[Webinar, Recording]:
    webinar = texts_webinar_or_404(slug)
    recording = next((each for each in webinar.recordings if each.id == recording_id), None) or abort(404)
    load_timeline(db.session(), recording)
    return webinar, recording


def _transcript_or_404(slug: str, recording_id: int, language: str) -> tuple[Webinar, Transcript]:
    webinar, recording = _recording_or_404(slug, recording_id)
    own = (each for each in transcripts_of(db.session(), recording) if each.recording_id == recording.id)
    return webinar, next((each for each in own if each.language == language), None) or abort(404)


def _form(recording: Recording) -> TranscriptForm:
    form = TranscriptForm()
    form.offer(recording.language)
    return form


def _asked_page(transcript: Transcript) -> EditedPage:
    """Returns the page that the address names: `?find=`, and `?at=24:10` or `?page=`."""
    return edited_page(
        db.session(),
        transcript,
        find=_find(),
        at_ms=moment_ms(request.args.get("at", "")),
        number=page_in_address(),
    )


def _find() -> str:
    return one_line(request.args.get("find", ""), at_most=LONGEST_WORDS)


def _address(slug: str, recording_id: int, language: str, **values: Any) -> str:  # noqa: ANN401 - as url_for takes them
    return url_for(".edit", slug=slug, recording_id=recording_id, language=language, **values)


def _show_at_row(form: CuesForm, error: TranscriptInvalid, page: EditedPage) -> None:
    row = None if error.cue_id is None else form.rows().get(error.cue_id)
    if row is None:
        form.form_errors.append(str(error))
        return
    row[error.field].errors = [*row[error.field].errors, str(error)]
    for cue in page.cues:
        if cue.id == error.cue_id:
            # What is saved after this was typed with what the cue has become in view.
            row.seen.data = mark_of(cue.starts_ms, cue.voice, cue.text)
            row.seen.raw_data = None


def _list_page(webinar: Webinar, recording: Recording, form: TranscriptForm) -> str:
    return render_template(
        "transcripts/manage.html",
        webinar=webinar,
        recording=recording,
        transcripts=transcripts_of(db.session(), recording),
        form=form,
    )


def _untouched_page(webinar: Webinar, transcript: Transcript, new_cue: NewCueForm | None = None) -> str:
    page = _asked_page(transcript)
    form = CuesForm(formdata=None)
    form.show(page.cues)
    return _edit_page(webinar, transcript, form, page, new_cue)


def _edit_page(
    webinar: Webinar, transcript: Transcript, form: CuesForm, page: EditedPage, new_cue: NewCueForm | None = None
) -> str:
    return render_template(
        "transcripts/edit.html",
        webinar=webinar,
        recording=transcript.recording,
        transcript=transcript,
        form=form,
        page=page,
        find=_find(),
        words=WordsForm(formdata=None, find=_find()),
        new_cue=new_cue or NewCueForm(formdata=None),
    )
