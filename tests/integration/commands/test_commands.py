"""The command line as people and other programs meet it: real processes, exit codes, one sentence."""

import gc
import json
import re
import stat

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from tests.capabilities import without_overriding_modes
from tests.integration.imports.texts import ANNOUNCEMENT, DISAGREEING, RECAP
from webinars.cli import MODULES, webinars
from webinars.commands import doctor

ARCHIVE = {
    "format": "webinars-archive",
    "version": 1,
    "webinars": [
        {"title": "Comets", "organisers": ["Lunar Society"], "starts_on": "2019-05-04", "status": "published"}
    ],
}


@pytest.fixture
def announcement(tmp_path):
    path = tmp_path / "announcement.txt"
    path.write_text(ANNOUNCEMENT)
    return str(path)


def failed(result, sentence):
    """Whether it ended as failures do: 1, nothing on standard output, one sentence, no traceback."""
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stderr
    assert sentence in result.stderr
    return True


@pytest.mark.parametrize("name", MODULES)
def test_each_command_has_help_with_an_example(name):
    result = CliRunner().invoke(webinars, [name, "--help"])

    assert result.exit_code == 0
    assert f"Example: webinars {name}" in result.output


@pytest.mark.parametrize("arguments", [["zones"], ["nonsense"], ["zones", "soon", "Europe/London"], ["import"]])
def test_wrong_usage_is_2(run_process, arguments):
    result = run_process(*arguments)

    assert result.returncode == 2
    assert "Usage:" in result.stderr


def test_zones_prints_the_line(run_process):
    result = run_process("zones", "2027-03-21T16:00", "Europe/London", "--show", "India=Asia/Kolkata")

    assert result.stdout == "Sunday 21 March 2027, 4pm Britain, 9.30pm India\n"
    assert result.returncode == 0


def test_zones_uses_the_sites_zones_and_prints_json(run):
    result = run("zones", "2027-03-21T16:00", "Europe/London", "--json", WEBINARS_DISPLAY_ZONES="Delhi=Asia/Kolkata")

    assert json.loads(result.stdout) == {
        "starts_at": "2027-03-21T16:00:00Z",
        "timezone": "Europe/London",
        "starts_wall": "2027-03-21T16:00",
        "line": "Sunday 21 March 2027, 4pm Britain, 9.30pm Delhi",
        "times": [
            {"label": "Britain", "timezone": "Europe/London", "wall": "2027-03-21T16:00"},
            {"label": "Delhi", "timezone": "Asia/Kolkata", "wall": "2027-03-21T21:30"},
        ],
        "problems": [],
    }


@pytest.mark.parametrize(
    ("wall", "timezone", "sentence"),
    [
        ("2027-03-28T01:30", "Europe/London", "does not exist in Britain: clocks go from 1am to 2am. Choose 12.30am"),
        ("2027-10-31T01:30", "Europe/London", "happens twice in Britain"),
        ("2027-03-21T16:00", "Europe/Lodnon", "There is no zone “Europe/Lodnon”."),
        ("2099-03-21T16:00", "Europe/London", "Choose a date from 1973 to 2037"),
    ],
)
def test_zones_refuses_what_is_no_moment(run, wall, timezone, sentence):
    assert failed(run("zones", wall, timezone), sentence)


def test_lint_names_the_problem_and_is_1_only_where_it_blocks(run):
    bad = run("lint", "Sunday 16 March 2025, 4pm Britain, 11am US Eastern", "--published-on", "2025-03-01", "--json")
    good = run(
        "lint", "-", "--published-on", "2025-02-01", typed="Sunday 16 February 2025, 4pm Britain, 11am US Eastern"
    )

    assert bad.returncode == 1
    assert json.loads(bad.stdout)["problems"][0]["code"] == "times_disagree"
    assert json.loads(bad.stdout)["starts_at"] is None
    assert good.returncode == 0
    assert "2025-02-16 16:00 UTC" in good.stdout


def test_pure_commands_touch_no_data_folder(run, tmp_path):
    run("zones", "2027-03-21T16:00", "Europe/London")
    run("lint", "tomorrow")

    assert not (tmp_path / "data").exists()


@pytest.mark.usefixtures("migrated")
def test_the_first_steps_need_no_browser(run):
    made = run("user", "create", "olga@society.example", "--admin", "--password-stdin", typed="three odd comets\n")
    again = run("user", "create", "olga@society.example", "--password-stdin", typed="three odd comets\n")
    weak = run("user", "create", "sam@society.example", "--password-stdin", typed="password\n")
    organisation = run("organisation", "create", "Lunar Society", "--owner", "olga@society.example")
    twice = run("organisation", "create", "The Lunar Society")

    assert (made.returncode, made.stdout) == (0, "olga@society.example can sign in.\n")
    assert failed(again, "olga@society.example")
    assert failed(weak, ".")
    assert organisation.stdout == "Lunar Society was made. Its page is /organisations/lunar-society.\n"
    assert failed(twice, "Lunar Society")


def test_a_password_is_not_asked_for_without_a_terminal(run):
    assert failed(run("user", "create", "olga@society.example"), "--password-stdin")


def test_an_announcement_and_its_recap_on_their_way_to_the_archive(run_process, announcement, tmp_path):
    dry = run_process("import", announcement, "--published-on", "2027-02-01", "--dry-run", "--json")
    made = run_process("import", announcement, "--published-on", "2027-02-01", "--publish")
    again = run_process("import", announcement, "--published-on", "2027-02-01")
    recap = run_process("import", "-", "--published-on", "2027-02-20", "--json", typed=RECAP)
    exported = run_process("export", "--output", str(tmp_path / "all.json"))

    assert json.loads(dry.stdout)["webinars"][0]["starts_at"] == "2027-02-14T16:00:00Z"
    assert json.loads(dry.stdout)["webinars"][0]["organisers"] == ["Lunar Society", "Accademia dei Lincei"]
    assert "stored" not in json.loads(dry.stdout)
    assert "Created: published" in made.stdout
    assert "Sunday 14 February 2027, 4pm Britain, 11am US Eastern, 8am US Pacific" in made.stdout
    assert "Unchanged: published" in again.stdout
    assert [each["became"] for each in json.loads(recap.stdout)["stored"]] == ["updated"]
    assert "do not publish it" in exported.stderr
    archive = json.loads((tmp_path / "all.json").read_text())
    assert [person["role"] for person in archive["webinars"][0]["lineup"]] == [
        "moderator", "speaker", "speaker", "speaker",
    ]  # fmt: skip
    assert stat.S_IMODE((tmp_path / "all.json").stat().st_mode) == 0o600


@pytest.mark.usefixtures("migrated")
def test_an_archive_leaves_and_arrives_the_same(run, tmp_path):
    (tmp_path / "in.json").write_text(json.dumps(ARCHIVE))

    first = run("import", str(tmp_path / "in.json"))
    out = run("export").stdout
    second = run("import", "-", "--json", typed=out)

    assert "1 webinar created, 0 updated and 0 unchanged" in first.stdout
    assert json.loads(out)["webinars"][0]["slug"] == "comets"
    assert [each["became"] for each in json.loads(second.stdout)["stored"]] == ["unchanged"]
    assert run("export").stdout == out


@pytest.mark.usefixtures("migrated")
def test_a_bad_file_stores_nothing_and_the_others_are_stored(run, tmp_path, announcement):
    bad = json.loads(json.dumps(ARCHIVE))
    bad["webinars"].append({"title": "Tides", "organisers": ["Lunar Society"], "timezone": "Europe/Lodnon"})
    (tmp_path / "bad.json").write_text(json.dumps(bad))

    result = run(
        "import", str(tmp_path / "bad.json"), announcement, "missing.txt", "--json", "--published-on", "2027-02-01"
    )

    assert failed(result, 'webinars[1].timezone: no such zone "Europe/Lodnon"')
    assert "missing.txt: No such file or directory." in result.stderr
    assert [json.loads(line)["kind"] for line in result.stdout.splitlines()] == ["announcement"]
    titles = [webinar["title"] for webinar in json.loads(run("export").stdout)["webinars"]]
    assert titles == ["Letters on colour: Newton, Goethe and the makers of dyes"]


@pytest.mark.usefixtures("migrated")
def test_hours_that_disagree_are_not_published(run):
    result = run("import", "-", "--publish", "--published-on", "2027-02-01", typed=DISAGREEING)

    assert failed(result, "Nothing was published.")
    assert json.loads(run("export").stdout)["webinars"] == []


@pytest.mark.usefixtures("migrated")
def test_a_dry_run_stores_nothing_and_is_0_if_the_file_could_be_read(run):
    result = run("import", "-", "--dry-run", "--published-on", "2027-02-01", typed=DISAGREEING)

    assert result.returncode == 0
    assert "nothing is stored" in result.stdout
    assert json.loads(run("export").stdout)["organisations"] == []


def test_wrong_settings_are_said_one_by_one(run):
    result = run("export", WEBINARS_BASE_URL="here", WEBINARS_MAIL_URL="there")

    assert failed(result, "WEBINARS_BASE_URL")
    assert "WEBINARS_MAIL_URL" in result.stderr


def test_a_database_that_is_away_is_said(run_process):
    assert failed(
        run_process("export", WEBINARS_DATABASE_URL="postgresql://127.0.0.1:1/x"), "The database cannot be used"
    )


def test_doctor_looks_at_the_uploads_and_the_disk(run, tmp_path, monkeypatch):
    (tmp_path / "data" / "uploads").mkdir(parents=True)
    assert re.search(r"ok +disk: [0-9,]+ MB free", run("doctor").stdout)
    assert re.search(r"ok +uploads: ", run("doctor").stdout)

    monkeypatch.setattr(doctor, "LEAST_FREE_MB", 10**9)
    (tmp_path / "data" / "uploads").chmod(0o500)
    with without_overriding_modes():
        worse = run("doctor")

    assert "wrong  disk: only" in worse.stdout
    assert "uploads cannot be written to" in worse.stdout
    assert worse.returncode == 1


def test_doctor_finds_what_is_wrong(run, tmp_path):
    before = run("doctor")
    run("organisation", "create", "Lunar Society")
    after = run("doctor")
    (tmp_path / "data" / "secret-key").chmod(0o644)
    worse = run("doctor")

    assert before.returncode == after.returncode == 0
    assert re.search(r"at version \d{4}", after.stdout)
    assert worse.returncode == 1
    assert "others can read" in worse.stdout


def test_migrations_go_down_and_an_empty_database_gets_its_tables_by_itself(run, run_process):
    run("organisation", "create", "Lunar Society")
    assert "(head)" in run_process("db", "current").stdout

    assert run_process("db", "downgrade", "base", "--yes", "--no-copy").returncode == 0
    assert json.loads(run("export").stdout)["organisations"] == []


@pytest.mark.usefixtures("migrated")
def test_a_database_of_a_newer_version_is_left_alone(run, environment, tmp_path):
    run("organisation", "create", "Lunar Society")
    url = environment.get("WEBINARS_DATABASE_URL", f"sqlite:///{tmp_path / 'data' / 'webinars.db'}")
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()

    assert failed(run("export"), "The database is at version 9999, which this installation does not know.")
    assert failed(run("serve", "--port", "0"), "The database is at version 9999")
    assert "wrong  database" in run("doctor").stdout


def test_what_a_command_writes_is_nobody_else_s_to_read(run_process, environment, tmp_path):
    data = tmp_path / "data"
    data.mkdir(mode=0o755)
    data.chmod(0o755)

    assert run_process("db", "upgrade").returncode == 0
    assert run_process("export", "--output", "everything.json").returncode == 0

    written = [tmp_path / "everything.json", *data.iterdir()]
    assert [path.name for path in written if path.stat().st_mode & 0o077] == []


@pytest.mark.usefixtures("migrated")
def test_the_doctor_names_what_others_can_read(run, tmp_path):
    data = tmp_path / "data"
    (data / "jobs.db").touch()
    (data / "jobs.db").chmod(0o644)
    assert "jobs.db" not in run("doctor").stdout

    data.chmod(0o755)
    result = run("doctor")

    assert result.returncode == 1
    assert re.search(
        r"wrong  data folder: others on this machine can read .*jobs\.db.* run chmod -R go=", result.stdout
    )


@pytest.mark.usefixtures("migrated")
@pytest.mark.parametrize("arguments", [("db", "upgrade"), ("db", "current"), ("export",), ("doctor",)], ids=" ".join)
def test_a_command_leaves_no_connection_open(run, arguments):
    run("organisation", "create", "Lunar Society")

    run(*arguments)

    # An open one would be warned of here, and warnings are failures.
    gc.collect()
