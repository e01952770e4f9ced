"""What counting requests for Prometheus costs each of them, and what one look at /metrics takes.

    bin/bench metrics

In one process, without a network. The difference of two passes of requests is lost in their noise, so the counting is
timed by itself, and set against the CPU time of a whole request. Then /metrics itself, with 20,000 mails in the outbox.
"""

import os
import tempfile
import time
import timeit

from flask import Flask

from webinars import clock
from webinars.app.application import build_app
from webinars.app.metrics.counts import count_requests
from webinars.commands.migrations import upgrade
from webinars.config import read_settings
from webinars.db import db
from webinars.models import OutboundEmail, Priority, PromiseState

TOKEN = "a-token-of-Prometheus"
PASSES, REQUESTS, COUNTED, MAILS = 10, 50, 2_000, 20_000


def cpu_s(app: Flask, path: str, count: int = REQUESTS) -> float:
    client = app.test_client()
    started = time.process_time()
    for _ in range(count):
        client.get(path, headers={"Authorization": f"Bearer {TOKEN}"})
    return (time.process_time() - started) / count


def add_mails() -> None:
    now = clock.now()
    mails = [
        {
            "dedupe_key": str(number),
            "kind": "accounts.reset",
            "context": {},
            "priority": Priority.MESSAGE,
            "state": PromiseState.SENT if number % 10 else PromiseState.DUE,
            "due_at": now,
            "created_at": now,
            "attempt_count": 1,
            "failure": "",
            "recipient": f"{number}@society.example",
            "recipient_domain": "society.example",
        }
        for number in range(MAILS)
    ]
    db.session.execute(OutboundEmail.__table__.insert(), mails)
    db.session.commit()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        app = build_app(read_settings({"WEBINARS_DATA": folder, "WEBINARS_METRICS_TOKEN": TOKEN}))
        with app.app_context():
            upgrade()
            add_mails()
        (count,) = [each for each in app.after_request_funcs[None] if each.__module__ == count_requests.__module__]
        with app.test_request_context("/health/live"):
            answer = app.response_class()
            counting_s = min(timeit.repeat(lambda: count(answer), number=COUNTED, repeat=PASSES)) / COUNTED
        for path in ("/health/live", "/webinars"):
            request_s = min(cpu_s(app, path) for _ in range(PASSES))
            share = f"{100 * counting_s / request_s:.1f} %"
            print(
                f"{path:14} {1e6 * request_s:7.0f} µs, of it counting {1e6 * counting_s:.1f} µs: {share} (at most 2 %)"
            )
        print(f"/metrics       {1e3 * cpu_s(app, '/metrics', 20):7.1f} ms, with {MAILS:,} mails in the outbox")


if __name__ == "__main__":
    os.environ.pop("PROMETHEUS_MULTIPROC_DIR", None)
    main()
