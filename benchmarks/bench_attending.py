"""What registering costs, whether a place is ever sold twice, and how soon thousands hear of something.

    bin/bench attending [--database postgresql://…] [--runs 100] [--verbs 1000] [--people 10000]

Sixty people press for ten places, again and again. Then come verbs in an order by chance, eight at a time. Then a site
of two processes is registered at fifty times a second for twenty seconds, each time from a network of its own, while
its `/health/live` is asked as well. Then thousands have a place at one webinar: it is moved, and after that a reminder
is due, with a worker on one core and somebody who asks for a new password meanwhile. The database must be empty. What
stands in it is deleted at the end.
"""

import argparse
import contextlib
import datetime as dt
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

import sqlalchemy as sa
from bench_mail import Site
from bench_start import free_port

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.factories import make_organisation, make_registration, make_webinar, open_desk
from webinars import clock
from webinars.bulk import insert_rows
from webinars.db import db
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.programme.life_cycle import move
from webinars.domain.registration import organiser_actions
from webinars.domain.registration.attendee_actions import RegistrationInput, confirm, give_back, register
from webinars.domain.registration.links import new_links
from webinars.lib.errors import WebinarsError
from webinars.models import (
    Mailing,
    OutboundEmail,
    PromiseState,
    Registration,
    RegistrationDesk,
    RegistrationSource,
    RegistrationState,
    Webinar,
)

PRESSES, PLACES = 60, 10
AT_ONCE = 8
A_SECOND, SECONDS = 50, 20
Work = Callable[[sa.orm.Session], object]


def together(site: Site, works: list[Work]) -> None:
    """Do all at the same moment, each in a transaction of its own."""
    gate = threading.Barrier(len(works))

    def run(work: Work) -> None:
        with site.app.app_context():
            gate.wait()
            try:
                work(db.session())
                db.session.commit()
            except WebinarsError:
                db.session.rollback()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def new_webinar(site: Site, **desk: object) -> int:
    with site.app.app_context():
        session = db.session()
        name = f"Society {random.random()}"
        webinar = make_webinar(
            session, make_organisation(session, name), starts_in=dt.timedelta(days=5), slug=name[-9:]
        )
        open_desk(session, webinar, **desk)
        session.commit()
        return webinar.id


def count(site: Site, webinar_id: int, state: RegistrationState) -> int:
    with site.app.app_context():
        query = sa.select(sa.func.count(Registration.id)).where(
            Registration.webinar_id == webinar_id, Registration.state == state
        )
        return db.session.scalar(query) or 0


def sold(site: Site, runs: int) -> set[int]:
    """Returns how many of sixty people had a place, each time."""
    found = set()
    for _run in range(runs):
        webinar_id = new_webinar(site, capacity=PLACES)
        with site.app.app_context():
            webinar = db.session.get_one(Webinar, webinar_id)
            people = [
                make_registration(
                    db.session(), site.settings, webinar, f"A {n}", state=RegistrationState.UNCONFIRMED
                ).id
                for n in range(PRESSES)
            ]
            db.session.commit()
        together(site, [lambda own, number=number: confirm(own, number, now=clock.now()) for number in people])
        found.add(count(site, webinar_id, RegistrationState.CONFIRMED))
    return found


def unsound(site: Site, verbs: int) -> int:
    """Returns how often, after eight verbs at once, a place was sold twice, miscounted, or free while some waited."""
    chance, webinar_id, wrong = random.Random(20270214), new_webinar(site, capacity=4), 0
    for _round in range(verbs // AT_ONCE):
        with site.app.app_context():
            ids = list(db.session.scalars(sa.select(Registration.id).where(Registration.webinar_id == webinar_id)))
        together(site, [any_verb(site, chance, webinar_id, ids) for _number in range(AT_ONCE)])
        taken, waiting = (
            count(site, webinar_id, state) for state in (RegistrationState.CONFIRMED, RegistrationState.WAITING)
        )
        with site.app.app_context():
            desk = db.session.get_one(RegistrationDesk, webinar_id)
        is_full = desk.capacity is not None and taken >= desk.capacity
        oversold = desk.capacity is not None and taken > desk.capacity
        wrong += desk.seats_taken != taken or oversold or (waiting > 0 and not is_full)
    return wrong


def any_verb(site: Site, chance: random.Random, webinar_id: int, ids: list[int]) -> Work:
    now, number = clock.now(), chance.choice(ids) if ids else 0
    email, places = f"a{chance.randrange(40)}@attendee.example", chance.choice([None, 2, 3, 4, 6])
    verbs: list[Work] = [
        lambda own: register(own, site.settings, webinar_id, RegistrationInput(name="Ana", email=email), now=now),
        lambda own: organiser_actions.set_capacity(own, OPERATOR, own.get_one(Webinar, webinar_id), places, now=now),
    ]
    if ids:
        verbs += [
            lambda own: confirm(own, number, now=now),
            lambda own: confirm(own, number, now=now),
            lambda own: give_back(own, number, now=now),
            lambda own: organiser_actions.approve(own, OPERATOR, number, now=now),
            lambda own: organiser_actions.remove(own, OPERATOR, number, now=now),
        ]
    return chance.choice(verbs)


@contextlib.contextmanager
def served(site: Site) -> Iterator[int]:
    port = free_port()
    environment = os.environ | site.environment | {
        "WEBINARS_TRUSTED_PROXIES": "1", "WEB_CONCURRENCY": "2", "WEBINARS_BASE_URL": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    command = [sys.executable, "-m", "webinars", "serve", "--no-worker", "--port", str(port)]
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, env=environment, start_new_session=True, **silent)
    try:
        while asked(port, "GET", "/health/live")[0] != http.client.OK:
            time.sleep(0.05)
        yield port
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def asked(port: int, method: str, path: str, body: str | None = None, network: str = "10.0.0.1") -> tuple[int, float]:
    """Returns the status of the answer (0: none) and the ms that it took."""
    began = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"X-Forwarded-For": network, "X-Forwarded-Proto": "http", "Sec-Fetch-Site": "same-origin"}
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, (time.monotonic() - began) * 1000
    except OSError:
        return 0, 0.0
    finally:
        connection.close()


def registering(site: Site) -> dict[str, object]:
    webinar_id = new_webinar(site)
    with site.app.app_context():
        path = f"/webinars/{db.session.get_one(Webinar, webinar_id).slug}/register"
    answers: list[tuple[int, float]] = []
    live: list[float] = []

    def one(number: int) -> None:
        body = urlencode({"name": f"Ana {number}", "email": f"ana{number}@attendee.example", "timezone": "Europe/Rome"})
        answers.append(asked(port, "POST", path, body, f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"))

    with served(site) as port:
        for path_before in (path, "/health/live"):
            asked(port, "GET", path_before)
        began, threads = time.monotonic(), []
        for number in range(A_SECOND * SECONDS):
            time.sleep(max(0.0, began + number / A_SECOND - time.monotonic()))
            threads.append(threading.Thread(target=one, args=(number,)))
            threads[-1].start()
            if number % 10 == 0:
                live.append(asked(port, "GET", "/health/live")[1])
        for thread in threads:
            thread.join()
    times = [took for _status, took in answers]
    return {
        "registered": count(site, webinar_id, RegistrationState.CONFIRMED),
        "refused": sum(status != http.client.SEE_OTHER for status, _took in answers),
        "register, median ms": round(median(times), 1),
        "register, 95 % ms": round(quantiles(times, n=20)[-1], 1),
        "/health/live meanwhile, 95 % ms": round(quantiles(live, n=20)[-1], 1),
    }


def fill(site: Site, people: int) -> int:
    webinar_id = new_webinar(site)
    table = Registration.__table__
    assert isinstance(table, sa.Table)
    with site.app.app_context():
        now = clock.now()
        rows = [
            {
                "webinar_id": webinar_id, "email_normal": f"p{n}@d{n % 100}.example", "name": f"Ana {n}",
                "timezone": "Europe/Rome", "state": RegistrationState.CONFIRMED, "source": RegistrationSource.PAGE,
                "kept_days": 30, "created_at": now, "confirmed_at": now, "wants_recording": False,
                "wants_reminders": True, **new_links(site.settings),
            }
            for n in range(people)
        ]  # fmt: skip
        for start in range(0, people, 1000):
            insert_rows(db.session(), table, rows[start : start + 1000])
        db.session.get_one(RegistrationDesk, webinar_id).seats_taken = people
        db.session.commit()
    return webinar_id


def told_of_a_move(site: Site, webinar_id: int, people: int) -> dict[str, object]:
    with site.app.app_context():
        session = db.session()
        webinar = session.get_one(Webinar, webinar_id)
        session.refresh(webinar, ["host"])
        wall = webinar.starts_wall + dt.timedelta(hours=1)
        began = time.monotonic()
        move(session, OPERATOR, webinar, wall=wall, timezone=webinar.timezone or "", now=clock.now())
        session.commit()
        saved = time.monotonic() - began
    worker = site.start_worker()
    while promised(site, "registration.moved") < people:
        time.sleep(0.2)
    took = time.monotonic() - began
    worker.terminate()
    worker.wait()
    with site.app.app_context():
        db.session.execute(sa.delete(OutboundEmail))
        db.session.commit()
    return {"move, ms": round(saved * 1000, 1), "move, s until the last mail is promised": round(took, 1)}


def promised(site: Site, kind: str) -> int:
    with site.app.app_context():
        return db.session.scalar(sa.select(sa.func.count(OutboundEmail.id)).where(OutboundEmail.kind == kind)) or 0


def reminded(site: Site, webinar_id: int, people: int) -> dict[str, object]:
    """Returns how long after a reminder was due the last has arrived, and a mail that somebody waits for."""
    with site.app.app_context():
        session, now = db.session(), clock.now()
        webinar = session.get_one(Webinar, webinar_id)
        webinar.moved_at, webinar.published_at = None, now - dt.timedelta(days=9)
        session.execute(sa.update(Registration).values(confirmed_at=now - dt.timedelta(days=8)))
        desk = session.get_one(RegistrationDesk, webinar_id)
        desk.reminder_minutes = [round((webinar.starts_at - now).total_seconds() / 60) + 1]
        session.commit()
    site.forget_received()
    began, worker = time.time(), site.start_worker()
    while not site.received():
        time.sleep(0.1)
    urgent = time.time()
    site.ask_for_a_password()
    while len(site.received()) < people + 1:
        time.sleep(0.2)
    worker.terminate()
    worker.wait()
    there = {to: at for at, to, _id in site.received()}
    return {
        "reminder, s until the first": round(min(there.values()) - began, 1),
        "reminder, s until the last": round(max(there.values()) - began, 1),
        "mails/s": round(people / (max(there.values()) - min(there.values())), 1),
        "a new password meanwhile, s": round(there["olga@society.example"] - urgent, 2),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--verbs", type=int, default=1000)
    parser.add_argument("--people", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), options.database)
        try:
            figures: dict[str, object] = {
                "places sold of ten": sorted(sold(site, options.runs)),
                "unsound states after verbs by chance": unsound(site, options.verbs),
            }
            with site.app.app_context():
                db.session.execute(sa.update(OutboundEmail).values(state=PromiseState.DROPPED))
                db.session.execute(sa.delete(Mailing))
                db.session.commit()
            figures |= registering(site)
            with site.app.app_context():
                db.session.execute(sa.delete(OutboundEmail))
                db.session.commit()
            # From here on all of it has one core.
            os.sched_setaffinity(0, {0})
            webinar_id = fill(site, options.people)
            figures |= told_of_a_move(site, webinar_id, options.people)
            figures |= reminded(site, webinar_id, options.people)
            print(json.dumps(figures, indent=2))
        finally:
            site.close()


if __name__ == "__main__":
    main()
