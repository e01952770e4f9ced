"""What `bin/test` does: every check, then every test on both databases, then the journeys in a browser.

With arguments, only those tests, on SQLite; `--explore` alone runs everything with examples that were never tried. At
the end it says what could not be tested here; with CI=true that is a failure, because a test that is skipped there has
failed.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.services import (
    calcurse_path,
    chromium_path,
    java_path,
    libical_path,
    npm_path,
    postgresql_answers,
    redis_answers,
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
        return pytest(*arguments)
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
    for name, *arguments in CHECKS:
        print(f"$ {' '.join((name, *arguments))}", flush=True)
        result = subprocess.run([TOOLS / name, *arguments], cwd=PROJECT, check=False)
        if result.returncode:
            return result.returncode
    return 0


def run_tests(missing: set[str], more: tuple[str, ...]) -> int:
    """Every suite even after a failure, so that one run tells everything; the worst result counts."""

    def run(*paths: str) -> int:
        return pytest(*paths, *more)

    parallel = ("-n", "2", "--dist", "loadfile")
    results = [
        run("tests/unit", "tests/rules", "tests/integration", "tests/interop", *parallel),
        run("tests/concurrency", "tests/packaging"),
    ]
    if "PostgreSQL" not in missing:
        postgresql = ("--database", "postgresql")
        results += [
            run("tests/rules", "tests/integration", "tests/interop", *parallel, *postgresql),
            run("tests/concurrency", *postgresql),
        ]
    if "Chromium" not in missing:
        results.append(run("tests/browser", *parallel))
    return max(results)


def pytest(*arguments: str) -> int:
    print(f"$ pytest {' '.join(arguments)}", flush=True)
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    return subprocess.run([TOOLS / "pytest", "-q", *arguments], cwd=PROJECT, env=environment, check=False).returncode


def report(missing: list[Need]) -> None:
    for need in missing:
        print(f"Not tested here: {need.name} is missing. {need.remedy}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
