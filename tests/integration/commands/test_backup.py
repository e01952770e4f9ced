"""What `webinars backup` writes, `webinars restore` brings back, into an empty site and nowhere else."""

import json
import re
import subprocess
import tempfile
from pathlib import Path

import pytest

from webinars import clock, create_app
from webinars.commands.backup_parts.file_format import Manifest
from webinars.commands.backup_parts.writer import writing
from webinars.config import read_settings
from webinars.db import db
from webinars.domain.processes.heartbeats import record_heartbeat


def test_what_was_backed_up_comes_back_whole(run, filled, elsewhere, tmp_path):
    ended = run("backup", "site.tar.gz")

    assert ended.returncode == 0, ended.stderr
    assert "the database and 1 uploaded file," in ended.stdout
    assert (tmp_path / "site.tar.gz").stat().st_mode & 0o777 == 0o600

    ended = run("restore", "site.tar.gz", **elsewhere)

    assert ended.returncode == 0, ended.stderr
    assert run("export", **elsewhere).stdout == run("export").stdout != ""
    again = run("user", "create", "olga@example.org", "--password-stdin", typed="another password\n", **elsewhere)
    assert again.returncode == 1
    other = tmp_path / "other"
    assert (other / "uploads" / "ab" / "film").read_bytes() == b"\0film" * 1000
    assert (other / "secret-key").read_bytes() == (tmp_path / "data" / "secret-key").read_bytes()
    assert (other / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in other.iterdir() if path.name.startswith(".restore")] == []


def test_a_database_on_another_disk_than_the_data_folder_comes_back(run, filled, request, tmp_path):
    if request.config.getoption("--database") != "sqlite":
        pytest.skip("PostgreSQL has its own disk")
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("all is on one disk")
    assert run("backup", "site.tar.gz").returncode == 0

    with tempfile.TemporaryDirectory(dir=memory) as folder:
        elsewhere = {"WEBINARS_DATA": str(tmp_path / "other"), "WEBINARS_DATABASE_URL": f"sqlite:///{folder}/far.db"}
        ended = run("restore", "site.tar.gz", **elsewhere)

        assert ended.returncode == 0, ended.stderr
        assert run("export", **elsewhere).stdout == run("export").stdout
        assert {path.name.partition("-")[0] for path in Path(folder).iterdir()} == {"far.db"}


def test_a_file_that_exists_is_not_replaced(run, filled, tmp_path):
    (tmp_path / "site.tar.gz").write_text("precious")

    ended = run("backup", "site.tar.gz")

    assert ended.returncode == 1
    assert ended.stderr == "site.tar.gz exists already. Choose another name.\n"
    assert (tmp_path / "site.tar.gz").read_text() == "precious"


def test_an_empty_site_has_nothing_to_back_up(run, tmp_path):
    ended = run("backup", "site.tar.gz")

    assert (ended.returncode, ended.stderr) == (1, "There is nothing to back up yet: the database is empty.\n")
    assert [path.name for path in tmp_path.iterdir() if "site" in path.name] == []


def test_nothing_is_restored_over_a_site(run, filled, tmp_path):
    assert run("backup", "site.tar.gz").returncode == 0
    before = run("export").stdout

    ended = run("restore", "site.tar.gz")

    assert ended.returncode == 1
    assert ended.stderr.startswith("This site is not empty, and nothing is overwritten.")
    assert run("export").stdout == before


def test_a_backup_that_breaks_off_leaves_the_site_empty(run, filled, elsewhere, tmp_path):
    assert run("backup", "site.tar.gz").returncode == 0
    whole = (tmp_path / "site.tar.gz").read_bytes()
    (tmp_path / "half.tar.gz").write_bytes(whole[: len(whole) // 2])

    ended = run("restore", "half.tar.gz", **elsewhere)

    assert ended.returncode == 1
    assert ended.stderr == "half.tar.gz cannot be read as a backup: it is damaged or something else.\n"
    assert not (tmp_path / "other" / "uploads").exists()
    assert run("restore", "site.tar.gz", **elsewhere).returncode == 0


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (1, "This backup has the form of an earlier version, and nothing in it proves that it is whole. Unpack it "),
        (3, "This backup was made by a newer version. Install that, then try again.\n"),
    ],
)
@pytest.mark.parametrize("words", [("restore",), ("backup", "--verify")])
def test_another_form_is_refused_in_a_sentence(run, tmp_path, words, version, sentence):
    (tmp_path / "manifest.json").write_text(json.dumps({"format": "webinars-backup", "version": version}))
    subprocess.run(["tar", "-czf", "other.tar.gz", "manifest.json"], cwd=tmp_path, check=True)

    ended = run(*words, "other.tar.gz")

    assert ended.returncode == 1
    assert ended.stderr.startswith(sentence)


@pytest.mark.parametrize("words", [("restore",), ("backup", "--verify")])
def test_holiday_pictures_are_no_backup(run, tmp_path, words):
    (tmp_path / "beach.jpeg").write_bytes(b"\xff\xd8")
    subprocess.run(["tar", "-czf", "pictures.tar.gz", "beach.jpeg"], cwd=tmp_path, check=True)

    ended = run(*words, "pictures.tar.gz")

    assert (ended.returncode, ended.stderr) == (
        1,
        "This is no backup. Give the file that `webinars backup` wrote.\n",
    )


def test_a_backup_of_another_kind_of_database_is_refused(run, tmp_path):
    with writing(tmp_path / "other.tar.gz", _manifest("oracle", "0001")):
        pass

    ended = run("restore", "other.tar.gz")

    assert ended.returncode == 1
    assert ended.stderr.startswith("The backup is of oracle and this site uses ")


def test_a_backup_of_a_later_migration_is_refused(run, request, tmp_path):
    with writing(tmp_path / "later.tar.gz", _manifest(request.config.getoption("--database"), "9999")):
        pass

    ended = run("restore", "later.tar.gz")

    assert (ended.returncode, ended.stderr) == (
        1,
        "This backup was made by a newer version. Install that, then try again.\n",
    )


@pytest.mark.parametrize("name", ["../../outside", "/tmp/../outside", "uploads/../../../outside"])
def test_nothing_is_written_outside_the_data_folder(run, request, tmp_path, name):
    with writing(tmp_path / "evil.tar.gz", _manifest(request.config.getoption("--database"), "0001")) as writer:
        writer.add_bytes(b"planted", name)

    ended = run("restore", "evil.tar.gz")

    assert ended.returncode == 1
    assert "does not belong in it" in ended.stderr
    assert list(tmp_path.rglob("outside")) == []


def _manifest(database, revision):
    return Manifest(database=database, revision=revision, made_at="2027-02-16T16:00:00+00:00", site="http://localhost")


def test_other_programs_unpack_a_backup(run, filled, tmp_path):
    assert run("backup", "site.tar.gz").returncode == 0

    subprocess.run(["gzip", "--test", "site.tar.gz"], cwd=tmp_path, check=True)
    subprocess.run(["tar", "-xzf", "site.tar.gz", "--one-top-level=by-hand"], cwd=tmp_path, check=True)

    assert (tmp_path / "by-hand/uploads/ab/film").read_bytes() == b"\0film" * 1000


def test_a_place_that_cannot_be_written_to_is_named_as_it_was_given(run, filled, tmp_path):
    result = run("backup", "nowhere/monday.tar.gz")

    assert result.returncode == 1
    assert result.stderr == "nowhere/monday.tar.gz cannot be written: No such file or directory.\n"


def test_workers_that_were_alive_are_not_where_it_is_restored(run, filled, elsewhere, environment):
    with create_app(read_settings(environment)).app_context():
        record_heartbeat(db.session(), "lunar-1", now=clock.now())
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    assert re.search("worker: seen [0-9]+ seconds ago\n", run("doctor").stdout)

    assert run("backup", "site.tar.gz").returncode == 0
    assert run("restore", "site.tar.gz", **elsewhere).returncode == 0

    assert "worker: none has run yet" in run("doctor", **elsewhere).stdout
    assert re.search("worker: seen [0-9]+ seconds ago\n", run("doctor").stdout)
