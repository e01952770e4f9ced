"""Brings an archive in: first what it describes, then its webinars, then the addresses that led to them once."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from msgspec import Struct, field
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.archive.fields import RecordNode
from webinars.domain.archive.import_overwrites import ImportConflict
from webinars.domain.archive.import_recordings import Recordings
from webinars.domain.archive.import_subjects import Descriptions, FormerSlugs
from webinars.domain.archive.import_webinars import RecordResult, WebinarImport
from webinars.domain.archive.record_stream import Archive
from webinars.domain.archive.references import ReferenceResolver, SlugIndex
from webinars.domain.calendars.actions import restore_history
from webinars.lib.background_throttle import ONE_TRANSACTION, Steps
from webinars.lib.errors import require_right
from webinars.models import AuditEvent, PageCacheVersion, Source, SourceKind
from webinars.models.page_cache_version import GIVEN_STAMP

# What is noted of webinars that an archive has brought: what it said of them, and that it did.


def note(session: Session, actor: Actor, outcomes: Sequence[RecordResult], *, now: dt.datetime) -> None:
    """Remember what the records said, and write into the history what they changed. Flushes."""
    given = [(each["kind"], each["key"]) for outcome in outcomes for each in outcome.beside.sources]
    known = _known_sources(session, given)
    for outcome in outcomes:
        _note_record(session, outcome, now)
        for each in outcome.beside.sources:
            if (each["kind"], each["key"]) not in known:
                known.add((each["kind"], each["key"]))
                session.add(Source(webinar_id=outcome.webinar.id, **{"imported_at": now} | each))
        if outcome.is_new:
            session.add_all(outcome.beside.copies(outcome.webinar))
        if outcome.is_new or outcome.is_changed:
            session.add(_event(actor, outcome, now))
    session.flush()
    for outcome in outcomes:
        if outcome.is_new and outcome.beside.calendar is not None:
            # Go on counting where the other site stopped: a calendar ignores an entry with a lower number than it has.
            restore_history(session, outcome.webinar, **outcome.beside.calendar)


def _note_record(session: Session, outcome: RecordResult, now: dt.datetime) -> None:
    source, webinar = outcome.source, outcome.webinar
    if source is None:
        kind = SourceKind.ARCHIVE
        session.add(Source(webinar_id=webinar.id, kind=kind, key=webinar.uid, values=outcome.said, imported_at=now))
    elif source.values != outcome.said:
        source.values = {**source.values, **outcome.said}
        source.imported_at = now


def _event(actor: Actor, outcome: RecordResult, now: dt.datetime) -> AuditEvent:
    return AuditEvent.of_webinar(outcome.webinar, "webinar:import", {"from": "archive"}, by=actor.user_id, at=now)


def _known_sources(session: Session, given: Sequence[tuple[SourceKind, str]]) -> set[tuple[SourceKind, str]]:
    if not given:
        return set()
    rows = session.execute(sa.select(Source.kind, Source.key).where(Source.key.in_([key for _kind, key in given])))
    return {(row.kind, row.key) for row in rows}


T = TypeVar("T")
Watch = Callable[[Sequence[RecordResult]], None]
"""Told of webinars that are done, and still in the session."""


class ArchiveReport(Struct):
    """What an archive changed."""

    created: list[str] = field(default_factory=list)
    """The slugs of webinars."""
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    proposals: list[ImportConflict] = field(default_factory=list)
    """Differences from what people have edited on this site: not stored."""
    unknown: list[str] = field(default_factory=list)
    """Places of keys that this version has no use for."""
    shut: list[str] = field(default_factory=list)
    """Places in records of webinars that let in only people who have registered, and say no way to register."""


def _no_watch(_outcomes: Sequence[RecordResult]) -> None:
    """Watches nothing."""


def import_archive(
    session: Session, actor: Actor, data: bytes, *, now: dt.datetime, watch: Watch = _no_watch
) -> ArchiveReport:
    """Store what the archive `data` describes. Flushes, and leaves the commit to the caller.

    A record is known by its uid, then its slug. What a person has edited since is proposed, not overwritten. Raises
    NotAllowed unless the actor administers the site, and ArchiveUnreadable, which names the place. Then the caller
    rolls back and nothing of the file is stored.
    """
    return ArchiveImport(session, actor, data, now=now, watch=watch).store(ONE_TRANSACTION)


class ArchiveImport:
    """An archive on its way in. Made anew for each try: it remembers what it has read."""

    def __init__(
        self, session: Session, actor: Actor, data: bytes | Archive, *, now: dt.datetime, watch: Watch = _no_watch
    ) -> None:
        """Takes a look at what the site has. Raises NotAllowed, ArchiveUnreadable."""
        require_right(actor.is_admin)
        self._session = session
        self._actor = actor
        self._archive = data if isinstance(data, Archive) else Archive(data)
        self._now = now
        self._watch = watch
        self.report = ArchiveReport(unknown=list(self._archive.unknown))
        # Half-made rows must not be written by a query that looks for another.
        with session.no_autoflush:
            self._register = ReferenceResolver(session, now=now)
            self._recordings = Recordings(session, now=now)
            self._webinars = WebinarImport(session, self._register, now=now, recordings=self._recordings)
            self._descriptions = Descriptions(self._register, self._archive, self.report.unknown, now=now)
        self._former: list[tuple[SlugIndex[Any], str, int | None]] = []
        """Slugs that are to lead to the row with this id, or to nothing for ever, if nothing else has them."""

    def check(self) -> ArchiveReport:
        """Read all of it and flush nothing. The caller rolls back. Raises ArchiveUnreadable, as storing it would."""
        steps = ONE_TRANSACTION
        with self._session.no_autoflush:
            for _each in self._descriptions.read():
                pass
            webinars = self._archive.objects("webinars", self.report.unknown)
            while places := list(itertools.islice(webinars, steps.count)):
                self._check_webinars(places)
            self._retire()
        self.report.proposals += self._descriptions.proposals
        return self.report

    def store(self, steps: Steps) -> ArchiveReport:
        """Store all of it in `steps`.

        Raises ArchiveUnreadable, after `check` only if others have stored something that is in its way meanwhile.
        """
        with self._session.no_autoflush:
            self._in_steps(steps, self._descriptions.read(), self._store_descriptions)
            self._in_steps(steps, self._archive.objects("webinars", self.report.unknown), self._store_webinars)
            self._retire()
            self._in_steps(steps, iter(self._former), self._store_addresses)
        self.report.proposals[:0] = self._descriptions.proposals
        return self.report

    def _check_webinars(self, places: list[RecordNode]) -> None:
        outcomes = self._webinars.read(places)
        self._tell(outcomes)
        # What was made or changed would stay in memory until it is flushed.
        for outcome in outcomes:
            self._session.expunge(outcome.webinar)

    def _in_steps(self, steps: Steps, items: Iterator[T], store: Callable[[list[T]], None]) -> None:
        steps.begin()
        is_over = False
        while not is_over:
            with steps.step():
                self._catch_up()
                part = list(itertools.islice(items, steps.count))
                if part:
                    store(part)
                    self._session.flush()
            is_over = not part

    def _catch_up(self) -> None:
        """See what others have stored since the last step."""
        stamp = self._session.scalar(sa.select(PageCacheVersion.stamp))
        if stamp is not None and stamp == self._session.info.get(GIVEN_STAMP):
            return
        self._register.catch_up()
        self._webinars.catch_up()
        self._recordings.catch_up()

    def _store_descriptions(self, described: list[FormerSlugs]) -> None:
        self._session.flush()
        for shelf, slugs, row in described:
            self._former += [(shelf, slug, row.id) for slug in slugs]

    def _store_webinars(self, places: list[RecordNode]) -> None:
        outcomes = self._webinars.read(places)
        self._session.flush()
        self._recordings.store_transcripts()
        self._webinars.store_registrations_and_questions()
        note(self._session, self._actor, outcomes, now=self._now)
        self._former += [(self._recordings.shelf, *each) for each in self._recordings.former_slugs()]
        for outcome in outcomes:
            self._former += [(self._webinars.shelf, slug, outcome.webinar.id) for slug in outcome.beside.former_slugs]
        self._tell(outcomes)

    def _store_addresses(self, addresses: list[tuple[SlugIndex[Any], str, int | None]]) -> None:
        for shelf, slug, target_id in addresses:
            shelf.add_former_slug(slug, target_id)

    def _retire(self) -> None:
        """Note the slugs that the file gives to nothing. Raises ArchiveUnreadable."""
        shelves: dict[str, SlugIndex[Any]] = {
            "organisation": self._register.organisations,
            "speaker": self._register.speakers,
            "series": self._register.series,
            "topic": self._register.topics,
            "webinar": self._webinars.shelf,
            "recording": self._recordings.shelf,
        }
        retired = RecordNode(path="retired_slugs", record=self._archive.retired_slugs(), unknown=self.report.unknown)
        self.report.unknown.extend(retired.at(kind) for kind in retired.record if kind not in shelves)
        for kind, shelf in shelves.items():
            self._former += [(shelf, slug, None) for slug in retired.slugs(kind)]

    def _tell(self, outcomes: Sequence[RecordResult]) -> None:
        self._watch(outcomes)
        for outcome in outcomes:
            self.report.proposals += outcome.proposals
            if outcome.webinar.lacks_registration:
                self.report.shut.append(outcome.place.at("join_access"))
            if outcome.is_new:
                self.report.created.append(outcome.webinar.slug)
            elif outcome.is_changed:
                self.report.updated.append(outcome.webinar.slug)
            else:
                self.report.unchanged.append(outcome.webinar.slug)
