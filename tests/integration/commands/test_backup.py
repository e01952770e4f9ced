import io
import json
import tarfile

import pytest

from tests.application import new_postgresql_database
from webinars.domain.media.storage import INCOMING

ARCHIVE = {
    "format": "webinars-archive",
    "version": 1,
    "webinars": [
        {
            "title": "Comets and their tails",
            "organisers": ["Lunar Society"],
            "starts_wall": "2027-02-16T16:00",
            "timezone": "Europe/London",
            "status": "published",
            "join_url": "https://rooms.example/7",
        }
    ],
}


@pytest.fixture
def filled(run, tmp_path):
    """A site with a webinar, an account, an uploaded file, and one that is on its way."""
    (tmp_path / "programme.json").write_text(json.dumps(ARCHIVE))
    assert run("import", "programme.json").returncode == 0
    assert (
        run("user", "create", "olga@example.org", "--password-stdin", typed="a long and good password\n").returncode
        == 0
    )
    uploads = tmp_path / "data" / "uploads" / "ab"
    uploads.mkdir(parents=True)
    (uploads / "film").write_bytes(b"\0film" * 1000)
    (uploads / f"{INCOMING}7").write_bytes(b"\0half a film")


@pytest.fixture
def elsewhere(request, tmp_path):
    """The settings of another, empty site of the same kind."""
    settings = {"WEBINARS_DATA": str(tmp_path / "other")}
    if request.config.getoption("--database") == "sqlite":
        yield settings
        return
    with new_postgresql_database() as url:
        yield settings | {"WEBINARS_DATABASE_URL": url}


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
    ("manifest", "sentence"),
    [
        ({"format": "holiday-pictures"}, "This is no backup. Give the file that `webinars backup` wrote.\n"),
        (
            {"format": "webinars-backup", "version": 2},
            "This backup was made by a newer version. Install that, then try again.\n",
        ),
        (
            {"format": "webinars-backup", "version": 1, "database": "oracle"},
            "The backup is of oracle and this site uses ",
        ),
    ],
)
def test_other_files_are_refused_in_a_sentence(run, tmp_path, manifest, sentence):
    _write_tar(tmp_path / "other.tar", {"manifest.json": json.dumps(manifest).encode()})

    ended = run("restore", "other.tar")

    assert ended.returncode == 1
    assert ended.stderr.startswith(sentence)


def test_a_backup_of_a_later_migration_is_refused(run, request, tmp_path):
    kind = request.config.getoption("--database")
    manifest = {"format": "webinars-backup", "version": 1, "database": kind, "revision": "9999"}
    _write_tar(tmp_path / "later.tar", {"manifest.json": json.dumps(manifest).encode()})

    ended = run("restore", "later.tar")

    assert (ended.returncode, ended.stderr) == (
        1,
        "This backup was made by a newer version. Install that, then try again.\n",
    )


def test_nothing_is_written_outside_the_data_folder(run, request, tmp_path):
    kind = request.config.getoption("--database")
    manifest = {"format": "webinars-backup", "version": 1, "database": kind, "revision": "0001"}
    files = {"manifest.json": json.dumps(manifest).encode(), "../../outside": b"planted"}
    _write_tar(tmp_path / "evil.tar", files)

    ended = run("restore", "evil.tar")

    assert ended.returncode == 1
    assert list(tmp_path.rglob("outside")) == []


def _write_tar(path, files):
    with tarfile.open(path, "w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))


def test_a_place_that_cannot_be_written_to_is_named_as_it_was_given(run, filled, tmp_path):
    result = run("backup", "nowhere/monday.tar.gz")

    assert result.returncode == 1
    assert result.stderr == "nowhere/monday.tar.gz cannot be written: No such file or directory.\n"
