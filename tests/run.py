"""What `bin/test` does: every check, then every test on both databases, then the journeys in a browser.

With arguments, only those tests, on SQLite; `--explore` alone runs everything with examples that were never tried. At
the end it says what could not be tested here; with CI=true that is a failure, because a test that is skipped there has
failed.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
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


@dataclass(frozen=True)
class Need:
    """A program of the machine that some tests talk to."""

    name: str
    is_there: bool
    remedy: str


def main(arguments: list[str]) -> int:
    if arguments == ["--checks-only"]:
        return run_checks()
    more = tuple(arguments) if arguments == ["--explore"] else ()
    if arguments and not more:
        return pytest(arguments)
    needs = [
        Need(
            "PostgreSQL",
            postgresql_answers(),
            "Start one that WEBINARS_TEST_POSTGRESQL_URL names: apt-get install postgresql",
        ),
        Need("Redis", redis_answers(), "Start one at WEBINARS_TEST_REDIS_URL: apt-get install redis-server"),
        Need("Chromium", chromium_path() is not None, "Install it: apt-get install chromium"),
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
    failed = run_checks() or run_tests({need.name for need in missing}, more)
    report(missing)
    print(f"{time.monotonic() - started:.0f} seconds on Python {sys.version.split()[0]}.")
    return failed


def run_checks() -> int:
    return together(*CHECKS)


def run_tests(missing: set[str], more: tuple[str, ...]) -> int:
    """Every suite even after a failure, so that one run tells everything. Returns 1 if any of them failed, else 0."""
    # The files with the longest tests are begun first, so that neither half has to wait for the other at the end.
    by_file = ("--dist", "loadfile", "--no-loadscope-reorder")
    parallel = ("-n", "2", *by_file)
    postgresql = ("--database", "postgresql")
    main = ("tests/interop", "tests/integration")
    has_postgresql = "PostgreSQL" not in missing
    results = [pytest((*main, "tests/rules", "tests/unit", *parallel, *more))]
    if has_postgresql:
        # A third of the time these wait for the server.
        waiting = ("-n", "3", *by_file)
        results.append(pytest((*main, "tests/rules/test_migrations.py", *waiting, *postgresql, *more)))
    # Those of concurrency wait for the time to pass more than they do anything, and there is a browser to wait for too.
    others = [("tests/concurrency", "tests/packaging", *more)]
    if has_postgresql:
        others.append(("tests/concurrency", *postgresql, *more))
    if not {"PostgreSQL", "Redis", "nginx", "systemd"} & missing:
        others.append(("tests/outgrown", *more))
    if "Chromium" not in missing:
        others.append(("tests/browser", *parallel, *more))
    results.append(pytest(*others))
    return max(results)


def pytest(*runs: Sequence[str]) -> int:
    """Run pytest with each of these arguments, all at the same time. Returns 1 if any of them failed, else 0."""
    return together(*(("pytest", "-q", *arguments) for arguments in runs))


def together(*commands: Sequence[str]) -> int:
    """Run commands of this environment, all at the same time. Returns 1 if any of them failed or was killed, else 0.

    What one alone prints is seen as it comes; of several, once each has ended.
    """
    is_alone = len(commands) == 1

    def run(command: Sequence[str]) -> subprocess.CompletedProcess[bytes]:
        if is_alone:
            print(f"$ {' '.join(command)}", flush=True)
        arguments = [TOOLS / command[0], *command[1:]]
        return subprocess.run(arguments, cwd=PROJECT, env=environment, capture_output=not is_alone, check=False)

    failed = 0
    with ThreadPoolExecutor() as pool, TemporaryDirectory() as byte_code:
        # Hundreds of commands are started by tests: compiled each time they would take twice as long, and the tree
        # stays clean.
        environment = os.environ | {"PYTHONPATH": str(PROJECT), "PYTHONPYCACHEPREFIX": byte_code}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for command, ended in zip(commands, pool.map(run, commands), strict=True):
            if not is_alone:
                print(f"$ {' '.join(command)}\n{ended.stdout.decode()}{ended.stderr.decode()}", end="", flush=True)
            failed |= ended.returncode != 0
    return failed


def report(missing: list[Need]) -> None:
    for need in missing:
        print(f"Not tested here: {need.name} is missing. {need.remedy}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
