"""The migrations build what the models say, on the database of this run, and keep data on the way down and up."""

import hashlib
import json

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import Config, downgrade
from flask_migrate import upgrade as migrate

from webinars.commands.migrations import MigrationState, prepare, state, upgrade
from webinars.db import Base, db

FROZEN = {
    "0001_initial.py": "bc199b27264656fb",
    "0002_search_fts.py": "cd4f1d56415e5478",
    "0003_joined_zone_line.py": "849e3f66199cc975",
    "0004_recording_trees.py": "1f211a9e3e6dc632",
    "0005_search_passages.py": "2e75d38f71463209",
    "0006_said_words.py": "33022c1fce2a38d5",
    "0007_removed_recordings.py": "8f7750572e6b2554",
    "0008_own_clock.py": "dda8578664fbb69e",
    "0009_outbox_priorities.py": "d63792e794a6e72d",
    "0010_mail_stops.py": "424762725bc31974",
    "0011_worker_signs.py": "aa6f667352dc0175",
    "0012_unfinished_imports.py": "bdf97075a8e514eb",
    "0013_signs_of_web_processes.py": "1981a2545be4cdaf",
    "0014_programme_index.py": "d5fbff9c0c18a379",
    "0015_registration.py": "c02353b81bf8df4f",
    "0016_attending.py": "e36d6ac92f6b92f0",
    "0017_together.py": "411dd4a1cb55fdc4",
    "0018_audience_questions.py": "acf16e65fd645cac",
    "0019_stored_pages.py": "d7f4e019fc6737a1",
    "0020_word_forms.py": "ce756ddb32a1e1d9",
    "0021_followed_entries.py": "0a2b6473796121f2",
    "0022_forms_by_stem.py": "41b4510fe878c55d",
    "0023_pasted_texts.py": "354011c144c27ac3",
    "0024_agreement.py": "352aacbe87b68863",
    "0025_skipped_reminders.py": "75c0219f865552e8",
    "0026_the_hour.py": "60af69ccdf959f69",
    "0027_recaps_and_series.py": "4601ed84817fdc86",
    "0028_api_tokens.py": "44b890aac7e1980e",
    "0029_webhooks.py": "12dd311959d598ba",
    "0030_zoom_registrants.py": "0a3dde9a7959ef09",
    "0031_front_page_and_languages.py": "0d91f3a6e53f19ac",
}
"""The first digits of each SHA-256. The newest migration joins them when it leaves the hands of who wrote it."""


@pytest.fixture
def scripts(project):
    config = Config(str(project / "migrations" / "alembic.ini"))
    config.set_main_option("script_location", str(project / "migrations"))
    return ScriptDirectory.from_config(config)


def test_there_is_one_head(scripts):
    assert len(scripts.get_heads()) == 1


def test_revisions_are_numbered(scripts, project):
    numbers = sorted(revision.revision for revision in scripts.walk_revisions())

    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


def test_where_the_database_stands_is_read_as_alembic_reads_it(app, scripts):
    with app.app_context(), db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        assert state() == MigrationState(current, scripts.get_current_head(), is_known=True)


def test_a_migration_that_sites_may_have_run_never_changes(project):
    """A database is known by the number it stands at: another one under that number would never come to it."""
    paths = sorted((project / "migrations" / "versions").glob("*.py"))
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in paths}

    assert {name: found.get(name) for name in FROZEN} == FROZEN
    assert set(list(found)[:-1]) <= set(FROZEN)


def test_migrations_never_import_the_application(project):
    importing = [
        path.name for path in (project / "migrations" / "versions").glob("*.py") if "webinars" in path.read_text()
    ]

    assert importing == []


def test_models_and_migrations_agree(app):
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": False,
                "include_name": lambda name, kind, _parents: (
                    not (kind == "table" and str(name).startswith("search_fts"))
                ),
            },
        )

        assert compare_metadata(context, Base.metadata) == []


def test_every_constraint_of_the_models_is_in_the_database(app):
    with app.app_context():
        inspector = sa.inspect(db.engine)
        for table in Base.metadata.sorted_tables:
            expected = {
                constraint.name for constraint in table.constraints if isinstance(constraint, sa.CheckConstraint)
            }
            found = {constraint["name"] for constraint in inspector.get_check_constraints(table.name)}

            assert {str(name) for name in expected} <= {str(name) for name in found}, table.name


def test_numbers_that_are_never_given_twice_are_so_in_the_database(app):
    """SQLite gives the highest number anew once its row is gone, unless the table says otherwise."""
    wanted = {name for name, table in Base.metadata.tables.items() if table.dialect_options["sqlite"]["autoincrement"]}
    assert wanted >= {"feed", "mailing", "outbound_email", "registration"}
    with app.app_context(), db.engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            return
        tables = connection.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))

        assert {name for name, sql in tables if "AUTOINCREMENT" in sql} == wanted


def test_migrations_go_down_and_up_again(fresh_app):
    with fresh_app.app_context():
        prepare()
        migrate()
        downgrade(revision="base")
        left = set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}

        assert left == set()

        upgrade()


def test_the_choice_of_joined_zone_lines_comes_and_goes_without_touching_who_is_a_member(fresh_app):
    at = "2027-02-01 09:30:00+00:00"
    society = (
        "INSERT INTO organisation (id, slug, name, name_key, description, contact, timezone, display_zones, "
        "default_duration_minutes, hour_style, house_style, embed_sites, created_at, updated_at) VALUES "
        "(7, 'lunar', 'Lunar', 'lunar', '', '', 'Europe/London', '[]', 75, 'digits', '{}', '[]', :at, :at)"
    )
    person = (
        "INSERT INTO user_account (id, email, name, is_admin, is_active, created_at) VALUES "
        "(8, 'olga@example.org', 'Olga', :no, :no, :at)"
    )
    member = "INSERT INTO membership (organisation_id, user_id, role, created_at) VALUES (7, 8, 'owner', :at)"
    joined = sa.text("SELECT is_zone_line_joined, slug, hour_style FROM organisation")
    with fresh_app.app_context():
        upgrade(revision="0002")
        with db.engine.begin() as connection:
            for statement in (society, person, member):
                connection.execute(sa.text(statement), {"at": at, "no": False})

        upgrade(revision="0003")

        with db.engine.begin() as connection:
            assert connection.execute(joined).all() == [(False, "lunar", "digits")]
            connection.execute(sa.text("UPDATE organisation SET is_zone_line_joined = :yes"), {"yes": True})

        downgrade(revision="0002")

        assert "is_zone_line_joined" not in {
            column["name"] for column in sa.inspect(db.engine).get_columns("organisation")
        }

        upgrade(revision="0003")

        with db.engine.begin() as connection:
            assert connection.execute(joined).all() == [(False, "lunar", "digits")]
            assert connection.execute(sa.text("SELECT organisation_id, user_id FROM membership")).all() == [(7, 8)]


def filled_row(connection, table, **values):
    """Insert a row with something in every column that must have something, as the database of that time has them."""
    columns = sa.inspect(connection).get_columns(table)
    blanks = {
        sa.Integer: 1,
        sa.String: "",
        sa.Boolean: False,
        sa.Date: "2027-02-14",
        sa.DateTime: "2027-02-14 12:00:00",
    }
    for column in columns:
        if not column["nullable"] and column["default"] is None and column["name"] not in values:
            kind = next((value for type_, value in blanks.items() if isinstance(column["type"], type_)), "[]")
            values[column["name"]] = kind
    names = ", ".join(values)
    connection.execute(
        sa.text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in values)})"), values
    )


def test_what_search_knows_survives_and_its_tokens_go_with_it(fresh_app):
    with fresh_app.app_context():
        upgrade(revision="0004")
        is_sqlite = db.engine.dialect.name == "sqlite"
        place = "(rowid, title)" if is_sqlite else "(document_id, tokens)"
        ids = sa.text(f"SELECT {'rowid' if is_sqlite else 'document_id'} FROM search_fts")
        with db.engine.begin() as connection:
            filled_row(connection, "organisation", id=1, display_zones="[]", house_style="{}", embed_sites="[]")
            filled_row(
                connection, "webinar", id=1, host_id=1, status="draft", visibility="public", join_access="open",
                display_zones="[]",
            )  # fmt: skip
            for number in (7, 8):
                filled_row(connection, "search_document", id=number, kind="recording", ref_id=number, title="Comets")
                connection.execute(sa.text(f"INSERT INTO search_fts {place} VALUES ({number}, 'comets')"))

        upgrade(revision="0005")
        downgrade(revision="0004")
        upgrade(revision="0005")

        with db.engine.begin() as connection:
            assert connection.scalars(sa.text("SELECT title FROM search_document")).all() == ["Comets", "Comets"]
            assert sorted(connection.scalars(ids)) == [7, 8]
            connection.execute(sa.text("DELETE FROM search_document WHERE id = 7"))
            assert connection.scalars(ids).all() == [8]


def test_only_those_who_said_so_have_agreed_after_an_upgrade(fresh_app):
    people = {
        "answered": {"is_confirmed": True, "replied_at": "2027-02-01 09:30:00+00:00"},
        "declined": {"is_confirmed": False, "declined_at": "2027-02-01 09:30:00+00:00"},
        "typed": {"is_confirmed": True},
        "asked": {"is_confirmed": True},
        "pressed": {"is_confirmed": True},
        "shown": {"is_confirmed": True, "webinar_id": 2},
        "hidden": {"is_confirmed": False, "webinar_id": 2},
    }
    pressed = [
        [{"name": "pressed", "is_confirmed": no}, {"name": "typed", "is_confirmed": True}] for no in (False, True)
    ]
    with fresh_app.app_context():
        upgrade(revision="0023")
        with db.engine.begin() as connection:
            filled_row(connection, "organisation", id=1)
            for number in (1, 2):
                names = {"slug": f"w{number}", "uid": f"u{number}", "join_code": f"j{number}", "host_id": 1}
                states = {"status": "draft", "visibility": "public", "join_access": "open"}
                only = {"is_lineup_confirmed_only": number == 2}
                filled_row(connection, "webinar", id=number, **names, **states, **only)
            for number, (name, values) in enumerate(people.items(), 1):
                filled_row(connection, "speaker", id=number, slug=name, name=name, organisation_id=1)
                place = {"webinar_id": 1, "role": "speaker", "is_confirmed": False, **values}
                filled_row(connection, "appearance", id=number, speaker_id=number, **place)
            filled_row(connection, "speaking_link", id=1, appearance_id=list(people).index("asked") + 1, digest="d")
            detail = json.dumps({"lineup": pressed})
            filled_row(connection, "audit_event", id=1, webinar_id=1, action="webinar:set_lineup", detail=detail)

        upgrade(revision="0024")

        told = sa.text("SELECT speaker.slug, agreement FROM appearance JOIN speaker ON speaker.id = speaker_id")
        with db.engine.begin() as connection:
            assert dict(tuple(row) for row in connection.execute(told)) == {
                "answered": "agreed",
                "declined": "declined",
                "typed": "not_asked",
                "asked": "asked",
                "pressed": "agreed",
                "shown": "agreed",
                "hidden": "not_asked",
            }

        downgrade(revision="0023")

        told = sa.text(
            "SELECT speaker.slug FROM appearance JOIN speaker ON speaker.id = speaker_id WHERE NOT is_confirmed"
        )
        with db.engine.begin() as connection:
            assert set(connection.scalars(told)) == {"declined", "asked"}
