"""What `bin/test` does: every check, every test on SQLite and in a browser, and on PostgreSQL those of a list.

`--all` tries everything on both databases, `--explore` that with examples that were never tried, `--choose` writes the
list anew (see `tests.statements`); other arguments are given to pytest, on SQLite. At the end it says what could not be
tested here; with CI=true that is a failure, because a test that is skipped there has failed.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.services import (
    calcurse_path,
    chromium_path,
    java_path,
    libical_path,
    nginx_path,
    npm_path,
    postgresql_answers,
    redis_answers,
    systemd_paths,
)
from tests.statements import LIST, report_untried, write_list

PROJECT = Path(__file__).parent.parent
TOOLS = Path(sys.executable).parent
IS_CI = os.environ.get("CI") == "true"

CHECKS = [
    ("ruff", "format", "--check", "--quiet", "."),
    ("ruff", "check", "--quiet", "."),
    ("mypy",),
    ("djlint", "--lint", "--quiet", "templates"),
    ("lint-imports",),
]


MAIN = ("tests/interop", "tests/integration")
PARALLEL = ("pytest", "-q", "--dist", "loadfile")
# One more than the cores of a small machine, for some tests wait for what they have begun.
# `tests/conftest.py` puts files in order; of those in a browser the ones with most tests are the longest.
COMPUTING, DRAWING = ("-n", "3", "--no-loadscope-reorder"), ("-n", "2")


class Stage:
    """A command of this environment."""

    def __init__(self, name: str, *command: str) -> None:
        self.name, self.command = name, command


@dataclass(frozen=True)
class Need:
    """A program of the machine that some tests talk to."""

    name: str
    is_there: bool
    remedy: str


def main(arguments: list[str]) -> int:
    if arguments == ["--checks-only"]:
        return run_all([Stage("checks", *command) for command in CHECKS])
    if arguments == ["--choose"]:
        with TemporaryDirectory() as folder:
            return run_all([sqlite_stage(Path(folder))]) or write_list(Path(folder)) or 0
    if arguments and arguments not in (["--all"], ["--explore"]):
        return run_all([Stage("tests", "pytest", "-q", *arguments)])
    needs = [
        Need(
            "PostgreSQL",
            postgresql_answers(),
            "Start one that WEBINARS_TEST_POSTGRESQL_URL names: apt-get install postgresql",
        ),
        Need("Redis", redis_answers(), "Start one at WEBINARS_TEST_REDIS_URL: apt-get install redis-server"),
        Need("Chromium", chromium_path() is not None, "Install it: apt-get install chromium-headless-shell"),
        Need("npm", npm_path() is not None, "Install it with Node.js 20 or newer: apt-get install nodejs npm"),
        Need("libical", libical_path() is not None, "Install it: apt-get install libical-dev"),
        Need("Java", java_path() is not None, "Install it: apt-get install default-jre-headless"),
        Need("calcurse", calcurse_path() is not None, "Install it: apt-get install calcurse"),
        Need("nginx", nginx_path() is not None, "Install it: apt-get install nginx"),
        Need("systemd", systemd_paths() is not None, "Install its tools, and be root: apt-get install systemd"),
    ]
    missing = [need for need in needs if not need.is_there]
    if missing and IS_CI:
        report(missing)
        return 1
    started = time.monotonic()
    failed = run_tests({need.name for need in missing}, arguments)
    report(missing)
    print(f"{time.monotonic() - started:.0f} seconds on Python {sys.version.split()[0]}.")
    return failed


def run_tests(missing: set[str], more: list[str]) -> int:
    """Every stage even after a failure, so that one run tells everything. Returns 1 if any of them failed, else 0."""
    postgresql = ("--database", "postgresql")
    with TemporaryDirectory() as folder:
        computing = [sqlite_stage(Path(folder), *more)]
        waiting = [Stage("checks", *command) for command in CHECKS]
        waiting.append(Stage("concurrency, packaging", "pytest", "-q", "tests/concurrency", "tests/packaging", *more))
        if "PostgreSQL" not in missing:
            # Everything where everything is asked for, else what `tests.statements` has chosen.
            what = (*MAIN, "tests/rules/test_migrations.py") if more else (f"@{LIST.relative_to(PROJECT)}",)
            computing.append(Stage("PostgreSQL", *PARALLEL, *COMPUTING, *what, *postgresql, *more))
            waiting.append(Stage("concurrency on PostgreSQL", "pytest", "-q", "tests/concurrency", *postgresql, *more))
        if not {"PostgreSQL", "Redis", "nginx", "systemd"} & missing:
            waiting.append(Stage("outgrown", "pytest", "-q", "tests/outgrown", *more))
        if "Chromium" not in missing:
            waiting.append(Stage("browser", *PARALLEL, *DRAWING, "tests/browser", *more))
        failed = run_all(computing, waiting)
        # With --all nothing is left out on PostgreSQL.
        return failed if more else report_untried(Path(folder)) or failed


def sqlite_stage(folder: Path, *more: str) -> "Stage":
    return Stage(
        "SQLite", *PARALLEL, *COMPUTING, *MAIN, "tests/rules", "tests/unit", f"--record-statements={folder}", *more
    )


def run_all(*lines: list["Stage"]) -> int:
    """Run the stages of each line one after the other, and the lines beside each other: one computes, another waits.

    Returns 1 if a stage failed or was killed, else 0. What the only one prints is seen as it comes, else at its end.
    """
    is_alone = sum(len(line) for line in lines) == 1

    def run(line: list[Stage]) -> list[tuple[str, float, int]]:
        ended = []
        for stage in line:
            started = time.monotonic()
            # What others wait for goes first: a test of theirs may be about a second or two.
            command = ["nice", "-n", "5"] * (line is lines[0] and not is_alone) + [TOOLS / stage.command[0]]
            process = subprocess.run(
                [*command, *stage.command[1:]],
                cwd=PROJECT,
                env=environment,
                stdout=None if is_alone else subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
            ended.append((stage.name, time.monotonic() - started, process.returncode))
            if not is_alone:
                print(f"$ {' '.join(stage.command)}\n{process.stdout.decode()}", end="", flush=True)
        return ended

    # Hundreds of commands are started by tests: compiled each time they would take twice as long. What is compiled is
    # kept with the environment, for the next run and so that the tree stays clean.
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "PYTHONPYCACHEPREFIX": str(TOOLS.parent / "byte-code")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with ThreadPoolExecutor() as pool:
        ended = [each for line in pool.map(run, lines) for each in line]
    if not is_alone:
        for name, seconds, code in ended:
            print(f"{name}: {seconds:.0f} seconds{'' if code == 0 else ', FAILED'}")
    return int(any(code for _name, _seconds, code in ended))


def report(missing: list[Need]) -> None:
    for need in missing:
        print(f"Not tested here: {need.name} is missing. {need.remedy}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
