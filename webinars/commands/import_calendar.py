"""What `webinars import` prints about a calendar."""

from collections.abc import Iterator
from typing import Any

from webinars.calendars.reading import CalendarReading
from webinars.imports.calendars import CalendarReport
from webinars.lib.i18n import format_date, ngettext
from webinars.lib.i18n import gettext as _
from webinars.times import zone_line


def calendar_json(report: CalendarReport) -> dict[str, Any]:
    stored = [
        {
            "slug": outcome.webinar.slug,
            "became": outcome.became.value,
            "status": outcome.webinar.status.value,
            "proposals": [proposal.sentence for proposal in outcome.left],
            "notes": outcome.notes,
        }
        for outcome in report.outcomes
    ]
    return report.reading.as_json() | ({"stored": stored} if stored else {})


def calendar_lines(report: CalendarReport) -> Iterator[str]:
    yield from _understood(report.reading)
    for problem in report.reading.problems:
        yield "  " + problem.message
    for sentence in report.reading.lost:
        yield "  " + sentence
    for outcome in report.outcomes:
        yield "  " + {
            "created": _("Created: %(status)s %(address)s"),
            "updated": _("Updated: %(status)s %(address)s"),
            "unchanged": _("Unchanged: %(status)s %(address)s"),
        }[outcome.became] % {"status": outcome.webinar.status, "address": f"/manage/webinars/{outcome.webinar.slug}"}
        for note in outcome.notes:
            yield "    " + note
        for proposal in outcome.left:
            yield "    " + _("Left as it is: %(proposal)s", proposal=proposal.sentence)


def _understood(reading: CalendarReading) -> Iterator[str]:
    count = len(reading.entries)
    if reading.name:
        yield "  " + ngettext("“%(name)s”, %(num)s event", "“%(name)s”, %(num)s events", count, name=reading.name)
    for entry in reading.entries:
        yield "  " + entry.title
        if entry.starts_at is not None and entry.timezone is not None:
            yield "    " + zone_line(entry.starts_at, entry.timezone, ()).text
        elif entry.date is not None:
            yield "    " + format_date(entry.date)
