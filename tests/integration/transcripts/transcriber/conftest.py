import dataclasses
import os
import sys
import time
from pathlib import Path

import pytest

import tests.transcriber_command
from tests.other_sites import Page, other_sites

SCRIPT = tests.transcriber_command.__file__


@pytest.fixture
def sites():
    with other_sites() as sites:
        sites.pages["videos.example", "/comets.mp4"] = Page(body=b"a film")
        yield sites


@pytest.fixture
def notes(tmp_path):
    """Where the command leaves the ids of its processes."""
    return tmp_path / "notes"


@pytest.fixture
def with_command(settings, notes):
    """`with_command("write")`: the settings of a site whose command does that."""

    def with_command(mode):
        command = (sys.executable, SCRIPT, mode, str(notes), "{audio}", "{out}", "{language}")
        return dataclasses.replace(settings, transcriber=command, peertube_hosts=("tube.example",))

    return with_command


@pytest.fixture
def site(app, settings, with_command):
    """A site with a machine, as its pages see it."""
    app.config["SETTINGS"] = with_command("write")
    yield app
    app.config["SETTINGS"] = settings


@pytest.fixture
def processes_of(notes):
    """`processes_of()`: which of the processes that the command has named still run a moment after the end."""

    def running(process):
        try:
            state = Path(f"/proc/{process}/stat").read_text()
        except FileNotFoundError:
            return False
        # A dead child of a killed parent waits for whoever adopts it.
        return state.rpartition(") ")[2][0] != "Z"

    def processes_of():
        for _try in range(50):
            named = notes.read_text().split() if notes.exists() else []
            left = [process for process in map(int, named) if running(process)]
            if not left:
                break
            time.sleep(0.1)
        return left

    yield processes_of
    for process in map(int, notes.read_text().split()) if notes.exists() else ():
        if running(process):
            os.kill(process, 9)
