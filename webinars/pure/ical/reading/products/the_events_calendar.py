"""The Events Calendar for WordPress: names as in addresses, and a sentence where a post has a password."""

from dataclasses import replace
from urllib.parse import unquote

from webinars.pure.ical.reading.products.told import Told

_PROTECTED = "Content is protected."


def read(told: Told) -> Told:
    """Returns the organiser's name in letters, and no description where it only says that it is protected.

    Source: The Events Calendar 6, `src/Tribe/iCal.php`. It names one organiser and no speakers.
    """
    description = "" if told.description.strip() == _PROTECTED else told.description
    return replace(told, organiser=unquote(told.organiser), description=description)
