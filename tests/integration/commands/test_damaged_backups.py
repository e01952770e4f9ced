"""No backup is accepted that differs in one bit from what was written, or whose database was damaged before."""

import gzip
import hashlib
import random
import shutil
import sqlite3
from contextlib import closing

import pytest

from webinars.app.application import build_app
from webinars.commands.backup_parts import reader
from webinars.commands.backup_parts.file_format import SEAL_SIZE, BackupContent, Manifest, seal_of
from webinars.commands.backup_parts.writer import writing
from webinars.commands.command_result import CommandFailed
from webinars.commands.restore import restore
from webinars.config import read_settings
from webinars.db import db

SEED = 20270216
NOT_AS_PUT_IN = "The backup is damaged: its files are not those that were put in."
GZIP_HEADER_SIZE, GZIP_TRAILER_SIZE = 10, 8


@pytest.fixture
def whole(run, filled, tmp_path):
    """The bytes of a backup."""
    ended = run("backup", "site.tar.gz")
    assert ended.returncode == 0, ended.stderr
    return (tmp_path / "site.tar.gz").read_bytes()


@pytest.fixture
def empty_site(elsewhere):
    """The settings of an empty site, in the context of its application."""
    app = build_app(read_settings(elsewhere))
    with app.app_context():
        yield app.config["SETTINGS"]
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def refusals(empty_site, tmp_path):
    """`refusals(data)`: what `backup --verify` and `restore` say of a file of these bytes; None of one who takes it."""
    path, folder = tmp_path / "damaged.tar.gz", tmp_path / "looked-into"

    def refusals(data):
        path.write_bytes(data)
        folder.mkdir()
        said = [_refusal(reader.verify, path, folder), _refusal(restore, path, empty_site)]
        shutil.rmtree(folder)
        return said

    return refusals


def _refusal(work, *arguments):
    try:
        work(*arguments)
    except CommandFailed as refusal:
        return refusal.message
    return None


def test_a_flipped_bit_is_found_wherever_it_is(whole, refusals, tmp_path):
    chance = random.Random(SEED)
    damaged = {f"bit {bit}": _flipped(whole, bit) for bit in (chance.randrange(8 * len(whole)) for _each in range(150))}

    said = {name: refusals(data) for name, data in damaged.items()}

    assert {name: sentences for name, sentences in said.items() if not all(map(_names_damage, sentences))} == {}
    assert refusals(whole) == [None, None]


def test_a_cut_is_found_wherever_it_is(whole, refusals):
    chance = random.Random(SEED)
    cuts = [chance.randrange(len(whole)) for _each in range(50)]
    ends = [0, 1, len(whole) - 1, len(whole) - SEAL_SIZE, len(whole) - SEAL_SIZE - 1]

    said = {size: refusals(whole[:size]) for size in (*cuts, *ends)}

    assert {size: sentences for size, sentences in said.items() if not all(map(_names_damage, sentences))} == {}
    assert refusals(whole) == [None, None]


def test_each_bit_counts_where_gzip_looks_at_none(whole, tmp_path):
    """Its header (the hour, the system), what fills the last byte, its checksum, and our seal."""
    header = range(8 * GZIP_HEADER_SIZE)
    end = range(8 * (len(whole) - SEAL_SIZE - GZIP_TRAILER_SIZE - 2), 8 * len(whole))
    path = tmp_path / "damaged.tar.gz"

    accepted = []
    for bit in (*header, *end):
        path.write_bytes(_flipped(whole, bit))
        if _refusal(reader.verify, path, tmp_path) is None:
            accepted.append(bit)

    assert accepted == []


def test_nothing_may_come_after_the_end(whole, refusals):
    assert all(map(_names_damage, refusals(whole + b"\0")))
    assert all(map(_names_damage, refusals(whole + gzip.compress(b"more"))))


@pytest.mark.parametrize("distance", [1, 8])
def test_the_checksum_of_gzip_is_read_beneath_the_seal(whole, refusals, distance):
    """A backup whose seal fits, and whose checksum (1 to 4) or size (5 to 8 bytes from the end) does not."""
    place = len(whole) - SEAL_SIZE - distance

    assert all(map(_names_damage, refusals(_sealed(_flipped(whole, 8 * place)[:-SEAL_SIZE]))))


@pytest.fixture
def written(request, tmp_path):
    """`written(change)`: the bytes of a backup whose seal fits, with what `change` did before it was closed."""
    kind = request.config.getoption("--database")
    manifest = Manifest(database=kind, revision="0001", made_at="2027-02-16T16:00:00+00:00", site="http://localhost")

    def written(change):
        with writing(tmp_path / "written.tar.gz", manifest) as writer:
            writer.add_bytes(b"\0film", "uploads/film")
            change(writer)
        return (tmp_path / "written.tar.gz").read_bytes()

    return written


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda writer: writer._contents.update({"uploads/film": BackupContent(5, "0" * 64)}), NOT_AS_PUT_IN),
        (
            lambda writer: writer._contents.update({"uploads/other": BackupContent(0, hashlib.sha256().hexdigest())}),
            NOT_AS_PUT_IN,
        ),
        (lambda writer: writer._contents.pop("uploads/film"), NOT_AS_PUT_IN),
        (
            lambda writer: writer.add_bytes(b"\0film", "uploads/film"),
            "The backup is damaged: “uploads/film” does not belong in it.",
        ),
        (lambda writer: writer.add_contents(), "The backup is damaged: “contents.json” does not belong in it."),
    ],
    ids=["another digest", "a file too many", "a file too few", "a file twice", "contents twice"],
)
def test_files_that_are_not_those_of_the_contents_are_refused(written, refusals, change, sentence):
    assert refusals(written(change)) == [sentence] * 2


def test_a_backup_without_a_database_is_refused(written, refusals):
    assert refusals(written(lambda _writer: None)) == ["The backup is damaged: there is no database in it."] * 2


def test_a_database_of_which_a_part_is_missing_is_refused(run, request, whole, written, refusals, tmp_path):
    (tmp_path / "unpacked").mkdir()
    with reader.opened(tmp_path / "site.tar.gz") as backup:
        backup.unpack(tmp_path / "unpacked")
    (database,) = (tmp_path / "unpacked").glob("database.*")
    data = database.read_bytes()

    # A page of SQLite, the end of a dump of PostgreSQL.
    halved = data[:-4096] if request.config.getoption("--database") == "postgresql" else _without_a_page(data)

    said = refusals(written(lambda writer: writer.add_bytes(halved, database.name)))

    assert None not in said
    assert refusals(written(lambda writer: writer.add_bytes(data, database.name))) == [None, None]


def test_a_row_whose_owner_is_missing_is_no_backup(run, filled, request, tmp_path):
    if request.config.getoption("--database") != "sqlite":
        pytest.skip("PostgreSQL checks it when it restores")
    with closing(sqlite3.connect(tmp_path / "data" / "webinars.db")) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("DELETE FROM organisation")
        connection.commit()

    ended = run("backup", "site.tar.gz")

    assert ended.returncode == 1
    assert ended.stderr.startswith("The database in the backup is damaged: a row of “")
    assert [path.name for path in tmp_path.iterdir() if "site" in path.name or "backup" in path.name] == []


def test_verify_says_in_one_sentence_what_a_backup_is(run, whole, tmp_path):
    ended = run("backup", "--verify", "site.tar.gz")

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("site.tar.gz is whole: the database of http://localhost:8000 at 20")
    assert ended.stdout.endswith(", and 1 uploaded file.\n")

    (tmp_path / "site.tar.gz").write_bytes(_flipped(whole, 4 * len(whole)))
    ended = run("backup", "--verify", "site.tar.gz")

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "site.tar.gz cannot be read as a backup: it is damaged or something else.\n"


def test_verify_names_a_file_that_is_not_there(run):
    ended = run("backup", "--verify", "nowhere.tar.gz")

    assert (ended.returncode, ended.stderr) == (1, "nowhere.tar.gz: No such file or directory.\n")


def _without_a_page(data):
    page = 4096
    # Not the first, without which it is no database at all.
    place = len(data) // 2 // page * page
    return data[:place] + b"\xff" * page + data[place + page :]


def _flipped(data, bit):
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def _sealed(data):
    return data + seal_of(hashlib.sha256(data).digest())


def _names_damage(sentence):
    return sentence is not None and ("damaged" in sentence or "no backup" in sentence)
