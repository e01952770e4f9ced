"""Captions that were fetched from where a film appeared: they become the transcript of its recording."""

import datetime as dt

from sqlalchemy.orm import Session

from webinars.db import reading
from webinars.domain.accounts.queries import actor_of
from webinars.domain.recording_sources.queries import taken_from
from webinars.domain.transcripts.actions import captions_from, set_transcript
from webinars.domain.transcripts.queries import transcripts_of
from webinars.pure.captions.reading.reader import decoded
from webinars.pure.film_lists.answers import ListedCaptions


def store_captions(session: Session, proposal_id: int, captions: ListedCaptions, file: bytes, now: dt.datetime) -> None:
    """Let a file be a transcript, on behalf of whoever took the film. One that is there is never replaced. Commits.

    Raises TranscriptUnreadable, TranscriptInvalid, NotAllowed.
    """
    text = decoded(file)
    with reading():
        proposal, recording = taken_from(session, proposal_id)
        actor = actor_of(session, proposal.decided_by_id or 0)
        said = captions_from(session, actor, recording.webinar, recording, text) if recording else []
        session.rollback()
    proposal, recording = taken_from(session, proposal_id)
    if recording is not None and said:
        language = captions.language or recording.language
        if language not in {each.language for each in transcripts_of(session, recording)}:
            set_transcript(
                session,
                actor,
                recording.webinar,
                recording,
                captions=said,
                language=language,
                is_by_machine=captions.is_by_machine,
                now=now,
            )
        proposal.wants_captions = False
    session.commit()
