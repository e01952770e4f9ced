"""Meetup: the group and the hour before the description, and one sender for all groups."""

import re

from msgspec.structs import replace

from webinars.pure.ical.reading.products.event_text import EventText, is_name, without_last_line

_HEAD = re.compile(
    r"(?P<group>[^\n]+)\n(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \w+ \d{1,2}(?:, \d{4})? at \d{1,2}:\d\d [AP]M"
    r"(?:\n+|\Z)"
)
_SENDER = "Meetup Reminder"


def read(told: EventText) -> EventText:
    """Returns the group as the organiser, the page as the form, and the description without what stands around it.

    Source: calendars as Meetup writes them (PRODID “-//Meetup//RemoteApi//EN”), group and start on two lines.
    """
    text = without_last_line(told.description, told.page)
    found = _HEAD.match(text)
    organiser = "" if told.organiser == _SENDER else told.organiser
    if found and is_name(found["group"]):
        organiser, text = found["group"].strip(), text[found.end() :]
    return replace(told, organiser=organiser, description=text, form=told.page)
