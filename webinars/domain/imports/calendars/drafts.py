"""A calendar of another program on its way in: each entry a draft, known again by its UID and RECURRENCE-ID."""

import datetime as dt
import itertools
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct, field
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.imports.calendars.date_changes import Comparison, compare, follow_moves, noted_entry
from webinars.domain.imports.calendars.vanished_entries import VanishedWebinar, vanished_webinars
from webinars.domain.imports.drafts import create_draft
from webinars.domain.imports.errors import HostUnknown, PublicationBlocked
from webinars.domain.imports.proposals import announcement_proposals
from webinars.domain.imports.texts import ImportEffect, TextImportResult
from webinars.domain.imports.webinar_content import (
    NAME_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    TOPIC_LENGTH,
    Person,
    WebinarContent,
    distinct_names,
)
from webinars.domain.lineup.actions import MAX_APPEARANCES
from webinars.domain.programme import permissions
from webinars.domain.programme.actions import MAX_TOPICS
from webinars.domain.programme.editor_queries import whole
from webinars.domain.programme.errors import WebinarIncomplete
from webinars.domain.programme.fields.details import checked_details
from webinars.domain.programme.life_cycle import publish
from webinars.domain.programme.start import start_from
from webinars.lib.background_throttle import ONE_TRANSACTION, Steps
from webinars.lib.errors import require_right
from webinars.lib.i18n import gettext as _
from webinars.lib.languages import USUAL_LANGUAGE
from webinars.lib.names import name_key
from webinars.lib.text_cleaning import one_line
from webinars.models import AppearanceRole, Organisation, Source, SourceKind, Status, Webinar
from webinars.pure import times
from webinars.pure.ical.reading import CalendarReading, EntryReading


class CalendarReport(Struct):
    reading: CalendarReading
    outcomes: list[TextImportResult] = field(default_factory=list)
    compared: Sequence[str] = ()
    """What has moved as a whole, and what is older than what was imported before, in sentences."""
    gone: Sequence[VanishedWebinar] = ()
    """What the calendar held before and holds no more. It is left as it is."""


def compared_report(
    session: Session, actor: Actor, reading: CalendarReading, host: Organisation | None, *, now: dt.datetime
) -> CalendarReport:
    """Returns what the calendar says, beside what it said before to the host. Stores nothing."""
    if host is None:
        return CalendarReport(reading)
    found = compare(session, host, reading, now=now)
    return CalendarReport(reading, compared=found.sentences, gone=vanished_webinars(session, actor, found))


def store_calendar(
    session: Session,
    actor: Actor,
    reading: CalendarReading,
    host: Organisation | None,
    *,
    is_published: bool,
    now: dt.datetime,
    steps: Steps = ONE_TRANSACTION,
    advance: Callable[[int], None] = lambda _count: None,
) -> CalendarReport:
    """Store the entries as drafts, or as changes of what they became before. Flushes. Who made `steps` commits.

    `advance` is told how many more are done. Raises HostUnknown, NotAllowed, WebinarInvalid, PublicationBlocked. After
    any of them the caller rolls back.
    """
    if host is None:
        raise HostUnknown
    if is_published and reading.is_blocked:
        raise PublicationBlocked(reading)
    with steps.step():
        found = follow_calendar(session, host, reading, now=now)
    report = CalendarReport(reading, compared=found.sentences, gone=vanished_webinars(session, actor, found))
    entries = iter(reading.entries)
    while part := list(itertools.islice(entries, steps.count)):
        with steps.step():
            take_turns(session, host)
            for entry in part:
                if entry.uid in found.older:
                    continue
                outcome = store_entry(session, actor, host, entry, calendar=reading.name, now=now)
                report.outcomes.append(outcome)
                if is_published:
                    _publish(session, actor, outcome, now=now)
        advance(len(part))
    return report


def follow_calendar(session: Session, host: Organisation, reading: CalendarReading, *, now: dt.datetime) -> Comparison:
    """Let dates that have moved in the calendar be known by their new names. Returns what else it says. Flushes.

    All of them at once, so that what is broken off after this finds each date.
    """
    take_turns(session, host)
    found = compare(session, host, reading, now=now)
    follow_moves(session, host, found.moved)
    return found


def take_turns(session: Session, host: Organisation) -> None:
    """Let two who import for the same host take turns until the end of the transaction: no entry is made twice.

    SQLite queues them anyway.
    """
    session.execute(sa.select(Organisation.id).where(Organisation.id == host.id).with_for_update(key_share=True))


def require_storable(reading: CalendarReading, host: Organisation, *, is_published: bool, now: dt.datetime) -> None:
    """Refuse a calendar that could be stored in part only. Raises PublicationBlocked, WebinarInvalid."""
    if is_published and reading.is_blocked:
        raise PublicationBlocked(reading)
    for entry in reading.entries:
        content = content_of_entry(entry, None)
        checked_details(
            {
                "title": content.title,
                "description": content.description,
                "language": content.language or USUAL_LANGUAGE,
                "registration_url": content.registration_url,
                "join_url": content.join_url,
            }
        )
        minutes = content.duration_minutes or host.default_duration_minutes
        if content.wall is not None and content.timezone is not None:
            start_from(content.wall, content.timezone, minutes, host=host)
        elif is_published and (content.date is None or content.date >= now.date()):
            raise WebinarIncomplete({"starts_wall": _("a date and an hour")})


def _publish(session: Session, actor: Actor, outcome: TextImportResult, *, now: dt.datetime) -> None:
    if outcome.webinar.status == Status.DRAFT:
        publish(session, actor, outcome.webinar, now=now)
        if outcome.became is ImportEffect.UNCHANGED:
            outcome.became = ImportEffect.UPDATED


def store_entry(
    session: Session,
    actor: Actor,
    host: Organisation,
    entry: EntryReading,
    *,
    calendar: str,
    now: dt.datetime,
    chosen: Collection[str] | None = None,
) -> TextImportResult:
    """Make a draft of an entry that is new to the host, or follow it where nobody has edited.

    `calendar` is the name of the one it stands in. `chosen` are the keys of the proposals that a person follows
    instead. Raises NotAllowed, WebinarInvalid.
    """
    source = source_of(session, host, entry)
    content = content_of_entry(entry, source.values if source is not None else None)
    said = content.fields() | {"entry": noted_entry(entry, calendar)}
    if source is not None:
        webinar = _webinar(session, source.webinar_id)
        require_right(permissions.can_edit_texts(actor, webinar))
        return _follow(session, actor, webinar, source, content, said, chosen, now=now)
    ours = session.scalar(sa.select(Webinar.id).where(Webinar.uid == entry.uid))
    if ours is not None and permissions.can_edit_texts(actor, webinar := _webinar(session, ours)):
        return TextImportResult(webinar, ImportEffect.UNCHANGED, notes=[_("This entry comes from this site.")])
    webinar, notes = create_draft(session, actor, host, content, now=now)
    session.add(
        Source(
            webinar_id=webinar.id,
            kind=SourceKind.CALENDAR,
            key=source_key(host, entry),
            values=said,
            imported_at=now,
        )
    )
    session.flush()
    return TextImportResult(webinar, ImportEffect.CREATED, notes=notes)


def source_key(host: Organisation, entry: EntryReading) -> str:
    """Returns what an entry is known by: what others have imported under the same UID is theirs."""
    return f"{host.id} {entry.key}"


def source_of(session: Session, host: Organisation, entry: EntryReading) -> Source | None:
    """Returns where an entry that was imported before has been noted."""
    return session.scalar(
        sa.select(Source).where(Source.kind == SourceKind.CALENDAR, Source.key == source_key(host, entry))
    )


def content_of_entry(entry: EntryReading, said: Mapping[str, Any] | None) -> WebinarContent:
    """Returns an entry in the form in which it can be stored. `said` is what it said when it was imported before."""
    kept = zone_kept(entry, said)
    minutes = None
    if entry.starts_at is not None and entry.ends_at is not None:
        minutes = int((entry.ends_at - entry.starts_at).total_seconds() // 60)
    return WebinarContent(
        title=one_line(entry.title, at_most=TITLE_LENGTH),
        description=entry.description,
        wall=entry.starts_wall or (entry.unzoned_wall if kept else None),
        timezone=kept or entry.timezone,
        date=entry.date,
        duration_minutes=minutes,
        lineup=_people(entry),
        topics=distinct_names(entry.topics, at_most=MAX_TOPICS, length=TOPIC_LENGTH),
        language=entry.language,
        registration_url=entry.registration_url,
        join_url=entry.join_url,
    )


def _people(entry: EntryReading) -> tuple[Person, ...]:
    """Returns the line-up, each name once, as many as fit."""
    people: dict[str, Person] = {}
    for each in entry.lineup:
        name = one_line(each.name, at_most=NAME_LENGTH)
        if key := name_key(name):
            affiliation = one_line(each.affiliation, at_most=TEXT_LENGTH)
            people.setdefault(key, Person(name=name, affiliation=affiliation, role=AppearanceRole(each.role)))
    return tuple(people.values())[:MAX_APPEARANCES]


def zone_kept(entry: EntryReading, said: Mapping[str, Any] | None) -> str | None:
    """Returns the zone that a person chose for an hour without one, if that is the same hour now, or None.

    An offset in the place of a zone gives way to a zone that had it at that hour.
    """
    start, wall = said["start"] if said is not None else None, entry.starts_wall or entry.unzoned_wall
    if start is None or wall is None or start["wall"] != wall.isoformat(timespec="minutes"):
        return None
    kept: str | None = start["timezone"]
    is_offset = kept is not None and (entry.timezone or "").startswith("Etc/")
    is_same = is_offset and kept is not None and times.instants(wall, kept) == (entry.starts_at,)
    return kept if entry.is_zone_assumed or entry.unzoned_wall is not None or is_same else None


def _follow(
    session: Session,
    actor: Actor,
    webinar: Webinar,
    source: Source,
    content: WebinarContent,
    said: dict[str, Any],
    chosen: Collection[str] | None,
    *,
    now: dt.datetime,
) -> TextImportResult:
    proposals = list(announcement_proposals(webinar, content, source.values, moves_after=now))
    followed = [each for each in proposals if (each.is_safe if chosen is None else each.key in chosen)]
    notes = [note for proposal in followed if (note := proposal.apply(session, actor, webinar, now=now)) is not None]
    if said != source.values:
        source.values, source.imported_at = said, now
    session.flush()
    return TextImportResult(
        webinar,
        ImportEffect.UPDATED if followed else ImportEffect.UNCHANGED,
        left=[proposal for proposal in proposals if proposal not in followed],
        notes=notes,
    )


def _webinar(session: Session, webinar_id: int) -> Webinar:
    return session.scalars(sa.select(Webinar).where(Webinar.id == webinar_id).options(*whole())).one()
