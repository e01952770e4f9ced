"""What web processes and the worker have done: each counts in a file of its own, in a folder that they share.

The folder is made before they part, so an answer is the sum over the children of one `webinars serve`, and what a
process has counted that died is not lost.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from webinars.app.warm_up import MARK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huey import Huey
    from huey.api import Task
    from prometheus_client import CollectorRegistry, Counter, Metric

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""What the client of Prometheus reads when it is loaded. An operator who starts processes in another way may set it."""
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
POLL_ANSWERS = {200: "full", 304: "unchanged"}


class ProcessCounters:
    """Counters since the start. Made once in the process that starts the others."""

    def __init__(self) -> None:
        if not os.environ.get(FOLDER):
            os.environ[FOLDER] = folder = tempfile.mkdtemp(prefix="webinars-metrics-")
            atexit.register(_remove, folder, os.getpid())
        # Only now: it looks for the folder when it is loaded, and a site without metrics has no use for it.
        from prometheus_client import CollectorRegistry, Counter  # noqa: PLC0415

        own = CollectorRegistry()
        self.requests = Counter("webinars_requests", "Requests answered.", ["route", "method", "status"], registry=own)
        self.polls = Counter("webinars_feed_polls", "Fetches of calendar feeds.", ["answer"], registry=own)
        self.jobs = Counter("webinars_jobs", "What the worker has done.", ["job", "result"], registry=own)

    def registry(self) -> "CollectorRegistry":
        """Returns a registry of what all processes have counted, to which more can be added."""
        from prometheus_client import CollectorRegistry  # noqa: PLC0415 - see `__init__`

        registry = CollectorRegistry()
        registry.register(_Files())
        return registry


class _Files:
    """The sum over the files of all processes."""

    def collect(self) -> "Iterable[Metric]":
        from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415 - see `ProcessCounters`

        # One that a process has just opened is empty until it gets its size, and the client reads no such file.
        files = [str(each) for each in Path(os.environ[FOLDER]).glob("*.db") if each.stat().st_size]
        summed: Iterable[Metric] = MultiProcessCollector.merge(files)  # type: ignore[no-untyped-call]
        return summed


def count_requests(app: Flask, counts: ProcessCounters) -> None:
    """Count each request by its route, and each fetch of a feed by whether there was news."""
    feeds = frozenset[str]()
    # Looking one up by its labels costs more than counting.
    known: dict[tuple[str, str, int], Counter] = {}

    @app.after_request
    def count(response: Response) -> Response:
        nonlocal feeds
        asked = request._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - werkzeug's documented way
        if MARK in asked.environ:
            return response
        route = asked.endpoint or "none"
        kind = (route, asked.method if asked.method in METHODS else "other", response.status_code // 100)
        counter = known.get(kind)
        if counter is None:
            counter = known[kind] = counts.requests.labels(*kind[:2], f"{kind[2]}xx")
        counter.inc()
        # The routes of all features are there with the first request.
        feeds = feeds or frozenset(
            rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.endswith("calendar.ics")
        )
        if route in feeds:
            counts.polls.labels(POLL_ANSWERS.get(response.status_code, "other")).inc()
        return response


def count_jobs(huey: "Huey", counts: ProcessCounters) -> None:
    """Count what the worker does on this queue."""
    from huey import signals  # noqa: PLC0415 - web processes have no use for it

    @huey.signal(signals.SIGNAL_COMPLETE)  # type: ignore[untyped-decorator]  # Huey has no types
    def done(_signal: str, task: "Task") -> None:
        counts.jobs.labels(task.name, "done").inc()

    @huey.signal(signals.SIGNAL_ERROR, signals.SIGNAL_INTERRUPTED)  # type: ignore[untyped-decorator]
    def failed(_signal: str, task: "Task", _error: BaseException | None = None) -> None:
        counts.jobs.labels(task.name, "failed").inc()


def _remove(folder: str, owner: int) -> None:
    # A child that comes to its end must not take it from the others.
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)
