"""All starts with what everybody says to them, those that suit most first."""

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.scheduling.date_polls.local_hours import LocalHour, local_hour, starts_at
from webinars.domain.scheduling.date_polls.queries import (
    Participant,
    answers_of,
    poll_of,
    replies_of,
    voices_of,
    void_of,
)
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.models import Availability, ProposedStart, StartPoll, Webinar
from webinars.pure.times import line_label, presentable


class Cell(Struct, frozen=True, kw_only=True):
    """One person, one start."""

    voice: Participant
    answer: Availability | None
    is_void: bool
    """What was said, was said before the start was changed."""
    hour: LocalHour
    """Where the person is."""


class Line(Struct, frozen=True, kw_only=True):
    """One start."""

    start: ProposedStart
    hour: LocalHour
    """On the organisers' clocks."""
    cells: Sequence[Cell]

    def count(self, answer: Availability | None) -> int:
        return sum(cell.answer == answer for cell in self.cells)

    @property
    def label(self) -> str:
        """The hour on the organisers' clocks, with its zone: "12 noon Britain"."""
        zone = line_label(presentable(self.start.timezone))
        return _("%(hour)s %(zone)s", hour=self.hour.hour, zone=zone)

    @property
    def nights(self) -> int:
        return sum(cell.hour.is_night for cell in self.cells)

    @property
    def suits_everybody(self) -> bool:
        return bool(self.cells) and self.count(Availability.YES) == len(self.cells)

    @property
    def words(self) -> str:
        """What it comes to: "6 can, 1 if need be"."""
        if self.suits_everybody:
            return _("Everybody can")
        said = [
            (self.count(Availability.YES), _("%(num)s can")),
            (self.count(Availability.IF_NEEDED), _("%(num)s if need be")),
            (self.count(Availability.NO), _("%(num)s cannot")),
            (self.count(None), _("%(num)s not answered")),
        ]
        return ", ".join(words.replace("%(num)s", str(number)) for number, words in said if number)


class Grid(Struct, frozen=True, kw_only=True):
    poll: StartPoll
    voices: Sequence[Participant]
    lines: Sequence[Line]
    words: Sequence[tuple[str, str]]
    """What people wrote beside their answers: name, words."""
    answered_count: int
    """How many have answered every start."""

    @property
    def summary(self) -> str:
        """How far it is: "5 of 7 have answered. One start suits everybody."."""
        answered = _("%(done)s of %(all)s have answered.", done=self.answered_count, all=len(self.voices))
        suiting = sum(line.suits_everybody for line in self.lines)
        if not suiting:
            return answered
        suits = ngettext("One start suits everybody.", "%(num)s starts suit everybody.", suiting)
        return f"{answered} {suits}"


def grid_of(session: Session, webinar: Webinar, poll: StartPoll) -> Grid:
    """Returns the starts of `poll`: fewest no first, then most yes, then fewest nights, then the earliest.

    Needs `webinar` loaded whole and the poll with its starts.
    """
    voices, replies = voices_of(session, webinar), replies_of(session, webinar.id)
    given = {voice.key: answers_of(replies.get(voice.key), poll.starts) for voice in voices}
    void = {voice.key: void_of(replies.get(voice.key), poll.starts) for voice in voices}
    lines = [
        Line(
            start=start,
            hour=local_hour(webinar, start, start.timezone),
            cells=[
                Cell(
                    voice=voice,
                    answer=given[voice.key].get(start.id),
                    is_void=start.id in void[voice.key],
                    hour=local_hour(webinar, start, presentable(voice.timezone or start.timezone)),
                )
                for voice in voices
            ],
        )
        for start in poll.starts
    ]
    return Grid(
        poll=poll,
        voices=voices,
        lines=sorted(lines, key=_order),
        words=[
            (voice.name, reply.words)
            for voice in voices
            if (reply := replies.get(voice.key)) is not None and reply.words
        ],
        answered_count=sum(len(given[voice.key]) == len(poll.starts) for voice in voices),
    )


def asked_so_far(session: Session, webinar: Webinar) -> tuple[int, int] | None:
    """Returns how many have answered every start, of how many, or None unless starts are asked about now.

    Needs `webinar` loaded whole.
    """
    poll = poll_of(session, webinar.id)
    if poll is None or not poll.is_open:
        return None
    voices, replies = voices_of(session, webinar), replies_of(session, webinar.id)
    done = sum(len(answers_of(replies.get(voice.key), poll.starts)) == len(poll.starts) for voice in voices)
    return done, len(voices)


def _order(line: Line) -> tuple[object, ...]:
    return (
        line.count(Availability.NO),
        -line.count(Availability.YES),
        line.nights,
        starts_at(line.start),
        line.start.id,
    )
