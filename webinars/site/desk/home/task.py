"""One thing that waits for a person, and for whom it was looked for."""

import datetime as dt
import enum

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.actor import Actor
from webinars.domain.announcements.queries import CopyState
from webinars.lib.i18n import format_date
from webinars.lib.i18n import gettext as _
from webinars.models import Appearance, CoOrganiser, Recording, Webinar
from webinars.pure.times import wall

A_WEEK = 7
LONG_AGO = dt.timedelta(days=30)
"""A draft whose day is gone by for so long is left over: it asks for nothing, and stands behind what is to come."""


class TaskButton(enum.StrEnum):
    """What mends it: which button stands beside it."""

    OPEN_ROOM = "open-room"
    ASK_AGAIN = "ask-again"
    CONFIRM = "confirm"
    APPROVE = "approve"
    PUBLISH = "publish"
    EDIT = "edit"
    COPY = "copy"
    RECORDING = "recording"
    ACCEPT = "accept"
    REPLACE = "replace"
    READ = "read"
    SPEAKER = "speaker"
    LIVE = "live"
    CONDUCT = "conduct"
    CLAIMS = "claims"


class Task(Struct, frozen=True, kw_only=True):
    icon: str
    headline: str
    detail: str
    answer: TaskButton
    webinar: Webinar | None
    """What it is about, or None where that is an organisation."""
    button: str = ""
    """What it says, where that depends on how many there are."""
    appearance: Appearance | None = None
    recording: Recording | None = None
    invitation: CoOrganiser | None = None
    copy: CopyState | None = None
    is_urgent: bool = False


class TaskContext(Struct, frozen=True):
    """For whom, and when, tasks are looked for."""

    session: Session
    settings: Settings
    actor: Actor
    timezone: str
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        return wall(self.now, self.timezone).date()

    def day(self, date: dt.date) -> str:
        """Returns a day within a sentence: "today", "on Tuesday", "on 12 December"."""
        distance = (date - self.today).days
        if distance in {0, 1}:
            return _("tomorrow") if distance else _("today")
        return _("on %(day)s", day=format_date(date, "EEEE" if 0 < distance < A_WEEK else "d MMMM"))

    def day_of(self, webinar: Webinar) -> str:
        """Returns the day of its start, where the person is."""
        if webinar.starts_at is not None:
            return self.day(wall(webinar.starts_at, self.timezone).date())
        return self.day(webinar.starts_on) if webinar.starts_on is not None else ""
