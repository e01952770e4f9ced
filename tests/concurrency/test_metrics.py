"""What several web processes and a worker have done is told by whichever of them is asked."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.printed_pages import Printed

TOKEN = "a-token-of-Prometheus"
ASKED = 40
PATIENCE_S = 60
COUNTED = r'webinars_requests_total\{method="GET",route="health.live",status="2xx"\} (\S+)'


@pytest.fixture
def server(tmp_path):
    """Two web processes and a worker; yields the address, and looks at what they leave."""
    (tmp_path / "tmp").mkdir()
    own = {name: value for name, value in os.environ.items() if not name.startswith(("WEBINARS_", "PROMETHEUS_"))}
    server = subprocess.Popen(
        [sys.executable, "-m", "webinars", "serve", "--port", "0"],
        env=own
        | {
            "WEBINARS_DATA": str(tmp_path / "data"),
            "WEBINARS_METRICS_TOKEN": TOKEN,
            "WEB_CONCURRENCY": "2",
            "PYTHONUNBUFFERED": "1",
            "TMPDIR": str(tmp_path / "tmp"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    printed = Printed(server)
    try:
        yield re.search(r"^Serving (http\S+)$", printed.until("Serving"), re.MULTILINE)[1]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE_S)
        printed.whole()
    assert list((tmp_path / "tmp").iterdir()) == []


def answer(address, **headers):
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as found:
        return found.read().decode()


def counted(server):
    found = re.search(COUNTED, answer(f"{server}/metrics", Authorization=f"Bearer {TOKEN}"))
    return float(found[1]) if found else 0


def test_an_answer_is_the_sum_of_all_processes(server, tmp_path):
    # Until each of the two has answered some: the system decides which one does.
    ends_at, asked = time.monotonic() + PATIENCE_S, 0
    counters = tmp_path / "tmp"
    while len(list(counters.glob("*/counter_*.db"))) < 2:
        assert time.monotonic() < ends_at, "one process answers everything"
        for _ in range(ASKED):
            answer(f"{server}/health/live")
        asked += ASKED

    assert [counted(server) for _ in range(6)] == [asked] * 6
