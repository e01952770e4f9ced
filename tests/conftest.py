"""What every test may use. It loads nothing of the application, so that unit tests alone start at once."""

import datetime as dt
import gc
from pathlib import Path

import hypothesis
import pytest
import time_machine

from tests.statements import Recorder

# A conftest of a folder that is named on the command line imports it before it is loaded as a plugin.
pytest.register_assert_rewrite("tests.application")

BEGUN_FIRST = ("tests/interop", "tests/integration/commands", "tests/integration/demo", "tests/integration/test_")
"""Where files have the longest tests: none of them may be the last, for which the other processes would wait."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.addoption("--all", action="store_true", help="try all examples where each takes its time")
    parser.addoption("--record-statements", type=Path, help="note in this folder what each test has SQLite do")
    parser.addoption("--explore", action="store_true", help="try examples that were never tried, not the usual ones")
    parser.addoption("--at", type=dt.datetime.fromisoformat, help="begin at this time, in UTC where it has no offset")


def pytest_configure(config: pytest.Config) -> None:
    # While thousands of tests are collected nothing becomes garbage, and to look for it took twice as long as the rest.
    gc.disable()
    if not all("tests/unit" in argument for argument in config.args):
        config.pluginmanager.import_plugin("tests.application")
    # The usual examples are the same on every machine and in every run, so that nothing is red by chance; new ones are
    # looked for on purpose. No example has a deadline: it would measure what else the machine does.
    hypothesis.settings.register_profile("usual", derandomize=True, database=None, deadline=None)
    hypothesis.settings.register_profile("all", parent=hypothesis.settings.get_profile("usual"))
    hypothesis.settings.register_profile("explore", derandomize=False, print_blob=True, deadline=None)
    wanted = [name for name in ("explore", "all") if config.getoption(f"--{name}")]
    hypothesis.settings.load_profile([*wanted, "usual"][0])

    if (folder := config.getoption("--record-statements")) is not None:
        config.pluginmanager.register(Recorder(folder))
    if (at := config.getoption("--at")) is not None:
        traveller = time_machine.travel(at)
        traveller.start()
        config.add_cleanup(traveller.stop)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # After they have been shuffled.
    items.sort(key=lambda item: not item.nodeid.startswith(BEGUN_FIRST))
    if config.getoption("--all") or config.getoption("--explore"):
        return
    thorough = [item for item in items if item.get_closest_marker("thorough")]
    items[:] = [item for item in items if item not in thorough]
    config.hook.pytest_deselected(items=thorough)


def pytest_collection_finish() -> None:
    # What is loaded by now stays until the end: the collector need not look through it again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)
    gc.enable()


@pytest.fixture
def project() -> Path:
    return Path(__file__).parent.parent
