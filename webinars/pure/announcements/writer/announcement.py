"""What is announced, when in its life, and in which house style."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct, field

from webinars.pure.announcements.model import RecordingKind, Role
from webinars.pure.times import ZoneLine


class Phase(StrEnum):
    """Before, on the day, or after: the tense of the text."""

    BEFORE = "before"
    TODAY = "today"
    AFTER = "after"


class WebinarStatus(StrEnum):
    """Whether the start that was announced still holds."""

    HOLDS = "holds"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class TextPart(StrEnum):
    """The parts of a text that a house orders as it likes. The title comes first always."""

    WHEN = "when"
    SUMMARY = "summary"
    DESCRIPTION = "description"
    QUESTIONS = "questions"
    LINEUP = "lineup"
    ORGANISERS = "organisers"
    LINKS = "links"
    RECORDINGS = "recordings"
    ASKED = "asked"
    """What the audience asked and was answered, with the moments: afterwards."""


class ModeratorWording(StrEnum):
    """How a house names whoever leads the webinar."""

    IN_LINEUP = "in_lineup"
    """In the list, in brackets: "(Convenor, Example Society, moderator)"."""
    SENTENCE = "sentence"
    """In a sentence of its own: "Chaired by Ada Example (Example Society)"."""


class HouseStyle(Struct, frozen=True):
    """What an organisation's texts have in common."""

    order: tuple[TextPart, ...] = (
        TextPart.WHEN,
        TextPart.RECORDINGS,
        TextPart.SUMMARY,
        TextPart.DESCRIPTION,
        TextPart.QUESTIONS,
        TextPart.LINEUP,
        TextPart.ORGANISERS,
        TextPart.LINKS,
        TextPart.ASKED,
    )
    has_emoji: bool = True
    has_asked: bool = True
    """Whether the answered questions of the audience are listed."""
    moderator: ModeratorWording = ModeratorWording.IN_LINEUP
    title_label: str | None = None
    """What stands before the title instead of "Webinar", empty for nothing."""
    lineup_label: str | None = None
    """The heading of the line-up instead of "Speakers" or "Confirmed speakers"."""


class Appearance(Struct, frozen=True):
    """One person of the line-up."""

    name: str
    affiliation: str | None = None
    role: Role = Role.SPEAKER
    talk_title: str | None = None


class Recording(Struct, frozen=True):
    """A video to embed. `speaker` names whose presentation it is."""

    url: str
    kind: RecordingKind = RecordingKind.FULL
    speaker: str | None = None
    title: str | None = None


class AnsweredQuestion(Struct, frozen=True):
    """A question from the audience that was answered, and where it can be watched, with the moment and its address."""

    text: str
    moment: str = ""
    url: str | None = None


class Announcement(Struct, frozen=True):
    """Everything a text may say about one webinar."""

    title: str
    zone_line: ZoneLine | None
    """The start, or None for a past webinar of which only `date` is known."""
    date: dt.date | None = None
    summary: str = ""
    description: str = ""
    """Markdown."""
    questions: tuple[str, ...] = ()
    lineup: tuple[Appearance, ...] = ()
    is_lineup_agreed: bool = False
    """Everybody in it has said that they come."""
    organisers: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    """Named with "with", after the organisers."""
    supporters: tuple[str, ...] = ()
    page_url: str | None = None
    registration_url: str | None = None
    join_url: str | None = None
    """Only where anybody may join. It is printed as it is."""
    recordings: tuple[Recording, ...] = ()
    asked: tuple[AnsweredQuestion, ...] = ()
    phase: Phase = Phase.BEFORE
    standing: WebinarStatus = WebinarStatus.HOLDS
    cancellation_reason: str = ""
    language: str = "en_GB"
    style: HouseStyle = field(default_factory=HouseStyle)
