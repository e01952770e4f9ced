"""What search costs: questions beside bare FTS5, the size of the index, adding a transcript, the archive's page.

    bin/bench search [--recordings 20000] [--transcripts 2000] [--database postgresql://…] [--site FOLDER]

The texts are made of invented words, used as often as words are, and of Chinese characters for every fifth. With
`--site`, a site is kept and used again: on SQLite in that folder, on PostgreSQL in a database of the folder's name.

Times are CPU time: of this process, and with PostgreSQL on the same machine of the processes that serve it as well. Of
a server elsewhere there is only the clock, and what is printed says so.
"""

import argparse
import datetime as dt
import itertools
import random
import secrets
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.test import EnvironBuilder, run_wsgi_app

from webinars.app.application import build_app
from webinars.bulk import CommittedSteps, insert_rows
from webinars.commands.migrations import upgrade
from webinars.config import read_settings
from webinars.db import Model, db
from webinars.domain.search.actions import reindex
from webinars.domain.search.engines.sqlite import query_text
from webinars.domain.search.hit_positions import found_passages
from webinars.domain.search.passages import passages_of
from webinars.domain.search.queries import search
from webinars.domain.search.terms import terms_of
from webinars.domain.search.tokens import tokens
from webinars.models import (
    Appearance,
    Cue,
    Organisation,
    Recording,
    RecordingKind,
    SearchDocument,
    SearchPassage,
    Series,
    Speaker,
    Status,
    Topic,
    Transcript,
    Webinar,
    webinar_topic,
)

NOW = dt.datetime(2027, 6, 1, 12, tzinfo=dt.UTC)
TODAY = NOW.date()
DESCRIPTION_BYTES, TRANSCRIPT_BYTES = 1_570, 40_200
CUE_MS, CUES = 5_000, 463
CHINESE_EVERY = 5
BATCH = 2_000
TURNS = 15
SMALL = 200
BARE = "SELECT rowid FROM bare WHERE bare MATCH ? AND rank MATCH 'bm25(10.0, 6.0, 1.0)' ORDER BY rank LIMIT 20"


class Words:
    """Invented words, of which the n-th is used as often as one in n, and questions about texts of them."""

    def __init__(self) -> None:
        self._random = random.Random(1)
        syllables = ["".join(pair) for pair in itertools.product("bdfgklmnprstvz", "aeiou")]
        self.latin = self._invented(syllables, (1, 2, 2, 3, 3, 4), 40_000)
        self.latin[60], self.latin[900], self.latin[7_000] = "straße", "œuvre", "łódź"
        characters = [chr(code) for code in self._random.sample(range(0x4E00, 0x9000), 3_000)]
        self.chinese = self._invented(characters, (1, 2, 2, 2, 3), 12_000)
        self._weights = {
            len(words): list(itertools.accumulate(1 / (place + 3) for place in range(len(words))))
            for words in (self.latin, self.chinese)
        }

    def _invented(self, parts: list[str], lengths: tuple[int, ...], count: int) -> list[str]:
        drawn = ("".join(self._random.choices(parts, k=self._random.choice(lengths))) for _ in range(count))
        return list(dict.fromkeys(drawn))

    def text(self, byte_count: int, number: int) -> str:
        """Returns a text of so many bytes, for every fifth `number` in Chinese."""
        words, gap = (self.chinese, "") if number % CHINESE_EVERY == 0 else (self.latin, " ")
        drawn = self._random.choices(words, cum_weights=self._weights[len(words)], k=byte_count // 3)
        return gap.join(drawn).encode()[:byte_count].decode(errors="ignore")

    def title(self, number: int) -> str:
        words, gap = (self.chinese, "") if number % CHINESE_EVERY == 0 else (self.latin, " ")
        return gap.join(self._random.choices(words[50:], k=5))

    def questions(self) -> list[str]:
        """Returns common and rare words, several, phrases, exclusions, beginnings, folded letters, names, Chinese."""
        latin = self.latin
        two = [word for word in self.chinese if len(word) == 2]
        three = [word for word in self.chinese if len(word) == 3]
        return [
            latin[4], latin[40], latin[300], latin[2_000], latin[15_000],
            f"{latin[20]} {latin[90]}", f"{latin[150]} {latin[1_200]}", f"{latin[3]} {latin[9]} {latin[500]}",
            f'"{latin[5]} {latin[11]}"', f'"{latin[40]} {latin[70]}"', f"{latin[61]} -{latin[10]}",
            f"{latin[800][:4]}*", "strasse", "oeuvre lodz", "Person 77",
            two[10], two[400], two[3] + two[8], three[30], two[50][0],
        ]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--recordings", type=int, default=20_000)
    parser.add_argument("--transcripts", type=int, default=2_000)
    parser.add_argument("--database", help="a PostgreSQL server on which a database may be created; default: SQLite")
    parser.add_argument(
        "--site", type=Path, help="a folder for a site that is kept; of PostgreSQL, its database's name"
    )
    arguments = parser.parse_args()
    words = Words()
    print(f"times are {told_time(arguments.database)}")
    with site(arguments.database, arguments.site) as app:
        if not db.session.scalar(sa.select(sa.func.count(SearchDocument.id))):
            fill(words, arguments.recordings, arguments.transcripts)
        measure(words)
        pages = measured_pages(app, words)
    with site(arguments.database, None) as app:
        fill(words, SMALL, SMALL // 10)
        small = measured_pages(app, words)
    print(
        f"\npages with {arguments.recordings} recordings, and with {SMALL}: milliseconds, times (at most 3), statements"
    )
    for name, (seconds, count) in pages.items():
        few, fewer = small[name]
        print(f"{name:24}{seconds * 1000:8.1f}{few * 1000:8.1f}{seconds / few:6.1f}   {count} and {fewer}")


@contextmanager
def site(server: str | None, kept: Path | None) -> Iterator[Flask]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        data = kept if kept and not server else Path(folder)
        environment = {"WEBINARS_DATA": str(data), "WEBINARS_BASE_URL": "https://webinars.example"}
        if server:
            environment["WEBINARS_DATABASE_URL"] = stack.enter_context(database(server, kept.name if kept else None))
        app = build_app(read_settings(environment))
        with app.app_context():
            event.listen(db.engine, "connect", note_server)
            event.listen(db.engine, "close", forget_server)
            upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()


@contextmanager
def database(server: str, kept: str | None) -> Iterator[str]:
    """Yields the address of a database, which is there afterwards only if it is `kept`."""
    name = kept or f"webinars_bench_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"')
        # The CPU time of parallel workers would not be seen.
        connection.execute(f'ALTER DATABASE "{name}" SET max_parallel_workers_per_gather = 0')
    try:
        yield sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        if not kept:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def put(rows_of_tables: Iterable[tuple[sa.Table, Iterator[dict]]]) -> None:
    """Rows past the mapper, with the counters of PostgreSQL behind them. Commits."""
    tables = []
    for table, rows in rows_of_tables:
        tables.append(table)
        while some := list(itertools.islice(rows, BATCH)):
            db.session.execute(sa.insert(table), some)
    if db.engine.dialect.name == "postgresql":
        for table in tables:
            if "id" in table.c:
                place = sa.func.pg_get_serial_sequence(table.name, "id")
                db.session.execute(
                    sa.select(sa.func.setval(place, sa.select(sa.func.max(table.c.id)).scalar_subquery()))
                )
    db.session.commit()


def fill(words: Words, recordings: int, transcripts: int) -> None:
    """Rows past the mapper, and then the index as `webinars reindex` writes it."""
    began = time.perf_counter()
    put(all_rows(words, recordings, transcripts))
    made = time.perf_counter()
    reindex(db.session(), steps=CommittedSteps(db.session()), advance=lambda _count: db.session.expunge_all())
    if db.engine.dialect.name == "postgresql":
        # As autovacuum leaves it a while after.
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    documents, passages = (
        db.session.scalar(sa.select(sa.func.count(kind.id))) for kind in (SearchDocument, SearchPassage)
    )
    print(
        f"{recordings} recordings, {transcripts} transcripts: {made - began:.0f} s; "
        f"{documents} documents and {passages} passages: {time.perf_counter() - made:.0f} s"
    )
    db.session.remove()


def all_rows(words: Words, recordings: int, transcripts: int) -> Iterator[tuple[sa.Table, Iterator[dict]]]:
    """Yields the rows of each table.

    That is twenty organisations, a speaker for every twenty webinars, each with a recording, thirty topics and forty
    series.
    """
    speakers = max(recordings // 20, 2)
    numbers = range(1, recordings + 1)
    yield rows_of(
        Organisation(slug="", name="", name_key="", timezone="Europe/London", created_at=NOW, updated_at=NOW),
        ({"id": n, "slug": f"o-{n}", "name": f"Society {n}", "name_key": f"society {n}"} for n in range(1, 21)),
    )
    yield rows_of(
        Speaker(slug="", name="", name_key="", organisation=None, created_at=NOW),
        (
            {"id": n, "slug": f"p-{n}", "name": f"Person {n}", "name_key": f"person {n}", "organisation_id": n % 20 + 1}
            for n in range(1, speakers + 1)
        ),
    )
    yield rows_of(Topic(slug="", name=""), ({"id": n, "slug": f"t-{n}", "name": f"Topic {n}"} for n in range(1, 31)))
    yield rows_of(
        Series(slug="", title="", organisation=None),
        ({"id": n, "slug": f"s-{n}", "title": f"Series {n}", "organisation_id": n % 20 + 1} for n in range(1, 41)),
    )
    yield rows_of(
        Webinar(slug="", uid="", join_code="", title="", host=None, status=Status.PUBLISHED, timezone="Europe/London",
                created_at=NOW, updated_at=NOW, published_at=NOW, duration_minutes=90),
        (webinar_row(words, n) for n in numbers),
    )  # fmt: skip
    yield webinar_topic, ({"webinar_id": n, "topic_id": n % 30 + 1} for n in numbers)
    yield rows_of(
        Appearance(speaker=None, affiliation="Bath"),
        (
            {"webinar_id": n, "speaker_id": (n * step) % speakers + 1, "position": step}
            for n in numbers
            for step in ((1, 7) if (n * 6) % speakers else (1,))
        ),
    )
    yield rows_of(
        Recording(slug="", kind=RecordingKind.FULL, title="", url="https://videos.example/1.mp4", provider="video_file",
                  provider_host="videos.example", provider_video="/1.mp4", published_at=NOW, created_at=NOW),
        (
            {"id": n, "slug": f"r-{n}", "webinar_id": n, "position": 0, "title": words.title(n), "duration_s": 2_400,
             "language": "zh" if n % CHINESE_EVERY == 0 else "en"}
            for n in numbers
        ),
    )  # fmt: skip
    heard = range(1, transcripts + 1)
    yield rows_of(
        Transcript(language="en", created_at=NOW, updated_at=NOW),
        ({"id": n, "recording_id": recording_of(n, recordings, transcripts)} for n in heard),
    )
    yield rows_of(
        Cue(starts_ms=0, ends_ms=1, text=""),
        ({"transcript_id": n, **cue} for n in heard for cue in cues(words, recording_of(n, recordings, transcripts))),
    )


def rows_of(example: Model, differing: Iterator[dict]) -> tuple[sa.Table, Iterator[dict]]:
    """Returns rows like `example`, each with some other values."""
    columns = [column.key for column in sa.inspect(type(example)).columns if column.key != "id"]
    alike = {key: getattr(example, key) for key in columns}
    return type(example).__table__, ({**alike, **values} for values in differing)


def recording_of(transcript: int, recordings: int, transcripts: int) -> int:
    # Not a multiple of five: the transcripts have their share of Chinese.
    return transcript * (recordings // transcripts) - transcript % CHINESE_EVERY


def webinar_row(words: Words, n: int) -> dict:
    starts = (NOW - dt.timedelta(hours=4 * n)).replace(tzinfo=None)
    return {
        "id": n, "slug": f"w-{n}", "uid": secrets.token_hex(16), "join_code": secrets.token_urlsafe(9),
        "title": f"Evening {n}", "description": words.text(DESCRIPTION_BYTES, n), "host_id": n % 20 + 1,
        "series_id": n % 40 + 1, "starts_wall": starts, "starts_on": starts.date(),
        "starts_at": starts.replace(tzinfo=dt.UTC), "ends_at": starts.replace(tzinfo=dt.UTC) + dt.timedelta(minutes=90),
        "revision": 1,
    }  # fmt: skip


def cues(words: Words, number: int) -> Iterator[dict]:
    text = words.text(TRANSCRIPT_BYTES, number)
    length = -(-len(text) // CUES)
    for place in range(CUES):
        said = text[place * length : (place + 1) * length].strip()
        if said:
            yield {"starts_ms": place * CUE_MS, "ends_ms": (place + 1) * CUE_MS, "text": said}


def measure(words: Words) -> None:
    """Print what there is to say about this site."""
    session = db.session()
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    bare = bare_fts5(session) if is_sqlite else None
    ours, whole, theirs = [], [], []
    print(
        f"\n{'question':28}{'search':>9}{'+ moments':>10}" + (f"{'bare FTS5':>10}" if bare else "") + "   milliseconds"
    )
    for question in words.questions():
        found = search(session, question, today=TODAY)
        ours.append(fastest_half(lambda q=question: search(session, q, today=TODAY)))
        whole.append(fastest_half(lambda q=question: with_moments(session, q)))
        line = f"{question[:26]:28}{ours[-1] * 1000:9.2f}{whole[-1] * 1000:10.2f}"
        if bare:
            theirs.append(fastest_half(lambda q=question: bare.execute(BARE, [query_text(terms_of(q))]).fetchall()))
            line += f"{theirs[-1] * 1000:10.2f}"
        print(f"{line}   {len(found)} found")
    print(f"search: median {statistics.median(ours) * 1000:.2f} ms, worst {max(ours) * 1000:.2f} ms")
    print(f"search and moments: median {statistics.median(whole) * 1000:.2f} ms, worst {max(whole) * 1000:.2f} ms")
    if bare:
        print(f"bare FTS5: median {statistics.median(theirs) * 1000:.2f} ms, worst {max(theirs) * 1000:.2f} ms")
        for name, times in (("search", ours), ("search and moments", whole)):
            median, worst = statistics.median(times) / statistics.median(theirs), max(times) / max(theirs)
            print(f"{name} / bare FTS5: median {median:.2f} (at most 1.3), worst {worst:.2f} (at most 2)")
        print_size(session)
        bare.close()
    print_adding(words)


def with_moments(session: Session, question: str) -> None:
    hits = search(session, question, today=TODAY)
    found_passages(session, terms_of(question), [hit.ref_id for hit in hits])


def bare_fts5(session: Session) -> sqlite3.Connection:
    """Returns the same tokens in one FTS5 table, as it comes."""
    connection = sqlite3.connect(":memory:")
    connection.execute("ATTACH ? AS file", [str(Path(session.get_bind().url.database).with_name("bare.db"))])
    connection.execute("DROP TABLE IF EXISTS file.bare")
    connection.execute(
        "CREATE VIRTUAL TABLE file.bare USING fts5(title, people, body, content='', "
        "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co M*'\")"
    )
    connection.executemany(
        "INSERT INTO bare (rowid, title, people, body) VALUES (?, ?, ?, ?)",
        ((n, *(" ".join(tokens(text)) for text in texts)) for n, texts in enumerate(all_texts(session), 1)),
    )
    connection.commit()
    return connection


def all_texts(session: Session) -> Iterator[tuple[str, str, str]]:
    """Yields title, people and text of every document and passage."""
    for document in session.execute(sa.select(SearchDocument.title, SearchDocument.people, SearchDocument.body)):
        yield tuple(document)
    ids = session.scalars(sa.select(Webinar.id)).all()
    for start in range(0, len(ids), BATCH):
        for passage in passages_of(session, ids[start : start + BATCH]):
            yield "", "", passage.words
        session.expunge_all()


def print_size(session: Session) -> None:
    lengths = [sa.func.length(sa.cast(column, sa.LargeBinary)) for column in
               (SearchDocument.title, SearchDocument.people, SearchDocument.body)]  # fmt: skip
    text = session.scalar(sa.select(sa.func.sum(sum(lengths[1:], lengths[0]))))
    text += session.scalar(sa.select(sa.func.sum(sa.func.length(sa.cast(Cue.text, sa.LargeBinary))))) or 0
    sizes = dict(session.execute(sa.text("SELECT name, sum(pgsize) FROM dbstat GROUP BY name")).all())
    tokens_ = sum(size for name, size in sizes.items() if name.startswith("search_fts"))
    rows = sum(
        size
        for name, size in sizes.items()
        if name.startswith(("search_passage", "ix_search", "sqlite_autoindex_search"))
    )
    print(
        f"index: tokens {tokens_ / 1e6:.0f} MB, rows {rows / 1e6:.0f} MB; text {text / 1e6:.0f} MB: "
        f"{(tokens_ + rows) / text:.2f} (at most 1.5)"
    )


def print_adding(words: Words) -> None:
    """From the first row to the commit, everything that follows from it included."""
    session = db.session()
    unheard = sa.select(Recording.id).where(Recording.id.not_in(sa.select(Transcript.recording_id)))
    added, corrected = [], []
    for recording_id in session.scalars(unheard.order_by(Recording.id.desc()).limit(TURNS)).all():
        rows = list(cues(words, recording_id))
        session.commit()
        added.append(timed(lambda r=recording_id, some=rows: add_transcript(session, r, some)))
        session.expunge_all()
        cue = session.scalars(
            sa.select(Cue).join(Cue.transcript).where(Transcript.recording_id == recording_id)
        ).first()
        cue.text = f"{cue.text} {words.latin[99]}"
        corrected.append(timed(session.commit))
        session.execute(sa.delete(Transcript).where(Transcript.recording_id == recording_id))
        session.execute(sa.delete(SearchPassage).where(SearchPassage.recording_id == recording_id))
        session.commit()
        session.expunge_all()
    middle, worst = statistics.median(added) * 1000, max(added) * 1000
    print(f"adding a transcript of 40 kB: median {middle:.0f} ms (at most 50), worst {worst:.0f} ms")
    print(f"correcting one cue of it: median {statistics.median(corrected) * 1000:.0f} ms")


def add_transcript(session: Session, recording_id: int, rows: list[dict]) -> None:
    transcript = Transcript(language="en", created_at=NOW, updated_at=NOW)
    # As the application does: the recording is not touched, so its calendar entry is not looked at.
    transcript.recording_id = recording_id
    session.add(transcript)
    session.flush()
    insert_rows(session, Cue.__table__, [{"voice": "", "transcript_id": transcript.id, **row} for row in rows])
    session.commit()


def measured_pages(app: Flask, words: Words) -> dict[str, tuple[float, int]]:
    """Returns, of some addresses, the seconds and the statements of one answer."""
    addresses = {
        "/recordings": "",
        "…by year": "year=2027",
        "…by organisation": "organisation=o-3&sort=oldest",
        "…a rare word": f"q={words.latin[15_000]}",
        "…a common word": f"q={words.latin[4]}",
    }
    db.session.remove()
    return {
        name: (fastest_half(caller(app, query)), statements_of(caller(app, query))) for name, query in addresses.items()
    }


def caller(app: Flask, query: str) -> Callable[[], None]:
    environ = EnvironBuilder(path="/recordings", query_string=query, base_url="https://webinars.example").get_environ()

    def call() -> None:
        # A page that is kept costs nothing to speak of: what is measured is the first after a change.
        app.extensions["page_shelf"].forget()
        answer, status, _headers = run_wsgi_app(app.wsgi_app, dict(environ), buffered=True)
        assert status.startswith("200"), status
        b"".join(answer)

    return call


def statements_of(call: Callable[[], None]) -> int:
    count = 0

    def note(*_of_the_statement: object) -> None:
        nonlocal count
        count += 1

    event.listen(db.engine, "before_cursor_execute", note)
    call()
    event.remove(db.engine, "before_cursor_execute", note)
    return count


def fastest_half(work: Callable[[], object]) -> float:
    """Returns the median of the faster half: other programs of the machine only ever add to a time."""
    times = sorted(timed(work) for _ in range(TURNS))
    return statistics.median(times[: TURNS // 2 + 1])


def timed(work: Callable[[], object]) -> float:
    """Returns the CPU seconds of this process and of those that serve it, so that a busy machine is unjust to none."""
    began = spent()
    work()
    return spent() - began


SERVERS: dict[int, Path] = {}
"""By process id, where the system tells the CPU time of a PostgreSQL process that serves this one."""


def note_server(connection: object, _record: object) -> None:
    if isinstance(connection, psycopg.Connection) and (server := served_by(connection)):
        SERVERS[connection.info.backend_pid] = server


def forget_server(connection: object, _record: object) -> None:
    if isinstance(connection, psycopg.Connection):
        SERVERS.pop(connection.info.backend_pid, None)


def served_by(connection: psycopg.Connection) -> Path | None:
    process = Path(f"/proc/{connection.info.backend_pid}")
    is_here = (process / "schedstat").exists() and (process / "comm").read_text().startswith("postgres")
    return process / "schedstat" if is_here else None


def spent() -> float:
    if db.engine.dialect.name != "sqlite" and not SERVERS:
        return time.perf_counter()
    return time.process_time() + sum(int(path.read_text().split()[0]) for path in SERVERS.values()) / 1e9


def told_time(server: str | None) -> str:
    """Returns what `timed` measures."""
    if server is None:
        return "CPU time of this process"
    with psycopg.connect(server) as connection:
        is_here = served_by(connection)
    return "CPU time of this process and of PostgreSQL's" if is_here else "by the clock: PostgreSQL runs elsewhere"


if __name__ == "__main__":
    main()
