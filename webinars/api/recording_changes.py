"""Recordings, written: added to a webinar, corrected, removed, and given their transcripts."""

from flask import abort, request
from msgspec import UNSET
from sqlalchemy.orm import Session

from webinars import clock
from webinars.api.answers import RecordingAnswer
from webinars.api.inputs import LanguageQuery, NewRecording, RecordingChanges
from webinars.api.protocol.bearers import bearer
from webinars.api.protocol.operations import Answer, operation
from webinars.api.protocol.problems import Problem
from webinars.api.recordings import whole_recording
from webinars.api.references import links, require_known
from webinars.api.webinar_changes import webinar_to_change
from webinars.db import db
from webinars.domain.recordings.actions import RecordingDetails, add_recording, update_recording
from webinars.domain.recordings.errors import FullStreamExists
from webinars.domain.recordings.queries import recording_page, recording_to_edit
from webinars.domain.recordings.removal import remove_recording
from webinars.domain.transcripts.actions import captions_from, set_transcript
from webinars.lib.i18n import gettext as _
from webinars.lib.records import Mistake, read_texts
from webinars.models import Appearance, Recording, RecordingKind, Scope, Webinar
from webinars.web.requests.transactions import prepared


@operation(
    "POST", "/recordings", "Add a recording", scope=Scope.WRITE_RECORDINGS, body=NewRecording, answer=RecordingAnswer,
    status=201,
)  # fmt: skip
def new_recording(sent: NewRecording) -> Answer:
    """At the end of its webinar's list. It is public where the webinar is."""
    session, now = db.session(), clock.now()
    webinar = webinar_to_change(session, sent.webinar)
    try:
        found = add_recording(session, bearer().actor, webinar, _details(webinar, sent, None), now=now)
    except FullStreamExists as error:
        raise _second_stream() from error
    return Answer(_told(session, found), {"Location": links().api("recordings", found.slug)})


@operation(
    "PATCH", "/recordings/<slug>", "Correct a recording", scope=Scope.WRITE_RECORDINGS, body=RecordingChanges,
    answer=RecordingAnswer,
)  # fmt: skip
def change_recording(sent: RecordingChanges, slug: str) -> Answer:
    """By JSON merge patch. A recording of a webinar that is no draft keeps its slug."""
    session, now = db.session(), clock.now()
    found = _recording_to_change(session, slug)
    details = _details(found.webinar, sent, found)
    try:
        update_recording(session, bearer().actor, found.webinar, found, details, now=now)
    except FullStreamExists as error:
        raise _second_stream() from error
    return Answer(_told(session, found), {"Content-Location": links().api("recordings", found.slug)})


@operation("DELETE", "/recordings/<slug>", "Remove a recording", scope=Scope.WRITE_RECORDINGS, status=204)
def remove(slug: str) -> Answer:
    """It can be restored at the desk for 30 days."""
    session = db.session()
    found = _recording_to_change(session, slug)
    remove_recording(session, bearer().actor, found.webinar, found, now=clock.now())
    return Answer(None)


@operation(
    "PUT", "/recordings/<slug>/transcript", "Give a recording its transcript", scope=Scope.WRITE_RECORDINGS,
    text="text/vtt", answer=RecordingAnswer,
)  # fmt: skip
def put_transcript(octets: bytes, slug: str) -> Answer:
    """In WebVTT, in the place of the one in the same language. `?language=` says which, else it is the recording's."""
    asked, mistakes = read_texts(LanguageQuery, request.args.to_dict())
    try:
        text = octets.decode()
    except UnicodeDecodeError as error:
        raise Problem(400, _("This is no UTF-8.")) from error
    if asked is None:
        raise Problem(422, mistakes=mistakes)
    session = db.session()
    found = _recording_to_change(session, slug)
    actor = bearer().actor
    with prepared():
        again = _recording_to_change(session, slug)
        captions = captions_from(session, actor, again.webinar, again, text)
    found = _recording_to_change(session, slug)
    set_transcript(
        session, actor, found.webinar, found, captions=captions, language=asked.language or "", now=clock.now()
    )
    return Answer(_told(session, found))


def _recording_to_change(session: Session, slug: str) -> Recording:
    page = recording_page(session, slug) or abort(404)
    require_known(bearer(), page.webinar)
    return recording_to_edit(session, page.webinar.slug, page.id) or abort(404)


def _told(session: Session, found: Recording) -> RecordingAnswer:
    session.flush()
    page = recording_page(session, found.slug)
    assert page is not None
    return whole_recording(page)


def _second_stream() -> Problem:
    said = _("This webinar has a full stream already. Say whose talk this is, or change that one.")
    return Problem.of([Mistake(("kind",), said, is_of_shape=False)])


def _details(webinar: Webinar, sent: RecordingChanges, stored: Recording | None) -> RecordingDetails:
    def kept(name: str, otherwise: object = None) -> object:
        given = getattr(sent, name)
        return given if given is not UNSET else getattr(stored, name, otherwise)

    appearance = stored.appearance if stored is not None else None
    if sent.speaker is not UNSET:
        appearance = _appearance(webinar, sent.speaker)
    usual = RecordingKind.PRESENTATION if appearance is not None else RecordingKind.FULL
    is_stretch_kept = sent.url is UNSET
    return RecordingDetails(
        url=str(kept("url")),
        kind=kept("kind", usual),  # type: ignore[arg-type]  # of the type that the struct or the row has
        appearance=appearance,
        title=str(kept("title", "")),
        starts_s=kept("starts_s") if is_stretch_kept or sent.starts_s is not UNSET else None,  # type: ignore[arg-type]  # as above
        ends_s=kept("ends_s") if is_stretch_kept or sent.ends_s is not UNSET else None,  # type: ignore[arg-type]  # as above
        duration_s=kept("duration_s"),  # type: ignore[arg-type]  # as above
        language=str(kept("language", "")),
    )


def _appearance(webinar: Webinar, slug: str | None) -> Appearance | None:
    if slug is None:
        return None
    found = next((each for each in webinar.lineup if each.speaker.slug == slug), None)
    if found is None:
        raise Problem.of([Mistake(("speaker",), _("Nobody in the line-up has this slug."), is_of_shape=False)])
    return found
