"""What every test may use. It loads nothing of the application, so that unit tests alone start at once."""

from pathlib import Path

import pytest

# A conftest of a folder that is named on the command line imports it before it is loaded as a plugin.
pytest.register_assert_rewrite("tests.application")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    if not all("tests/unit" in argument for argument in config.args):
        config.pluginmanager.import_plugin("tests.application")


@pytest.fixture
def project() -> Path:
    return Path(__file__).parent.parent
