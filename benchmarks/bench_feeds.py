"""What feeds cost: polls without news, whole feeds, the first build, one edit, memory.

    bin/bench feeds [--sizes 100,1000,10000] [--times 3] [--database postgresql://…]

Everything is measured in one process, through the whole WSGI application but without a network, and told as ratios to
views of the same application that pass the same middleware. A real server adds the same to both sides. Each figure is
the median of several passes, with the least and the most beside it: that is the noise of the machine.
"""

import argparse
import datetime as dt
import gc
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy as sa
from flask import Blueprint, Flask, Response
from icalendar import Calendar
from werkzeug.test import EnvironBuilder, run_wsgi_app

from webinars.app.application import build_app
from webinars.commands.migrations import upgrade
from webinars.config import read_settings
from webinars.db import db
from webinars.models import (
    Appearance,
    CalendarEntry,
    Feed,
    Organisation,
    Series,
    Speaker,
    Status,
    Topic,
    Webinar,
)
from webinars.web.access import public

NOW = dt.datetime.now(dt.UTC).replace(second=0, microsecond=0)
WORDS = "On comets, their tails and what they are made of; ice, dust, and light that takes years to arrive here. "
DESCRIPTION = (WORDS * 15)[:1500]
BATCH = 500
TURNS, CALLS_IN_A_TURN = 60, 50
READER = {"User-Agent": "Google-Calendar-Importer", "Accept-Encoding": "gzip"}
FIGURES = {
    "first build, gzip, ms": "",
    "plain build / icalendar's to_ical": "at most 0.10",
    "the same, first thing in a fresh process": "at most 0.10",
    "first plain build in a fresh process, CPU ms": "",
    "304 / /health/live": "at least 0.80",
    "200 gzip warm / the same octets": "at least 0.70",
    "after one edit, more than warm, CPU ms": "at most 4 at 1,000",
    "memory with every feed fetched, MB": "at most 150",
    "memory with no feed fetched, MB": "",
}
"""What is measured in each pass, and what is promised of it."""
BUILDING = """
import time
from icalendar import Calendar
from webinars import create_app
client = create_app().test_client()
assert client.get("/health/ready").status_code == 200
began = time.process_time()
body = client.get("/calendar.ics", buffered=True).data
build = time.process_time() - began
calendar = Calendar.from_ical(body)
began = time.process_time()
calendar.to_ical()
print(build / (time.process_time() - began), build * 1000)
"""
FETCHING = """
import sys
from webinars import create_app
client = create_app().test_client()
for path in sys.argv[1:]:
    answer = client.get(path, headers={"Accept-Encoding": "gzip"}, buffered=True)
    assert answer.status_code == 200, path
rollup = open("/proc/self/smaps_rollup").readlines()
print(next(int(line.split()[1]) / 1024 for line in rollup if line.startswith("Pss:")))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--database", help="a PostgreSQL server on which a database may be created; default: SQLite")
    parser.add_argument("--times", type=int, default=3, help="passes over each site")
    arguments = parser.parse_args()
    unchanged = {}
    for size in map(int, arguments.sizes.split(",")):
        with fresh_site(arguments.database) as app:
            seconds = timed(lambda size=size: fill(size))
            print(f"\n{size} webinars, {app.config['SETTINGS'].database_url.split(':')[0]}; filled in {seconds:.1f} s")
            passes = [measure(app) for _ in range(arguments.times)]
            for figure, promise in FIGURES.items():
                tell(figure, [each[figure] for each in passes], promise)
            unchanged[size] = [each["304 / /health/live"] for each in passes]
    if len(unchanged) > 1:
        smallest, largest = min(unchanged), max(unchanged)
        shares = [at_most / at_least for at_most, at_least in zip(unchanged[largest], unchanged[smallest], strict=True)]
        print()
        tell(f"304 at {largest} / at {smallest}", shares, "at least 0.95")


def tell(figure: str, values: list[float], promise: str) -> None:
    print(f"{figure:46}{statistics.median(values):8.2f}  {min(values):.2f}–{max(values):.2f}  {promise}", flush=True)


@contextmanager
def fresh_site(server: str | None) -> Iterator[Flask]:
    with tempfile.TemporaryDirectory() as folder:
        environment = {"WEBINARS_DATA": folder, "WEBINARS_BASE_URL": "https://webinars.example"}
        name = f"webinars_bench_{secrets.token_hex(4)}"
        if server:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"')
            url = sa.make_url(server).set(database=name)
            environment["WEBINARS_DATABASE_URL"] = url.render_as_string(hide_password=False)
        app = build_app(read_settings(environment))
        app.register_blueprint(compared_views())
        with app.app_context():
            upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()
        if server:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def fill(size: int) -> None:
    """A site of twenty organisations, a speaker for every twenty webinars, a series for every fifty, thirty topics."""
    hosts = [
        Organisation(slug=f"o-{n}", name=f"Society {n}", name_key=f"society {n}", timezone="Europe/London",
                     created_at=NOW, updated_at=NOW)
        for n in range(20)
    ]  # fmt: skip
    speakers = [
        Speaker(slug=f"p-{n}", name=f"Person {n}", name_key=f"person {n}", organisation=hosts[n % 20], created_at=NOW)
        for n in range(max(size // 20, 4))
    ]
    every_series = [
        Series(slug=f"s-{n}", title=f"Series {n}", organisation=hosts[n % 20]) for n in range(max(size // 50, 1))
    ]
    topics = [Topic(slug=f"t-{n}", name=f"Topic {n}") for n in range(30)]
    db.session.add_all([*hosts, *speakers, *every_series, *topics])
    db.session.commit()
    for first in range(0, size, BATCH):
        for n in range(first, min(first + BATCH, size)):
            db.session.add(one_webinar(n, hosts, speakers, every_series, topics))
        db.session.commit()
        db.session.expunge_all()
        hosts, speakers, every_series, topics = (
            list(db.session.scalars(sa.select(kind).order_by(kind.id)))
            for kind in (Organisation, Speaker, Series, Topic)
        )
    assert db.session.scalar(sa.select(sa.func.count()).select_from(CalendarEntry)) == size
    db.session.remove()


def one_webinar(n: int, hosts: list, speakers: list, every_series: list, topics: list) -> Webinar:
    starts_at = NOW + dt.timedelta(hours=n + 1)
    webinar = Webinar(
        slug=f"w-{n}", uid=secrets.token_hex(16), join_code=secrets.token_urlsafe(9), title=f"Comets, part {n}",
        description=DESCRIPTION, status=Status.PUBLISHED, timezone="Etc/UTC",
        starts_wall=starts_at.replace(tzinfo=None), starts_on=starts_at.date(), starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=90),
        published_at=NOW, created_at=NOW, updated_at=NOW,
        host=hosts[n % len(hosts)], series=every_series[n % len(every_series)],
    )  # fmt: skip
    for number in range(3):
        speaker = speakers[(n + number * 7) % len(speakers)]
        if all(each.speaker is not speaker for each in webinar.lineup):
            webinar.lineup.append(Appearance(speaker=speaker, affiliation="Bath"))
    webinar.topics = [topics[n % len(topics)]]
    return webinar


def measure(app: Flask) -> dict[str, float]:
    """Returns everything in `FIGURES`, measured once."""
    poll = caller(app, "/calendar.ics", READER)
    app.extensions["feeds"].shelf.forget()
    gc.collect()
    first = timed(poll)
    _path, status, headers, body = poll()
    assert status.startswith("200"), status
    app.blueprints["compared"].octets = body
    not_modified = caller(app, "/calendar.ics", READER | {"If-None-Match": dict(headers)["ETag"]})
    assert not_modified()[1].startswith("304")
    live, unchanged = rates(caller(app, "/health/live", READER), not_modified)
    constant, warm = rates(caller(app, "/compared/octets", READER), poll)
    figures = [first * 1000, plain_build(app), *first_build(app), unchanged / live, warm / constant]
    return dict(zip(FIGURES, [*figures, after_an_edit(poll), *memory(app)], strict=True))


def plain_build(app: Flask) -> float:
    """Returns the CPU of the plain body from stored entries, as a share of icalendar's writer on the same entries."""
    poll = caller(app, "/calendar.ics", {})
    shelf = app.extensions["feeds"].shelf

    def build() -> bytes:
        shelf.forget()
        return poll()[3]

    calendar = Calendar.from_ical(build())
    builds, writings = ([cpu_of(work) for _ in range(3)] for work in (build, calendar.to_ical))
    return statistics.median(builds) / statistics.median(writings)


def first_build(app: Flask) -> list[float]:
    """Returns the same once, in a process that has only said that it is ready, and its milliseconds of CPU."""
    return [float(figure) for figure in fresh_process(app, BUILDING).split()]


def after_an_edit(poll: Callable[[], tuple]) -> float:
    """Returns how many milliseconds of CPU the next poll after a change takes more than a warm one."""
    warm = statistics.median(cpu_of(poll) for _ in range(50))
    after = []
    for n in range(15):
        db.session.scalar(sa.select(Webinar).where(Webinar.slug == "w-0")).title = f"Edited {n} {secrets.token_hex(2)}"
        db.session.commit()
        after.append(cpu_of(poll))
    db.session.remove()
    return (statistics.median(after) - warm) * 1000


def memory(app: Flask) -> list[float]:
    """Returns the megabytes of a process that has fetched every feed once, and of one with a page without any."""
    paths = list(db.session.scalars(sa.select(Feed.path)))
    db.session.remove()
    return [float(fresh_process(app, FETCHING, *some)) for some in (paths, ["/robots.txt"])]


def fresh_process(app: Flask, program: str, *arguments: str) -> str:
    """Returns what a Python program prints that starts the application of the same site."""
    settings = app.config["SETTINGS"]
    environment = os.environ | {"WEBINARS_DATA": str(settings.data), "WEBINARS_DATABASE_URL": settings.database_url}
    return subprocess.check_output([sys.executable, "-c", program, *arguments], env=environment, text=True)


def compared_views() -> Blueprint:
    """Returns a view that passes the same middleware and returns octets from memory."""
    bp = Blueprint("compared", __name__, url_prefix="/compared")
    bp.octets = b""

    @bp.get("/octets")
    @public
    def octets() -> Response:
        return Response(bp.octets, content_type="text/calendar; charset=utf-8")

    return bp


def caller(app: Flask, path: str, headers: dict[str, str]) -> Callable[[], tuple]:
    """Returns a function that asks the application for `path` once and reads the answer."""
    environ = EnvironBuilder(path=path, base_url="https://webinars.example", headers=headers).get_environ()

    def call() -> tuple:
        answer, status, answer_headers = run_wsgi_app(app.wsgi_app, dict(environ), buffered=True)
        return path, status, answer_headers, b"".join(answer)

    return call


def rates(*calls: Callable[[], tuple]) -> list[float]:
    """Returns the calls of each per second of CPU, in short turns, so that a busy machine is unjust to none."""
    spent = [0.0] * len(calls)
    for _ in range(TURNS):
        for place, call in enumerate(calls):
            began = time.process_time()
            for _ in range(CALLS_IN_A_TURN):
                call()
            spent[place] += time.process_time() - began
    return [TURNS * CALLS_IN_A_TURN / seconds for seconds in spent]


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def cpu_of(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    main()
