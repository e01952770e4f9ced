"""What a webinar shall say, as values: what a form, a program or an import asks for, before anything is stored."""

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from webinars.domain.programme.fields.details import WebinarDetails
from webinars.domain.questions.agenda import AgendaQuestionInput
from webinars.domain.questions.boards import BoardSettings
from webinars.domain.registration.form_questions import RegistrationQuestionInput
from webinars.models import AppearanceRole, JoinAccess, RegistrationMode


class NamedRecord(Struct, frozen=True, kw_only=True):
    """A name, and whose record is meant by it."""

    name: str
    id: int | None = None
    is_new: bool = False
    """Whether it was said that it is none of those known."""
    asked: str = ""
    """The name of which the person has seen that it is nearly somebody's."""


class WantedAppearance(Struct, frozen=True, kw_only=True):
    """A place of the line-up. Who is not known yet is made."""

    who: NamedRecord
    role: AppearanceRole = AppearanceRole.SPEAKER
    affiliation: str = ""
    talk_title: str = ""
    abstract: str = ""
    has_agreed: bool = False


class WantedStart(Struct, frozen=True, kw_only=True):
    """A start as it was typed. With a date alone the hour is not known yet, with neither there is none."""

    date: dt.date | None
    hour: dt.time | None
    timezone: str
    """A zone, or the words for one (see `read_zone`)."""
    duration_minutes: int | None

    def wall(self) -> dt.datetime | None:
        """Returns the wall time (naive), or None while date or hour is missing."""
        return None if self.date is None or self.hour is None else dt.datetime.combine(self.date, self.hour)


class WantedRegistration(Struct, frozen=True, kw_only=True):
    """Where people register, and what holds for it here. Hours are naive, on the clocks of the webinar's zone."""

    mode: RegistrationMode
    url: str | None = None
    access: JoinAccess = JoinAccess.REGISTERED
    """Who gets the link to join, where people register."""
    may_switch_off: bool = False
    """Whether it may end here though somebody is registered."""
    lets_everybody_in: bool = False
    """Whether a room that nobody can enter is opened to everybody."""
    capacity: int | None = None
    has_waiting_list: bool = True
    is_approval_needed: bool = False
    opens_wall: dt.datetime | None = None
    closes_wall: dt.datetime | None = None
    reminders: Mapping[int, bool] = field(default_factory=dict)
    """By minutes before the start, whether one goes out. Others than these stay as they are."""
    retention_days: int = 0
    takes_feedback: bool = False


class WantedWebinar(Struct, frozen=True, kw_only=True):
    """All parts of a webinar, or None for one that stays as it is."""

    details: WebinarDetails
    topics: Sequence[str] | None = None
    lineup: Sequence[WantedAppearance] | None = None
    questions: Sequence[AgendaQuestionInput | str] | None = None
    series: str | None = None
    """Its title, or nothing to take the webinar out of any."""
    co_organisers: Sequence[NamedRecord] | None = None
    start: WantedStart | None = None
    registration: WantedRegistration | None = None
    own_questions: Sequence[RegistrationQuestionInput] | None = None
    audience: BoardSettings | None = None


class Refusal(Struct, frozen=True):
    """Why something cannot be stored.

    `place` is a field, or a part of a row by its number from 0: "lineup/3/name".
    """

    place: str
    sentence: str
