"""How many people a machine of two web processes takes at once: registering, coming in, asking, voting.

    bin/bench people [--seconds 10] [--at-once 50] [--database postgresql://…]

Behind Debian's nginx with the configuration of deploy/, as fast as it is answered: so many people do one thing each,
over a connection and from a network of their own, and others take their place. `/health/live`, asked in the same way,
is what the rest is measured against. CPU is that of nginx, of the web processes and of PostgreSQL. The database must be
empty. What stands in it is deleted at the end.
"""

import argparse
import asyncio
import itertools
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from bench_attending import asked, fill, new_webinar, served
from bench_load import database_cpu_s
from bench_mail import Site
from bench_stall import cpu_s
from bench_start import processes_below
from servers import nginx_before

sys.path.insert(0, str(Path(__file__).parent.parent))

import datetime as dt

import sqlalchemy as sa

from tests.audience_question_factories import make_question, open_board
from webinars import clock
from webinars.db import db
from webinars.domain.registration.links import join_code
from webinars.models import AskingMode, Registration, Webinar

PEOPLE = 20_000
"""So many have a place, each with a link of their own."""
HALLS, QUESTIONS = 20, 30
"""No webinar takes questions without end."""
LIVE = "/health/live"
BROWSER = "Accept-Encoding: gzip\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n"


@dataclass(frozen=True)
class Act:
    """What somebody does: one request. `request` gives path and, of a form, what is typed, of each next person."""

    name: str
    request: Callable[[int], tuple[str, dict[str, str] | None]]
    status: int


@dataclass
class Told:
    """What was answered."""

    statuses: Counter[int] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)


def acts(site: Site) -> list[Act]:
    here, there, halls = new_webinar(site), fill(site, PEOPLE), [new_webinar(site) for _each in range(HALLS)]
    with site.app.app_context():
        session = db.session()
        open_room = session.get_one(Webinar, there)
        open_room.starts_at = clock.now() - dt.timedelta(minutes=1)
        open_room.join_url = "https://room.example/j"
        for hall in halls:
            board = open_board(session, session.get_one(Webinar, hall), mode=AskingMode.ALWAYS)
            for number in range(QUESTIONS):
                text = f"What does question {number} ask of the comet and its tail?"
                make_question(session, site.settings, board, text)
        session.commit()
        rows = session.scalars(sa.select(Registration).where(Registration.webinar_id == there))
        codes = [join_code(site.settings, each) for each in rows]
        slugs = {each: session.get_one(Webinar, each).slug for each in (here, *halls)}

    def registering(number: int) -> tuple[str, dict[str, str]]:
        typed = {"name": f"Ana {number}", "email": f"ana{number}@attendee.example", "timezone": "Europe/Rome"}
        return f"/webinars/{slugs[here]}/register", typed

    def asking(number: int) -> tuple[str, dict[str, str]]:
        return f"/webinars/{slugs[halls[number % HALLS]]}/questions", {
            "text": f"Why is the tail of comet {number} bent?",
            "sure": "1",
        }

    def voting(number: int) -> tuple[str, dict[str, str]]:
        return f"/webinars/{slugs[halls[0]]}/questions/{number % QUESTIONS + 1}/votes", {}

    return [
        Act(LIVE, lambda _number: (LIVE, None), 200),
        Act("register for one webinar", registering, 303),
        Act("come in by an own link", lambda number: (f"/join/{codes[number % PEOPLE]}", None), 302),
        Act("ask a question", asking, 303),
        Act("vote", voting, 200),
    ]


async def done(front: int, act: Act, seconds: float, at_once: int) -> Told:
    told, numbers, until = Told(), itertools.count(), time.monotonic() + seconds

    async def one_after_another() -> None:
        while time.monotonic() < until:
            number = next(numbers)
            path, typed = act.request(number)
            body = urlencode(typed).encode() if typed is not None else b""
            head = f"{'GET' if typed is None else 'POST'} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{BROWSER}"
            if typed is not None:
                head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            # Every address that begins with 127 is this machine: so each person has a network of their own. nginx
            # lets nobody else ask whether the site lives.
            own = "127.0.0.1" if path.startswith(LIVE) else f"127.{1 + number // 256 % 250}.{number % 256}.1"
            began = time.monotonic()
            reader, writer = await asyncio.open_connection("127.0.0.1", front, local_addr=(own, 0))
            writer.write(head.encode() + b"\r\n" + body)
            answer = await reader.read()
            while chunk := await reader.read():
                answer += chunk
            writer.close()
            told.times.append((time.monotonic() - began) * 1000)
            told.statuses[int(re.match(rb"HTTP/1.\d (\d+)", answer)[1])] += 1

    await asyncio.gather(*(one_after_another() for _each in range(at_once)))
    return told


def measure(site: Site, act: Act, chosen: argparse.Namespace, folder: Path, live: float) -> float:
    """Prints what was measured. Returns the ms of CPU of the site for each."""
    database = (chosen.database or "").rpartition("/")[2]
    with served(site) as port, nginx_before(port, folder) as (front, _log, nginx):
        while asked(front, "GET", "/health/live")[0] != 200:
            time.sleep(0.1)
        asyncio.run(done(front, act, 1, chosen.at_once))
        web = web_process(port)
        before = cpu_s(nginx.pid), cpu_s(web), database_cpu_s(database)
        began = time.monotonic()
        told = asyncio.run(done(front, act, chosen.seconds, chosen.at_once))
        took = time.monotonic() - began
        after = cpu_s(nginx.pid), cpu_s(web), database_cpu_s(database)
    count = len(told.times)
    spent = [(late - early) / count * 1000 for early, late in zip(before, after, strict=True)]
    own = spent[1] + spent[2]
    wrong = {status: number for status, number in told.statuses.items() if status != act.status}
    print(
        f"{act.name:28}{count / took:7.0f} a second, median {median(told.times):5.0f} ms, 95 % "
        f"{quantiles(told.times, n=20)[-1]:5.0f}; CPU each: nginx {spent[0]:.2f} ms, web {spent[1]:.2f}, PostgreSQL "
        f"{spent[2]:.2f} ({own / (live or own):.1f} × live); {f'others {wrong}' if wrong else 'all answered'}",
        flush=True,
    )
    return own


def web_process(port: int) -> int:
    """Returns the parent of those that serve at `port`."""
    for each in Path("/proc").glob("[0-9]*/cmdline"):
        with_port = f"serve\0--no-worker\0--port\0{port}\0".encode()
        number = int(each.parent.name)
        if each.read_bytes().endswith(with_port) and len(processes_below(number)) > 1:
            return number
    raise LookupError(port)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--at-once", type=int, default=50)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), chosen.database)
        try:
            live = 0.0
            for act in acts(site):
                with tempfile.TemporaryDirectory() as own:
                    spent = measure(site, act, chosen, Path(own), live)
                live = live or spent
        finally:
            site.close()


if __name__ == "__main__":
    main()
