"""The one clock. Tests freeze it. Nothing else asks the machine for the time."""

import datetime as dt


def now() -> dt.datetime:
    """Returns the present instant, aware, in UTC."""
    return dt.datetime.now(dt.UTC)
