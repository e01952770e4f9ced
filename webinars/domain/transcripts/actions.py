"""Giving a recording its transcripts, correcting and removing them."""

import datetime as dt
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.bulk import insert_rows
from webinars.db import length_of
from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import permissions
from webinars.domain.programme.changes import record
from webinars.domain.programme.editor_queries import load_to_change
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.programme.fields.details import checked_details
from webinars.domain.recordings.clip_tree import file_timeline_of, timeline_of
from webinars.domain.transcripts.clocks import in_webinar_time, recording_ms, webinar_ms
from webinars.domain.transcripts.queries import cues_of, load_timeline, transcripts_of
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import many_lines, one_line
from webinars.models import Cue, Recording, Transcript, Webinar
from webinars.pure.captions.caption import LONGEST_CUE, LONGEST_SILENT_MS, LONGEST_VOICE, Caption, mark_of, settled_text
from webinars.pure.captions.errors import TranscriptInvalid, TranscriptUnreadable
from webinars.pure.captions.find_and_replace import Replacement
from webinars.pure.captions.limits import MAX_CUES
from webinars.pure.captions.reading.reader import read_captions
from webinars.pure.videos.timeline import Timeline

MAX_TRANSCRIPTS = 50


class CueDetails(Struct, frozen=True, kw_only=True):
    """A cue as it shall be."""

    text: str
    """Empty means that it is removed."""
    voice: str
    starts_ms: int
    """In the recording's own time. Its end moves with it."""
    seen: str
    """The mark of the cue that these details were made from."""


def captions_from(session: Session, actor: Actor, webinar: Webinar, recording: Recording, text: str) -> list[Caption]:
    """Returns what `text` says, a file of captions or what was copied from YouTube, in webinar time.

    Takes its time, and stores nothing. Raises NotAllowed, TranscriptInvalid.
    """
    require_editor(session, actor, webinar)
    _require_own(session, recording)
    names = [appearance.shown_name for appearance in webinar.lineup]
    try:
        return list(in_webinar_time(read_captions(text, names), file_timeline_of(recording)))
    except TranscriptUnreadable as error:
        raise TranscriptInvalid("text", str(error)) from error


def set_transcript(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    recording: Recording,
    *,
    captions: Sequence[Caption],
    language: str,
    now: dt.datetime,
    is_by_machine: bool = False,
) -> int:
    """Make `captions` the transcript of a recording in one language, in place of another. Returns how many cues it has.

    What a machine has written nobody has read yet. Raises NotAllowed, TranscriptInvalid.
    """
    require_editor(session, actor, webinar)
    tag = _language(language or recording.language)
    _require_own(session, recording)
    present = transcripts_of(session, recording)
    transcript = next((each for each in present if each.language == tag), None)
    is_new = transcript is None
    if is_new and len(present) >= MAX_TRANSCRIPTS:
        raise TranscriptInvalid("language", _("A recording has at most %(num)s transcripts.", num=MAX_TRANSCRIPTS))
    if transcript is None:
        transcript = Transcript(language=tag, created_at=now, updated_at=now)
        transcript.recording_id = recording.id
        session.add(transcript)
        session.flush()
    else:
        transcript.updated_at = now
        session.execute(sa.delete(Cue).where(Cue.transcript_id == transcript.id))
    transcript.is_by_machine, transcript.read_at, transcript.read_by = is_by_machine, None, ""
    add_cues(session, transcript, captions)
    told = _transcript_snapshot(recording, transcript) | {"cues": len(captions)}
    record(session, actor, webinar, "transcript:add" if is_new else "transcript:replace", told, now=now)
    return len(captions)


def _require_own(session: Session, recording: Recording) -> None:
    load_timeline(session, recording)
    if recording.stream is not None:
        raise TranscriptInvalid(
            "text", _("A clip shows its part of the full stream’s transcript. Add it to the stream.")
        )


def add_cues(session: Session, transcript: Transcript, captions: Sequence[Caption]) -> None:
    """Store what is said, in webinar time: thousands of rows in one statement."""
    rows = [
        {
            "transcript_id": transcript.id,
            "starts_ms": caption.starts_ms,
            # Two moments that a cut has brought together are a thousandth apart at least.
            "ends_ms": max(caption.ends_ms, caption.starts_ms + 1),
            "voice": caption.voice,
            "text": caption.text,
            "unsure": caption.unsure,
        }
        for caption in captions
    ]
    insert_rows(session, Cue.metadata.tables[Cue.__tablename__], rows)


def update_cues(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    transcript: Transcript,
    details: Mapping[int, CueDetails],
    *,
    now: dt.datetime,
) -> int:
    """Correct cues of a transcript that was loaded with its recording, by id. Returns how many changed.

    What is as it was seen stays as it is by now. Raises NotAllowed, TranscriptInvalid.
    """
    require_editor(session, actor, webinar)
    load_timeline(session, transcript.recording)
    timeline = timeline_of(transcript.recording)
    found = session.scalars(sa.select(Cue).where(Cue.transcript_id == transcript.id, Cue.id.in_(details)))
    cues = {cue.id: cue for cue in found}
    changed = []
    for cue_id, wanted in details.items():
        told = _correct(session, cues.get(cue_id), wanted, timeline, cue_id=cue_id)
        if told is not None:
            changed.append(told)
    if changed:
        transcript.updated_at = now
        told_of_all = _transcript_snapshot(transcript.recording, transcript) | {"cues": changed}
        record(session, actor, webinar, "transcript:update", told_of_all, now=now)
    return len(changed)


def insert_cue(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    transcript: Transcript,
    *,
    starts_ms: int,
    voice: str,
    text: str,
    now: dt.datetime,
) -> None:
    """Add what a transcript lacks, at a moment in the recording's own time, until the next cue or for some seconds.

    A cue that lasts beyond that moment ends there. The same cue a second time is not added again. Raises NotAllowed,
    TranscriptInvalid.
    """
    require_editor(session, actor, webinar)
    load_timeline(session, transcript.recording)
    timeline = timeline_of(transcript.recording)
    words, name = settled_text(many_lines(text)), one_line(voice)
    if not words:
        raise TranscriptInvalid("text", _("Type the words that are said."))
    _check_words(words, name, cue_id=None)
    at_ms = webinar_ms(starts_ms, timeline)
    if recording_ms(at_ms, timeline) != starts_ms:
        raise TranscriptInvalid("starts", _("The recording has ended by then. Give an earlier moment."))
    own = sa.select(Cue).where(Cue.transcript_id == transcript.id)
    # The button may have been pressed twice.
    if session.scalar(own.where(Cue.starts_ms == at_ms, Cue.voice == name, Cue.text == words).limit(1)) is not None:
        return
    if (session.scalar(sa.select(sa.func.count()).select_from(own.subquery())) or 0) >= MAX_CUES:
        raise TranscriptInvalid("text", _("A transcript holds at most %(most)s cues.", most=MAX_CUES))
    next_ms = session.scalar(own.with_only_columns(sa.func.min(Cue.starts_ms)).where(Cue.starts_ms > at_ms))
    ends_ms = at_ms + LONGEST_SILENT_MS
    for before in session.scalars(own.where(Cue.starts_ms < at_ms, Cue.ends_ms > at_ms)):
        before.ends_ms = at_ms
    add_cues(session, transcript, [Caption(at_ms, ends_ms if next_ms is None else min(next_ms, ends_ms), words, name)])
    transcript.updated_at = now
    told = _transcript_snapshot(transcript.recording, transcript) | {"cues": [["", words]]}
    record(session, actor, webinar, "transcript:update", told, now=now)


def replace_words(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    transcript: Transcript,
    replacing: Replacement,
    *,
    now: dt.datetime,
) -> int:
    """Put other words in the place of some, in what is said and in the names of who says it.

    Returns in how many places. A cue of which nothing is left is removed. Raises NotAllowed, TranscriptInvalid.
    """
    require_editor(session, actor, webinar)
    rows, emptied, places = [], [], 0
    for row in session.execute(cues_of(transcript)):
        text, in_text = replacing.replaced(row.text)
        voice, in_voice = replacing.replaced(row.voice)
        if in_text or in_voice:
            words, voice = settled_text(text), one_line(voice)
            _check_words(words, voice, cue_id=row.id)
            if words:
                rows.append({"id": row.id, "text": words, "voice": voice, "unsure": "" if in_text else row.unsure})
            else:
                emptied.append(row.id)
            places += in_text + in_voice
    if rows:
        session.execute(sa.update(Cue), rows)
    if emptied:
        session.execute(sa.delete(Cue).where(Cue.id.in_(emptied)))
    if places:
        transcript.updated_at = now
        told = _transcript_snapshot(transcript.recording, transcript)
        told |= {"words": [replacing.find, replacing.replacement], "places": places}
        record(session, actor, webinar, "transcript:replace_words", told, now=now)
    return places


def set_read(
    session: Session, actor: Actor, webinar: Webinar, transcript: Transcript, *, is_read: bool, now: dt.datetime
) -> None:
    """Say by name that somebody has read all that a machine wrote, or that nobody has. Raises NotAllowed."""
    require_editor(session, actor, webinar)
    if transcript.is_by_machine and is_read != (transcript.read_at is not None):
        transcript.read_at, transcript.read_by = (
            (now, actor.name[: length_of(Transcript.read_by)]) if is_read else (None, "")
        )
        told = _transcript_snapshot(transcript.recording, transcript)
        record(session, actor, webinar, "transcript:read" if is_read else "transcript:unread", told, now=now)


def remove_transcript(
    session: Session, actor: Actor, webinar: Webinar, transcript: Transcript, *, now: dt.datetime
) -> None:
    """Raises NotAllowed."""
    require_editor(session, actor, webinar)
    told = _transcript_snapshot(transcript.recording, transcript)
    session.delete(transcript)
    record(session, actor, webinar, "transcript:remove", told, now=now)


def require_editor(session: Session, actor: Actor, webinar: Webinar) -> None:
    load_to_change(session, actor, webinar, permissions.can_edit_texts)


def _language(tag: str) -> str:
    try:
        found: str = checked_details({"language": tag})["language"]
    except WebinarInvalid as error:
        raise TranscriptInvalid("language", str(error)) from error
    return found


def _correct(
    session: Session, cue: Cue | None, wanted: CueDetails, timeline: Timeline, *, cue_id: int
) -> list[str] | None:
    """Make a cue what it shall be. Returns what was said before and after, or None if nothing is to be done."""
    text, voice = settled_text(many_lines(wanted.text)), one_line(wanted.voice)
    mark = mark_of(wanted.starts_ms, voice, text)
    if mark == wanted.seen:
        return None
    if cue is None:
        raise TranscriptInvalid(
            "text", _("These words are no longer in the transcript. Open it again to see what is."), cue_id=cue_id
        )
    present_ms = recording_ms(cue.starts_ms, timeline)
    present = mark_of(present_ms, cue.voice, cue.text)
    if mark == present:
        return None
    if present != wanted.seen:
        raise TranscriptInvalid(
            "text",
            _(
                "Somebody has changed this meanwhile; it says “%(text)s” now. Save again to make it yours.",
                text=cue.text,
            ),
            cue_id=cue_id,
        )
    before = cue.text
    if not text:
        session.delete(cue)
        return [before, ""]
    _check_words(text, voice, cue_id=cue_id)
    # Whoever has put the words right was not unsure of them, and its stretches would lie elsewhere now.
    cue.unsure = cue.unsure if text == before else ""
    cue.text, cue.voice = text, voice
    if wanted.starts_ms != present_ms:
        lasts_ms = cue.ends_ms - cue.starts_ms
        cue.starts_ms = webinar_ms(wanted.starts_ms, timeline)
        cue.ends_ms = cue.starts_ms + lasts_ms
    return [before, text]


def _check_words(text: str, voice: str, *, cue_id: int | None) -> None:
    for field, words, most in (("text", text, LONGEST_CUE), ("voice", voice, LONGEST_VOICE)):
        if len(words) > most:
            raise TranscriptInvalid(
                field,
                _("This has %(count)s characters. Shorten it to %(most)s.", count=len(words), most=most),
                cue_id=cue_id,
            )


def _transcript_snapshot(recording: Recording, transcript: Transcript) -> dict[str, object]:
    return {"recording": recording.title, "language": transcript.language}
