"""Two processes that start at once on an empty database."""

import os
import subprocess
import sys

import sqlalchemy as sa

from webinars.db import Base, db

MIGRATE = """
from flask_migrate import upgrade
from webinars import create_app
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
