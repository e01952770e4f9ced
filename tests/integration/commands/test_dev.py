"""`bin/dev`: what a developer changes is served, without a restart by hand."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

PATIENCE_S = 60


@pytest.fixture
def checkout(project, tmp_path):
    """A copy of the project, to be changed."""
    for name in ("bin", "migrations", "templates", "webinars"):
        shutil.copytree(project / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def free_port():
    """A port that stays free: below those that the system gives to whoever asks for any."""
    for port in range(21_000 + os.getpid() % 9_000, 32_000):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("every port is taken")


@pytest.fixture
def address(checkout, environment):
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "bin/dev.py", "--port", str(port)],
        cwd=checkout,
        env={**environment, "PYTHONPATH": str(checkout)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    yield f"http://127.0.0.1:{port}"
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def comes(url, text):
    """Whether the page has the text before patience ends."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            if text in urllib.request.urlopen(url, timeout=PATIENCE_S).read().decode():
                return True
        except (urllib.error.URLError, ConnectionError, http.client.HTTPException):
            pass  # It does not listen yet, or has just begun anew, perhaps in the middle of its answer.
        time.sleep(0.1)
    return False


def test_pages_and_code_are_served_as_they_have_been_changed(checkout, address):
    assert comes(address + "/organisations", "House of Wisdom")

    page = checkout / "templates/programme/directory.html"
    page.write_text(page.read_text().replace("{% block main %}", "{% block main %}<p>It has been changed.</p>"))

    assert comes(address + "/organisations", "It has been changed.")

    code = checkout / "webinars/web/monitoring/health.py"
    code.write_text(code.read_text().replace('"ok"', '"changed"'))

    assert comes(address + "/health/live", "changed")
