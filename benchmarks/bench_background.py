"""Whether what is done in the background lets people save.

    bin/bench background [--webinars 20000] [--imported 2000] [--database postgresql://…]

Serves the demo programme with so many webinars more. Somebody saves a webinar each second, first alone, then while an
archive of other webinars is imported, while the address of the site becomes another one, so that each calendar entry is
written again, and while search is indexed anew. Then an archive of as many webinars as the site has, of some 2 kB each,
is imported into an empty site, for the memory it takes.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from bench_stall import HERE, Organiser, Site

if TYPE_CHECKING:
    from collections.abc import Callable

WEBINARS = Path(sys.executable).parent / "webinars"
KEEP_CALENDARS = """
from webinars import create_app
from webinars.db import db
from webinars.domain.calendars.jobs import keep_calendars
app = create_app()
with app.app_context():
    keep_calendars(db.session(), app.config["SETTINGS"])
"""
SENTENCE = "Why the tail of a comet points away from the sun, what Caroline Herschel saw, and what we know since. "


def archive(count: int, *, first: int = 0) -> bytes:
    """Returns an archive of webinars of twenty organisations with three speakers each.

    Half of them are over and recorded.
    """
    webinars = [
        {
            "uid": f"bench-{number}",
            "slug": f"bench-{number}",
            "title": f"Comets and their tails, evening {number}",
            "organisers": [f"Society {number % 20}", f"Society {(number + 7) % 20}"],
            "starts_wall": f"{2026 + number % 2}-{number % 12 + 1:02}-{number % 28 + 1:02}T16:00",
            "timezone": "Europe/London",
            "status": "published",
            "description": SENTENCE * 12,
            "topics": [f"Topic {number % 30}"],
            "lineup": [{"speaker": f"Speaker {(number * 3 + place) % 4000}"} for place in range(3)],
            "questions": ["What is a tail made of?", "Who has seen it first?"],
            "recordings": [{"url": f"https://videos.example/{number}.mp4"}] if number % 2 == 0 else [],
        }
        for number in range(first, first + count)
    ]
    return json.dumps({"format": "webinars-archive", "version": 1, "webinars": webinars}).encode()


class Saves:
    """How long each save took while the block ran. What was no success is counted."""

    def __init__(self, organiser: Organiser) -> None:
        self._organiser = organiser
        self._is_over = threading.Event()
        self.took_s: list[float] = []
        self.failed = 0

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._save)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _save(self) -> None:
        while not self._is_over.is_set():
            began = time.monotonic()
            try:
                self.took_s.append(self._organiser.save())
            except AssertionError:
                self.failed += 1
            self._is_over.wait(max(0, 1 - (time.monotonic() - began)))

    def row(self, name: str, seconds: float) -> str:
        ordered = sorted(self.took_s)
        p95 = ordered[int(len(ordered) * 0.95)] * 1000
        worst = ordered[-1] * 1000
        return f"| {name} | {seconds:.0f} s | {len(ordered)} | {p95:.0f} ms | {worst:.0f} ms | {self.failed} |"


def run(site: Site, *command: str | Path, **environment: str) -> float:
    """Runs a command beside the site. Returns how many seconds it took."""
    began = time.monotonic()
    subprocess.run(command, env=site.environment | environment, check=True, stdout=subprocess.DEVNULL, cwd=HERE.parent)
    return time.monotonic() - began


def measure(site: Site, imported: int, folder: Path) -> None:
    organiser = Organiser(site)
    file = folder / "imported.json"
    file.write_bytes(archive(imported, first=1_000_000))
    works: dict[str, Callable[[], float]] = {
        "nothing": lambda: time.sleep(30) or 30,
        f"an import of {imported}": lambda: run(site, WEBINARS, "import", file),
        "every calendar entry": lambda: run(
            site, sys.executable, "-c", KEEP_CALENDARS, WEBINARS_BASE_URL="https://other.example"
        ),
        "search indexed anew": lambda: run(site, WEBINARS, "reindex"),
    }
    print("| meanwhile | takes | saves | 95 of 100 within | worst | failed |\n| --- | --- | --- | --- | --- | --- |")
    for name, work in works.items():
        with Saves(organiser) as saves:
            seconds = work()
        print(saves.row(name, seconds), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--webinars", type=int, default=20_000)
    parser.add_argument("--imported", type=int, default=2_000)
    parser.add_argument("--database", default="", help="of an empty PostgreSQL database; default SQLite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        large = Path(folder) / "large.json"
        large.write_bytes(archive(given.webinars))
        site = Site(folder, given.database)
        seconds = run(site, WEBINARS, "import", large)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = large.stat().st_size / 1e6
        print(f"{given.webinars} webinars, {size:.0f} MB, imported in {seconds:.0f} s with at most {peak:.0f} MB.")
        with site.served_by("ours", 1):
            measure(site, given.imported, Path(folder))


if __name__ == "__main__":
    main()
