"""One file of `webinars import`: what it is, what it says, what became of it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.commands.command_result import CommandFailed
from webinars.commands.import_parts.archive import archive_json, archive_lines, webinar_json
from webinars.commands.import_parts.calendar import calendar_json, calendar_lines
from webinars.commands.import_parts.text import text_json, text_lines
from webinars.commands.progress import progress
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.archive.import_webinars import RecordResult
from webinars.domain.archive.record_stream import Archive
from webinars.domain.imports.calendars.drafts import compared_report
from webinars.domain.imports.calendars.files import is_calendar, read_calendar_for
from webinars.domain.imports.large_files import bring_archive, bring_calendar, check_archive
from webinars.domain.imports.texts import ImportChoices, TextReport, import_text, read_text_for
from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import decoded

LARGEST_TEXT_BYTES = 5 * 1024 * 1024


class FileOutcome(Struct, frozen=True):
    """What is printed about a file, in either form."""

    as_json: dict[str, Any]
    lines: Sequence[str]


class ImportFile:
    """A file on its way in. It is stored as a whole, or not at all."""

    def __init__(self, path: str, data: bytes, *, choices: ImportChoices, is_dry_run: bool, is_json: bool) -> None:
        """`is_json`: the outcome is wanted as JSON, which tells of each webinar."""
        self._path = _("Standard input") if path == "-" else path
        self._name = path.lower()
        self._data = data
        self._choices = choices
        self._is_dry_run = is_dry_run
        self._is_json = is_json

    def run(self, session: Session, *, now: dt.datetime) -> FileOutcome:
        """Read it, and store it unless this is a dry run. Raises CommandFailed, after which the caller rolls back."""
        try:
            if self._name.endswith((".ics", ".ical")) or is_calendar(self._data):
                return self._calendar(session, now)
            return self._archive(session, now) if self._is_archive() else self._text(session, now)
        except WebinarsError as error:
            raise CommandFailed(f"{self._path}: {error}") from error

    def _is_archive(self) -> bool:
        return self._name.endswith(".json") or (self._name == "-" and self._data.lstrip()[:1] == b"{")

    def _archive(self, session: Session, now: dt.datetime) -> FileOutcome:
        archive = Archive(self._data)
        webinars: list[dict[str, Any]] = []
        with progress(_("Importing"), archive.count("webinars")) as advance:

            def watch(outcomes: Sequence[RecordResult]) -> None:
                if self._is_json:
                    webinars.extend(webinar_json(outcome.webinar) for outcome in outcomes)
                advance(len(outcomes))

            if self._is_dry_run:
                report = check_archive(session, archive, now=now, watch=watch)
            else:
                report = bring_archive(session, archive, now=now, watch=watch)
        return FileOutcome(archive_json(report, webinars), [self._headline(), *archive_lines(report)])

    def _calendar(self, session: Session, now: dt.datetime) -> FileOutcome:
        found = read_calendar_for(session, self._data, self._choices, now=now)
        report = compared_report(session, OPERATOR, *found, now=now)
        if not self._is_dry_run:
            with progress(_("Importing"), len(report.reading.entries)) as advance:
                report = bring_calendar(session, self._data, found, self._choices, now=now, advance=advance)
        return FileOutcome(calendar_json(report), [self._headline(), *calendar_lines(report)])

    def _text(self, session: Session, now: dt.datetime) -> FileOutcome:
        if len(self._data) > LARGEST_TEXT_BYTES:
            raise CommandFailed(_("%(path)s: the text is larger than 5 MB.", path=self._path))
        text = decoded(self._data)
        if not text.strip():
            raise CommandFailed(_("%(path)s: the file is empty.", path=self._path))
        report = self._stored(session, text, now)
        outcome = FileOutcome(text_json(report), [self._headline(), *text_lines(report)])
        session.commit()
        return outcome

    def _stored(self, session: Session, text: str, now: dt.datetime) -> TextReport:
        if not self._is_dry_run:
            return import_text(session, OPERATOR, text, self._choices, now=now)
        reading = read_text_for(session, text, self._choices)
        return TextReport(reading)

    def _headline(self) -> str:
        return _("%(path)s (dry run, nothing is stored)", path=self._path) if self._is_dry_run else self._path
