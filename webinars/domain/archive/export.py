import json
import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.archive import records
from webinars.domain.archive.export_questions import StoredQuestions
from webinars.domain.archive.export_registrations import StoredRegistrations
from webinars.domain.archive.fields import record_of
from webinars.domain.archive.import_recording_parts import tree_parts
from webinars.domain.archive.import_transcripts import StoredTranscripts
from webinars.domain.programme.queries import for_texts
from webinars.models import (
    AnnouncementCopy,
    Appearance,
    CalendarEntry,
    FormerSlug,
    Organisation,
    Recording,
    Series,
    Source,
    SourceKind,
    Speaker,
    Topic,
    Webinar,
)

Advance = Callable[[int], None]
"""Told how many more webinars have been written."""
CHUNK = 500


def _no_watch(_count: int) -> None:
    """Watches nothing."""


def export_archive(session: Session, *, advance: Advance = _no_watch) -> bytes:
    """Returns everything on the site, as UTF-8. The same content is the same bytes, whatever order it was entered in.

    Room addresses are in it. What `webinars.domain.archive` says of people is not.
    """
    keepsakes = DetachedRows(session)
    archive = {
        "format": records.FORMAT,
        "version": records.VERSION,
        "organisations": _sorted(
            record_of(row, records.ORGANISATION) | keepsakes.former_slugs(row)
            for row in session.scalars(sa.select(Organisation))
        ),
        "speakers": _sorted(
            record_of(row, records.SPEAKER) | {"organisation": row.organisation.slug} | keepsakes.former_slugs(row)
            for row in session.scalars(sa.select(Speaker).options(orm.joinedload(Speaker.organisation)))
        ),
        "series": _sorted(
            record_of(row, records.SERIES) | {"organisation": row.organisation.slug} | keepsakes.former_slugs(row)
            for row in session.scalars(sa.select(Series).options(orm.joinedload(Series.organisation)))
        ),
        "topics": _sorted(
            record_of(row, records.TOPIC) | keepsakes.former_slugs(row) for row in session.scalars(sa.select(Topic))
        ),
        "webinars": _sorted(_webinars(session, keepsakes, advance)),
        "retired_slugs": keepsakes.retired_slugs(),
    }
    return (json.dumps(archive, ensure_ascii=False, indent=1) + "\n").encode()


def _sorted(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    # Not by the database: collations differ, and the same programme is to be the same bytes on every database.
    return sorted(rows, key=operator.itemgetter("slug"))


def with_parts(query: sa.Select[Webinar]) -> sa.Select[Webinar]:
    """Returns `query` with everything loaded that a webinar's record holds."""
    return query.options(
        *for_texts(),
        orm.selectinload(Webinar.recordings).options(
            orm.joinedload(Recording.appearance).joinedload(Appearance.speaker),
            orm.joinedload(Recording.stream),
            orm.selectinload(Recording.cuts),
            orm.selectinload(Recording.chapters),
            orm.selectinload(Recording.copies),
        ),
    )


class DetachedRows:
    """What is kept for a row without hanging on it: former slugs, calendar entries, imported sources."""

    def __init__(self, session: Session) -> None:
        self._former: dict[tuple[str, int | None], list[str]] = defaultdict(list)
        for former in sorted(session.scalars(sa.select(FormerSlug)), key=lambda former: former.slug):
            self._former[former.kind, former.target_id].append(former.slug)
        self._entries = {
            row.webinar_id: row for row in session.execute(
                sa.select(CalendarEntry.webinar_id, CalendarEntry.sequence, CalendarEntry.changed_at)
            )
        }  # fmt: skip
        self._sources: dict[int, list[dict[str, Any]]] = defaultdict(list)
        # What an archive brought is noted by the site it was brought to, and would be noted again by the next.
        found = session.scalars(sa.select(Source).where(Source.kind != SourceKind.ARCHIVE))
        for source in sorted(found, key=lambda source: (source.kind, source.key)):
            record = record_of(source, records.SOURCE) | {"values": source.values}
            self._sources[source.webinar_id].append(record)

        self._copies: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for copy in session.scalars(sa.select(AnnouncementCopy).order_by(AnnouncementCopy.id)):
            self._copies[copy.webinar_id].append(record_of(copy, records.COPY))
        self.transcripts = StoredTranscripts(session)
        self.registrations = StoredRegistrations(session)
        self.questions = StoredQuestions(session)

    def former_slugs(self, row: Organisation | Speaker | Series | Topic | Webinar | Recording) -> dict[str, Any]:
        """Returns the addresses it once had, which lead to it for ever."""
        return {"former_slugs": self._former.get((row.__tablename__, row.id), [])}

    def calendar(self, webinar: Webinar) -> dict[str, Any] | None:
        """Returns how often its calendar entry has changed: a calendar ignores an entry with a lower number."""
        entry = self._entries.get(webinar.id)
        return None if entry is None else record_of(entry, records.CALENDAR_ENTRY)

    def sources(self, webinar: Webinar) -> list[dict[str, Any]]:
        return self._sources.get(webinar.id, [])

    def copies(self, webinar: Webinar) -> list[dict[str, Any]]:
        """Returns the texts about it that were taken elsewhere."""
        return self._copies.get(webinar.id, [])

    def retired_slugs(self) -> dict[str, list[str]]:
        """Returns the addresses of what has been deleted, by kind: they are given to nothing else."""
        retired = {kind: slugs for (kind, target_id), slugs in self._former.items() if target_id is None}
        return dict(sorted(retired.items()))


def _webinars(session: Session, keepsakes: DetachedRows, advance: Advance) -> Iterator[dict[str, Any]]:
    query = with_parts(sa.select(Webinar)).execution_options(yield_per=CHUNK)
    for rows in session.scalars(query).partitions():
        yield from (webinar_record(row, keepsakes) for row in rows)
        advance(len(rows))


def webinar_record(webinar: Webinar, keepsakes: DetachedRows) -> dict[str, Any]:
    """Returns the whole record of a webinar that was loaded `with_parts`."""
    return (
        record_of(webinar, records.WEBINAR)
        | webinar_parts(webinar)
        | {
            "registration": keepsakes.registrations.record(webinar),
            "audience_questions": keepsakes.questions.record(webinar),
            "asked": keepsakes.questions.question_records(webinar),
            "recordings": [_recording(each, keepsakes) for each in webinar.recordings],
            "calendar": keepsakes.calendar(webinar),
            "sources": keepsakes.sources(webinar),
            "copies": keepsakes.copies(webinar),
        }
        | keepsakes.former_slugs(webinar)
    )


def webinar_parts(webinar: Webinar) -> dict[str, Any]:
    """Returns what is compared with an imported record beside the columns."""
    return {
        "organisers": [webinar.host.slug, *(each.organisation.slug for each in webinar.co_organisers)],
        "invitations": [
            {"organisation": each.organisation.slug} | record_of(each, records.INVITATION)
            for each in webinar.co_organisers
        ],
        "series": None if webinar.series is None else webinar.series.slug,
        "topics": sorted(topic.name for topic in webinar.topics),
        "lineup": [{"speaker": each.speaker.slug} | record_of(each, records.APPEARANCE) for each in webinar.lineup],
        "questions": [question.text for question in webinar.questions],
        # Beside them, because importers of version 1 know the questions as plain texts.
        "answered": [question.answered_s for question in webinar.questions],
    }


def _recording(recording: Recording, keepsakes: DetachedRows) -> dict[str, Any]:
    speaker = None if recording.appearance is None else recording.appearance.speaker.slug
    record = record_of(recording, records.RECORDING) | {"speaker": speaker} | tree_parts(recording)
    record["transcripts"] = keepsakes.transcripts.transcript_records(recording)
    return record | keepsakes.former_slugs(recording)
