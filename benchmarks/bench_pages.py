"""What public pages cost: given again, asked for again without news, made after a change, and what a process holds.

    bin/bench pages [--sizes 100,1000,10000] [--times 3] [--database postgresql://…] [--site FOLDER]

One process, the whole WSGI application, no network. What is judged is CPU time, of PostgreSQL's process as well. A page
that is given again is told as a ratio to `/health/live` of the same run, and sizes beside each other. The pages of an
organisation and a speaker are those of the largest: a quarter and a tenth of all webinars are theirs. One recording has
a transcript of two hours. `--site` keeps the sites, for the next run, in folders (databases) of that name and a size.
"""

import argparse
import gc
import http.client
import logging
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import sqlalchemy as sa
from bench_search import Words, put, rows_of, site, spent
from bench_start import WEBINARS, first_answer, free_port, processes_below, pss_mb
from big_site import NOW, fill
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from webinars.db import db
from webinars.models import Cue, Recording, Transcript, Webinar

BASE = "https://webinars.example"
READER = {"Accept-Encoding": "gzip"}
CALLS, TURNS, FIRSTS = 200, 7, 9
ORGANISATIONS_OF_EACH = 20
TWO_HOURS_CUES = 1_500
PROMISED = "warm at most 2.0, 304 at most 1.3 of /health/live; first after a change 12 ms, lists 20 ms; flat to 15 %"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--times", type=int, default=3, help="passes over each site")
    parser.add_argument("--database", help="a PostgreSQL server on which a database may be created; default: SQLite")
    parser.add_argument("--site", type=Path, help="a folder for sites to keep; of PostgreSQL, the databases' name")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    print(PROMISED)
    for size in map(int, arguments.sizes.split(",")):
        kept = arguments.site.with_name(f"{arguments.site.name}_{size}") if arguments.site else None
        with site(arguments.database, kept) as app:
            if not db.session.scalar(sa.select(sa.func.count(Webinar.id))):
                began = time.perf_counter()
                fill(app.config["SETTINGS"], Words(), size, max(10, size // ORGANISATIONS_OF_EACH))
                put(two_hours())
                print(f"filled in {time.perf_counter() - began:.0f} s", flush=True)
            print(f"\n{size} webinars, {db.engine.dialect.name}")
            if arguments.times:
                measure(app, pages(size), arguments.times)
            *others, largest = memory(app, size)
            print(
                f"web process with full shelves of pages and feeds: {largest:.0f} MB (at most 140)", *map(round, others)
            )


def two_hours() -> Iterator[tuple[sa.Table, Iterator[dict]]]:
    """Yields a transcript of two hours for the recording `r-2`."""
    words = Words()
    yield rows_of(Transcript(language="en", created_at=NOW, updated_at=NOW), iter([{"id": 2, "recording_id": 2}]))
    yield rows_of(
        Cue(starts_ms=0, ends_ms=1, text=""),
        (
            {"transcript_id": 2, "starts_ms": n * 4_800, "ends_ms": n * 4_800 + 4_800, "text": words.text(28, n)}
            for n in range(TWO_HOURS_CUES)
        ),
    )


def pages(size: int) -> dict[str, str]:
    return {
        "home": "/",
        "home, German": "/de/",
        "home, Arabic": "/ar/",
        "programme": "/webinars",
        "past": "/webinars?past",
        "webinar": f"/webinars/w-{size // 4 + 1}",
        "webinar, German": f"/de/webinars/w-{size // 4 + 1}",
        "webinar, past": f"/webinars/w-{size // 2 + 2}",
        "webinar as a file": f"/webinars/w-{size // 4 + 2}.ics",
        "organisation": "/organisations/o-1",
        "speaker": "/speakers/p-1",
        "topic": "/topics/t-1",
        "speakers": "/speakers",
        "recordings": "/recordings",
        "search, a name": "/search?q=Speaker",
        "recording": f"/recordings/r-{size // 2 + 6}",
        "… of two hours": "/recordings/r-2",
        "embed, next": "/embed/next",
        "embed, programme": "/embed/programme",
        "embed, recording": "/embed/recordings/r-2",
    }


def measure(app: Flask, addresses: dict[str, str], times: int) -> None:
    live = caller(app, "/health/live", READER)
    shelf = app.extensions["page_shelf"]
    live()
    # As where it is served: what is there by now stays, and is not looked through again.
    gc.collect()
    gc.freeze()
    print(
        f"{'page':20}{'warm':>7}{'304':>7}{'first ms':>10}{'statements':>12}{'octets':>9}{'gzip':>8}   (spread of warm)"
    )
    for name, path in addresses.items():
        call = caller(app, path, READER)
        status, headers, body = call()
        if status[:3] != "200":
            print(f"{name:20} {status} {path}")
            continue
        again = caller(app, path, READER | {"If-None-Match": headers["ETag"]})
        assert again()[0].startswith("304")
        warm = [ratio(call, live) for _ in range(times)]
        unchanged = [ratio(again, live) for _ in range(times)]
        firsts = []
        for _turn in range(FIRSTS):
            shelf.forget()
            began = spent()
            call()
            firsts.append((spent() - began) * 1000)
        shelf.forget()
        plain = caller(app, path, {})()[2]
        shelf.forget()
        print(
            f"{name:20}{statistics.median(warm):7.2f}{statistics.median(unchanged):7.2f}{statistics.median(firsts):10.1f}"
            f"{statements_of(call):12}{len(plain):9}{len(body):8}   {min(warm):.2f}–{max(warm):.2f}",
            flush=True,
        )


def ratio(call: Callable[[], object], live: Callable[[], object]) -> float:
    """Returns how many times the CPU of a `/health/live` it takes.

    Both are asked in turns, so that a slow moment is unjust to none.
    """
    shares = []
    gc.collect()
    for _turn in range(TURNS):
        began = time.process_time()
        for _call in range(CALLS):
            live()
        between = time.process_time()
        for _call in range(CALLS):
            call()
        shares.append((time.process_time() - between) / (between - began))
    return statistics.median(shares)


def statements_of(call: Callable[[], object]) -> int:
    count = 0

    def note(*_of_the_statement: object) -> None:
        nonlocal count
        count += 1

    sa.event.listen(db.engine, "before_cursor_execute", note)
    call()
    sa.event.remove(db.engine, "before_cursor_execute", note)
    return count


def memory(app: Flask, size: int) -> list[float]:
    """The proportional share, in MB, of each process of `webinars serve`, last that of the one web process, once more
    pages and feeds have been asked for than are kept."""
    settings = app.config["SETTINGS"]
    count = db.session.scalar(sa.select(sa.func.max(Recording.id))) or 0
    db.session.remove()
    paths = [
        *(f"/webinars/w-{n}" for n in range(1, min(size, 3_000))),
        *(f"/recordings/r-{n}" for n in range(2, min(count, 3_000), 2)),
        *(f"/organisations/o-{n}{feed}" for n in range(1, min(size // 20, 300)) for feed in ("", "/calendar.ics")),
        "/calendar.ics",
        *pages(size).values(),
    ]
    port = free_port()
    environment = os.environ | {
        "WEBINARS_DATA": str(settings.data),
        "WEBINARS_DATABASE_URL": settings.database_url,
        "WEB_CONCURRENCY": "1",
    }
    command = [WEBINARS, "serve", "--no-worker", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        first_answer(f"http://127.0.0.1:{port}/health/live", time.monotonic())
        with ThreadPoolExecutor(4) as readers:
            list(readers.map(lambda path: fetch(port, path), paths))
        found = [pss_mb(process) for process in processes_below(server.pid)]
        server.terminate()
    return found


def fetch(port: int, path: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=READER)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status in {200, 404, 410}, (path, answer.status)


def caller(app: Flask, path: str, headers: dict[str, str]) -> Callable[[], tuple]:
    address, _, query = path.partition("?")
    environ = EnvironBuilder(path=address, query_string=query, base_url=BASE, headers=headers).get_environ()

    def call() -> tuple:
        answer, status, answer_headers = run_wsgi_app(app.wsgi_app, dict(environ), buffered=True)
        return status, answer_headers, b"".join(answer)

    return call


if __name__ == "__main__":
    main()
