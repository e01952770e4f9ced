"""One file of `webinars import`: what it is, what it says, what became of it."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from webinars.accounts.actor import OPERATOR
from webinars.announcements.model import Reading
from webinars.archive import ArchiveReport, import_archive
from webinars.archive.exporting import load_parts
from webinars.archive.importing import parse_archive
from webinars.commands.import_calendar import calendar_json, calendar_lines
from webinars.commands.outcome import CommandFailed
from webinars.commands.progress import progress
from webinars.imports.calendars import CalendarReport, is_calendar, read_calendar_for, store_calendar
from webinars.imports.content import content_of
from webinars.imports.texts import Choices, TextReport, import_text, read_for
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import format_list, ngettext
from webinars.lib.i18n import gettext as _
from webinars.lib.text import decoded
from webinars.models import AppearanceRole, Webinar
from webinars.programme.roles import role_name
from webinars.times import zone_line

LARGEST_TEXT_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True)
class FileOutcome:
    """What is printed about a file, in either form."""

    as_json: dict[str, Any]
    lines: Sequence[str]


class ImportFile:
    """A file on its way in. It is stored as a whole, or not at all."""

    def __init__(self, path: str, data: bytes, *, choices: Choices, is_dry_run: bool) -> None:
        self._path = _("Standard input") if path == "-" else path
        self._name = path.lower()
        self._data = data
        self._choices = choices
        self._is_dry_run = is_dry_run

    def run(self, session: Session, *, now: dt.datetime) -> FileOutcome:
        """Read it, and commit unless this is a dry run. Raises CommandFailed; the caller rolls back."""
        try:
            if self._name.endswith((".ics", ".ical")) or is_calendar(self._data):
                outcome = self._calendar(session, now)
            else:
                outcome = self._archive(session, now) if self._is_archive() else self._text(session, now)
            if self._is_dry_run:
                session.rollback()
            else:
                session.commit()
        except WebinarsError as error:
            raise CommandFailed(f"{self._path}: {error}") from error
        return outcome

    def _is_archive(self) -> bool:
        return self._name.endswith(".json") or (self._name == "-" and self._data.lstrip()[:1] == b"{")

    def _archive(self, session: Session, now: dt.datetime) -> FileOutcome:
        total = len(parse_archive(self._data).items("webinars"))
        with progress(_("Importing"), total) as advance:
            report = import_archive(session, OPERATOR, self._data, now=now, advance=advance)
        load_parts(session, report.webinars)
        return FileOutcome(_archive_json(report), [self._headline(), *_archive_lines(report)])

    def _calendar(self, session: Session, now: dt.datetime) -> FileOutcome:
        reading, host = read_calendar_for(session, self._data, self._choices, now=now)
        report = CalendarReport(reading)
        if not self._is_dry_run:
            is_published = self._choices.is_published
            with progress(_("Importing"), len(reading.entries)) as advance:
                report = store_calendar(
                    session, OPERATOR, reading, host, is_published=is_published, now=now, advance=advance
                )
        return FileOutcome(calendar_json(report), [self._headline(), *calendar_lines(report)])

    def _text(self, session: Session, now: dt.datetime) -> FileOutcome:
        if len(self._data) > LARGEST_TEXT_BYTES:
            raise CommandFailed(_("%(path)s: the text is larger than 5 MB.", path=self._path))
        text = decoded(self._data)
        if not text.strip():
            raise CommandFailed(_("%(path)s: the file is empty.", path=self._path))
        report = self._stored(session, text, now)
        return FileOutcome(_text_json(report), [self._headline(), *_text_lines(report)])

    def _stored(self, session: Session, text: str, now: dt.datetime) -> TextReport:
        if not self._is_dry_run:
            return import_text(session, OPERATOR, text, self._choices, now=now)
        reading = read_for(session, text, self._choices)
        return TextReport(reading)

    def _headline(self) -> str:
        return _("%(path)s (dry run, nothing is stored)", path=self._path) if self._is_dry_run else self._path


def _archive_json(report: ArchiveReport) -> dict[str, Any]:
    became = [("created", report.created), ("updated", report.updated), ("unchanged", report.unchanged)]
    return {
        "kind": "archive",
        "webinars": [_webinar_json(webinar) for webinar in report.webinars],
        "problems": [],
        "not_understood": report.unknown,
        "stored": [{"slug": webinar.slug, "became": word} for word, webinars in became for webinar in webinars],
        "proposals": [
            {"place": proposal.place, "ours": proposal.ours, "theirs": proposal.theirs} for proposal in report.proposals
        ],
    }


def _webinar_json(webinar: Webinar) -> dict[str, Any]:
    """A webinar in the shape that a text has when it was read."""
    wall = webinar.starts_wall
    assumed = webinar.is_duration_assumed or webinar.ends_at is None
    return {
        "title": webinar.title,
        "series": webinar.series.title if webinar.series else None,
        "date": webinar.starts_on.isoformat() if webinar.starts_on else None,
        "starts_at": _instant(webinar.starts_at),
        "ends_at": None if assumed else _instant(webinar.ends_at),
        "timezone": webinar.timezone,
        "starts_wall": wall.isoformat(timespec="minutes") if wall else None,
        "times": [],
        "lineup": [
            {
                "name": appearance.speaker.name,
                "affiliation": appearance.affiliation or None,
                "role": appearance.role.value,
                "talk_title": appearance.talk_title or None,
            }
            for appearance in webinar.lineup
        ],
        "organisers": [webinar.host.name, *(each.organisation.name for each in webinar.co_organisers)],
        "questions": [question.text for question in webinar.questions],
        "topics": [topic.name for topic in webinar.topics],
        "registration_url": webinar.registration_url,
        "join_url": webinar.join_url,
        "description": webinar.description or None,
        "recordings": [
            {
                "kind": recording.kind.value,
                "speaker": recording.appearance.speaker.name if recording.appearance else None,
                "title": recording.title,
                "url": recording.url,
            }
            for recording in webinar.recordings
        ],
    }


def _archive_lines(report: ArchiveReport) -> Iterator[str]:
    yield "  " + _counted(len(report.created), len(report.updated), len(report.unchanged))
    for proposal in report.proposals:
        yield "  " + _(
            "Edited here since, left as it is: %(place)s. Here: %(ours)s. In the file: %(theirs)s.",
            place=proposal.place,
            ours=proposal.ours,
            theirs=proposal.theirs,
        )
    for place in report.unknown:
        yield "  " + _("Not understood: %(place)s", place=place)


def _counted(created: int, updated: int, unchanged: int) -> str:
    return format_list(
        [
            ngettext("%(num)s webinar created", "%(num)s webinars created", created),
            _("%(num)s updated", num=updated),
            _("%(num)s unchanged", num=unchanged),
        ]
    )


def _text_json(report: TextReport) -> dict[str, Any]:
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


def _text_lines(report: TextReport) -> Iterator[str]:
    reading = report.reading
    yield from _understood(reading)
    for problem in reading.problems:
        yield "  " + problem.message
    for line in reading.not_understood:
        yield "  " + _("Not understood, line %(number)s: %(text)s", number=line.number, text=line.text)
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


def _instant(at: dt.datetime | None) -> str | None:
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")
