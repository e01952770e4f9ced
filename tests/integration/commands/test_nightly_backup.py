"""The backup that the worker makes each night."""

import datetime as dt
import os
import tarfile

import pytest

from webinars import clock, create_app
from webinars.app.nightly_backup import BACKUPS_KEPT, back_up, backups_in
from webinars.app.worker import jobs_of
from webinars.config import read_settings

NOW = dt.datetime(2027, 2, 15, 2, 47, tzinfo=dt.UTC)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


@pytest.fixture
def settings(migrated, environment, folder, monkeypatch, tmp_path):
    """A site with its tables, in the environment of the processes that are begun."""
    environment["WEBINARS_BACKUP_FOLDER"] = str(folder)
    monkeypatch.chdir(tmp_path)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return read_settings(os.environ)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def of_nights_before(folder, count, hours_ago=0):
    """Backups of so many nights, written some hours ago; their names, the oldest first."""
    written = clock.now().timestamp() - hours_ago * 3600
    made = [folder / f"webinars-{NOW - dt.timedelta(days=days):%Y-%m-%d}.tar.gz" for days in range(count, 0, -1)]
    for path in made:
        path.touch()
        os.utime(path, (written, written))
    return [path.name for path in made]


def test_it_holds_the_site_and_is_made_once_a_night(settings, folder, capsys):
    back_up(settings, now=NOW)

    (path,) = backups_in(folder)
    assert path.name == "webinars-2027-02-15.tar.gz"
    with tarfile.open(path) as backup:
        assert any(name.startswith("database") for name in backup.getnames())
    before = path.stat()

    back_up(settings, now=NOW + dt.timedelta(hours=20))

    assert path.stat() == before
    assert names(folder) == [path.name]
    assert "backup failed" not in "".join(capsys.readouterr())


def test_the_worker_makes_it(settings, folder):
    jobs = jobs_of(create_app(settings))

    jobs._back_up()

    assert len(backups_in(folder)) == 1
    assert "back_up" in {task.name for task in jobs.huey._registry.periodic_tasks}


def test_those_of_the_last_nights_are_kept_and_nothing_of_others_is_touched(settings, folder):
    before = of_nights_before(folder, BACKUPS_KEPT + 3)
    (folder / "webinars-monday.tar.gz").touch()

    back_up(settings, now=NOW)

    assert names(folder) == [*before[4:], "webinars-2027-02-15.tar.gz", "webinars-monday.tar.gz"]


def test_a_night_without_a_backup_takes_away_none(settings, folder, monkeypatch, capsys):
    before = of_nights_before(folder, BACKUPS_KEPT + 3)
    monkeypatch.setenv("WEBINARS_DATABASE_URL", "postgresql://webinars:hidden@127.0.0.1:1/webinars")

    back_up(settings, now=NOW)

    assert names(folder) == before
    logged = "".join(capsys.readouterr())
    assert "backup failed" in logged
    assert "hidden" not in logged


@pytest.mark.usefixtures("settings")
class TestDoctor:
    def told(self, run):
        return next(line for line in run("doctor").stdout.splitlines() if "backups:" in line)

    def test_none_yet(self, run, folder):
        assert self.told(run) == f"ok     backups: none in {folder} yet; the worker makes one each night at 2:47 UTC"

    def test_one_of_last_night(self, run, folder):
        (name,) = of_nights_before(folder, 1)

        assert self.told(run) == f"ok     backups: the last good one was made 0 hours ago: {folder / name}"

    def test_one_that_is_too_old(self, run, folder):
        of_nights_before(folder, 2, hours_ago=37)

        assert self.told(run).startswith("wrong  backups: the last good one was made 37 hours ago")

    def test_a_folder_that_is_not_there(self, run, folder):
        folder.rmdir()

        assert self.told(run) == f"wrong  backups: {folder} cannot be written to"


def test_where_no_folder_is_set_none_is_made(run):
    told = next(line for line in run("doctor").stdout.splitlines() if "backups:" in line)

    assert told == "ok     backups: no folder is set, so none is made at night; see WEBINARS_BACKUP_FOLDER"
