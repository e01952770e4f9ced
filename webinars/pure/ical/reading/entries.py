"""From the octets of a file to the entries they hold."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.pure.ical.reading.calendar_times import Clocks
from webinars.pure.ical.reading.content_lines import Component, read_components
from webinars.pure.ical.reading.date_times import ZoneDefaults
from webinars.pure.ical.reading.errors import CalendarTooLarge
from webinars.pure.ical.reading.events import Event, event_of, uid_of
from webinars.pure.ical.reading.model import CalendarReading, EntryReading, SeriesReading
from webinars.pure.ical.reading.recurrence import Patience
from webinars.pure.ical.reading.series import Series
from webinars.pure.ical.reading.unread_parts import Loss, Losses
from webinars.pure.ical.safe_text import clean_line

LARGEST_OCTETS = 10 * 1024 * 1024
MOST_ENTRIES = 5000
PRIVATE = {"PRIVATE", "CONFIDENTIAL"}


def read_calendar(
    data: bytes,
    *,
    now: dt.datetime,
    timezone: str | None = None,
    assumed_timezone: str | None = None,
    likely_timezones: Sequence[str] = (),
    most_entries: int = MOST_ENTRIES,
) -> CalendarReading:
    """What the calendar in `data` holds; events without an end are followed for a year around `now`.

    Hours without a zone are those of `timezone`, else of `assumed_timezone`, which is then said.
    A zone of which only the rules are there is taken for one of these, or of `likely_timezones`, if it goes alike.
    Raises CalendarUnreadable, CalendarTooLarge.
    """
    if len(data) > LARGEST_OCTETS:
        raise CalendarTooLarge(_("The calendar is larger than %(limit)s MB.", limit=LARGEST_OCTETS // 1024 // 1024))
    calendars, bad_count, is_ended = read_components(data)
    losses, patience = Losses(), Patience()
    losses.add(Loss.CUT_OFF, int(not is_ended))
    losses.add(Loss.LINE, bad_count)
    _check_count(sum(len(calendar.parts("VEVENT")) for calendar in calendars), most_entries)
    defaults = ZoneDefaults(None, timezone, assumed_timezone, tuple(likely_timezones))
    found, hidden = _events(calendars, defaults, losses)
    entries: list[EntryReading] = []
    series: list[SeriesReading] = []
    for uid, events in found.items():
        one = Series(uid, events, now, losses, patience)
        entries += islice(one.entries(), most_entries + 1 - len(entries))
        _check_count(len(entries), most_entries)
        series.append(one.reading(is_hidden=uid in hidden or not is_ended))
    entries.sort(key=order)
    losses.add(Loss.CANCELLED, sum(entry.is_cancelled for entry in entries))
    return CalendarReading(
        name=next((name for calendar in calendars for name in _names(calendar)), ""),
        entries=tuple(entry for entry in entries if not entry.is_cancelled),
        cancelled=tuple(entry for entry in entries if entry.is_cancelled),
        series=tuple(series),
        is_ended=is_ended,
        lost=tuple(losses.sentences()),
    )


def _events(
    calendars: Iterable[Component], defaults: ZoneDefaults, losses: Losses
) -> tuple[dict[str, list[Event]], set[str]]:
    """The events that can be read, by UID, and the UIDs of those of which something cannot, or is private."""
    found: dict[str, list[Event]] = {}
    hidden = set()
    for calendar in calendars:
        losses.note_parts(calendar)
        clocks = Clocks(calendar, defaults)
        is_withdrawn = calendar.text("METHOD").strip().upper() == "CANCEL"
        writer = calendar.text("PRODID").strip()
        for part in calendar.parts("VEVENT"):
            losses.note_event(part)
            uid = uid_of(part)
            event = None
            if part.text("CLASS").strip().upper() in PRIVATE:
                losses.add(Loss.PRIVATE)
            elif (event := event_of(part, clocks, is_withdrawn=is_withdrawn, writer=writer)) is None:
                losses.add(Loss.NO_START)
            found.setdefault(uid, [])
            if event is None:
                hidden.add(uid)
            else:
                found[uid].append(event)
    return found, hidden


def _check_count(count: int, most: int) -> None:
    if count > most:
        raise CalendarTooLarge(
            ngettext(
                "The calendar holds more than %(num)s date. Export fewer.",
                "The calendar holds more than %(num)s dates. Export fewer.",
                most,
            )
        )


def _names(calendar: Component) -> Iterator[str]:
    for name in ("X-WR-CALNAME", "NAME"):
        if text := clean_line(calendar.text(name)):
            yield text


def order(entry: EntryReading) -> tuple[str, str, str]:
    """Returns what entries are sorted by: day, start, title."""
    day = entry.date.isoformat() if entry.date else ""
    return day, entry.starts_at.isoformat() if entry.starts_at else "", entry.title
