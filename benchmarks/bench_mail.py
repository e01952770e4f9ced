"""How fast mails leave, and what becomes of them when a worker is killed.

    bin/bench mail [--database postgresql://…] [--count 10000] [--kills 20]

The mail server is a program of its own that takes everything and notes it. First it gets ready messages from bare
smtplib over one connection: what everything else is measured against. Then mails that are alike but for their recipient
are sent from the outbox, all on one core. Then the worker sends as many while somebody asks for a new password, and
once more while it is killed again and again. The database must be empty. What stands in it is deleted at the end.
"""

import argparse
import itertools
import json
import os
import random
import signal
import smtplib
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import sqlalchemy as sa

from webinars import clock
from webinars.app.application import build_app
from webinars.app.mail_kinds import KINDS
from webinars.bulk import insert_rows
from webinars.commands.migrations import upgrade
from webinars.config import read_settings
from webinars.db import Base, db
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.compose import compose, write_letter
from webinars.domain.mail.jobs import send_due_mails
from webinars.domain.mail.outbox.leases import BATCH
from webinars.models import OutboundEmail, Priority, PromiseState, User

BARE = 1000
SINK = """
import asyncio, sys, time
from aiosmtpd.controller import Controller

class Sink:
    async def handle_DATA(self, server, session, envelope):
        head = envelope.content.partition(b"\\r\\n\\r\\n")[0].decode()
        message_id = next(line for line in head.split("\\r\\n") if line.startswith("Message-ID:"))
        notes.write(f"{time.time()} {envelope.rcpt_tos[0]} {message_id[12:]}\\n")
        notes.flush()
        return "250 OK"

notes = open(sys.argv[1], "a")
controller = Controller(Sink(), hostname="127.0.0.1", port=int(sys.argv[2]))
controller.start()
print("ready", flush=True)
sys.stdin.read()
"""


class Site:
    """A site whose mails go to the sink, and what the sink has noted."""

    def __init__(self, folder: Path, database: str | None) -> None:
        self._notes = folder / "notes"
        self._notes.touch()
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self._sink = subprocess.Popen(
            [sys.executable, "-c", SINK, self._notes, str(self.port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._sink.stdout is not None
        assert self._sink.stdout.readline() == "ready\n"
        self.environment = {
            "WEBINARS_DATA": str(folder / "data"),
            "WEBINARS_MAIL_URL": f"smtp://127.0.0.1:{self.port}",
            **({"WEBINARS_DATABASE_URL": database} if database else {}),
        }
        self.settings = read_settings(self.environment)
        self.app = build_app(self.settings)
        with self.app.app_context():
            upgrade()
            if db.session.scalar(sa.select(sa.func.count(User.id))):
                sys.exit("The database is not empty.")
            user = User(email="olga@society.example", name="Olga", created_at=clock.now())
            db.session.add(user)
            db.session.commit()
            self.user_id = user.id

    def close(self) -> None:
        self._sink.kill()
        with self.app.app_context(), db.engine.begin() as connection:
            for table in reversed(Base.metadata.sorted_tables):
                connection.execute(table.delete())

    def promise(self, count: int, name: str) -> None:
        """`count` messages to people of a hundred domains."""
        now, context = clock.now(), {"user_id": self.user_id}
        alike = {
            "kind": "accounts.password_changed", "context": context, "priority": Priority.MESSAGE,
            "state": PromiseState.DUE, "due_at": now, "created_at": now, "attempt_count": 0, "failure": "",
        }  # fmt: skip
        table = OutboundEmail.__table__
        assert isinstance(table, sa.Table)
        with self.app.app_context():
            for start in range(0, count, 1000):
                rows = []
                for number in range(start, min(start + 1000, count)):
                    domain = f"d{number % 100}.example"
                    key, recipient = f"{name}:{number}", f"{name}{number}@{domain}"
                    rows.append(
                        alike | {"dedupe_key": key, "recipient": recipient, "recipient_domain": domain},
                    )
                insert_rows(db.session(), table, rows)
            db.session.commit()

    def ask_for_a_password(self) -> None:
        with self.app.app_context():
            add_mail(
                db.session(),
                kind="accounts.reset",
                priority=Priority.SECURITY,
                recipient="olga@society.example",
                context={"user_id": self.user_id},
                dedupe_key="urgent",
                now=clock.now(),
            )
            db.session.commit()

    def received(self) -> list[tuple[float, str, str]]:
        lines = self._notes.read_text().splitlines()
        return [(float(at), to, message_id) for at, to, message_id in (line.split(" ") for line in lines)]

    def forget_received(self) -> None:
        os.truncate(self._notes, 0)

    def left(self) -> int:
        with self.app.app_context():
            done = [PromiseState.SENT, PromiseState.DROPPED]
            query = sa.select(sa.func.count(OutboundEmail.id)).where(OutboundEmail.state.not_in(done))
            return db.session.scalar(query) or 0

    def end_leases(self) -> None:
        """As if ten minutes had passed."""
        with self.app.app_context():
            db.session.execute(
                sa.update(OutboundEmail)
                .where(OutboundEmail.state == PromiseState.SENDING)
                .values(leased_until=clock.now())
            )
            db.session.commit()

    def start_worker(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "webinars", "worker"],
            env={**os.environ, **self.environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def bare(site: Site) -> tuple[float, float]:
    """Returns the mails a second and the ms of CPU a mail, of smtplib with messages that are ready."""
    site.promise(1, "bare")
    with site.app.app_context():
        mail = db.session.scalars(sa.select(OutboundEmail)).one()
        letter = write_letter(db.session(), site.settings, KINDS, mail, now=clock.now())
        assert letter is not None
        octets = compose(site.settings, mail, letter, now=clock.now()).octets
        db.session.delete(mail)
        db.session.commit()
    started, cpu = time.monotonic(), time.process_time()
    with smtplib.SMTP("127.0.0.1", site.port) as connection:
        for _number in range(BARE):
            connection.sendmail("webinars@localhost", ["olga@society.example"], octets)
    return BARE / (time.monotonic() - started), (time.process_time() - cpu) * 1000 / BARE


def from_the_outbox(site: Site, count: int) -> tuple[float, float]:
    site.promise(count, "fast")
    started, cpu = time.monotonic(), time.process_time()
    with site.app.app_context():
        while send_due_mails(db.session(), site.settings, KINDS).look_again_in is not None:
            pass
    took, used = time.monotonic() - started, time.process_time() - cpu
    assert site.left() == 0
    return count / took, used * 1000 / count


def urgent_among_many(site: Site, count: int) -> float:
    """Returns the seconds until a security mail is there that was promised while the worker sent `count` others."""
    site.promise(count, "many")
    site.forget_received()
    worker = site.start_worker()
    while len(site.received()) < BATCH:
        time.sleep(0.05)
    promised = time.time()
    site.ask_for_a_password()
    while not (there := [at for at, to, _id in site.received() if to == "olga@society.example"]):
        time.sleep(0.05)
    assert site.left() > 0, "the others were gone before it was promised: more are needed"
    while site.left():
        time.sleep(0.2)
    worker.terminate()
    worker.wait()
    return there[0] - promised


def among_kills(site: Site, count: int, kills: int) -> tuple[int, int, int]:
    """Returns how many mails were lost, and repeated in all and at most for a kill."""
    dice = random.Random(20270214)
    site.promise(count, "kill")
    site.forget_received()
    repeated = []
    for _number in range(kills):
        before = len(site.received())
        worker = site.start_worker()
        while len(site.received()) == before:
            time.sleep(0.01)
        time.sleep(dice.random())
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        site.end_leases()
        repeated.append(len(site.received()) - len({to for _at, to, _id in site.received()}))
    worker = site.start_worker()
    while site.left():
        time.sleep(0.2)
    worker.terminate()
    worker.wait()
    ids = {(to, message_id) for _at, to, message_id in site.received()}
    tos = Counter(to for _at, to, _id in site.received())
    assert len(ids) == len(tos), "a mail left under two Message-IDs"
    repeated.append(tos.total() - len(tos))
    each = [after - before for before, after in itertools.pairwise(repeated)]
    return count - len(tos), repeated[-1], max([repeated[0], *each])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    options = parser.parse_args()
    os.sched_setaffinity(0, {0})
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), options.database)
        try:
            bare_rate, bare_cpu = bare(site)
            rate, cpu = from_the_outbox(site, options.count)
            figures = {
                "bare smtplib, mails/s": round(bare_rate, 1),
                "bare smtplib, ms of CPU a mail": round(bare_cpu, 2),
                "mails/s": round(rate, 1),
                "share of bare smtplib": round(rate / bare_rate, 2),
                "ms of CPU a mail": round(cpu, 2),
                "s until a security mail is there": round(urgent_among_many(site, options.count), 2),
            }
            lost, repeated, at_once = among_kills(site, options.count, options.kills)
            figures |= {"lost": lost, "repeated": repeated, "repeated at most for a kill": at_once}
            print(json.dumps(figures, indent=2))
        finally:
            site.close()


if __name__ == "__main__":
    main()
