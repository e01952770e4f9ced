import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.application import new_postgresql_database, site
from webinars.cli import webinars
from webinars.commands.migrations import upgrade
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


@dataclass(frozen=True)
class Place:
    """A site without processes: its data folder, and the address of its database where that is on a server."""

    folder: Path
    database_url: str | None = None

    @property
    def settings(self) -> dict[str, str]:
        url = {} if self.database_url is None else {"WEBINARS_DATABASE_URL": self.database_url}
        return {"WEBINARS_DATA": str(self.folder), **url}


@pytest.fixture(scope="session")
def new_place_in(pytestconfig: pytest.Config) -> Callable[..., AbstractContextManager[Place]]:
    """`with new_place_in(folder, like=place) as place`: a new site that has what `like` has, without it nothing."""

    @contextmanager
    def new_place_in(folder: Path, like: Place | None = None) -> Iterator[Place]:
        if like is not None:
            shutil.copytree(like.folder, folder)
        if pytestconfig.getoption("--database") == "sqlite":
            yield Place(folder)
            return
        with new_postgresql_database(like=like and like.database_url) as url:
            yield Place(folder, url)

    return new_place_in


@pytest.fixture(scope="session")
def migrated_place(new_place_in, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A site with its tables, and nothing in them."""
    with new_place_in(tmp_path_factory.mktemp("migrated") / "data") as place:
        with site({**inherited(), **place.settings}) as app, app.app_context():
            upgrade()
        yield place


@pytest.fixture(scope="session")
def filled_place(new_place_in, migrated_place: Place, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A site with a webinar, an account, an uploaded file, and one that is on its way."""
    folder = tmp_path_factory.mktemp("filled")
    with new_place_in(folder / "data", like=migrated_place) as place:
        (folder / "programme.json").write_text(json.dumps(ARCHIVE))
        environment = {**inherited(), **place.settings}
        assert ran(("import", "programme.json"), environment, folder).returncode == 0
        arguments = ("user", "create", "olga@example.org", "--password-stdin")
        assert ran(arguments, environment, folder, typed="a long and good password\n").returncode == 0
        uploads = folder / "data" / "uploads" / "ab"
        uploads.mkdir(parents=True)
        (uploads / "film").write_bytes(b"\0film" * 1000)
        (uploads / f"{INCOMING}7").write_bytes(b"\0half a film")
        yield place


def inherited() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("WEBINARS_")}


@pytest.fixture
def environment(request: pytest.FixtureRequest, new_place_in, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a machine with a data folder and a database of its own.

    The database is empty, without tables, but for tests that ask for `migrated` or `filled`.
    """
    names = [name for name in ("filled_place", "migrated_place") if name in request.fixturenames]
    like = request.getfixturevalue(names[0]) if names else None
    with new_place_in(tmp_path / "data", like=like) as place:
        yield {**inherited(), **place.settings}


def ran(arguments: Sequence[str], environment: dict[str, str], folder: Path, typed: str = "") -> Ended:
    """How a command ends that runs in this process, in `folder`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for name in [name for name in os.environ if name.startswith("WEBINARS_")]:
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        result = CliRunner().invoke(webinars, arguments, input=typed, prog_name="webinars")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def run(environment: dict[str, str], tmp_path: Path) -> Run:
    """`run("zones", …)` runs the command in this process, quicker by a second than `run_process`, the real thing."""

    def run(*arguments: str, typed: str = "", **settings: str) -> Ended:
        return ran(arguments, {**environment, **settings}, tmp_path, typed=typed)

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
def migrated(migrated_place: Place, environment: dict[str, str]) -> None:
    """The site has its tables from the beginning."""


@pytest.fixture
def filled(filled_place: Place, environment: dict[str, str]) -> None:
    """The site has a webinar, an account, an uploaded file, and one that is on its way."""


@pytest.fixture
def new_place(new_place_in, tmp_path: Path) -> Callable[[str], AbstractContextManager[dict[str, str]]]:
    """`with new_place("other") as settings`: the settings of another, empty site of the same kind."""

    @contextmanager
    def new_place(name: str) -> Iterator[dict[str, str]]:
        with new_place_in(tmp_path / name) as place:
            yield place.settings

    return new_place


@pytest.fixture
def elsewhere(new_place: Callable[[str], AbstractContextManager[dict[str, str]]]) -> Iterator[dict[str, str]]:
    """The settings of another, empty site of the same kind."""
    with new_place("other") as settings:
        yield settings


def program(*arguments: str) -> Sequence[str]:
    return (sys.executable, "-m", "webinars", *arguments)
