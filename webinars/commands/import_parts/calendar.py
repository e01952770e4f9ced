"""What `webinars import` prints about a calendar."""

from collections.abc import Iterator
from typing import Any

from webinars.commands.import_parts.outcomes import outcome_lines, stored_json
from webinars.domain.imports.calendars.drafts import CalendarReport
from webinars.lib.i18n import format_date, ngettext
from webinars.lib.i18n import gettext as _
from webinars.pure.ical.reading import CalendarReading
from webinars.pure.times import zone_line


def calendar_json(report: CalendarReport) -> dict[str, Any]:
    gone = [
        {
            "slug": each.webinar.slug,
            "title": each.webinar.title,
            "date": each.webinar.starts_on.isoformat() if each.webinar.starts_on else None,
            "reason": each.reason.value,
            "message": each.sentence,
        }
        for each in report.gone
    ]
    return report.reading.as_json() | {"compared": list(report.compared), "gone": gone} | stored_json(report.outcomes)


def calendar_lines(report: CalendarReport) -> Iterator[str]:
    yield from _understood(report.reading)
    for message in dict.fromkeys(problem.message for problem in report.reading.problems):
        yield "  " + message
    for sentence in report.reading.lost:
        yield "  " + sentence
    for sentence in report.compared:
        yield "  " + sentence
    yield from outcome_lines(report.outcomes)
    for each in report.gone:
        yield "  " + _(
            "%(sentence)s It was left as it is: %(address)s",
            sentence=each.sentence,
            address=f"/manage/webinars/{each.webinar.slug}",
        )


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
