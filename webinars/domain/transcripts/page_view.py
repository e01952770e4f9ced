"""What the page of a recording shows of its transcripts."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.transcripts.passages import TranscriptPassage, passages_of, speakers_of
from webinars.domain.transcripts.queries import spoken_in, transcripts_of
from webinars.lib.i18n import gettext as _
from webinars.lib.languages import primary
from webinars.models import Appearance, Recording, Transcript


class TranscriptView(Struct, frozen=True, kw_only=True):
    transcripts: Sequence[Transcript]
    """All there are, the one in the language of the recording first."""
    shown: Transcript | None = None
    passages: Sequence[TranscriptPassage] = ()
    origin: str = ""
    """That a machine made it, and who has read it, if a machine made it."""
    speakers: Mapping[str, Appearance]
    """Who of the line-up is meant by the voices in the transcript."""

    def passage_at(self, place_s: int) -> TranscriptPassage | None:
        """Returns what is being said at a second of the recording, or None before the first words."""
        index = bisect_right(self.passages, place_s, key=lambda passage: passage.starts_s)
        return self.passages[index - 1] if index else None

    def text_in(self, language: str) -> str:
        """Returns all that is said, a line for each passage, if what is shown is in `language`, else an empty text."""
        if self.shown is None or primary(self.shown.language) != primary(language):
            return ""
        return "\n".join(passage.text for passage in self.passages)


def transcript_view_of(session: Session, recording: Recording, language: str | None) -> TranscriptView:
    """Returns what is said in a recording that `recording_page` has loaded, in `language` or else in its own."""
    transcripts = transcripts_of(session, recording)
    shown = next((each for each in transcripts if each.language == language), transcripts[0] if transcripts else None)
    passages = passages_of(spoken_in(session, recording, shown)) if shown is not None else []
    voices = {passage.voice for passage in passages if passage.voice}
    return TranscriptView(
        transcripts=transcripts,
        shown=shown,
        passages=passages,
        origin=origin_of(shown) if shown is not None else "",
        speakers=speakers_of(voices, recording.webinar.lineup),
    )


def origin_of(transcript: Transcript) -> str:
    """Returns that a machine made it, and who has read it, or an empty text where people made it."""
    if transcript.is_by_machine and transcript.read_at is not None:
        return _("Made by a machine, read by %(name)s.", name=transcript.read_by)
    unread = _("Made by a machine, not read by a person. Names and numbers are often wrong.")
    return unread if transcript.is_by_machine else ""
