"""What the editor of a transcript shows: some of its cues, in the recording's own time."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.recordings.clip_tree import timeline_of
from webinars.domain.transcripts.clocks import recording_ms
from webinars.domain.transcripts.queries import cues_of
from webinars.models import Transcript
from webinars.pure.captions.caption import stretches_of
from webinars.pure.captions.find_and_replace import Replacement

AT_ONCE = 50
"""Cues on one page of the editor: few enough for a form, and for a person."""


class EditedCue(Struct, frozen=True):
    id: int
    starts_ms: int
    """In the recording's own time. What was cut out stands where the cut is."""
    voice: str
    text: str
    unsure: Sequence[str]
    """What a machine was unsure of in it."""


class EditedPage(Struct, frozen=True, kw_only=True):
    """A page of those cues that hold some words, of those of which a machine was unsure, or of all."""

    cues: Sequence[EditedCue]
    number: int
    page_count: int
    found_count: int
    voices: Sequence[str]
    """Everybody who is named in the transcript."""


def unsure_word_count(session: Session, transcript: Transcript) -> int:
    """Returns of how many words a machine is unsure in a transcript."""
    rows = session.execute(cues_of(transcript))
    return sum(len(words.split()) for row in rows for words in _unsure(row.text, row.unsure))


def edited_page(
    session: Session,
    transcript: Transcript,
    *,
    find: str = "",
    is_unsure: bool = False,
    at_ms: int | None = None,
    number: int = 1,
) -> EditedPage:
    """Returns page `number` of a transcript, or the one of the moment `at_ms`. A number after the last means the last.

    The transcript was loaded with its recording, and that with its timeline.
    """
    timeline = timeline_of(transcript.recording)
    rows = session.execute(cues_of(transcript)).all()
    words = Replacement(find=find)
    found = [
        row
        for row in rows
        if (row.unsure or not is_unsure) and (not find or words.is_in(row.text) or words.is_in(row.voice))
    ]
    page_count = max(1, -(-len(found) // AT_ONCE))
    if at_ms is not None:
        before = sum(recording_ms(row.starts_ms, timeline) < at_ms for row in found)
        number = before // AT_ONCE + 1
    number = min(max(number, 1), page_count)
    shown = found[(number - 1) * AT_ONCE : number * AT_ONCE]
    return EditedPage(
        cues=[
            EditedCue(row.id, recording_ms(row.starts_ms, timeline), row.voice, row.text, _unsure(row.text, row.unsure))
            for row in shown
        ],
        number=number,
        page_count=page_count,
        found_count=len(found),
        voices=sorted({row.voice for row in rows if row.voice}),
    )


def _unsure(text: str, unsure: str) -> list[str]:
    return [text[first:last] for first, last in stretches_of(unsure)]
