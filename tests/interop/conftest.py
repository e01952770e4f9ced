"""The difficult entries, in the database once and fetched over HTTP once, for every reader."""

import gzip
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar
from werkzeug.serving import make_server

from tests.application import empty_database
from tests.interop.entries import COUNTS, FILLED_AT, fill
from tests.interop.programs import install_node_readers
from tests.interop.reading import Reading
from webinars.db import db


@dataclass(frozen=True)
class Fetched:
    """A feed as the application sent it, and what stands in it."""

    octets: bytes
    file: Path
    truth: list[Reading]
    """From the rows; the descriptions, which the application composes, as icalendar reads them."""


@pytest.fixture(scope="session")
def feeds(migrated_app: Flask, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> list[Fetched]:
    folder = tmp_path_factory.mktemp("feeds")
    with migrated_app.app_context():
        # Feeds leave out what is long over, so the calendar is held still while entries are written.
        with time_machine.travel(FILLED_AT, tick=True):
            truths = fill(db.session(), COUNTS[pytestconfig.getoption("--database")])
        db.session.remove()
        with served(migrated_app) as address:
            octets = [fetch(address + path) for path in truths]
        empty_database()
    feeds = []
    for number, (body, truth) in enumerate(zip(octets, truths.values(), strict=True)):
        file = folder / f"{number}.ics"
        file.write_bytes(body)
        texts = {entry["UID"]: str(entry["DESCRIPTION"]) for entry in Calendar.from_ical(body).walk("VEVENT")}
        feeds.append(Fetched(body, file, [each._replace(description=texts[each.uid]) for each in truth]))
    return feeds


@contextmanager
def served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def fetch(address: str) -> bytes:
    """The body, which must be the same with gzip and without."""
    bodies = []
    for encoding in ("identity", "gzip"):
        request = urllib.request.Request(address, headers={"Accept-Encoding": encoding})
        with urllib.request.urlopen(request) as response:
            bodies.append(response.read())
    assert gzip.decompress(bodies[1]) == bodies[0]
    return bodies[0]


@pytest.fixture(scope="session")
def node_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("node")
    install_node_readers(folder)
    return folder
