"""The transcripts of a file's recordings: too many rows to pass through a session one by one."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.archive import records
from webinars.domain.archive.fields import ArchiveUnreadable, RecordNode, record_of
from webinars.domain.archive.import_overwrites import ImportConflict, as_json, may_follow
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.programme.fields import details
from webinars.domain.transcripts.actions import MAX_TRANSCRIPTS, add_cues
from webinars.domain.transcripts.queries import cues_of
from webinars.lib.i18n import gettext as _
from webinars.models import Cue, Recording, Transcript
from webinars.pure.captions.caption import Caption, settled_text
from webinars.pure.captions.limits import MAX_CUES

TranscriptRecord = dict[str, Any]
"""The record of a transcript."""


class StoredTranscripts:
    """Transcripts of the site, by recording. Their cues are read one transcript at a time."""

    def __init__(self, session: Session, recording_ids: Collection[int] | None = None) -> None:
        """Look up those of these recordings, or of all where none are named."""
        self._session = session
        self._rows: dict[int, list[Transcript]] = defaultdict(list)
        query = sa.select(Transcript).order_by(Transcript.language)
        if recording_ids is not None:
            query = query.where(Transcript.recording_id.in_(recording_ids))
        for row in session.scalars(query):
            self._rows[row.recording_id].append(row)

    def of(self, recording: Recording) -> list[Transcript]:
        return self._rows.get(recording.id, [])

    def transcript_records(self, recording: Recording) -> list[TranscriptRecord]:
        """Returns the transcripts of a recording as its record tells them."""
        return [self.record(row) for row in sorted(self.of(recording), key=lambda row: row.language)]

    def record(self, transcript: Transcript) -> TranscriptRecord:
        cues = self._session.execute(cues_of(transcript))
        return record_of(transcript, records.TRANSCRIPT) | {"cues": [_cue_record(cue) for cue in cues]}


class TranscriptRecords:
    """What one record says of the transcripts. Raises ArchiveUnreadable where it cannot be."""

    def __init__(self, place: RecordNode) -> None:
        self.rows = [_read(each) for each in place.objects("transcripts", at_most=MAX_TRANSCRIPTS)]
        if len({values["language"] for values, _captions in self.rows}) < len(self.rows):
            raise ArchiveUnreadable(place.at("transcripts"), _("one of them stands there twice"))

    def as_json(self) -> dict[str, Any]:
        """Returns what is kept to recognise later what people have edited since: a digest of the words alone."""
        if not self.rows:
            return {}
        return {"transcripts": {values["language"]: _digest(captions) for values, captions in self.rows}}


class TranscriptImport:
    """Stores given transcripts once their recordings have ids."""

    def __init__(self, session: Session, *, now: dt.datetime) -> None:
        self._session = session
        self._now = now
        self._stored = StoredTranscripts(session, ())
        self._pending: list[tuple[Recording, Transcript | None, dict[str, Any], list[Caption]]] = []

    def begin(self, recordings: Iterable[Recording]) -> None:
        """Look up what these recordings have, and forget what was given before and not stored."""
        self._stored = StoredTranscripts(self._session, [recording.id for recording in recordings])
        self._pending = []

    def set(self, recording: Recording, given: TranscriptRecords) -> None:
        """Give all of them to a new recording."""
        self._pending += [(recording, None, values, captions) for values, captions in given.rows]

    def follow(
        self, recording: Recording, given: TranscriptRecords, before: Mapping[str, Any] | None, name: str
    ) -> tuple[bool, list[ImportConflict]]:
        """Give a recording that was there what it may take. Returns as `merge_fields` does."""
        proposals, is_changed = [], False
        said_before = (before or {}).get("transcripts", {})
        rows = {row.language: row for row in self._stored.of(recording)}
        for values, captions in given.rows:
            language = values["language"]
            row = rows.get(language)
            ours = "" if row is None else _record_digest(self._stored.record(row)["cues"])
            follows = may_follow(ours, _digest(captions), said_before, language)
            if follows:
                self._pending.append((recording, row, values, captions))
                is_changed = True
            elif follows is False:
                proposals.append(ImportConflict(f"{name}, transcripts, {language}", ours, _digest(captions)))
        return is_changed, proposals

    def store(self) -> None:
        """Store what was given since `begin`."""
        for recording, present, values, captions in self._pending:
            transcript = present
            if transcript is None:
                transcript = Transcript(**{"created_at": self._now, "updated_at": self._now} | values)
                transcript.recording_id = recording.id
                self._session.add(transcript)
                self._session.flush()
            else:
                transcript.updated_at = values.get("updated_at", self._now)
                transcript.is_by_machine = values.get("is_by_machine", False)
                transcript.read_at, transcript.read_by = values.get("read_at"), values.get("read_by", "")
                self._session.execute(sa.delete(Cue).where(Cue.transcript_id == transcript.id))
            add_cues(self._session, transcript, captions)


def _read(place: RecordNode) -> tuple[dict[str, Any], list[Caption]]:
    values = place.values(records.TRANSCRIPT, parts=("cues",), required=("language",))
    try:
        values |= details.checked_details({"language": values["language"]})
    except WebinarInvalid as error:
        raise ArchiveUnreadable(place.at("language"), str(error)) from error
    return values, [_cue(each) for each in place.objects("cues", at_most=MAX_CUES)]


def _cue(place: RecordNode) -> Caption:
    values = place.values(records.CUE, required=("starts_ms", "ends_ms", "text"))
    if values["ends_ms"] <= values["starts_ms"]:
        raise ArchiveUnreadable(place.at("ends_ms"), _("ends before it starts"))
    text = settled_text(values["text"])
    if not text:
        raise ArchiveUnreadable(place.at("text"), _("must not be empty"))
    return Caption(values["starts_ms"], values["ends_ms"], text, values.get("voice", ""), values.get("unsure", ""))


def _cue_record(cue: object) -> TranscriptRecord:
    return {key: value for key, value in record_of(cue, records.CUE).items() if value or key != "unsure"}


def _digest(captions: list[Caption]) -> str:
    return _record_digest(
        [{each.key: as_json(each, getattr(caption, each.key)) for each in records.CUE} for caption in captions]
    )


def _record_digest(cues: list[TranscriptRecord]) -> str:
    # Of what is said alone: as it was before machines said what they were unsure of.
    cues = [{key: value for key, value in cue.items() if key != "unsure"} for cue in cues]
    return hashlib.sha256(json.dumps(cues, sort_keys=True).encode()).hexdigest()
