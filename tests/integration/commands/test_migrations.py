"""`webinars db upgrade` and `webinars db downgrade`: a copy before each, and a question before anything is deleted."""

import dataclasses
import datetime as dt
import re
import sqlite3
import subprocess
from contextlib import closing

import pytest
import sqlalchemy as sa

from tests.application import site
from tests.factories import make_registration, open_desk
from webinars.commands import migrations
from webinars.db import db
from webinars.models import Webinar

NOW = dt.datetime(2027, 2, 1, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def copies(tmp_path):
    """What stands in the folder of copies, the oldest first."""
    folder = tmp_path / "data" / migrations.COPIES_FOLDER_NAME
    return lambda: sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns) if folder.exists() else []


@pytest.fixture
def newest(filled, run):
    return re.search(r"at version (\d+)", run("doctor").stdout)[1]


def before(revision):
    return f"{int(revision) - 1:04d}"


@pytest.fixture
def registered(newest, environment):
    """Somebody has a place."""
    with site(environment) as app, app.app_context():
        webinar = db.session.scalars(sa.select(Webinar)).one()
        open_desk(db.session(), webinar)
        db.session.flush()
        make_registration(db.session(), app.config["SETTINGS"], webinar)
        db.session.commit()


def holds_the_registration(copy, tmp_path):
    if copy.suffix == ".db":
        with closing(sqlite3.connect(copy)) as connection:
            return connection.execute("SELECT name FROM registration").fetchall() == [("Ana",)]
    written = tmp_path / "written.sql"
    subprocess.run(["pg_restore", "--data-only", "--table=registration", f"--file={written}", copy], check=True)
    return "ana@attendee.example" in written.read_text()


@pytest.mark.usefixtures("registered")
def test_going_back_names_what_goes_asks_and_copies_first(run, copies, newest, tmp_path):
    asked = run("db", "downgrade", "0014", typed="n\n")

    assert asked.returncode == 1
    assert "This deletes, for good:\n" in asked.stdout
    assert "\nregistration: 1 row\n" in asked.stdout
    assert "Go back to 0014? [y/N]: n" in asked.stdout
    # Neither those of tables that stay, nor what follows from others.
    assert not re.search(r"^(webinar|user_account|search_\w+|alembic_version):", asked.stdout, re.MULTILINE)
    assert f"at version {newest}" in run("doctor").stdout
    assert copies() == []

    done = run("db", "downgrade", "0014", typed="y\n")

    assert done.returncode == 0, done.stderr
    (copy,) = copies()
    assert f"A copy of it is in {copy}" in done.stdout
    assert f"from-{newest}-" in copy.name
    assert copy.stat().st_mode & 0o777 == 0o600
    assert holds_the_registration(copy, tmp_path)


def test_a_step_back_and_forth_copies_each_time_and_loses_no_row(run, copies, newest):
    back = run("db", "downgrade", "--yes")
    assert back.returncode == 0, back.stderr
    forth = run("db", "upgrade")
    again = run("db", "upgrade")

    assert [re.search(r"from-(\d+)-", path.name)[1] for path in copies()] == [newest, before(newest)]
    assert f"A copy of it is in {copies()[1]}" in forth.stdout
    assert (again.returncode, again.stdout) == (0, "")
    assert "Comets and their tails" in run("export").stdout


def test_what_is_nothing_below_is_refused_before_anything_is_done(run, copies, newest):
    for wanted in (newest, "9999", "yesterday", "-99"):
        refused = run("db", "downgrade", "--yes", "--", wanted)
        assert refused.returncode == 1
        assert refused.stderr == f"The database is at {newest}; “{wanted}” is nothing below it.\n"
    assert copies() == []


def test_without_a_copy_where_the_operator_has_one(run, copies, newest):
    assert run("db", "downgrade", "--yes", "--no-copy").returncode == 0
    assert run("db", "upgrade", "--no-copy").returncode == 0
    assert copies() == []


def test_a_copy_that_cannot_be_made_leaves_the_database_as_it_was(run, newest, environment, tmp_path):
    (tmp_path / "data" / migrations.COPIES_FOLDER_NAME).write_text("in the way")

    refused = run("db", "downgrade", "--yes")

    assert refused.returncode == 1
    assert refused.stderr.endswith("copies: File exists.\n")
    assert f"at version {newest}" in run("doctor").stdout


def test_postgresql_needs_its_own_program_for_a_copy(run, newest, environment):
    if "WEBINARS_DATABASE_URL" not in environment:
        pytest.skip("SQLite is copied without any")

    refused = run("db", "downgrade", "--yes", PATH="/nowhere")

    assert refused.stderr == "pg_dump is missing. Install it: apt-get install postgresql-client\n"
    assert f"at version {newest}" in run("doctor").stdout


def test_few_copies_are_kept_and_none_that_is_half_made(session, settings, tmp_path, monkeypatch):
    session.commit()
    settings = dataclasses.replace(settings, data=tmp_path)
    behind = migrations.MigrationState(current="0001", newest="0002", is_known=True)
    folder = tmp_path / migrations.COPIES_FOLDER_NAME

    made = [migrations.copy_before_migration(settings, behind, now=NOW.replace(second=each)) for each in range(7)]
    monkeypatch.setattr("webinars.commands.backup_parts.snapshot.write_snapshot", half_made)
    with pytest.raises(OSError, match="power"):
        migrations.copy_before_migration(settings, behind, now=NOW)

    assert sorted(folder.iterdir()) == made[-migrations.KEPT_COPIES :]


def half_made(path):
    path.write_text("half")
    raise OSError("power")
