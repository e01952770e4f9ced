"""Two processes that start at once on an empty database."""

import os
import subprocess
import sys
import time
from contextlib import ExitStack

import pytest
import sqlalchemy as sa

from webinars.commands.migrations import state, upgrade
from webinars.db import Base, db

ADVISORY_LOCK = 7_301_946
"""That of migrations/env.py."""
LONGER_THAN_OTHERS_WAIT_S = 9

MIGRATE = """
from webinars import create_app
from webinars.commands.migrations import upgrade
with create_app().app_context():
    upgrade()
"""


def test_two_starts_at_once_leave_one_complete_schema(fresh_app, tmp_path):
    settings = fresh_app.config["SETTINGS"]
    environment = os.environ | {
        "WEBINARS_DATA": str(settings.data),
        "WEBINARS_DATABASE_URL": settings.database_url,
    }

    starts = [
        subprocess.Popen([sys.executable, "-c", MIGRATE], env=environment, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    outcomes = [(start.communicate(timeout=100)[1], start.returncode) for start in starts]

    assert [code for _, code in outcomes] == [0, 0], outcomes
    with fresh_app.app_context():
        tables = set(sa.inspect(db.engine).get_table_names())
    assert {table.name for table in Base.metadata.sorted_tables} <= tables


@pytest.fixture
def earlier(fresh_app):
    """A site of an earlier version, with what a process needs to know of it."""
    settings = fresh_app.config["SETTINGS"]
    with fresh_app.app_context():
        upgrade(revision="0007")
        db.engine.dispose()
    return os.environ | {
        "WEBINARS_DATA": str(settings.data),
        "WEBINARS_DATABASE_URL": settings.database_url,
        "PYTHONUNBUFFERED": "1",
    }


@pytest.fixture
def start(earlier, tmp_path):
    """`start()`: a server that starts on the earlier site."""
    with ExitStack() as stack:

        def start():
            command = [sys.executable, "-m", "webinars", "serve", "--port", "0", "--no-worker"]
            process = subprocess.Popen(command, env=earlier, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
            stack.enter_context(process)
            stack.callback(process.kill)
            return process

        yield start


def is_up(process):
    return any("Ctrl+C" in line for line in process.stdout)


def test_two_new_versions_that_start_at_once_both_come_up(fresh_app, start):
    starts = [start(), start()]

    assert [is_up(process) for process in starts] == [True, True]

    with fresh_app.app_context():
        assert state().is_current


def test_a_start_waits_for_the_migration_of_another(fresh_app, start):
    """However long that takes: longer than a request or a migration waits for anybody."""
    with fresh_app.app_context(), db.engine.begin() as other:
        if other.dialect.name == "postgresql":
            other.execute(sa.text(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})"))
        process = start()
        time.sleep(LONGER_THAN_OTHERS_WAIT_S)

    assert is_up(process)


def test_two_first_starts_share_one_secret(tmp_path):
    read = "from webinars.config import read_settings; print(read_settings().secret_key)"
    environment = os.environ | {"WEBINARS_DATA": str(tmp_path / "data")}

    starts = [
        subprocess.Popen([sys.executable, "-c", read], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    secrets = {start.communicate(timeout=100)[0].strip() for start in starts}

    assert len(secrets) == 1
    assert len(secrets.pop()) >= 32
