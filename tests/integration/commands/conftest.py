import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.conftest import new_postgresql_database

Run = Callable[..., "subprocess.CompletedProcess[str]"]


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
def run(environment: dict[str, str], tmp_path: Path) -> Run:
    """`run("zones", …)` runs the command as a process of its own, in an empty folder."""

    def run(*arguments: str, typed: str = "", **settings: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            program(*arguments),
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            cwd=tmp_path,
            env={**environment, **settings},
        )

    return run


def program(*arguments: str) -> Sequence[str]:
    return (sys.executable, "-W", "error::DeprecationWarning:webinars", "-m", "webinars", *arguments)
