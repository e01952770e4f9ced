"""What of a file was not read, so that it can be said."""

import enum
from collections import Counter
from collections.abc import Iterator

from webinars.lib.i18n import ngettext
from webinars.pure.ical.reading.lines import Component


class Loss(enum.Enum):
    LINE = enum.auto()
    NO_START = enum.auto()
    OUT_OF_RANGE = enum.auto()
    PRIVATE = enum.auto()
    CANCELLED = enum.auto()
    OLDER_VERSION = enum.auto()
    MORE_DATES = enum.auto()
    RULE = enum.auto()
    RANGE = enum.auto()
    TASK = enum.auto()
    REMINDER = enum.auto()
    ATTENDEE = enum.auto()
    ATTACHMENT = enum.auto()


PARTS = {"VTODO": Loss.TASK, "VJOURNAL": Loss.TASK, "VFREEBUSY": Loss.TASK, "VAVAILABILITY": Loss.TASK}
PROPERTIES = {"ATTENDEE": Loss.ATTENDEE, "ATTACH": Loss.ATTACHMENT, "IMAGE": Loss.ATTACHMENT}


class Losses:
    """Counts what is left out."""

    def __init__(self) -> None:
        self._counts: Counter[Loss] = Counter()

    def add(self, loss: Loss, count: int = 1) -> None:
        self._counts[loss] += count

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
            elif prop.name == "RECURRENCE-ID" and "RANGE" in prop.parameters:
                self.add(Loss.RANGE)

    def sentences(self) -> Iterator[str]:
        """A sentence for each kind, with its number."""
        for loss in Loss:
            if count := self._counts[loss]:
                yield _sentence(loss, count)


def _sentence(loss: Loss, count: int) -> str:
    return {
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
        Loss.MORE_DATES: ngettext(
            "%(num)s recurring event goes on: only a year around today, or its first 200 dates, were taken.",
            "%(num)s recurring events go on: only a year around today, or their first 200 dates, were taken.",
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
