"""Who and what a file refers to: rows of the site by slug or by name, growing while the file is read."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ExecutableOption

from webinars.domain.archive.fields import ArchiveUnreadable
from webinars.lib.i18n import gettext as _
from webinars.lib.names import free_slug, name_key, organisation_key
from webinars.models import FormerSlug, Organisation, Series, Speaker, Topic

R = TypeVar("R")


class SlugIndex(Generic[R]):
    """The rows of one table by their present and former slugs."""

    def __init__(self, session: Session, kind: str, rows: Iterable[Any]) -> None:
        """`kind` is the name of the table, and `rows` have an `id` and a `slug`."""
        self._session = session
        self._kind = kind
        self._by_slug: dict[str, R | None] = {}
        self._last_id = self._last_former = 0
        self.put(rows)

    @property
    def last_id(self) -> int:
        """The highest id of the rows that were put here. What is stored since has a higher one."""
        return self._last_id

    def put(self, rows: Iterable[Any]) -> None:
        """Put rows at their slugs, and at those which led to them before and were given up since the last time."""
        by_id: dict[int | None, Any] = {row.id: row for row in rows}
        self._by_slug |= {row.slug: row for row in by_id.values()}
        self._last_id = max((self._last_id, *(row_id for row_id in by_id if row_id is not None)))
        former = self._session.execute(
            sa.select(FormerSlug.id, FormerSlug.slug, FormerSlug.target_id)
            .where(FormerSlug.kind == self._kind, FormerSlug.id > self._last_former)
            .order_by(FormerSlug.id)
        )
        for former_id, slug, target_id in former:
            self._by_slug.setdefault(slug, by_id.get(target_id))
            self._last_former = former_id

    def find(self, slug: str | None) -> R | None:
        """Returns the row at this address, now or once."""
        return None if slug is None else self._by_slug.get(slug)

    def is_taken(self, slug: str) -> bool:
        """Returns whether the address is given, or was and must lead nowhere else."""
        return slug in self._by_slug

    def add(self, slug: str, row: R) -> R:
        """Put `row` at its slug."""
        self._by_slug[slug] = row
        return row

    def alias(self, slug: str | None, row: R) -> None:
        """Let the slug by which a file calls `row` mean it while the file is read."""
        if slug is not None:
            self._by_slug.setdefault(slug, row)

    def slug_for(self, given: str | None, text: str, place: str, *, fallback: str) -> str:
        """Returns `given`, if it is free, or one made of `text`. Raises ArchiveUnreadable."""
        if given is None:
            return free_slug(text, self.is_taken, fallback=fallback)
        if self.is_taken(given):
            raise ArchiveUnreadable(place, _("“%(slug)s” is taken already", slug=given))
        return given

    def add_former_slug(self, slug: str, target_id: int | None) -> None:
        """Let a slug lead to the row with this id, or to nothing and never to anything, unless it belongs to a row."""
        if not self.is_taken(slug):
            self._by_slug[slug] = None
            self._session.add(FormerSlug(kind=self._kind, slug=slug, target_id=target_id))


class ReferenceResolver:
    """Finds what a reference means: a slug first, then a name. Makes what is not there."""

    def __init__(self, session: Session, *, now: dt.datetime) -> None:
        self._session = session
        self._now = now
        self.organisations: SlugIndex[Organisation] = SlugIndex(session, "organisation", ())
        self.speakers: SlugIndex[Speaker] = SlugIndex(session, "speaker", ())
        self.series: SlugIndex[Series] = SlugIndex(session, "series", ())
        self.topics: SlugIndex[Topic] = SlugIndex(session, "topic", ())
        self._organisations_by_key: dict[str, Organisation] = {}
        self._speakers_by_key: dict[tuple[str, str], Speaker] = {}
        self._speakers_of_file: dict[str, Speaker] = {}
        self._series_by_title: dict[tuple[str, str], Series] = {}
        self._topics_by_name: dict[str, Topic] = {}
        self.catch_up()

    def catch_up(self) -> None:
        """Take in what has been stored since the last time."""
        for row in self._since(self.organisations, Organisation):
            self._organisations_by_key.setdefault(row.name_key, row)
        for row in self._since(self.speakers, Speaker, orm.joinedload(Speaker.organisation)):
            self._speakers_by_key.setdefault((row.organisation.slug, row.name_key), row)
        for row in self._since(self.series, Series, orm.joinedload(Series.organisation)):
            self._series_by_title.setdefault((row.organisation.slug, name_key(row.title)), row)
        for row in self._since(self.topics, Topic):
            self._topics_by_name.setdefault(row.name, row)

    def _since(self, shelf: SlugIndex[Any], kind: type[Any], *options: ExecutableOption) -> Sequence[Any]:
        query = sa.select(kind).where(kind.id > shelf.last_id).order_by(kind.id).options(*options)
        rows = self._session.scalars(query).all()
        shelf.put(rows)
        return rows

    def add_organisation(self, row: Organisation) -> Organisation:
        self._session.add(row)
        self._organisations_by_key.setdefault(row.name_key, row)
        return self.organisations.add(row.slug, row)

    def add_speaker(self, row: Speaker) -> Speaker:
        self._session.add(row)
        self._speakers_by_key.setdefault((row.organisation.slug, row.name_key), row)
        return self.speakers.add(row.slug, row)

    def add_series(self, row: Series) -> Series:
        self._session.add(row)
        self._series_by_title.setdefault((row.organisation.slug, name_key(row.title)), row)
        return self.series.add(row.slug, row)

    def add_topic(self, row: Topic) -> Topic:
        self._session.add(row)
        self._topics_by_name.setdefault(row.name, row)
        return self.topics.add(row.slug, row)

    def note_speaker_of_file(self, row: Speaker) -> None:
        """Let a name in a line-up mean first of all the people whom the file itself describes."""
        self._speakers_of_file.setdefault(row.name_key, row)

    def find_organisation(self, reference: str) -> Organisation | None:
        return self.organisations.find(reference) or self._organisations_by_key.get(organisation_key(reference))

    def first_organisation(self) -> Organisation | None:
        """Returns somebody to belong to, for a record that does not say to whom."""
        return next(iter(self._organisations_by_key.values()), None)

    def find_speaker(self, name: str, organisation: Organisation) -> Speaker | None:
        """Returns a speaker of that name whose record the organisation keeps."""
        return self._speakers_by_key.get((organisation.slug, name_key(name)))

    def find_series(self, title: str, organisation: Organisation) -> Series | None:
        return self._series_by_title.get((organisation.slug, name_key(title)))

    def find_topic(self, name: str) -> Topic | None:
        return self._topics_by_name.get(name)

    def organisation(self, reference: str, *, timezone: str) -> Organisation:
        """Returns the organisation meant. One that is made here has no members and can be claimed."""
        found = self.find_organisation(reference)
        return found or self.add_organisation(
            Organisation(
                slug=self._free(self.organisations, reference),
                name=reference,
                name_key=organisation_key(reference),
                timezone=timezone,
                created_at=self._now,
                updated_at=self._now,
            )
        )

    def speaker(self, reference: str, host: Organisation, *, affiliation: str) -> Speaker:
        """Returns the speaker meant. One that is made here belongs to the host."""
        found = (
            self.speakers.find(reference)
            or self._speakers_of_file.get(name_key(reference))
            or self.find_speaker(reference, host)
        )
        return found or self.add_speaker(
            Speaker(
                slug=self._free(self.speakers, reference),
                name=reference,
                name_key=name_key(reference),
                affiliation=affiliation,
                organisation=host,
                created_at=self._now,
            )
        )

    def one_series(self, reference: str, host: Organisation) -> Series:
        found = self.series.find(reference) or self.find_series(reference, host)
        return found or self.add_series(
            Series(slug=self._free(self.series, reference), title=reference, organisation=host)
        )

    def topic(self, reference: str) -> Topic:
        found = self.find_topic(reference) or self.topics.find(reference)
        return found or self.add_topic(Topic(slug=self._free(self.topics, reference), name=reference))

    def _free(self, shelf: SlugIndex[R], reference: str) -> str:
        return shelf.slug_for(None, reference, "", fallback=f"{self._now:%Y-%m-%d}")
