"""The one clock. Tests freeze it; nothing else asks the machine for the time."""

import datetime as dt


def now() -> dt.datetime:
    """The present instant, aware, in UTC."""
    return dt.datetime.now(dt.UTC)
