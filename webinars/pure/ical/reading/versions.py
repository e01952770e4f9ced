"""Which events under one UID are versions of one event, and which are events that share it.

A UID is that of one event, however often it is changed (RFC 5545, 3.8.4.7). Who moves an event raises its SEQUENCE
(RFC 5546, 2.1.4); a DTSTAMP may be no more than the moment of the export. Programs that give one UID to all they write,
or to all of a category, are known by events of which nothing is the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from webinars.pure.ical.reading.descriptions import title_of
from webinars.pure.ical.reading.events import Event


@dataclass(frozen=True, slots=True)
class Latest:
    """What counts of the events of a UID."""

    events: Sequence[Event]
    """The latest version of each, in the order of the file; several where the UID is shared."""
    is_guessed: bool
    """The UID is taken for a shared one, though the file says that some of its events are later than others."""


def latest_of(events: Sequence[Event]) -> Latest:
    """Returns what counts of events of one UID, none of which is a change of one date."""
    found: dict[tuple[str, str], Event] = {}
    for event in events:
        name = event.clocks.stamp(event.first), title_of(event.part)
        # Of two that are alike the one that stands later.
        if name not in found or event.version >= found[name].version:
            found[name] = event
    ordered = sorted(found.values(), key=attrgetter("version"))
    if all(_follows(later, earlier) for earlier, later in pairwise(ordered)):
        return Latest(ordered[-1:], is_guessed=False)
    return Latest(list(found.values()), is_guessed=ordered[0].version != ordered[-1].version)


def _follows(later: Event, earlier: Event) -> bool:
    """Whether one can be a later version of the other: renamed, or moved by somebody who has said so."""
    if later.clocks.stamp(later.first) == earlier.clocks.stamp(earlier.first):
        return later.version > earlier.version
    is_raised = later.sequence > earlier.sequence or "" < earlier.modified < later.modified
    return is_raised and title_of(later.part) == title_of(earlier.part)
