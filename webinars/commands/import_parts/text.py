"""What `webinars import` prints about an announcement or a recap."""

from collections.abc import Iterator
from typing import Any

from webinars.commands.import_parts.outcomes import outcome_lines, stored_json
from webinars.domain.imports.texts import TextReport
from webinars.domain.imports.webinar_content import content_of
from webinars.domain.programme.public_lineup import role_name
from webinars.lib.i18n import format_list
from webinars.lib.i18n import gettext as _
from webinars.models import AppearanceRole
from webinars.pure.announcements.model import Reading
from webinars.pure.times import zone_line


def text_json(report: TextReport) -> dict[str, Any]:
    return report.reading.as_json() | stored_json(report.outcomes)


def text_lines(report: TextReport) -> Iterator[str]:
    reading = report.reading
    yield from _understood(reading)
    for problem in reading.problems:
        yield "  " + problem.message
    for line in reading.not_understood:
        yield "  " + _("Not understood, line %(number)s: %(text)s", number=line.number, text=line.text)
    yield from outcome_lines(report.outcomes)


def _understood(reading: Reading) -> Iterator[str]:
    for webinar in reading.webinars:
        yield "  " + (webinar.title.value if webinar.title else _("No title was found."))
        start = webinar.start.value if webinar.start else None
        if start is not None and start.starts_at is not None and start.timezone is not None:
            yield "    " + zone_line(start.starts_at, start.timezone, content_of(webinar).display_zones).text
        for found in webinar.lineup:
            affiliation = f" ({found.value.affiliation})" if found.value.affiliation else ""
            yield f"    {role_name(AppearanceRole(found.value.role))}: {found.value.name}{affiliation}"
        for question in webinar.questions:
            yield f"    ? {question.value}"
        if webinar.organisers:
            yield "    " + _("Organised by %(names)s", names=format_list([each.value for each in webinar.organisers]))
        for recording in webinar.recordings:
            yield f"    {recording.value.url}"
