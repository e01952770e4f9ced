"""The Events Calendar for WordPress: names as in addresses, and a sentence where a post has a password."""

import re
from urllib.parse import unquote

from msgspec.structs import replace

from webinars.pure.ical.reading.products.event_text import EventText

_PROTECTED = "Content is protected."
_UID = re.compile(r"(?P<post>\d{1,12})-\d{9,10}-\d{9,10}@(?P<host>[\w.-]{1,253})")
"""Post, start and end in seconds since 1970, host: it is another whenever the event moves."""


def read(told: EventText) -> EventText:
    """Returns the organiser's name in letters, and no description where it only says that it is protected.

    Source: The Events Calendar 6, `src/Tribe/iCal.php`. It names one organiser and no speakers.
    """
    description = "" if told.description.strip() == _PROTECTED else told.description
    return replace(told, organiser=unquote(told.organiser), description=description)


def lasting_uid(uid: str) -> str | None:
    """Returns what stays of a UID when its event moves, or None for those of other programs, of which all stays."""
    found = _UID.fullmatch(uid)
    return f"{found['post']}@{found['host']}" if found else None
