"""What `webinars copy-database` copies is the same in the other database, or nothing of it is there."""

import datetime as dt
import os
import shutil
import sqlite3
import subprocess
import time
import uuid
from contextlib import ExitStack, closing, contextmanager

import pytest
import sqlalchemy as sa
import time_machine

from tests.application import new_postgresql_database, site
from tests.desk_world import People, make_world
from tests.factories import add_recording, make_member, make_organisation, make_webinar
from tests.integration.commands.conftest import program
from tests.public_addresses import answers, public_addresses
from tests.services import postgresql_answers
from webinars import clock
from webinars.commands.copy_database import _snapshot
from webinars.commands.migrations import upgrade
from webinars.database_file import creation_allowed
from webinars.db import Base, db
from webinars.demo.load import load_demo
from webinars.domain.accounts.actions import open_session
from webinars.domain.search.actions import reindex
from webinars.models import (
    Act,
    ActCount,
    Audience,
    AuditEvent,
    CalendarEntry,
    ClientFamily,
    Feed,
    Feedback,
    FeedFetches,
    FollowedEntry,
    FormerSlug,
    MailFollow,
    Mailing,
    Organisation,
    PastedText,
    PersonalFeed,
    Presence,
    PresenceCount,
    Priority,
    Recording,
    RecordingWish,
    Rhythm,
    Role,
    SendingRate,
    SiteSetting,
    Source,
    SourceKind,
    Stop,
    Suppression,
    UnfinishedImport,
    Webinar,
    WorkerSign,
    Worth,
)

FULL, BARE = ("past",), ("moved", "postponed without a date", "cancelled", "a draft")
"""States of webinars: with all that can hang on one, and with nothing."""
TABLES = Base.metadata.sorted_tables
MOST_OF_A_FORM = 4
LATE = "feed_entry"
"""A table with rows that comes when most others are copied."""


@contextmanager
def new_database(kind, folder, *, like=None):
    """The address of an empty database, or of one that is as the one at the address `like`."""
    if kind == "sqlite":
        path = folder / f"{uuid.uuid4().hex}.db"
        if like is not None:
            shutil.copy(sa.make_url(like).database, path)
        yield f"sqlite:///{path}"
        return
    if not postgresql_answers():
        pytest.skip("PostgreSQL does not answer")
    with new_postgresql_database(like) as url:
        yield url


@contextmanager
def connected(url):
    """A transaction there, which is committed with the block."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with creation_allowed(), engine.begin() as connection:
        yield connection


@contextmanager
def migrated(environment):
    with site(environment) as app, app.app_context():
        upgrade()
        yield app


@pytest.fixture(scope="module")
def own(request):
    """The kind of the site's own database."""
    return request.config.getoption("--database")


@pytest.fixture(scope="module")
def small(own, tmp_path_factory):
    """The environment of a site with few rows. Tests that change one take it back."""
    folder = tmp_path_factory.mktemp("small")
    with new_database(own, folder) as url:
        settings = {"WEBINARS_DATA": str(folder), "WEBINARS_DATABASE_URL": url}
        with migrated(settings):
            lunar = make_organisation(db.session())
            make_member(db.session(), lunar, "Olga", Role.OWNER)
            make_webinar(db.session(), lunar)
            db.session.commit()
        yield {name: value for name, value in os.environ.items() if not name.startswith("WEBINARS_")} | settings


@pytest.fixture
def environment(small):
    return small


@pytest.fixture(scope="module")
def with_tables(tmp_path_factory):
    """`with_tables(kind)`: the address of a database of that kind that has our tables, and is to stay as it is."""
    folder, made = tmp_path_factory.mktemp("tables"), {}
    with ExitStack() as stack:

        def with_tables(kind):
            if kind not in made:
                made[kind] = stack.enter_context(new_database(kind, folder))
                with migrated({"WEBINARS_DATA": str(folder), "WEBINARS_DATABASE_URL": made[kind]}):
                    pass
            return made[kind]

        yield with_tables


@pytest.fixture
def target(own, with_tables, tmp_path):
    """The address of an empty database of the site's own kind, which has our tables."""
    with new_database(own, tmp_path, like=with_tables(own)) as url:
        yield url


@pytest.fixture
def altered(small):
    """`with altered("user_account", name="Oskar")`: in all rows of the site's own database, until the block ends."""

    @contextmanager
    def altered(table, **values):
        column, new = next(iter(values.items()))
        rows = sa.table(table, sa.column(column))
        with connected(small["WEBINARS_DATABASE_URL"]) as connection:
            before = connection.scalars(sa.select(rows)).one()
            connection.execute(sa.update(rows).values({column: new}))
        yield
        with connected(small["WEBINARS_DATABASE_URL"]) as connection:
            connection.execute(sa.update(rows).values({column: before}))

    return altered


def rows_in(url):
    """The rows of every table, read with the types of the models, in an order of Python's own."""
    found = {}
    with connected(url) as connection:
        for table in TABLES:
            key = [column.name for column in table.primary_key]
            rows = connection.execute(sa.select(table)).mappings().all()
            found[table.name] = sorted(
                (dict(row) for row in rows), key=lambda row, key=key: [row[each] for each in key]
            )
    return found


def is_empty(url):
    return not any(rows_in(url).values())


# What is copied


def fill(app):
    """The demo, webinars in several states, and a row in each table. Returns the public addresses."""
    session, settings = db.session(), app.config["SETTINGS"]
    load_demo(session, settings, now=clock.now())
    people = add_worlds(session, settings, FULL, BARE, number=1)
    clip = session.scalars(sa.select(Recording).where(Recording.title == "Elsewhere")).one()
    webinar = session.get_one(Webinar, clip.webinar_id)
    # A row that refers to one that comes after it.
    clip.stream_id, clip.from_s = add_recording(session, webinar, "All of it again", duration_s=5400).id, 0
    open_session(session, people.olga, now=clock.now())
    detail = {"zeta": ["\0", "𝄞", None, 1.5, True], "alpha": {"é": "e\u0301"}}
    session.add_all(
        [
            FormerSlug(kind="webinar", slug="comets-of-old", target_id=webinar.id),
            Source(
                webinar_id=webinar.id,
                kind=SourceKind.TEXT,
                key="7",
                values=detail,
                imported_at=dt.datetime(2027, 2, 14, 12, 0, 0, 123456, dt.UTC),
            ),
            PastedText(
                webinar_id=webinar.id, text="On comets\n", published_on=dt.date(2027, 2, 1), pasted_at=clock.now()
            ),
            AuditEvent(at=dt.datetime(1, 1, 2, tzinfo=dt.UTC), action="comets.found", detail=detail),
            Suppression(address_hmac="ab" * 32, scope="", stop=Stop.HARD, words="5.1.1", created_at=clock.now()),
            SendingRate(name="society.example", next_at=clock.now()),
            Mailing(
                dedupe_key="registration.reminder:1",
                kind="registration.reminder",
                context={"webinar_id": webinar.id, "minutes": 60},
                priority=Priority.REMINDER,
                due_at=clock.now(),
                created_at=clock.now(),
                webinar_id=webinar.id,
                audience=Audience.ABSENT,
                subject="Notes",
                body="With *notes*.",
                author_id=people.olga.id,
            ),
            ActCount(webinar_id=webinar.id, act=Act.DOOR, at=clock.now(), count=3),
            Feedback(webinar_id=webinar.id, worth=Worth.PARTLY, words="Louder."),
            PresenceCount(webinar_id=webinar.id, presence=Presence.HERE, at=clock.now(), count=3),
            MailFollow(
                personal_feed_id=new_personal_feed(session).id,
                email_normal="ada@society.example",
                rhythm=Rhythm.WEEKLY,
                weekday=6,
                timezone="Europe/Rome",
                nonce="nonce",
                link_digest="ef" * 32,
                created_at=clock.now(),
            ),
            RecordingWish(
                webinar_id=webinar.id,
                email_normal="emilie@society.example",
                nonce="another nonce",
                link_digest="ac" * 32,
                created_at=clock.now(),
            ),
            WorkerSign(name="machine-1a2b3c", seen_at=clock.now()),
            SiteSetting(name="page_cache_seconds", value=60, changed_at=clock.now(), changed_by_id=people.olga.id),
            UnfinishedImport(
                kind=SourceKind.CALENDAR, data=b"\0\xff", choices={}, begun_at=clock.now(), leased_until=clock.now()
            ),
        ]
    )
    session.commit()
    # Passages have numbers in the order in which they came; a copy gives them anew.
    reindex(session)
    session.commit()
    paths = public_addresses(app, session)
    # Feeds are kept once somebody has asked for them.
    answers(app, [next(path for path in paths if path.endswith(".ics"))])
    entry_id = session.scalars(sa.select(CalendarEntry.id).order_by(CalendarEntry.id)).first()
    personal_feed_id = session.scalars(sa.select(PersonalFeed.id).order_by(PersonalFeed.id)).first()
    session.add(FollowedEntry(personal_feed_id=personal_feed_id, entry_id=entry_id))
    feed = session.scalars(sa.select(Feed)).first()
    for family in ClientFamily:
        session.add(
            FeedFetches(
                feed_id=feed.id,
                family=family,
                fetched_on=dt.date(2027, 2, 14),
                fetch_count=2**31 - 1,
                latest_at=clock.now(),
                revision=1,
            )
        )
    session.commit()
    return list(some_of_each(paths))


def new_personal_feed(session):
    feed = PersonalFeed(page_digest="cd" * 32, created_at=clock.now(), changed_at=clock.now())
    session.add(feed)
    session.flush()
    return feed


def some_of_each(paths):
    """All addresses of webinars, and some of each other form: the rest are made by the same code from rows alike."""
    forms = {}
    for path in paths:
        place, _slash, rest = path[1:].partition("/")
        forms.setdefault((place, rest.partition(".")[2]), []).append(path)
    for (place, _ending), alike in forms.items():
        yield from alike if place == "webinars" else alike[:: -(-len(alike) // MOST_OF_A_FORM)]


def add_worlds(session, settings, full, bare, *, number):
    host, partner = (
        make_organisation(session, f"{name} {number}") for name in ("Kit-Cat Club", "Spitalfields Society")
    )
    people = People(host=host, partner=partner, olga=make_member(session, host, f"Olga {number}", Role.OWNER))
    for is_full, states in ((True, full), (False, bare)):
        for state in states:
            make_world(session, settings, people, state, number=number, is_full=is_full)
            number += 1
    return people


def test_every_row_and_every_page_is_the_same_in_another_kind_of_database_and_back_again(
    run, own, tmp_path, monkeypatch
):
    # So that no table comes in one part.
    monkeypatch.setattr("webinars.commands.copy_parts.rows.AT_ONCE", 7)
    other = "sqlite" if own == "postgresql" or not postgresql_answers() else "postgresql"
    with (
        new_database(own, tmp_path) as here,
        new_database(other, tmp_path) as there,
        new_database(own, tmp_path) as back,
        time_machine.travel(clock.now(), tick=False),
    ):
        settings = {"WEBINARS_DATA": str(tmp_path / "data"), "WEBINARS_DATABASE_URL": here}
        with migrated(settings) as app:
            paths = fill(app)
        rows = rows_in(here)
        assert [name for name, found in rows.items() if not found] == [], "fill it too"

        for source, target in ((here, there), (there, back)):
            ended = run("copy-database", target, **settings | {"WEBINARS_DATABASE_URL": source})

            assert ended.returncode == 0, ended.stderr
            count = sum(map(len, rows.values()))
            assert ended.stdout.startswith(f"{count} rows were copied, and found the same in the target.\nNext: set ")
            assert f"WEBINARS_DATABASE_URL={sa.make_url(target).render_as_string()} and start the" in ended.stdout
            assert rows_in(target) == rows

        found = []
        for url in (here, there):
            with site(settings | {"WEBINARS_DATABASE_URL": url}) as app:
                found.append(answers(app, paths))
        assert [path for path in paths if found[0][path] != found[1][path]] == []
        assert sum(status == 200 for status, _body in found[0].values()) > 100
        for url in (there, back):
            assert run("reindex", "--verify", WEBINARS_DATABASE_URL=url).returncode == 0
            with site(settings | {"WEBINARS_DATABASE_URL": url}) as app, app.app_context():
                add_worlds(db.session(), app.config["SETTINGS"], FULL, (), number=101)
                db.session.commit()


def test_new_rows_have_ids_behind_those_that_were_copied(run, small, target):
    highest = max(row["id"] for row in rows_in(small["WEBINARS_DATABASE_URL"])["organisation"])

    assert run("copy-database", target).returncode == 0

    with site(small | {"WEBINARS_DATABASE_URL": target}) as app, app.app_context():
        ids = [make_organisation(db.session(), name).id for name in ("Kit-Cat Club", "Royal Society")]
    assert ids == [highest + 1, highest + 2]


def test_the_copy_is_of_one_moment(small, altered):
    with site(small) as app, app.app_context(), _snapshot(db.engine) as snapshot:
        assert snapshot.scalar(sa.select(sa.func.count()).select_from(Webinar)) == 1

        with altered("organisation", name="Royal Society"):
            assert snapshot.scalars(sa.select(Organisation.name)).all() == ["Lunar Society"]


def test_a_file_may_be_named_from_the_folder_one_stands_in(run, tmp_path):
    ended = run("copy-database", "sqlite:///beside.db")

    assert ended.returncode == 0, ended.stderr
    assert f"WEBINARS_DATABASE_URL=sqlite:///{tmp_path / 'beside.db'} " in ended.stdout
    assert not is_empty(f"sqlite:///{tmp_path / 'beside.db'}")


def test_the_password_of_the_target_is_not_printed(run, tmp_path):
    with new_database("postgresql", tmp_path) as url:
        ended = run("copy-database", sa.make_url(url).set(password="s3cret").render_as_string(hide_password=False))

    assert ended.returncode == 0, ended.stderr
    assert "s3cret" not in ended.stdout
    assert "***" in ended.stdout
    assert ended.stdout.endswith("Write the password where the address has ***.\n")


# All or nothing


@pytest.fixture
def hook(target):
    """`hook(table, sqlite, postgresql)`: what the target does when it has got a row."""

    def hook(table, sqlite, postgresql):
        if target.startswith("sqlite"):
            statements = [
                "CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n",
                f"CREATE TRIGGER hook AFTER INSERT ON {table} BEGIN {sqlite}; END",
            ]
        else:
            statements = [
                f"CREATE FUNCTION hook() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {postgresql}; RETURN NEW; END $$",
                f"CREATE TRIGGER hook AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION hook()",
            ]
        with connected(target) as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    return hook


def unhook(url, table):
    with connected(url) as connection:
        connection.exec_driver_sql("DROP TRIGGER hook" + (f" ON {table}" if url.startswith("postgresql") else ""))


def test_what_the_target_refuses_in_the_middle_leaves_it_empty(run, target, hook):
    hook(LATE, "SELECT RAISE(ABORT, 'no room')", "RAISE EXCEPTION 'no room'")

    ended = run("copy-database", target)

    assert ended.returncode == 1
    assert ended.stderr == (
        f"The rows of {LATE} cannot be copied: no room. Nothing was stored in the target. Mend that, then try again.\n"
    )
    assert is_empty(target)
    unhook(target, LATE)
    assert run("copy-database", target).returncode == 0
    assert not is_empty(target)


def test_a_copy_that_is_not_the_same_is_taken_back(run, target, hook):
    other_name = "UPDATE user_account SET name = 'Oskar'"
    hook("user_account", other_name, other_name)

    ended = run("copy-database", target)

    assert ended.returncode == 1
    assert ended.stderr.startswith(
        "The copy of user_account is not the same: 1 rows were read, and 1 that may differ were found in the target. "
    )
    assert is_empty(target)


def test_a_copy_that_is_killed_leaves_the_target_empty(small, target, hook, tmp_path):
    hook(LATE, "SELECT count(*) FROM endless", "PERFORM pg_sleep(60)")

    with subprocess.Popen(program("copy-database", target), cwd=tmp_path, env=small, start_new_session=True) as process:
        wait_until_full(target)
        process.kill()

    assert process.returncode == -9
    assert is_empty(target)


def wait_until_full(url):
    """Wait until a copy has come to the hook."""
    until = time.monotonic() + 30
    while not _is_at_hook(url):
        assert time.monotonic() < until
        time.sleep(0.1)
    if url.startswith("sqlite"):
        # It has the write lock; the few rows before the hook take no time.
        time.sleep(0.7)


def _is_at_hook(url):
    if url.startswith("postgresql"):
        with connected(url) as connection:
            asleep = (
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
            )
            return connection.exec_driver_sql(asleep).scalar() == 1
    with closing(sqlite3.connect(sa.make_url(url).database, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        connection.execute("ROLLBACK")
    return False


# What is refused


def refused(ended, sentence):
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr == f"{sentence}\n"


def test_the_site_s_own_database_is_no_target(run, small, own, tmp_path):
    url = sa.make_url(small["WEBINARS_DATABASE_URL"])
    if own == "sqlite":
        (tmp_path / "link.db").symlink_to(url.database)
        again = f"sqlite:///{tmp_path / 'link.db'}"
    else:
        again = url.update_query_dict({"application_name": "another"}).render_as_string(hide_password=False)

    refused(
        run("copy-database", again),
        "The target is the database of this site itself. Name another one, which is empty.",
    )


def test_a_target_with_a_row_is_not_touched(run, target):
    assert run("copy-database", target).returncode == 0
    before = rows_in(target)

    refused(
        run("copy-database", target),
        "The target is not empty: there are rows in calendar_entry, and nothing is overwritten. Name an empty "
        "database.",
    )

    assert rows_in(target) == before


@pytest.mark.parametrize("name", ["wp_posts", "webinar"])
def test_a_target_with_tables_of_others_is_not_touched(run, own, tmp_path, name):
    with new_database(own, tmp_path) as url:
        with connected(url) as connection:
            connection.exec_driver_sql(f"CREATE TABLE {name} (title TEXT)")

        refused(
            run("copy-database", url),
            f"The target has a table {name}, which is not ours. Name an empty database.",
        )

        with connected(url) as connection:
            assert sa.inspect(connection).get_table_names() == [name]


def test_a_target_of_a_newer_version_is_not_touched(run, target):
    with connected(target) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    refused(
        run("copy-database", target),
        "The target has the tables of a newer version, 9999. Name an empty database, or install that version.",
    )

    assert is_empty(target)


def test_a_target_of_an_older_version_gets_the_tables_of_this_one(run, small, target):
    assert run("db", "downgrade", "--yes", WEBINARS_DATABASE_URL=target).returncode == 0

    assert run("copy-database", target).returncode == 0

    assert rows_in(target) == rows_in(small["WEBINARS_DATABASE_URL"])


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("postgresql://olga:s3cret@127.0.0.1:1/webinars", "127.0.0.1"),
        ("sqlite:////nowhere/to/be/found.db", "unable to open database file"),
    ],
)
def test_a_target_that_cannot_be_reached_is_named(run, address, reason):
    ended = run("copy-database", address)

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"{sa.make_url(address).render_as_string()} cannot be used: ")
    assert reason in ended.stderr
    assert "See that the address is right" in ended.stderr
    assert "s3cret" not in ended.stderr


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:", "mysql://db/webinars", "webinars.db"])
def test_what_is_no_address_is_a_mistake_in_the_command(run, address):
    assert run("copy-database", address).returncode == 2


def test_there_has_to_be_something_to_copy(run, own, tmp_path):
    with new_database(own, tmp_path) as url:
        refused(
            run("copy-database", "sqlite:///new.db", WEBINARS_DATABASE_URL=url),
            "There is nothing to copy yet: the database is empty.",
        )

    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        ("0001", "The database is of an older version. Run `webinars db upgrade`, then try again."),
        (
            "9999",
            "The database is at version 9999, which this installation does not know. Install the newer version again.",
        ),
    ],
)
def test_a_site_of_another_version_is_not_copied(run, altered, tmp_path, version, sentence):
    with altered("alembic_version", version_num=version):
        refused(run("copy-database", "sqlite:///new.db"), sentence)

    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize(
    ("name", "reason"),
    [("Ol\0ga", "has a NUL character in it"), ("O" * 121, "is longer than 120 characters")],
    ids=["NUL", "too long"],
)
def test_a_text_that_postgresql_does_not_take_is_named_by_its_row(
    run, own, altered, with_tables, tmp_path, name, reason
):
    if own != "sqlite":
        pytest.skip("PostgreSQL has no such text")
    with (
        altered("user_account", name=name),
        new_database("postgresql", tmp_path, like=with_tables("postgresql")) as url,
        new_database("sqlite", tmp_path, like=with_tables("sqlite")) as alike,
    ):
        refused(
            run("copy-database", url),
            f"PostgreSQL does not take user_account.name of the row id 1: it {reason}. Nothing was stored in the "
            "target. Correct that text, then try again.",
        )
        assert is_empty(url)
        assert run("copy-database", alike).returncode == 0
