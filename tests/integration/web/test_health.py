import resource
import socket
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from tests.capabilities import without_overriding_modes
from tests.factories import make_member, make_organisation
from tests.filled_form import FilledForm
from tests.redis_server import own_redis
from tests.services import POSTGRESQL_URL
from webinars import clock
from webinars.app.application import build_app
from webinars.config import read_settings
from webinars.db import db, reading
from webinars.domain.processes.heartbeats import record_heartbeat
from webinars.models import Role
from webinars.redis_server import RedisHealth, failure

__all__ = ["own_redis"]


def test_live_touches_nothing(client, count_statements):
    with count_statements() as statements:
        answer = client.get("/health/live")

    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"
    assert statements == []


def test_ready_once_the_tables_are_those_of_this_version(client):
    assert client.get("/health/ready").status_code == 200


def test_ready_without_a_worker_too_but_it_says_so(client, session, count_statements):
    with count_statements() as statements:
        without = client.get("/health/ready")
    record_heartbeat(session, "lunar-1", now=clock.now())
    with_one = client.get("/health/ready")

    assert (without.status_code, without.text) == (200, "ok\nno worker has been seen in the last 3 minutes\n")
    assert (with_one.status_code, with_one.text) == (200, "ok\n")
    assert len([each for each in statements if "worker_sign" in each]) == 1


def test_ready_without_redis_too_but_it_says_so(client, app, own_redis, monkeypatch):
    watch = RedisHealth(own_redis.url, every_s=0)
    monkeypatch.setitem(app.extensions, "redis_watch", watch)

    without = client.get("/health/ready")
    own_redis.start()

    assert without.status_code == 200
    assert without.text.startswith("ok\nRedis does not answer\n")
    assert "Redis" not in client.get("/health/ready").text


def test_redis_is_asked_once_in_a_while(own_redis):
    watch = RedisHealth(own_redis.url, every_s=60)
    assert watch.is_away()

    own_redis.start()

    assert watch.is_away()


def test_whether_redis_answers_is_known_within_a_second():
    """By one that takes the connection, and says nothing. The machine may be busy, but not each time."""
    took_s = []
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for _ in range(3):
            begun = time.monotonic()
            assert failure(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
            took_s.append(time.monotonic() - begun)

    assert min(took_s) < 1


def test_not_ready_on_an_empty_database(fresh_app):
    answer = fresh_app.test_client().get("/health/ready")

    assert (answer.status_code, answer.text) == (503, "not ready\n")


def test_not_ready_while_the_database_is_away_and_nothing_is_told_about_it(tmp_path):
    app = build_app(
        read_settings(
            {
                "WEBINARS_DATA": str(tmp_path),
                "WEBINARS_DATABASE_URL": "postgresql://webinars:hidden@127.0.0.1:1/webinars",
            }
        )
    )

    answer = app.test_client().get("/health/ready")

    assert (answer.status_code, answer.text) == (503, "not ready\n")


@contextmanager
def read_only_file(file):
    """The folder of an SQLite database cannot be written until the block ends, by root neither.

    Another process has the database open all the time: else its write-ahead log would be gone, and nothing be opened.
    """
    with closing(sqlite3.connect(file)) as other:
        other.execute("SELECT count(*) FROM webinar").fetchall()
        modes = {path: path.stat().st_mode for path in [file.parent, *file.parent.iterdir()]}
        with without_overriding_modes():
            for path, mode in modes.items():
                path.chmod(mode & ~0o222)
            try:
                yield
            finally:
                for path, mode in modes.items():
                    path.chmod(mode)


@contextmanager
def read_only_database(name):
    """New connections to a PostgreSQL database can only read until the block ends."""
    with psycopg.connect(POSTGRESQL_URL, autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        try:
            yield
        finally:
            connection.execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')


@pytest.fixture
def read_only(app, settings):
    """`with read_only():` until the block ends, whatever is opened can be read and not be written."""

    @contextmanager
    def read_only():
        url = sa.make_url(settings.database_url)
        is_file = url.get_backend_name() == "sqlite"
        with read_only_file(Path(url.database)) if is_file else read_only_database(url.database):
            with app.app_context():
                db.engine.dispose()
            yield

    return read_only


def test_when_a_database_can_be_written_again_it_is(client, read_only, session, sign_in):
    olga = make_member(session, make_organisation(session, "Lunar Society"), "Olga", Role.OWNER)
    sign_in(client, olga)
    client.test_session = None
    session.close()
    page = FilledForm(client.get("/manage/webinars/new")).fill(title="Comets")

    with read_only():
        assert client.get("/health/ready").status_code == 503
        for _ in range(2):
            refused = client.post("/manage/webinars", data=page.data())
            assert refused.status_code == 503
            assert "The site cannot store anything at the moment; its operator has to look." in refused.text

    assert client.get("/health/ready").status_code == 503
    assert client.post("/manage/webinars", data=page.data()).status_code == 303
    assert client.get("/health/ready").status_code == 200


def read_something():
    with reading(), db.engine.connect() as connection:
        connection.execute(sa.text("SELECT count(*) FROM webinar")).scalar()


def test_every_save_succeeds_after_a_spell_in_which_many_connections_were_opened(app, read_only):
    def many():
        """Connections that are open at the same time, and then wait in the pool."""
        with reading(), ExitStack() as opened:
            for _ in range(3):
                opened.enter_context(db.engine.connect()).execute(sa.text("SELECT count(*) FROM webinar"))

    add = sa.text("INSERT INTO topic (slug, name) VALUES (:slug, :slug)")

    def save(slug):
        with db.engine.begin() as connection:
            connection.execute(add, {"slug": slug})

    with app.app_context():
        with read_only():
            many()
            with pytest.raises(sa.exc.DBAPIError):
                save("comets")
            many()

        with ThreadPoolExecutor(8) as people:
            reads = [people.submit(in_context(app, read_something)) for _ in range(20)]
            saves = [people.submit(in_context(app, save), f"topic-{number}") for number in range(16)]

        assert [each.exception() for each in (*reads, *saves)] == [None] * 36


def in_context(app, work):
    def within(*arguments):
        with app.app_context():
            work(*arguments)

    return within


@contextmanager
def full_disk(size):
    """No file becomes longer than so many octets until the block ends: like a full disk, to whoever writes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_said_and_ready_again_once_something_was_stored(client, session, sign_in, settings):
    if not settings.database_url.startswith("sqlite"):
        pytest.skip("the disk of a server is not ours to fill")
    sign_in(client, make_member(session, make_organisation(session, "Lunar Society"), "Olga", Role.OWNER))
    client.test_session = None
    session.close()
    page = FilledForm(client.get("/manage/webinars/new")).fill(title="Comets")

    with full_disk(32 * 1024):
        refused = client.post("/manage/webinars", data=page.data())
        assert refused.status_code == 503
        assert "The site cannot store anything at the moment; its operator has to look." in refused.text
        assert "what you typed is still here" in refused.text
        assert client.get("/health/ready").status_code == 503
        assert client.get("/manage/webinars/new").status_code == 200

    # Whether there is room again is known once something was stored, and reading and refusing store nothing.
    client.get("/manage/webinars/new")
    assert client.post("/manage/webinars", data={}).status_code == 422
    assert client.get("/health/ready").status_code == 503
    assert client.post("/manage/webinars", data=page.data()).status_code == 303
    assert client.get("/health/ready").status_code == 200
