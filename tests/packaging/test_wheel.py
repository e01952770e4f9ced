"""The built wheel works alone: templates, static files and migrations are inside it."""

import os
import re
import signal
import subprocess
import sys
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


def printed_until(server, words):
    """What the server prints up to the line with these words."""
    printed = ""
    for line in server.stdout:
        printed += line
        if words in line:
            break
    return printed


def answer(address):
    with urllib.request.urlopen(address) as response:
        return response.read().decode()


def test_wheel_holds_everything_and_nothing_of_the_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    assert "webinars/templates/layouts/base.html" in names
    assert "webinars/static/icons.svg" in names
    assert "webinars/migrations/env.py" in names
    assert not [name for name in names if name.startswith("tests/")]


def test_wheel_serves_from_an_empty_folder_and_offers_the_first_run(installed, tmp_path):
    server = run(installed, "serve", "--port", "0", "--no-worker", cwd=tmp_path, PYTHONUNBUFFERED="1")
    try:
        output = printed_until(server, "Ctrl+C")
        site = re.search(r"^Serving (http\S+)$", output, re.MULTILINE)[1]
        home = answer(f"{site}/")
        sheet = re.search(r'href="(/static/v/\w+/site\.css)"', home)
        style = answer(f"{site}{sheet[1]}")
        first_run = answer(f"{site}/account/first-run")
    finally:
        server.send_signal(signal.SIGTERM)
        output += server.communicate(timeout=60)[0]

    assert "@layer" in style
    assert "<form" in first_run
    assert "/account/first-run" in output
    assert server.returncode == 0
    assert (tmp_path / "instance" / "webinars.db").exists()
