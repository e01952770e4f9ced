"""An SQLite file that is moved away, or that another takes the place of, while connections to it are open."""

import shutil
import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

from webinars import database_file
from webinars.commands.migrations import upgrade
from webinars.database_file import path_of
from webinars.db import _prepare_sqlite, db
from webinars.lib.log_throttle import LogThrottle

ADD = sa.text("INSERT INTO topic (slug, name) VALUES (:slug, :slug)")
NAMES = "SELECT name FROM topic ORDER BY id"


@pytest.fixture
def file(fresh_app):
    """Where the database is; some connections to it are open, and nothing in it is in the file itself yet."""
    with fresh_app.app_context():
        path = path_of(db.engine.url)
        if path is None:
            pytest.skip("only a file can be moved away")
        upgrade()
        add("comets")
        yield path


def add(slug):
    with db.engine.begin() as connection:
        connection.execute(ADD, {"slug": slug})


def names_in(path):
    with closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute(NAMES)]


def test_what_is_moved_away_gets_nothing_more_and_lacks_nothing(file):
    elsewhere = file.rename(file.with_name("elsewhere.db"))

    for _turn in range(2):
        with pytest.raises(sa.exc.OperationalError):
            add("planets")

    assert not file.exists()
    assert names_in(elsewhere) == ["comets"]
    elsewhere.rename(file)
    add("moons")
    assert names_in(file) == ["comets", "moons"]


def test_another_that_takes_its_place_is_the_one_that_is_used(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM INTO ?", [str(file.with_name("copy.db"))])
    add("planets")
    former = file.rename(file.with_name("former.db"))
    shutil.move(file.with_name("copy.db"), file)

    add("moons")

    assert names_in(file) == ["comets", "moons"]
    assert names_in(former) == ["comets", "planets"]


def test_the_log_is_told_once_in_a_while(file, monkeypatch, capsys):
    monkeypatch.setattr(database_file, "_is_time", LogThrottle(every_s=60).is_time)
    file.rename(file.with_name("elsewhere.db"))

    for _turn in range(3):
        with pytest.raises(sa.exc.OperationalError):
            add("planets")

    assert capsys.readouterr().err.count("the database file is gone") == 1


def test_what_was_answered_is_on_the_disk_before(tmp_path):
    with closing(sqlite3.connect(tmp_path / "new.db")) as connection:
        _prepare_sqlite(connection, None)

        # FULL: https://www.sqlite.org/pragma.html#pragma_synchronous
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
