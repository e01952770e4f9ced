import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.archive import records
from webinars.domain.archive.described import Descriptions
from webinars.domain.archive.fields import ArchiveUnreadable, Place, read_object
from webinars.domain.archive.merging import Proposal
from webinars.domain.archive.recordings import Recordings
from webinars.domain.archive.register import Register, Shelf
from webinars.domain.archive.webinars import Outcome, WebinarImport
from webinars.domain.calendars.actions import restore_history
from webinars.lib.errors import NotAllowed
from webinars.lib.i18n import gettext as _
from webinars.models import AnnouncementCopy, AuditEvent, Source, SourceKind, Webinar

TOP_LEVEL = frozenset(
    {"format", "version", "organisations", "speakers", "series", "topics", "webinars", "retired_slugs"}
)
Advance = Callable[[int], None]


@dataclass
class ArchiveReport:
    """What an archive changed."""

    created: list[Webinar] = field(default_factory=list)
    updated: list[Webinar] = field(default_factory=list)
    unchanged: list[Webinar] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    """Differences from what people have edited on this site: not stored."""
    unknown: list[str] = field(default_factory=list)
    """Places of keys that this version has no use for."""
    shut: list[Place] = field(default_factory=list)
    """Records of webinars that let in only people who have registered, and say no way to register."""

    @property
    def webinars(self) -> list[Webinar]:
        """All of the file that are on the site now."""
        return [*self.created, *self.updated, *self.unchanged]


def _nobody(_count: int) -> None:
    """Watches nothing."""


def import_archive(
    session: Session,
    actor: Actor,
    data: bytes | str,
    *,
    now: dt.datetime,
    advance: Advance = _nobody,
) -> ArchiveReport:
    """Store what the archive `data` describes; flushes, and leaves the commit to the caller.

    A record is known by its uid, then its slug. What a person has edited since is proposed, not overwritten. `advance`
    is told how many more webinars are done. Raises NotAllowed unless the actor administers the site, and
    ArchiveUnreadable, which names the place; then the caller rolls back and nothing of the file is stored.
    """
    if not actor.is_admin:
        raise NotAllowed
    archive = parse_archive(data)
    report = ArchiveReport(unknown=archive.unknown)
    # Half-made rows must not be written by a query that looks for another.
    with session.no_autoflush:
        register = Register(session, now=now)
        recordings = Recordings(session, now=now)
        descriptions = Descriptions(register, archive, now=now)
        descriptions.read()
        report.proposals += descriptions.proposals
        webinars = WebinarImport(session, register, now=now, recordings=recordings)
        outcomes = []
        for outcome in webinars.read(archive.objects("webinars")):
            outcomes.append(outcome)
            _tell(report, outcome)
            advance(1)
        session.flush()
        descriptions.redirect()
        recordings.redirect()
        recordings.store_transcripts()
        for outcome in outcomes:
            former = outcome.place.slugs("former_slugs")
            webinars.shelf.redirect(former, outcome.webinar, outcome.webinar.id)
        _retire(archive, register, webinars, recordings)
    _note(session, actor, outcomes, now=now)
    session.flush()
    _restore_calendars(session, outcomes)
    return report


def parse_archive(data: bytes | str) -> Place:
    """The archive as an object with its unknown keys noted. Raises ArchiveUnreadable."""
    try:
        value = json.loads(data if isinstance(data, str) else data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ArchiveUnreadable("", _("This file is not text in UTF-8.")) from None
    except json.JSONDecodeError as error:
        raise ArchiveUnreadable(
            "", _("This is not JSON: see line %(line)s, column %(column)s.", line=error.lineno, column=error.colno)
        ) from None
    except (RecursionError, ValueError):
        raise ArchiveUnreadable("", _("This is not JSON that can be read.")) from None
    if not isinstance(value, dict) or value.get("format") != records.FORMAT:
        raise ArchiveUnreadable("", _('This is not an archive: its "format" is not "webinars-archive".'))
    if value.get("version") != records.VERSION:
        raise ArchiveUnreadable("version", _("this installation reads version %(version)s", version=records.VERSION))
    return Place(path="", record=value, unknown=[key for key in value if key not in TOP_LEVEL])


def _tell(report: ArchiveReport, outcome: Outcome) -> None:
    report.proposals += outcome.proposals
    if outcome.webinar.lacks_registration:
        report.shut.append(outcome.place)
    if outcome.is_new:
        report.created.append(outcome.webinar)
    elif outcome.is_changed:
        report.updated.append(outcome.webinar)
    else:
        report.unchanged.append(outcome.webinar)


def _retire(archive: Place, register: Register, webinars: WebinarImport, recordings: Recordings) -> None:
    shelves: dict[str, Shelf[Any]] = {
        "organisation": register.organisations,
        "speaker": register.speakers,
        "series": register.series,
        "topic": register.topics,
        "webinar": webinars.shelf,
        "recording": recordings.shelf,
    }
    value = archive.record.get("retired_slugs") or {}
    retired = Place(path="retired_slugs", record=value if isinstance(value, dict) else {}, unknown=archive.unknown)
    archive.unknown.extend(retired.at(kind) for kind in retired.record if kind not in shelves)
    for kind, shelf in shelves.items():
        shelf.retire(retired.slugs(kind))


def _restore_calendars(session: Session, outcomes: Sequence[Outcome]) -> None:
    """Go on counting where the other site stopped: a calendar ignores an entry with a lower number than it has."""
    for outcome in outcomes:
        value = outcome.place.record.get("calendar")
        if outcome.is_new and value is not None:
            place = outcome.place.at("calendar")
            numbers = Place(path=place, record=read_object(value, place)).values(records.CALENDAR_ENTRY)
            if len(numbers) == len(records.CALENDAR_ENTRY):
                restore_history(session, outcome.webinar, **numbers)


def _note(session: Session, actor: Actor, outcomes: Sequence[Outcome], *, now: dt.datetime) -> None:
    """Remember what the file said, and write into the history what it changed."""
    known = {
        source.key: source for source in session.scalars(sa.select(Source).where(Source.kind == SourceKind.ARCHIVE))
    }
    others = {(row.kind, row.key) for row in session.execute(sa.select(Source.kind, Source.key))}
    for outcome in outcomes:
        webinar = outcome.webinar
        source = known.get(webinar.uid)
        if source is None:
            session.add(
                Source(
                    webinar_id=webinar.id,
                    kind=SourceKind.ARCHIVE,
                    key=webinar.uid,
                    values=outcome.said,
                    imported_at=now,
                )
            )
        elif source.values != outcome.said:
            source.values = {**source.values, **outcome.said}
            source.imported_at = now
        for each in outcome.place.objects("sources"):
            values = each.values(records.SOURCE, parts=("values",))
            if {"kind", "key"} <= set(values) and (values["kind"], values["key"]) not in others:
                others.add((values["kind"], values["key"]))
                stored = {"imported_at": now} | values
                session.add(Source(webinar_id=webinar.id, values=each.record.get("values") or {}, **stored))
        if outcome.is_new:
            for each in outcome.place.objects("copies"):
                session.add(_copy(each, webinar))
        if outcome.is_new or outcome.is_changed:
            session.add(
                AuditEvent(
                    at=now,
                    action="webinar:import",
                    actor_id=actor.user_id,
                    organisation_id=webinar.host_id,
                    webinar_id=webinar.id,
                    detail={"from": "archive"},
                )
            )


def _copy(place: Place, webinar: Webinar) -> AnnouncementCopy:
    values = place.values(records.COPY)
    for key in (each.key for each in records.COPY):
        if key not in values:
            raise ArchiveUnreadable(place.at(key), _("is missing"))
    return AnnouncementCopy(webinar=webinar, **values)
