"""Calendars of other programs, read: pure, and patient with what real exports do to RFC 5545."""

from webinars.calendars.reading.entries import read_calendar
from webinars.calendars.reading.errors import CalendarTooLarge, CalendarUnreadable
from webinars.calendars.reading.model import CalendarReading, EntryReading

__all__ = ["CalendarReading", "CalendarTooLarge", "CalendarUnreadable", "EntryReading", "read_calendar"]
