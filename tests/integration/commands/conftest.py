import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.application import new_postgresql_database
from webinars.cli import webinars
from webinars.domain.media.storage import INCOMING

ARCHIVE = {
    "format": "webinars-archive",
    "version": 1,
    "webinars": [
        {
            "title": "Comets and their tails",
            "organisers": ["Lunar Society"],
            "starts_wall": "2027-02-16T16:00",
            "timezone": "Europe/London",
            "status": "published",
            "join_url": "https://rooms.example/7",
        }
    ],
}


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Ended]


@pytest.fixture
def environment(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a machine with an empty database and data folder of its own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("WEBINARS_")}
    values = {**inherited, "WEBINARS_DATA": str(tmp_path / "data")}
    if request.config.getoption("--database") == "sqlite":
        yield values
        return
    with new_postgresql_database() as url:
        yield {**values, "WEBINARS_DATABASE_URL": url}


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("zones", …)` runs the command in this process, quicker by a second than `run_process`, the real thing."""

    def run(*arguments: str, typed: str = "", **settings: str) -> Ended:
        with monkeypatch.context() as patch:
            patch.chdir(tmp_path)
            for name in [name for name in os.environ if name.startswith("WEBINARS_")]:
                patch.delenv(name)
            for name, value in {**environment, **settings}.items():
                patch.setenv(name, value)
            result = CliRunner().invoke(webinars, arguments, input=typed, prog_name="webinars")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ended(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def run_process(environment: dict[str, str], tmp_path: Path) -> Run:
    """`run_process("zones", …)` runs the command as a process of its own, in an empty folder."""

    def run_process(*arguments: str, typed: str = "", **settings: str) -> Ended:
        ended = subprocess.run(
            program(*arguments),
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            cwd=tmp_path,
            env={**environment, **settings},
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    return run_process


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> None:
    """A site with a webinar, an account, an uploaded file, and one that is on its way."""
    (tmp_path / "programme.json").write_text(json.dumps(ARCHIVE))
    assert run("import", "programme.json").returncode == 0
    assert (
        run("user", "create", "olga@example.org", "--password-stdin", typed="a long and good password\n").returncode
        == 0
    )
    uploads = tmp_path / "data" / "uploads" / "ab"
    uploads.mkdir(parents=True)
    (uploads / "film").write_bytes(b"\0film" * 1000)
    (uploads / f"{INCOMING}7").write_bytes(b"\0half a film")


@pytest.fixture
def new_place(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Callable[[str], AbstractContextManager[dict[str, str]]]:
    """`with new_place("other") as settings`: the settings of another, empty site of the same kind."""

    @contextmanager
    def new_place(name: str) -> Iterator[dict[str, str]]:
        settings = {"WEBINARS_DATA": str(tmp_path / name)}
        if request.config.getoption("--database") == "sqlite":
            yield settings
            return
        with new_postgresql_database() as url:
            yield settings | {"WEBINARS_DATABASE_URL": url}

    return new_place


@pytest.fixture
def elsewhere(new_place: Callable[[str], AbstractContextManager[dict[str, str]]]) -> Iterator[dict[str, str]]:
    """The settings of another, empty site of the same kind."""
    with new_place("other") as settings:
        yield settings


def program(*arguments: str) -> Sequence[str]:
    return (sys.executable, "-m", "webinars", *arguments)
