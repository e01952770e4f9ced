"""A release of what stands here, made once."""

import datetime as dt
import importlib.util
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def tool():
    """`bin/release.py`."""
    spec = importlib.util.spec_from_file_location("release", PROJECT / "bin" / "release.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def version():
    return tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]


@pytest.fixture(scope="session")
def release(tool, version, tmp_path_factory):
    folder = tmp_path_factory.mktemp("release")
    tool.make(folder, version, dt.date(2027, 2, 1))
    return folder


@pytest.fixture(scope="session")
def wheel(release):
    return next(release.glob("*.whl"))
