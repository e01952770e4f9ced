"""Killed at any moment, a restore leaves the whole site or an empty one, and a backup leaves a whole file or none."""

import os
import signal
import sys
import threading
import time
import warnings
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from webinars.cli import webinars
from webinars.commands.backup_parts.unfinished_restore import NOTE, WORKING, alone
from webinars.commands.backup_parts.working_folder import working_folder

CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "subprocess.Popen"}
"""What Python tells before it changes names or starts a program."""
FILM = b"\0film" * 1000


@pytest.fixture
def killed_before(environment, tmp_path):
    """`killed_before(5, "restore", …)`: kills the command before its sixth change; False if it had no so many."""

    def killed_before(number, *arguments, **settings):
        child = _started(number, arguments, {**environment, **settings}, tmp_path)
        status = os.waitpid(child, 0)[1]
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, (tmp_path / "said").read_text()
        return os.WIFSIGNALED(status)

    return killed_before


def _started(number, arguments, environment, folder):
    with warnings.catch_warnings():
        # Later Pythons warn of threads, of which the child has no need.
        warnings.simplefilter("ignore")
        child = os.fork()
    if child == 0:
        _run_and_kill(number, arguments, environment, folder)
    return child


def _run_and_kill(number, arguments, environment, folder):
    """Never returns: this is the child."""
    left, ended = number, 1

    def kill_in_time(event, facts):
        nonlocal left
        if event in CHANGES and (event == "subprocess.Popen" or Path(str(facts[0])).absolute().is_relative_to(folder)):
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

    try:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        output = os.open("said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.stdout, sys.stderr = os.fdopen(1, "w"), os.fdopen(2, "w")
        sys.addaudithook(kill_in_time)
        webinars(arguments, prog_name="webinars")
    except SystemExit as ending:
        ended = ending.code or 0
    except BaseException as error:  # noqa: BLE001 - the child has to end here
        sys.stderr.write(repr(error))
    finally:
        sys.stderr.flush()
        os._exit(ended)


@pytest.mark.timeout(300)
def test_a_restore_that_is_killed_leaves_the_whole_site_or_an_empty_one(
    run, filled, new_place, killed_before, tmp_path
):
    assert run("backup", "site.tar.gz").returncode == 0
    exported = run("export").stdout
    codes = []

    while True:
        name = f"other-{len(codes)}"
        with new_place(name) as settings:
            if not killed_before(len(codes), "restore", "site.tar.gz", **settings):
                break
            again = run("restore", "site.tar.gz", **settings)

            assert again.returncode == 0 or again.stderr.startswith("This site is not empty"), again.stderr
            assert run("export", **settings).stdout == exported, f"killed before change {len(codes)}"
            assert _has_all_files(tmp_path / name, tmp_path / "data"), f"killed before change {len(codes)}"
            codes.append(again.returncode)

    # Empty as long as the database was missing, whole from then on.
    assert codes == sorted(codes)
    assert set(codes) == {0, 1}
    assert codes.count(0) > 4


def _has_all_files(there, here):
    # A command that is killed while it makes the first key leaves the draft of that, which is of no use to anybody.
    passed_over = ("webinars.db", "tmp")
    files = sorted(str(path.relative_to(there)) for path in there.rglob("*") if not path.name.startswith(passed_over))
    return (
        files == ["secret-key", "uploads", "uploads/ab", "uploads/ab/film"]
        and (there / "uploads/ab/film").read_bytes() == FILM
        and (there / "secret-key").read_bytes() == (here / "secret-key").read_bytes()
    )


@pytest.mark.timeout(300)
def test_a_backup_that_is_killed_leaves_a_whole_file_or_none(run, filled, killed_before, tmp_path):
    of_a_restore = tmp_path / "data" / f"{WORKING}dead"
    of_a_restore.mkdir()
    number = 0
    while killed_before(number, "backup", f"site-{number}.tar.gz"):
        name = f"site-{number}.tar.gz"
        if (tmp_path / name).exists():
            assert run("backup", "--verify", name).returncode == 0
        number += 1

    assert number > 3
    assert list(tmp_path.glob(".webinars-backup-*")) == []
    assert not of_a_restore.exists()


def test_a_restore_that_was_killed_is_named_and_nothing_is_built_upon_it(
    run, filled, elsewhere, killed_before, tmp_path
):
    assert run("backup", "site.tar.gz").returncode == 0
    other = tmp_path / "other"
    for number in range(99):
        assert killed_before(number, "restore", "site.tar.gz", **elsewhere)
        if (other / "uploads" / NOTE).exists():
            break

    examined = run("doctor", **elsewhere)
    begun = run("user", "create", "olga@example.org", "--password-stdin", typed="a good password\n", **elsewhere)

    assert examined.returncode == 1
    assert "wrong  database: empty, for a restore has not come to its end" in examined.stdout
    assert begun.returncode == 1
    assert begun.stderr.startswith("A restore has not come to its end.")
    assert run("restore", "site.tar.gz", **elsewhere).returncode == 0
    assert run("doctor", **elsewhere).stdout.count("wrong") == 0


def test_what_a_living_process_works_with_is_left_alone(run, filled, elsewhere, tmp_path):
    assert run("backup", "site.tar.gz").returncode == 0
    other = tmp_path / "other"
    other.mkdir(mode=0o700)
    (other / f"{WORKING}dead").mkdir()
    (other / f"{WORKING}dead" / "database.pgdump").write_bytes(b"private")

    with working_folder(other, WORKING) as living:
        (living / "database.pgdump").write_bytes(b"in use")
        assert run("restore", "site.tar.gz", **elsewhere).returncode == 0
        assert [path.name for path in other.glob(f"{WORKING}*")] == [living.name]
        assert (living / "database.pgdump").read_bytes() == b"in use"


def test_one_restore_at_a_time(run, filled, elsewhere, tmp_path):
    assert run("backup", "site.tar.gz").returncode == 0
    (tmp_path / "other").mkdir(mode=0o700)

    with alone(tmp_path / "other"):
        ended = run("restore", "site.tar.gz", **elsewhere)

    assert (ended.returncode, ended.stderr) == (1, "Another restore is under way here. Wait until it has ended.\n")


@pytest.fixture
def postgresql(request, elsewhere):
    """`postgresql()` is a connection to the database of the other site."""
    if request.config.getoption("--database") != "postgresql":
        pytest.skip("SQLite is filled by a rename")
    return lambda **options: psycopg.connect(elsewhere["WEBINARS_DATABASE_URL"], **options)


def test_the_database_is_not_filled_by_what_outlives_a_restore(
    run, filled, environment, elsewhere, postgresql, tmp_path
):
    assert run("backup", "site.tar.gz").returncode == 0
    with postgresql(autocommit=True) as watching, postgresql() as blocking:
        # Whoever makes a table of that name waits until we have ended.
        blocking.execute("CREATE TABLE webinar ()")
        child = _started(10**6, ("restore", "site.tar.gz"), {**environment, **elsewhere}, tmp_path)
        _wait_until(lambda: _waiting_sessions(watching) == 1)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        _wait_until(lambda: _waiting_sessions(watching) == 0)
        blocking.rollback()
        assert watching.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)

    assert run("restore", "site.tar.gz", **elsewhere).returncode == 0
    assert run("export", **elsewhere).stdout == run("export").stdout


def test_what_was_put_in_place_is_taken_back_when_the_database_refuses(run, filled, elsewhere, postgresql, tmp_path):
    assert run("backup", "site.tar.gz").returncode == 0
    other = tmp_path / "other"
    other.mkdir(mode=0o700)
    (other / "secret-key").write_text("the key of this place, of more than 32 characters")
    with postgresql(autocommit=True) as connection:
        connection.execute("CREATE TABLE webinar ()")

    ended = run("restore", "site.tar.gz", **elsewhere)

    assert ended.returncode == 1
    assert ended.stderr.startswith("pg_restore failed: ")
    assert ended.stderr.endswith('relation "webinar" already exists\n')
    assert [path.name for path in other.iterdir()] == ["secret-key"]
    assert (other / "secret-key").read_text() == "the key of this place, of more than 32 characters"


def test_a_commit_that_is_on_its_way_is_waited_for(run, filled, elsewhere, postgresql, tmp_path):
    """A restore killed between asking for the commit and hearing of it: what it has put in place belongs there."""
    assert run("backup", "site.tar.gz").returncode == 0
    uploads = tmp_path / "other" / "uploads"
    uploads.mkdir(parents=True, mode=0o700)
    (uploads / NOTE).write_bytes(b"")
    (uploads / "film").write_bytes(FILM)
    with closing(postgresql(application_name="webinars pg_restore")) as session:
        session.execute("CREATE TABLE alembic_version (version_num varchar(32))")
        session.execute("INSERT INTO alembic_version VALUES ('0001')")
        timer = threading.Timer(1, lambda: (session.commit(), session.close()))
        timer.start()
        ended = run("restore", "site.tar.gz", **elsewhere)
        timer.join()

    assert ended.returncode == 1
    assert ended.stderr.startswith("This site is not empty")
    assert [path.name for path in uploads.iterdir()] == ["film"]


def _waiting_sessions(connection):
    return connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    ).fetchone()[0]


def _wait_until(is_so, patience_s=30):
    until = time.monotonic() + patience_s
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)
