"""Uploaded files in a bucket of an object store."""

import dataclasses
import datetime as dt
import io
import re
import socket
import urllib.request

import pytest
import sqlalchemy as sa
from msgspec import structs
from PIL import Image

from tests.bucket_server import KEYS, bucket, store_address
from tests.integration.media.conftest import MP4
from webinars import clock
from webinars.domain.media.configured_storage import storage_of
from webinars.domain.media.jobs import sweep_files
from webinars.models import Recording, Status, StoredFile, Webinar

__all__ = ["bucket", "store_address"]

PDF = b"%PDF-1.7\n" + b"x" * 1000


@pytest.fixture
def storage(app, settings, bucket, monkeypatch, storage):
    """That of the site, whose files are in the bucket."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(settings, uploads=bucket.settings))
    yield storage_of(app.config["SETTINGS"])
    # Whatever happened, nothing is left in the folder that files pass through.
    assert list(storage.folder.iterdir() if storage.folder.is_dir() else ()) == []


@pytest.fixture
def away(app, settings, bucket, storage, monkeypatch):
    """`away()`: from then on nothing answers where the bucket was."""

    def away():
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"http://127.0.0.1:{free.getsockname()[1]}"
        elsewhere = structs.replace(bucket.settings, endpoint=address)
        monkeypatch.setitem(app.config, "SETTINGS", dataclasses.replace(settings, uploads=elsewhere))

    return away


def files(session):
    return session.scalars(sa.select(StoredFile).order_by(StoredFile.id)).all()


def fetched(answer, method="GET", **headers):
    """What a browser gets that follows the answer."""
    assert answer.status_code == 302
    with urllib.request.urlopen(urllib.request.Request(answer.location, headers=headers, method=method)) as found:
        return found.status, found.headers, found.read()


def test_a_film_is_watched_from_the_bucket(organiser, client, session, storage, bucket, upload):
    assert upload("video", MP4, "comets.mp4", use="first").status_code == 303

    (file,) = files(session)
    answer = client.get(file.path)

    assert bucket.contents() == {file.key: MP4}
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    status, headers, octets = fetched(answer)
    assert (status, octets, headers["Content-Type"]) == (200, MP4, "video/mp4")
    status, headers, octets = fetched(answer, Range="bytes=100-199")
    assert (status, octets) == (206, MP4[100:200])
    assert fetched(client.head(file.path), "HEAD")[:2][0] == 200
    page = client.get("/recordings/comets")
    policy = dict(part.split(" ", 1) for part in page.headers["Content-Security-Policy"].split("; "))
    assert policy["media-src"].split() == ["'self'", bucket.settings.endpoint]
    assert bucket.settings.endpoint not in policy["img-src"] + policy["script-src"] + policy["connect-src"]
    # With it a browser would ask the store for a leave that nobody has told it to give.
    assert "crossorigin" not in page.text
    assert bucket.settings.endpoint not in page.text


def test_an_address_stays_for_a_while_so_that_nothing_is_fetched_twice(organiser, client, session, storage, upload):
    upload("video", MP4, "comets.mp4", use="first")
    (file,) = files(session)

    addresses = {client.get(file.path).location for _ in range(3)}
    (address,) = addresses

    assert "X-Amz-Expires=21600" in address
    assert fetched(client.get(file.path))[1]["Cache-Control"] == "private, max-age=21600"


@pytest.mark.usefixtures("derived")
def test_posters_and_slides(organiser, client, session, storage, bucket, upload, picture):
    upload("poster", picture(), "photo.png")
    upload("documents", PDF, "Note G.pdf", kind="slides")

    poster, slides = files(session)
    with Image.open(io.BytesIO(fetched(client.get(poster.path))[2])) as shown:
        assert shown.size == (1280, 720)
    _status, headers, octets = fetched(client.get(slides.path))
    assert (octets, headers["Content-Disposition"]) == (PDF, "attachment; filename=note-g.pdf")
    for page in ("/recordings/comets", "/recordings", "/embed/recordings/comets"):
        policy = client.get(page).headers["Content-Security-Policy"]
        assert f"img-src 'self' data: {bucket.settings.endpoint};" in policy, page
    assert bucket.settings.endpoint not in client.get("/lint").headers["Content-Security-Policy"]
    drawn = client.get("/cards/recordings/comets.png").data
    with Image.open(io.BytesIO(drawn)) as card:
        assert card.convert("RGB").getpixel((1000, 300))[0] > 200, "the card does not show the red poster"


def test_what_is_replaced_or_removed_leaves_the_bucket(organiser, session, storage, bucket, upload, picture, recording):
    upload("poster", picture(), "a.png")
    first = files(session)[0].key
    upload("poster", picture(colour="blue"), "b.png")
    (second,) = files(session)

    assert list(bucket.contents()) == [second.key]
    assert second.key != first

    organiser.post(f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/files/{second.id}/removal")

    assert bucket.contents() == {}


@pytest.fixture
def browser_of(new_client, sign_in):
    """`browser_of(user)`: one in which that person has signed in."""

    def browser_of(user):
        browser = new_client()
        sign_in(browser, user)
        return browser

    return browser_of


@pytest.mark.usefixtures("storage", "organiser")
def test_files_of_a_draft_are_for_those_who_may_see_it(session, upload, client, recording, browser_of, oskar, vera):
    upload("documents", PDF, "slides.pdf", kind="slides")
    webinar = session.get_one(Webinar, recording.webinar_id)
    webinar.status, webinar.published_at = Status.DRAFT, None
    (file,) = files(session)
    preview = f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/files/{file.id}"

    assert client.get(file.path).status_code == 404
    assert browser_of(oskar).get(preview).status_code == 404
    assert fetched(browser_of(vera).get(preview))[2] == PDF


def test_what_is_refused_leaves_nothing(organiser, session, storage, bucket, upload, recording):
    assert upload("documents", b"\0\0", "slides.pdf", kind="slides").status_code == 422
    assert upload("video", MP4, "a.mp4", use="nonsense").status_code in {303, 422}

    assert set(bucket.contents()) == {file.key for file in files(session)}


def test_the_nightly_sweep_removes_what_belongs_to_no_row(organiser, session, storage, bucket, upload):
    upload("video", MP4, "comets.mp4", use="first")
    (file,) = files(session)
    with storage.incoming() as octets:
        octets.write(b"of a transaction that never came to its end")
        storage.keep(octets)
    place = {"Bucket": bucket.settings.name}
    bucket.client.put_object(**place, Key="some/files/notes.txt", Body=b"somebody else's")
    bucket.client.create_multipart_upload(**place, Key="some/files/half")

    assert sweep_files(session, storage, now=clock.now()) == 0
    assert len(bucket.contents()) == 3
    assert sweep_files(session, storage, now=clock.now() + dt.timedelta(days=2)) == 1

    assert set(bucket.contents()) == {file.key, "notes.txt"}
    assert "Uploads" not in bucket.client.list_multipart_uploads(**place)


def test_nothing_is_swept_where_most_files_are_unknown(session, storage, bucket):
    with storage.incoming() as octets:
        octets.write(MP4)
        key = storage.keep(octets)

    assert sweep_files(session, storage, now=clock.now() + dt.timedelta(days=2)) == 0
    assert list(bucket.contents()) == [key]


def test_a_store_that_is_away_is_said_and_leaves_no_row(organiser, client, session, storage, upload, picture, away):
    upload("poster", picture(), "photo.png")
    (poster,) = files(session)
    away()

    for form, octets, name, fields in [
        ("poster", picture(), "b.png", {}),
        ("video", MP4, "a.mp4", {"use": "copy"}),
        ("documents", PDF, "a.pdf", {"kind": "notes"}),
    ]:
        answer = upload(form, octets, name, **fields)
        assert answer.status_code == 503
        assert "Files cannot be kept at the moment. Nothing was stored; try again" in answer.text
        for value in fields.values():
            assert re.search(rf'selected[^>]*value="{value}"', answer.text), "the form does not come back as it was"
    new = organiser.post(
        "/manage/webinars/comets-and-their-tails/recordings/upload",
        data={"file": (io.BytesIO(MP4), "evening.mp4"), "whose": "another", "title": "The evening"},
    )

    assert (new.status_code, "The evening" in new.text) == (503, True)
    assert files(session) == [poster]
    assert session.scalars(sa.select(Recording.title)).all() == ["Comets"]
    # Pages, and the way to the film, ask nothing of it.
    assert client.get("/recordings/comets").status_code == 200
    assert client.get(poster.path).status_code == 302
    assert client.get("/cards/recordings/comets.png").status_code == 200
    assert sweep_files(session, storage_of(client.application.config["SETTINGS"]), now=clock.now()) == 0


def test_what_is_removed_while_it_is_away_goes_with_the_next_sweep(
    organiser, session, storage, bucket, upload, recording, picture, away
):
    upload("poster", picture(), "photo.png")
    upload("documents", PDF, "a.pdf", kind="notes")
    upload("documents", PDF, "b.pdf", kind="notes")
    (poster, *others) = files(session)
    away()

    answer = organiser.post(
        f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/files/{poster.id}/removal"
    )

    assert answer.status_code == 303
    assert files(session) == others
    sweep_files(session, storage, now=clock.now() + dt.timedelta(days=2))
    assert set(bucket.contents()) == {file.key for file in others}
