"""The built wheel works alone: templates, static files and migrations are inside it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile

import pytest


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    project = __file__.rsplit("/tests/", 1)[0]
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, project],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder that holds the wheel's content and nothing of the checkout."""
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed, *arguments, cwd, **settings):
    environment = os.environ | {"PYTHONPATH": str(installed)} | settings
    return subprocess.Popen(
        [sys.executable, "-c", "from webinars.cli import main; main()", *arguments],
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(address):
    for _ in range(300):
        try:
            with urllib.request.urlopen(address) as response:
                return response.read().decode()
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer")


def test_wheel_holds_everything_and_nothing_of_the_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    assert "webinars/templates/layouts/base.html" in names
    assert "webinars/static/icons.svg" in names
    assert "webinars/migrations/env.py" in names
    assert not [name for name in names if name.startswith("tests/")]


def test_wheel_serves_from_an_empty_folder_and_offers_the_first_run(installed, tmp_path):
    port = free_port()

    server = run(installed, "serve", "--port", str(port), "--no-worker", cwd=tmp_path)
    try:
        home = answer(f"http://127.0.0.1:{port}/")
        sheet = re.search(r'href="(/static/v/\w+/site\.css)"', home)
        style = answer(f"http://127.0.0.1:{port}{sheet[1]}")
        first_run = answer(f"http://127.0.0.1:{port}/account/first-run")
    finally:
        server.send_signal(signal.SIGTERM)
        output, _ = server.communicate(timeout=20)

    assert "@layer" in style
    assert "<form" in first_run
    assert "/account/first-run" in output
    assert server.returncode == 0
    assert (tmp_path / "instance" / "webinars.db").exists()
