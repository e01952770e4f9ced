"""What every kind of schedule makes of a talk."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from webinars.lib.i18n import gettext as _
from webinars.pure.ical.reading.date_times import ResolvedTime
from webinars.pure.ical.reading.descriptions import event_words
from webinars.pure.ical.reading.model import EntryReading, SpeakerReading
from webinars.pure.ical.reading.products.event_text import MOST_SPEAKERS, EventText, is_name
from webinars.pure.times import Problem

LONGEST_TEXT = 50_000
"""Letters of one field that are looked at."""
Lost = Counter[str]
"""How much of each kind was left out."""


def entry_of(
    told: EventText,
    start: ResolvedTime,
    length: dt.timedelta | None,
    *,
    uid: str,
    topics: tuple[str, ...],
    language: str = "",
) -> EntryReading:
    """Returns the entry of a talk. One without a length takes the usual one, which is said."""
    problems = start.problems
    if start.at is not None and length is None:
        words = _("“%(title)s” has no end: the usual length was assumed.", title=told.title)
        problems += (Problem("end_assumed", False, told.title, words),)
    words_ = event_words(told)
    return EntryReading(
        uid=uid,
        title=words_.title,
        starts_at=start.at,
        ends_at=start.at + length if start.at is not None and length is not None else None,
        timezone=start.timezone,
        starts_wall=start.wall,
        date=start.date,
        description=words_.description,
        topics=topics,
        lineup=words_.lineup,
        language=language,
        registration_url=words_.registration_url,
        join_url=words_.join_url,
        problems=problems,
    )


def line_up(people: Iterable[SpeakerReading], lost: Lost) -> tuple[SpeakerReading, ...]:
    """Returns those whose name can be one, each once, and notes how many others there are."""
    found: dict[str, SpeakerReading] = {}
    for person in people:
        if is_name(person.name) and len(found) < MOST_SPEAKERS:
            found.setdefault(person.name, person)
        else:
            lost["people"] += 1
    return tuple(found.values())
