"""Backups, restores and the doctor where uploaded files are kept outside the data folder."""

import pytest

from tests.application import site
from tests.bucket_server import OwnBucket, bucket, store_address
from tests.factories import add_recording, make_organisation, make_webinar
from webinars import clock
from webinars.db import db
from webinars.domain.media.bucket_storage import BucketStorage
from webinars.domain.media.configured_storage import storage_of
from webinars.domain.media.errors import StoreDoesNotAnswer
from webinars.domain.media.folder_storage import FolderStorage
from webinars.models import FileKind, StoredFile

__all__ = ["bucket", "store_address"]

OCTETS = [b"\0film" * 1000, b"%PDF-1.7"]


@pytest.fixture(params=["folder", "bucket"])
def kept(request, bucket, tmp_path):
    """Where the files of a site are: its settings, and `kept()`, what is there."""
    if request.param == "bucket":
        return bucket.environment, bucket.contents
    return {"WEBINARS_UPLOADS": str(tmp_path / "shared")}, lambda: contents_of(tmp_path / "shared")


def contents_of(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def filled(migrated, environment, kept, monkeypatch):
    """The environment of a site with a recording and its files; their bytes by key."""
    settings, _contents = kept
    environment = {**environment, **settings}
    for name in settings:
        if name.startswith("AWS_"):
            monkeypatch.setenv(name, settings[name])
    with site(environment) as app, app.app_context():
        session, storage, stored = db.session(), storage_of(app.config["SETTINGS"]), {}
        webinar = make_webinar(session, make_organisation(session, "Lunar Society"), "Comets")
        recording = add_recording(session, webinar, "Comets", slug="comets")
        for octets in OCTETS:
            with storage.incoming() as file:
                file.write(octets)
                key = storage.keep(file)
            stored[key] = octets
            row = StoredFile(
                key=key,
                kind=FileKind.NOTES,
                name=f"{len(octets)}.txt",
                content_type="text/plain",
                byte_count=len(octets),
                created_at=clock.now(),
            )
            row.recording = recording
            session.add(row)
        session.commit()
    return stored


def test_a_backup_holds_the_files_wherever_they_are(run, filled, kept, elsewhere, store_address, tmp_path):
    settings, contents = kept
    assert contents() == filled

    ended = run("backup", "site.tar.gz", **settings)
    assert ended.returncode == 0, ended.stderr
    assert "2 uploaded files" in ended.stdout
    other = OwnBucket(store_address)
    ended = run("restore", "site.tar.gz", **{**elsewhere, **other.environment})
    assert ended.returncode == 0, ended.stderr

    assert other.contents() == filled == contents()
    assert list((tmp_path / "other" / "uploads").iterdir()) == []
    assert run("export", **elsewhere).stdout == run("export").stdout


def test_a_backup_is_restored_into_a_folder_of_another_disk(run, filled, kept, elsewhere, tmp_path):
    settings, _contents = kept
    assert run("backup", "site.tar.gz", **settings).returncode == 0

    ended = run("restore", "site.tar.gz", **{**elsewhere, "WEBINARS_UPLOADS": str(tmp_path / "disk")})

    assert ended.returncode == 0, ended.stderr
    assert contents_of(tmp_path / "disk") == filled
    assert (tmp_path / "disk").stat().st_mode & 0o777 == 0o700
    assert contents_of(tmp_path / "other" / "uploads") == {}


def test_nothing_is_restored_over_files_that_are_there(run, filled, kept, elsewhere, tmp_path):
    settings, contents = kept
    assert run("backup", "site.tar.gz", **settings).returncode == 0

    ended = run("restore", "site.tar.gz", **{**elsewhere, **settings})

    assert ended.returncode == 1
    assert ended.stderr.startswith("This site is not empty")
    assert contents() == filled


@pytest.mark.parametrize("kept", ["folder"], indirect=True)
@pytest.mark.parametrize("target", ["folder", "bucket"])
def test_a_restore_that_breaks_off_while_files_are_put_there_takes_them_back(
    run, filled, kept, elsewhere, store_address, tmp_path, monkeypatch, target
):
    settings, _contents = kept
    assert run("backup", "site.tar.gz", **settings).returncode == 0
    other = OwnBucket(store_address)
    other.client.put_object(Bucket=other.settings.name, Key="of somebody else", Body=b"?")
    there = other.environment if target == "bucket" else {"WEBINARS_UPLOADS": str(tmp_path / "disk")}
    put, count = {"bucket": BucketStorage, "folder": FolderStorage}[target].put, 0

    def put_once(self, path, name):
        nonlocal count
        count += 1
        if count == 2:
            raise StoreDoesNotAnswer("it was switched off")
        put(self, path, name)

    with monkeypatch.context() as patch:
        patch.setattr({"bucket": BucketStorage, "folder": FolderStorage}[target], "put", put_once)
        ended = run("restore", "site.tar.gz", **{**elsewhere, **there})

    assert count == 2
    assert ended.returncode == 1
    assert ended.stderr == "The store of uploaded files cannot be used: it was switched off.\n"
    assert other.contents() == {}
    assert contents_of(tmp_path / "disk") == {}
    assert other.contents("") == {"of somebody else": b"?"}
    assert not (tmp_path / "other" / "uploads").exists()
    assert run("restore", "site.tar.gz", **{**elsewhere, **there}).returncode == 0
    assert (other.contents() or contents_of(tmp_path / "disk")) == filled


def test_the_doctor_looks_where_the_files_are(run, filled, kept, tmp_path):
    settings, _contents = kept

    well = run("doctor", **settings)
    wrong_folder = run("doctor", **{**settings, "WEBINARS_UPLOADS": str(tmp_path / "another")})

    assert f"ok     uploads: {settings['WEBINARS_UPLOADS']}" in well.stdout
    assert "wrong  uploads: the file that was added last is not in " in wrong_folder.stdout
    assert wrong_folder.returncode == 1


def test_the_doctor_names_a_bucket_that_is_not_there(run, bucket):
    settings = {**bucket.environment, "WEBINARS_UPLOADS": "s3://no-such-bucket/files"}

    ended = run("doctor", **settings)

    assert ended.returncode == 1
    assert "wrong  uploads: s3://no-such-bucket/files cannot be used: " in ended.stdout
    assert "NoSuchBucket" in ended.stdout


@pytest.mark.parametrize("kept", ["bucket"], indirect=True)
def test_a_backup_without_its_files_is_none(run, filled, bucket, kept, tmp_path):
    settings, _contents = kept
    ended = run("backup", "site.tar.gz", **{**settings, "AWS_ENDPOINT_URL": "http://127.0.0.1:1"})

    assert ended.returncode == 1
    assert ended.stderr.startswith("The store of uploaded files cannot be used: ")
    assert not (tmp_path / "site.tar.gz").exists()
    assert len(bucket.contents()) == 2
