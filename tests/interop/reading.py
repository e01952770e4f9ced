"""What every reader is asked about an entry, in a form that all of them can give."""

import datetime as dt
from typing import NamedTuple


class Reading(NamedTuple):
    uid: str
    starts_at: str
    """In UTC, as `told` writes it."""
    ends_at: str
    summary: str
    status: str
    """CONFIRMED or CANCELLED."""
    description: str = ""


def told(instant: dt.datetime) -> str:
    """An aware instant as "2027-07-01T09:00:00Z"."""
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
