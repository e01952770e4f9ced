"""A site of any size for benchmarks: what a public page may name, in numbers and with a few that have thousands."""

import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from bench_search import Words, put, rows_of

from webinars.config import Settings
from webinars.db import db
from webinars.domain.calendars.actions import write_entries
from webinars.domain.programme.listing.lists import write_lists
from webinars.domain.search.actions import reindex
from webinars.models import (
    AgendaQuestion,
    Appearance,
    Chapter,
    CoOrganiser,
    Cue,
    FileKind,
    Organisation,
    Recording,
    RecordingKind,
    Series,
    Speaker,
    Status,
    StoredFile,
    Topic,
    Transcript,
    Visibility,
    Webinar,
    webinar_topic,
)

NOW = dt.datetime.now(dt.UTC).replace(minute=0, second=0, microsecond=0)
BATCH = 2_000
ENTRIES_AT_ONCE = 400
SERIES, TOPICS = 400, 60
TRANSCRIBED_EVERY, CUES = 20, 200
MOST_THREE_HOURS_APART = 50_000
KEPT_EVERY = 4
"""Of so many recordings one is a file of this site, and so stands in podcasts."""
Rows = tuple[sa.Table, Iterator[dict]]


class LargeSteps:
    """Nobody else writes, so nobody is waited for."""

    count = ENTRIES_AT_ONCE

    @contextmanager
    def step(self) -> Iterator[None]:
        yield
        db.session.commit()


def fill(settings: Settings, words: Words, webinars: int, organisations: int) -> None:
    """Fill an empty database: rows past the mapper, then calendar entries and the index of search as the site writes
    them."""
    put([*programme(words, webinars, organisations), *archive(words, webinars)])
    for first in range(1, webinars + 1, ENTRIES_AT_ONCE):
        ids = range(first, first + ENTRIES_AT_ONCE)
        write_entries(db.session(), ids, settings=settings, now=NOW)
        write_lists(db.session(), ids)
        db.session.commit()
        db.session.expunge_all()
    reindex(db.session(), steps=LargeSteps(), advance=lambda _count: db.session.expunge_all())
    db.session.remove()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # As autovacuum leaves it a while after.
        connection.exec_driver_sql("VACUUM ANALYZE" if db.engine.dialect.name == "postgresql" else "SELECT 1")


def programme(words: Words, webinars: int, organisations: int) -> Iterator[Rows]:
    """Webinars in every state, of which a quarter belongs to one organisation, a tenth each to one speaker and one
    series."""
    numbers, speakers = range(1, webinars + 1), max(webinars // 5, 10)
    yield rows_of(
        Organisation(slug="", name="", name_key="", timezone="Europe/London", created_at=NOW, updated_at=NOW),
        (
            {"id": n, "slug": f"o-{n}", "name": f"Society {n}", "name_key": f"society {n}"}
            for n in range(1, organisations + 1)
        ),
    )
    yield rows_of(
        Speaker(slug="", name="", name_key="", organisation=None, created_at=NOW,
                bio="Studies comets.", affiliation="Bath"),
        (
            {"id": n, "slug": f"p-{n}", "name": f"Person {n}", "name_key": f"person {n}",
             "organisation_id": n % organisations + 1}
            for n in range(1, speakers + 1)
        ),
    )  # fmt: skip
    topics = range(1, TOPICS + 1)
    yield rows_of(Topic(slug="", name=""), ({"id": n, "slug": f"t-{n}", "name": f"Topic {n}"} for n in topics))
    yield rows_of(
        Series(slug="", title="", organisation=None),
        (
            {"id": n, "slug": f"s-{n}", "title": f"Series {n}", "organisation_id": n % organisations + 1}
            for n in range(1, SERIES + 1)
        ),
    )
    yield rows_of(
        Webinar(slug="", uid="", join_code="", title="", host=None, timezone="Europe/London",
                created_at=NOW, updated_at=NOW, published_at=NOW, duration_minutes=90),
        (webinar_row(words, n, webinars, organisations) for n in numbers),
    )  # fmt: skip
    yield webinar_topic, ({"webinar_id": n, "topic_id": 1 if n % 4 == 0 else n % TOPICS + 1} for n in numbers)
    yield rows_of(
        CoOrganiser(organisation=None, invited_at=NOW),
        (
            {"webinar_id": n, "organisation_id": other, "position": 0, "accepted_at": NOW if n % 6 else None}
            for n in numbers
            if n % 3 == 0 and (other := 2 if n % 9 == 0 else n * 7 % organisations + 1) != host_of(n, organisations)
        ),
    )
    yield rows_of(
        Appearance(speaker=None, affiliation="Bath"),
        (
            {"webinar_id": n, "speaker_id": speaker, "position": place}
            for n in numbers
            for place, speaker in enumerate({1 if n % 10 == 0 else n % speakers + 1, n * 7 % speakers + 1})
        ),
    )
    yield rows_of(
        AgendaQuestion(text=""),
        (
            {"webinar_id": n, "position": place, "text": f"What is {words.title(n)}?", "answered_s": place * 600}
            for n in numbers
            for place in range(3)
        ),
    )


def archive(words: Words, webinars: int) -> Iterator[Rows]:
    """Yields the rows of a recording of every second webinar, with chapters.

    Some are files of this site, and some have a transcript.
    """
    recorded = [n for n in range(1, webinars + 1) if n % 2 == 0]
    yield rows_of(
        Recording(slug="", kind=RecordingKind.FULL, title="", url="https://videos.example/1.mp4", provider="video_file",
                  provider_host="videos.example", provider_video="/1.mp4", published_at=NOW, created_at=NOW),
        (
            {"id": n, "slug": f"r-{n}", "webinar_id": n, "position": 0, "title": words.title(n), "duration_s": 2_400,
             "language": "zh" if n % 5 == 0 else "en", "published_at": NOW - dt.timedelta(hours=n)}
            for n in recorded
        ),
    )  # fmt: skip
    yield rows_of(
        StoredFile(key="", kind=FileKind.VIDEO, name="talk.mp4", content_type="video/mp4", byte_count=50_000_000,
                   created_at=NOW),
        ({"recording_id": n, "key": secrets.token_urlsafe(32)} for n in recorded if n % KEPT_EVERY == 0),
    )  # fmt: skip
    yield rows_of(
        Chapter(at_s=0, title=""),
        ({"recording_id": n, "at_s": at_s, "title": words.title(n)} for n in recorded for at_s in range(0, 2_400, 600)),
    )
    heard = [n for n in recorded if n % TRANSCRIBED_EVERY == 0]
    yield rows_of(
        Transcript(language="en", created_at=NOW, updated_at=NOW), ({"id": n, "recording_id": n} for n in heard)
    )
    yield rows_of(
        Cue(starts_ms=0, ends_ms=1, text=""),
        (
            {"transcript_id": n, "starts_ms": ms, "ends_ms": ms + 5_000, "text": words.text(80, n)}
            for n in heard
            for ms in range(0, CUES * 5_000, 5_000)
        ),
    )


def host_of(n: int, organisations: int) -> int:
    return 1 if n % 4 == 0 else n % organisations + 1


def webinar_row(words: Words, n: int, webinars: int, organisations: int) -> dict:
    """Returns the row of a webinar. Two thirds are past, and the first number is the latest of those that come."""
    # None so far away that nobody knows the rules of zones.
    apart = 3 if webinars <= MOST_THREE_HOURS_APART else 1
    starts = (NOW + dt.timedelta(hours=apart * (webinars // 3 - n))).replace(tzinfo=None)
    status = state_of(n)
    has_hour = status is not Status.POSTPONED and n % 50 != 1
    starts_at = starts.replace(tzinfo=dt.UTC)
    return {
        "id": n, "slug": f"w-{n}", "uid": secrets.token_hex(16), "join_code": secrets.token_urlsafe(9),
        "title": words.title(n), "description": words.text(1_000, n), "host_id": host_of(n, organisations),
        "series_id": 1 if n % 10 == 5 else n % SERIES + 1 if n % 2 else None,
        "status": status, "visibility": Visibility.UNLISTED if n % 50 == 7 else Visibility.PUBLIC,
        "published_at": None if status is Status.DRAFT else NOW,
        "cancelled_at": NOW if status is Status.CANCELLED else None,
        "starts_wall": starts if has_hour else None, "starts_on": starts.date(),
        "starts_at": starts_at if has_hour else None,
        "ends_at": starts_at + dt.timedelta(minutes=90) if has_hour else None,
        "join_url": "https://rooms.example/1", "revision": 1,
    }  # fmt: skip


def state_of(n: int) -> Status:
    rare = {3: Status.DRAFT, 13: Status.DRAFT, 17: Status.POSTPONED, 19: Status.CANCELLED}
    return rare.get(n % 40, Status.PUBLISHED)
