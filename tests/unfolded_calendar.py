"""Calendars as they are read: where a line is folded hangs on the hour, so words must not be looked for before."""

from typing import AnyStr


def unfolded(calendar: AnyStr) -> AnyStr:
    """Returns a calendar, or a text that holds one, with every line in one piece (RFC 5545, 3.1)."""
    if isinstance(calendar, bytes):
        return calendar.replace(b"\r\n ", b"")
    return calendar.replace("\r\n ", "")
