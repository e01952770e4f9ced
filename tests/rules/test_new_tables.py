"""A database that is new is the same as one that has come through all migrations, on the database of this run."""

import re

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade
from flask_migrate import upgrade as migrate

from webinars.commands import migrations
from webinars.db import db

OF_POSTGRESQL = {
    "columns": "SELECT table_name, column_name, udt_name, character_maximum_length, is_nullable, column_default, "
    "is_identity FROM information_schema.columns WHERE table_schema = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "functions": "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "sequences": "SELECT sequencename, data_type::text FROM pg_sequences WHERE schemaname = 'public'",
    "options": "SELECT relname, reloptions::text FROM pg_class WHERE relnamespace = 'public'::regnamespace",
    "storage": "SELECT attrelid::regclass::text, attname, attstorage::text FROM pg_attribute "
    "JOIN pg_class ON pg_class.oid = attrelid WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
    "AND attnum > 0 AND NOT attisdropped",
    "triggers": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}


def schema():
    """Returns all that the database has but rows, as lines whose order says nothing."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            return set(_of_sqlite(connection))
        return {
            (kind, *(each for each in row))
            for kind, query in OF_POSTGRESQL.items()
            for row in connection.exec_driver_sql(query)
        }


def _of_sqlite(connection):
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").all()
    for kind, name, sql in rows:
        is_plain = kind == "table" and not sql.startswith("CREATE VIRTUAL")
        if not is_plain:
            yield name, " ".join(sql.split())
            continue
        yield name, "AUTOINCREMENT" in sql
        for column in connection.exec_driver_sql(f'PRAGMA table_xinfo("{name}")'):
            yield name, "column", *column[1:]
        for key in connection.exec_driver_sql(f'PRAGMA foreign_key_list("{name}")'):
            yield name, "key", *key[1:]
        for line in re.findall(r"CONSTRAINT .*", sql):
            yield name, line.rstrip(", ").replace('"', "")


@pytest.fixture
def migrated(fresh_app):
    """What a database is made of that has come the long way."""
    with fresh_app.app_context():
        migrations.prepare()
        migrate()
        found = schema()
        downgrade(revision="base")
        with db.engine.begin() as connection:
            connection.execute(sa.text("DROP TABLE alembic_version"))
        db.engine.dispose()
        yield found


def test_a_new_database_is_as_one_that_was_migrated(migrated):
    migrations.upgrade()

    made = schema()
    assert len(made) > 1000
    assert sorted(map(str, migrated - made)) == []
    assert sorted(map(str, made - migrated)) == []
    assert migrations.state().is_current
