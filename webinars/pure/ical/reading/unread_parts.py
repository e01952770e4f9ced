"""What of a file was not read, so that it can be said."""

import enum
from collections import Counter
from collections.abc import Iterator

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.pure.ical.reading.content_lines import Component


class Loss(enum.Enum):
    CUT_OFF = enum.auto()
    LINE = enum.auto()
    NO_START = enum.auto()
    OUT_OF_RANGE = enum.auto()
    PRIVATE = enum.auto()
    CANCELLED = enum.auto()
    OLDER_VERSION = enum.auto()
    SHARED_UID = enum.auto()
    MORE_DATES = enum.auto()
    LEFT_DATES = enum.auto()
    RULE = enum.auto()
    RANGE = enum.auto()
    TOPICS = enum.auto()
    TASK = enum.auto()
    REMINDER = enum.auto()
    ATTENDEE = enum.auto()
    ATTACHMENT = enum.auto()


PARTS = {"VTODO": Loss.TASK, "VJOURNAL": Loss.TASK, "VFREEBUSY": Loss.TASK, "VAVAILABILITY": Loss.TASK}
PROPERTIES = {"ATTENDEE": Loss.ATTENDEE, "ATTACH": Loss.ATTACHMENT, "IMAGE": Loss.ATTACHMENT}
FOLLOWED_RANGE = "THISANDFUTURE"
MOST_NAMED = 5


class OmissionCounts:
    """Counts what is left out."""

    def __init__(self) -> None:
        self._counts: Counter[Loss] = Counter()
        self._orphans: list[tuple[str, str]] = []

    def add(self, loss: Loss, count: int = 1) -> None:
        self._counts[loss] += count

    def orphan(self, title: str, day: str) -> None:
        """Note a change of a date that is none of its series any more."""
        self._orphans.append((title, day))

    def note_parts(self, calendar: Component) -> None:
        """Note what a calendar holds beside events."""
        for part in calendar.components:
            if part.name in PARTS:
                self.add(PARTS[part.name])

    def note_event(self, event: Component) -> None:
        """Note what of an event has no place in a webinar."""
        self.add(Loss.REMINDER, len(event.parts("VALARM")))
        for prop in event.properties:
            if prop.name in PROPERTIES:
                self.add(PROPERTIES[prop.name])
            elif (
                prop.name == "RECURRENCE-ID" and prop.parameters.get("RANGE", FOLLOWED_RANGE).upper() != FOLLOWED_RANGE
            ):
                self.add(Loss.RANGE)

    def sentences(self) -> Iterator[str]:
        """Yields a sentence for each kind, with its number. Changes without a date are named."""
        for loss in Loss:
            if count := self._counts[loss]:
                yield _sentence(loss, count)
        for title, day in self._orphans[:MOST_NAMED]:
            yield _(
                "“%(title)s”: %(day)s was changed, and the series no longer has that date. It was left out.",
                title=title,
                day=day,
            )
        if (more := len(self._orphans) - MOST_NAMED) > 0:
            yield ngettext("So was %(num)s more.", "So were %(num)s more.", more)


def _sentence(loss: Loss, count: int) -> str:
    return {
        Loss.CUT_OFF: _("The file breaks off before its calendar ends: what stood behind is missing."),
        Loss.LINE: ngettext("%(num)s line is no calendar line.", "%(num)s lines are no calendar lines.", count),
        Loss.NO_START: ngettext(
            "%(num)s event without a readable start was left out.",
            "%(num)s events without a readable start were left out.",
            count,
        ),
        Loss.OUT_OF_RANGE: ngettext(
            "%(num)s date before 1973 or after 2037 was left out.",
            "%(num)s dates before 1973 or after 2037 were left out.",
            count,
        ),
        Loss.PRIVATE: ngettext("%(num)s private event was left out.", "%(num)s private events were left out.", count),
        Loss.CANCELLED: ngettext(
            "%(num)s cancelled event makes no draft.", "%(num)s cancelled events make no drafts.", count
        ),
        Loss.OLDER_VERSION: ngettext(
            "%(num)s older version of an event was left out.",
            "%(num)s older versions of events were left out.",
            count,
        ),
        # Of at least two.
        Loss.SHARED_UID: _(
            "%(num)s events share their UID with others of another title and start: each was taken for one of its own.",
            num=count,
        ),
        Loss.MORE_DATES: ngettext(
            "%(num)s recurring event goes on: it was followed for a year, or five or thirty where it has an end.",
            "%(num)s recurring events go on: they were followed for a year, or five or thirty where they have an end.",
            count,
        ),
        Loss.LEFT_DATES: ngettext(
            "%(num)s date of recurring events was left out: of each the next 200 are taken, then those just past.",
            "%(num)s dates of recurring events were left out: of each the next 200 are taken, then those just past.",
            count,
        ),
        Loss.RULE: ngettext(
            "%(num)s recurrence rule could not be followed: only the dates that the event names were taken.",
            "%(num)s recurrence rules could not be followed: only the dates that the events name were taken.",
            count,
        ),
        Loss.RANGE: ngettext(
            "%(num)s change of all later dates was taken for its own date only.",
            "%(num)s changes of all later dates were taken for their own date only.",
            count,
        ),
        Loss.TOPICS: ngettext(
            "%(num)s event has more than 50 topics: the others were left out.",
            "%(num)s events have more than 50 topics: the others were left out.",
            count,
        ),
        Loss.REMINDER: ngettext("%(num)s reminder was left out.", "%(num)s reminders were left out.", count),
        Loss.ATTENDEE: ngettext("%(num)s attendee was left out.", "%(num)s attendees were left out.", count),
        Loss.ATTACHMENT: ngettext(
            "%(num)s attachment or picture was left out.", "%(num)s attachments and pictures were left out.", count
        ),
        Loss.TASK: ngettext(
            "%(num)s task, journal or free time was left out.",
            "%(num)s tasks, journals and free times were left out.",
            count,
        ),
    }[loss]
