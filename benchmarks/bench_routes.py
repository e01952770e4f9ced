"""What every public page costs on a large site: time, statements and octets of each route that anybody may open.

    bin/bench routes [--webinars 20000] [--organisations 1000] [--database postgresql://…] [--site FOLDER]
                     [--only TEXT] [--turns 5]

Addresses are those of the application's own map, filled with the largest organisation, series, speaker and topic and an
ordinary one, so that a page to come is asked as well. Where an answer has a tag, it is also asked whether it is still
good. Before each call a process forgets the feeds it holds. One process, without a network. What is judged is CPU time,
of PostgreSQL's process as well, so that a busy machine is unjust to none. The clock stands beside it. Exits 1 if an
address takes longer than promised. With `--site`, the site is kept and used again.
"""

import argparse
import logging
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from bench_search import Words, site, spent, statements_of
from big_site import fill
from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from webinars.db import db
from webinars.models import Webinar

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.public_addresses import public_addresses

BASE = "https://webinars.example"
PROMISED_MS = 300
LARGEST, ORDINARY = 1, 77
READER = {"Accept-Encoding": "gzip"}


@dataclass
class Route:
    """What was measured of the addresses of one route."""

    medians_ms: list[float] = field(default_factory=list)
    clock_ms: list[float] = field(default_factory=list)
    worst_ms: float = 0.0
    worst_path: str = ""
    statements: int = 0
    octets: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--webinars", type=int, default=20_000)
    parser.add_argument("--organisations", type=int, default=1_000)
    parser.add_argument("--database", help="a PostgreSQL server on which a database may be created; default: SQLite")
    parser.add_argument("--site", type=Path, help="a folder for a site to keep; of PostgreSQL, its database's name")
    parser.add_argument("--only", default="", help="ask only addresses with this text in them")
    parser.add_argument("--turns", type=int, default=5, help="so many times each is asked")
    arguments = parser.parse_args()
    # What is refused, as an unknown link for a password, is told each time.
    logging.disable(logging.WARNING)
    words = Words()
    with site(arguments.database, arguments.site) as app:
        if not db.session.scalar(sa.select(sa.func.count(Webinar.id))):
            began = time.perf_counter()
            fill(app.config["SETTINGS"], words, arguments.webinars, arguments.organisations)
            print(f"filled in {time.perf_counter() - began:.0f} s", flush=True)
        paths = [path for path in addresses(app, words) if arguments.only in path]
        too_slow = measure(app, paths, arguments.turns)
    if too_slow:
        print(f"\nlonger than {PROMISED_MS} ms:")
        for path, median in too_slow:
            print(f"  {median:8.0f} ms  {path}")
        raise SystemExit(1)


def addresses(app: Flask, words: Words) -> Iterator[str]:
    """Yields every public address, with the largest and ordinary ones in it, and what can be asked of them."""
    names = {name: [f"{letter}-{LARGEST}", f"{letter}-{ORDINARY}"] for name, letter in LETTERS.items()}
    # Numbers that have a recording, a transcript or a rare state; the last is the oldest.
    count = db.session.scalar(sa.select(sa.func.max(Webinar.id))) or 0
    names["webinars"] = [f"w-{n}" for n in (8, 17, 19, count // 2, count)]
    names["recordings"] = [f"r-{n}" for n in (20, 22, count)]
    yield from dict.fromkeys([*public_addresses(app, db.session(), slugs=names), *variants(words, count)])


LETTERS = {"organisations": "o", "series": "s", "speakers": "p", "topics": "t"}


def variants(words: Words, count: int) -> Iterator[str]:
    """Yields deep pages, filters and questions."""
    common, rare = words.latin[4], words.latin[15_000]
    for query in ("", "past=&"):
        yield from (f"/webinars?{query}page={page}" for page in (2, 50, count // 120))
    yield f"/webinars?past=&year={time.gmtime().tm_year}"
    for name, letter in LETTERS.items():
        yield from (f"/{name}?page={page}" for page in (2, 8))
        yield f"/{name}/{letter}-{LARGEST}?page=20"
        yield f"/{name}/{letter}-{LARGEST}?past=&page=20"
    for query in (
        "page=2", "page=200", f"page={count // 60}", "sort=oldest", "sort=oldest&page=100", "year=2025", "language=zh",
        "organisation=o-1", "organisation=o-1&page=50", "speaker=p-1", "series=s-1", "topic=t-1",
        "topic=t-1&language=en",
        f"q={common}", f"q={common}&page=50", f"q={rare}", f"q={common}+{words.latin[9]}",
        f"q={common}&organisation=o-1",
        f'q="{words.latin[5]}+{words.latin[11]}"', f"q={words.latin[800][:3]}*", "q=Person+1",
        f"q={words.chinese[50][0]}",
    ):  # fmt: skip
        yield f"/recordings?{query}"
    yield f"/recordings.json?q={common}"
    for each in ("webinars/w-8", "recordings/r-20"):
        yield from (f"/oembed?url={BASE}/{each}&format={kind}" for kind in ("json", "xml"))
    yield from (f"/embed/{page}?organisation=o-{n}" for page in ("next", "programme") for n in (LARGEST, ORDINARY))
    yield "/recordings/r-20?t=90"
    yield from (f"/sitemaps/{kind}-1.xml" for kind in ("organisations", "recordings", "series", "speakers", "topics"))


def measure(app: Flask, paths: list[str], turns: int) -> list[tuple[str, float]]:
    """Print what each route costs. Returns the addresses that take longer than promised, with their milliseconds."""
    routes: dict[str, Route] = defaultdict(Route)
    too_slow = []
    for path in paths:
        for name, headers in asked(app, path):
            call = caller(app, path, headers)
            statements = statements_of(call)
            times, clock, octets = [], [], 0
            for _turn in range(turns):
                forget(app)
                began, began_at = spent(), time.perf_counter()
                octets = len(call()[2])
                times.append((spent() - began) * 1000)
                clock.append((time.perf_counter() - began_at) * 1000)
            median = statistics.median(times)
            route = routes[name]
            route.medians_ms.append(median)
            route.clock_ms.append(statistics.median(clock))
            route.statements, route.octets = max(route.statements, statements), max(route.octets, octets)
            if median > route.worst_ms:
                route.worst_ms, route.worst_path = median, path
            if median > PROMISED_MS:
                too_slow.append((path, median))
    print(f"{'route':58}{'CPU ms':>10}{'worst':>9}{'clock':>9}{'statements':>11}{'octets':>10}  worst address")
    for name, route in sorted(routes.items(), key=lambda item: -item[1].worst_ms):
        print(
            f"{name:58}{statistics.median(route.medians_ms):10.1f}{route.worst_ms:9.1f}"
            f"{max(route.clock_ms):9.1f}{route.statements:11}"
            f"{route.octets:10}  {route.worst_path}"
        )
    return too_slow


def asked(app: Flask, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yields the name of the route, and headers: those of a first visit, and those of who has an answer with a tag."""
    with app.test_request_context(path):
        from flask import request  # noqa: PLC0415 - means this request

        name = request.url_rule.rule if request.url_rule else path
    yield name, READER
    headers = caller(app, path, READER)()[1]
    if "ETag" in headers:
        yield f"{name} (unchanged)", READER | {"If-None-Match": headers["ETag"]}


def caller(app: Flask, path: str, headers: dict[str, str]) -> Callable[[], tuple]:
    address, _, query = path.partition("?")
    environ = EnvironBuilder(path=address, query_string=query, base_url=BASE, headers=headers).get_environ()

    def call() -> tuple:
        answer, status, answer_headers = run_wsgi_app(app.wsgi_app, dict(environ), buffered=True)
        # 503 is what becomes of a statement that takes too long.
        assert status.startswith("503") or not status.startswith("5"), (path, status)
        return status, answer_headers, b"".join(answer)

    return call


def forget(app: Flask) -> None:
    """What feeds a process holds is no measure of what the first reader waits for."""
    app.extensions["feeds"].shelf.forget()
    app.extensions["feeds"].watch.expire()


if __name__ == "__main__":
    main()
