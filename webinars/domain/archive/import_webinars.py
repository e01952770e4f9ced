"""The webinars of a file: known by uid, then by slug, then by host, title and day."""

import datetime as dt
import secrets
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct, field
from sqlalchemy.orm import Session

from webinars.domain.archive import records
from webinars.domain.archive.export import with_parts
from webinars.domain.archive.fields import ArchiveUnreadable, RecordNode, read_object
from webinars.domain.archive.form_limits import webinar_values
from webinars.domain.archive.import_overwrites import (
    NEVER_OVERWRITTEN,
    ImportConflict,
    as_json,
    may_follow,
    merge_fields,
)
from webinars.domain.archive.import_parts import PARTS, WebinarParts, changed_parts, organisers_of
from webinars.domain.archive.import_questions import QuestionImport, read_questions, source_values
from webinars.domain.archive.import_recordings import Recordings
from webinars.domain.archive.import_registrations import (
    FileStart,
    RegistrationImport,
    RegistrationRecord,
    read_registration,
)
from webinars.domain.archive.references import ReferenceResolver, SlugIndex
from webinars.lib.i18n import gettext as _
from webinars.lib.names import SLUG_LENGTH, name_key, slugify
from webinars.models import AnnouncementCopy, Source, SourceKind, Status, Webinar
from webinars.pure import times

# What a webinar's record holds that is kept beside it: numbers of its calendar entry, sources and copies.


class RecordExtras:
    """All of it, read before anything is stored."""

    def __init__(self, place: RecordNode) -> None:
        """Raises ArchiveUnreadable."""
        self.former_slugs = place.slugs("former_slugs")
        self.calendar = _calendar(place)
        """How often the entry has changed, and when, or None if the record does not tell."""
        self.sources = list(_sources(place))
        """The columns of each, where kind and key are given."""
        needed = [each.key for each in records.COPY]
        self._copies = [each.values(records.COPY, required=needed) for each in place.objects("copies")]

    def copies(self, webinar: Webinar) -> Iterator[AnnouncementCopy]:
        """Returns new rows of the texts about `webinar` that were taken elsewhere."""
        for values in self._copies:
            yield AnnouncementCopy(webinar=webinar, **values)


def _calendar(place: RecordNode) -> dict[str, Any] | None:
    value = place.record.get("calendar")
    if value is None:
        return None
    path = place.at("calendar")
    numbers = RecordNode(path=path, record=read_object(value, path)).values(records.CALENDAR_ENTRY)
    return numbers if len(numbers) == len(records.CALENDAR_ENTRY) else None


def _sources(place: RecordNode) -> Iterator[dict[str, Any]]:
    for each in place.objects("sources"):
        values = each.values(records.SOURCE, parts=("values",))
        if {"kind", "key"} <= set(values):
            yield values | {"values": each.record.get("values") or {}}


REPEATED_TITLES = 1000
"""How many webinars of one title a file without slugs may hold."""


class WebinarIdentity(Struct, frozen=True):
    """A webinar of the site, as far as it takes to recognise it."""

    id: int
    slug: str
    uid: str
    title_key: str
    starts_on: dt.date | None

    def is_about(self, title: str, day: dt.date | None) -> bool:
        return self.title_key == name_key(title) and self.starts_on == day


class RecordResult(Struct):
    """What became of one record."""

    place: RecordNode
    webinar: Webinar
    beside: RecordExtras
    source: Source | None = None
    """What an archive said of the webinar the last time."""
    is_new: bool = False
    is_changed: bool = False
    proposals: list[ImportConflict] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    """What the record said, kept to recognise later what people have edited since."""


class WebinarImport:
    """Reads the records of webinars in the order of the file, some of them at a time."""

    def __init__(
        self, session: Session, register: ReferenceResolver, *, now: dt.datetime, recordings: Recordings
    ) -> None:
        self._session = session
        self._register = register
        self._now = now
        self._recordings = recordings
        self._registrations = RegistrationImport(session, now=now)
        self._questions = QuestionImport(session)
        self.shelf: SlugIndex[WebinarIdentity] = SlugIndex(session, "webinar", ())
        self._by_uid: dict[str, WebinarIdentity] = {}
        self._join_codes: set[str] = set()
        self._claimed: set[str] = set()
        self._promised: set[str] = set()
        """Slugs made for records that have none and are not stored yet."""
        self.catch_up()

    def catch_up(self) -> None:
        """Take in what has been stored since the last time."""
        columns = (Webinar.id, Webinar.slug, Webinar.uid, Webinar.title, Webinar.starts_on, Webinar.join_code)
        rows = self._session.execute(sa.select(*columns).where(Webinar.id > self.shelf.last_id)).all()
        known = [WebinarIdentity(row.id, row.slug, row.uid, name_key(row.title), row.starts_on) for row in rows]
        self.shelf.put(known)
        self._by_uid |= {each.uid: each for each in known}
        self._join_codes.update(row.join_code for row in rows)

    def read(self, places: Sequence[RecordNode]) -> list[RecordResult]:
        """Follow these records in the session, without a flush. Returns the outcomes. Raises ArchiveUnreadable."""
        read = [(place, webinar_values(place)) for place in places]
        known = [self._recognise(place, values) for place, values in read]
        rows = self._load([each.id for each in known if each is not None])
        sources = self._sources([each.uid for each in known if each is not None])
        self._recordings.begin(rows.values())
        self._registrations.begin(rows.values())
        self._questions.begin(rows.values())
        return [
            self._create(place, values)
            if each is None
            else self._update(place, values, rows[each.id], sources.get(each.uid))
            for (place, values), each in zip(read, known, strict=True)
        ]

    def store_registrations_and_questions(self) -> None:
        """Store how people register for and ask of the webinars read last, which have their ids by now.

        Raises ArchiveUnreadable.
        """
        self._registrations.store()
        self._questions.store()

    def _recognise(self, place: RecordNode, values: dict[str, Any]) -> WebinarIdentity | None:
        """Returns the webinar of the site that a record is about. Gives `values` the slug that it lacks."""
        found: WebinarIdentity | None
        if values.get("uid") in self._by_uid:
            found = self._by_uid[values["uid"]]
        elif "slug" in values:
            found = self.shelf.find(values["slug"])
            if found is not None and found.slug != values["slug"] and "uid" in values:
                found = None  # Its former address leads to another webinar.
        else:
            found = self._namesake(place, values)
        if found is None:
            return None
        if found.uid in self._claimed:
            raise ArchiveUnreadable(place.path, _("“%(slug)s” stands in this file twice", slug=found.slug))
        self._claimed.add(found.uid)
        return found

    def _namesake(self, place: RecordNode, values: dict[str, Any]) -> WebinarIdentity | None:
        place.require("title", values)
        wall = values.get("starts_wall")
        day = wall.date() if wall else values.get("starts_on")
        title = values["title"]
        base = slugify(title) or f"{day or self._now.date()}-{secrets.token_hex(3)}"
        for number in range(1, REPEATED_TITLES):
            ending = "" if number == 1 else f"-{number}"
            slug = base[: SLUG_LENGTH - len(ending)].rstrip("-") + ending
            found = self.shelf.find(slug)
            if not self.shelf.is_taken(slug) and slug not in self._promised:
                self._promised.add(slug)
                values["slug"] = slug
                return None
            if found is not None and found.uid not in self._claimed and found.is_about(title, day):
                return found
        raise ArchiveUnreadable(place.at("slug"), _("is missing"))

    def _create(self, place: RecordNode, values: dict[str, Any]) -> RecordResult:
        place.require("title", values)
        organisers = organisers_of(place, self._register, fallback=None)
        host = organisers[0]
        made: dict[str, Any] = {
            "uid": secrets.token_hex(16),
            "join_code": secrets.token_urlsafe(12),
            "duration_minutes": host.default_duration_minutes,
            "is_duration_assumed": "duration_minutes" not in values,
            "created_at": self._now,
            "updated_at": self._now,
        } | values
        made["slug"] = self.shelf.slug_for(
            values.get("slug"), made["title"], place.at("slug"), fallback=f"{self._now:%Y-%m-%d}"
        )
        if made.get("starts_wall") and not made.get("timezone"):
            made["timezone"] = host.timezone
        if made["uid"] in self._claimed:
            raise ArchiveUnreadable(place.at("uid"), _("belongs to another webinar"))
        if made["join_code"] in self._join_codes:
            raise ArchiveUnreadable(place.at("join_code"), _("belongs to another webinar"))
        webinar = Webinar(host=host, **made)
        parts = WebinarParts(place, self._register, organisers)
        complete(webinar, place, now=self._now)
        registration, questions = read_registration(place, values, webinar), read_questions(place)
        self._session.add(webinar)
        parts.set(webinar, PARTS, now=self._now)
        if registration is not None:
            self._registrations.set(webinar, registration)
        if questions is not None:
            self._questions.set(webinar, questions)
        said = _source_values(values, parts, registration) | source_values(questions)
        outcome = RecordResult(place, webinar, RecordExtras(place), is_new=True, said=said)
        self._recordings.add_all(webinar, place, outcome.said)
        known = WebinarIdentity(0, webinar.slug, webinar.uid, name_key(webinar.title), webinar.starts_on)
        self._by_uid[webinar.uid] = self.shelf.add(webinar.slug, known)
        self._claimed.add(webinar.uid)
        self._join_codes.add(webinar.join_code)
        return outcome

    def _update(
        self, place: RecordNode, values: dict[str, Any], webinar: Webinar, source: Source | None
    ) -> RecordResult:
        before = None if source is None else source.values
        name = f"webinar {webinar.slug}"
        parts = WebinarParts(place, self._register, organisers_of(place, self._register, fallback=webinar.host))
        registration = read_registration(place, values, FileStart.of(values, webinar))
        questions = read_questions(place)
        said = _source_values(values, parts, registration) | source_values(questions)
        outcome = RecordResult(place, webinar, RecordExtras(place), source=source, said=said)
        if webinar.is_registration_here and (url := values.pop("registration_url", None)):
            # Where people register is never switched by an address alone.
            outcome.proposals.append(ImportConflict(f"{name}, registration_url", None, url))
        outcome.is_changed, proposals = merge_fields(webinar, values, records.WEBINAR, before=before, name=name)
        outcome.proposals += proposals
        for key, (ours, theirs) in changed_parts(webinar, parts).items():
            if may_follow(ours, theirs, before, key):
                parts.set(webinar, [key], now=self._now)
                outcome.is_changed = True
            else:
                outcome.proposals.append(ImportConflict(f"{name}, {key}", ours, theirs))
        if registration is not None:
            outcome.is_changed |= self._registrations.follow(webinar, registration, before, outcome.proposals)
        if questions is not None:
            outcome.is_changed |= self._questions.follow(webinar, questions, before, outcome.proposals)
        outcome.is_changed |= self._recordings.merge(webinar, place, before, outcome.said, outcome.proposals)
        if outcome.is_changed:
            webinar.updated_at = self._now
            complete(webinar, place, now=self._now)
        return outcome

    def _load(self, ids: Sequence[int]) -> dict[int, Webinar]:
        rows = self._session.scalars(with_parts(sa.select(Webinar).where(Webinar.id.in_(ids)))) if ids else ()
        return {row.id: row for row in rows}

    def _sources(self, uids: Sequence[str]) -> dict[str, Source]:
        query = sa.select(Source).where(Source.kind == SourceKind.ARCHIVE, Source.key.in_(uids))
        return {source.key: source for source in self._session.scalars(query)} if uids else {}


def complete(webinar: Webinar, place: RecordNode, *, now: dt.datetime) -> None:
    """Derive what follows from the promise, and hold the record against what every webinar must be.

    Raises ArchiveUnreadable at the key that is wrong.
    """
    _derive_instants(webinar, place)
    if webinar.rehearsal_wall is not None and webinar.rehearsal_timezone is None:
        raise ArchiveUnreadable(place.at("rehearsal_timezone"), _("is missing"))
    if webinar.rehearsal_wall is None:
        webinar.rehearsal_timezone = None
    if webinar.status == Status.PUBLISHED and webinar.starts_on is None:
        raise ArchiveUnreadable(place.at("starts_wall"), _("a published webinar needs a date"))
    if webinar.status != Status.DRAFT and webinar.published_at is None:
        webinar.published_at = now
    if webinar.status == Status.CANCELLED and webinar.cancelled_at is None:
        webinar.cancelled_at = now


def _derive_instants(webinar: Webinar, place: RecordNode) -> None:
    if webinar.starts_wall is None:
        webinar.starts_at = webinar.ends_at = None
        return
    if webinar.timezone is None:
        raise ArchiveUnreadable(place.at("timezone"), _("is missing"))
    try:
        webinar.starts_at = times.instant(webinar.starts_wall, webinar.timezone)
    except times.UnsettledWallTime as error:
        raise ArchiveUnreadable(place.at("starts_wall"), times.why_unsettled(error)) from error
    except times.TimesError as error:
        raise ArchiveUnreadable(place.at("starts_wall"), str(error)) from error
    webinar.ends_at = webinar.starts_at + dt.timedelta(minutes=webinar.duration_minutes)
    webinar.starts_on = webinar.starts_wall.date()


def _source_values(
    values: dict[str, Any], parts: WebinarParts, registration: RegistrationRecord | None
) -> dict[str, Any]:
    given = [each for each in records.WEBINAR if each.key in values and each.key not in NEVER_OVERWRITTEN]
    said = {each.key: as_json(each, values[each.key]) for each in given} | parts.as_json()
    return said if registration is None else said | {"registration": registration.told}
