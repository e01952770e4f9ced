"""Calendars of other programs, read: pure, and patient with what real exports do to RFC 5545."""

from webinars.pure.ical.reading.entries import read_calendar
from webinars.pure.ical.reading.errors import CalendarTooLarge, CalendarUnreadable
from webinars.pure.ical.reading.model import CalendarReading, EntryReading, SeriesReading
from webinars.pure.ical.reading.products.the_events_calendar import lasting_uid
