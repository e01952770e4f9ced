import re

import pytest
from werkzeug.wsgi import FileWrapper

from tests.integration.media.conftest import MP4
from webinars import clock
from webinars.models import FileKind, Status, StoredFile, Visibility


@pytest.fixture
def stored(session, storage, recording):
    """`stored(octets, …)`: a file of the recording, and its address."""

    def stored(octets=MP4, name="comets.mp4", content_type="video/mp4", kind=FileKind.VIDEO):
        with storage.incoming() as file:
            file.write(octets)
            key = storage.keep(file)
        row = StoredFile(
            key=key,
            kind=kind,
            name=name,
            content_type=content_type,
            byte_count=len(octets),
            created_at=clock.now(),
        )
        row.recording = recording
        session.add(row)
        session.commit()
        return row.path

    return stored


def test_file_comes_whole_typed_and_for_ever(client, stored):
    answer = client.get(stored())

    assert (answer.status_code, answer.data) == (200, MP4)
    assert answer.headers["Content-Type"] == "video/mp4"
    assert answer.headers["Content-Length"] == str(len(MP4))
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, s-maxage=300, must-revalidate"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"].split("; ")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("content_type", "is_shown"),
    [
        ("video/mp4", True),
        ("audio/mpeg", True),
        ("image/jpeg", True),
        ("application/pdf", False),
        ("text/plain", False),
        ("text/markdown", False),
    ],
)
def test_browsers_show_videos_and_pictures_and_download_the_rest(client, stored, content_type, is_shown):
    answer = client.get(stored(content_type=content_type, name="a.bin"))

    disposition = answer.headers.get("Content-Disposition", "inline")
    assert disposition.startswith("inline") if is_shown else disposition == "attachment; filename=a.bin"
    assert answer.headers["Content-Type"].partition(";")[0] == content_type


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, len(MP4)),
        ("bytes=-50", len(MP4) - 50, len(MP4)),
        ("bytes=0-0", 0, 1),
        (f"bytes=0-{len(MP4) * 2}", 0, len(MP4)),
    ],
)
def test_a_range_is_a_part_of_it(client, stored, asked, start, end):
    answer = client.get(stored(), headers={"Range": asked})

    assert (answer.status_code, answer.data) == (206, MP4[start:end])
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(MP4)}"
    assert answer.headers["Content-Length"] == str(end - start)


@pytest.mark.parametrize("asked", [f"bytes={len(MP4)}-", f"bytes={len(MP4) + 5}-{len(MP4) + 9}"])
def test_a_range_behind_the_end_is_416_with_the_length(client, stored, asked):
    answer = client.get(stored(), headers={"Range": asked})

    assert answer.status_code == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(MP4)}"


@pytest.mark.parametrize(
    "asked",
    [
        "bytes=0-1,4-5",
        "bytes=abc",
        "items=0-1",
        "bytes=",
        "bytes=5-1",
        "0-1",
        f"bytes=0-{'9' * 5000}",
        f"bytes=-{'9' * 5000}",
    ],
)
def test_what_is_no_single_range_is_answered_with_the_whole(client, stored, asked):
    answer = client.get(stored(), headers={"Range": asked})

    assert (answer.status_code, answer.data) == (200, MP4)


def test_only_get_asks_for_a_part(client, stored):
    answer = client.head(stored(), headers={"Range": "bytes=0-9"})

    assert (answer.status_code, answer.headers["Content-Length"]) == (200, str(len(MP4)))
    assert "Content-Range" not in answer.headers


def test_a_part_is_sent_as_a_file_by_whatever_serves_us(client, stored):
    given = []

    class Wrapper(FileWrapper):
        def __init__(self, file, buffer_size=8192):
            super().__init__(file, buffer_size)
            given.append(file)

    answer = client.get(stored(), headers={"Range": "bytes=10-29"}, environ_overrides={"wsgi.file_wrapper": Wrapper})

    assert answer.data == MP4[10:30]
    given[-1].seek(0, 2)
    assert given[-1].tell() == 20


def test_if_range_with_another_version_gets_the_whole(client, stored):
    address = stored()
    etag = client.get(address).headers["ETag"]

    same = client.get(address, headers={"Range": "bytes=0-9", "If-Range": etag})
    other = client.get(address, headers={"Range": "bytes=0-9", "If-Range": '"another"'})

    assert (same.status_code, other.status_code) == (206, 200)


def test_what_a_browser_has_is_not_sent_again(client, stored):
    address = stored()

    answer = client.get(address, headers={"If-None-Match": client.get(address).headers["ETag"]})

    assert (answer.status_code, answer.data) == (304, b"")


def test_head_says_everything_but_the_bytes(client, stored):
    answer = client.head(stored())

    assert (answer.status_code, answer.data, answer.headers["Content-Length"]) == (200, b"", str(len(MP4)))


def test_unlisted_works_by_address_and_says_noindex(client, session, stored, webinar):
    address = stored()
    assert "X-Robots-Tag" not in client.get(address).headers

    webinar.visibility = Visibility.UNLISTED
    answer = client.get(address)

    assert (answer.status_code, answer.headers["X-Robots-Tag"]) == (200, "noindex")


def test_files_of_drafts_are_not_there_and_of_what_was_taken_back_are_gone(client, session, stored, webinar):
    address = stored()
    assert client.get(address).status_code == 200

    webinar.status, webinar.published_at = Status.DRAFT, None
    assert client.get(address).status_code == 404
    webinar.published_at = clock.now()
    assert client.get(address).status_code == 410
    assert MP4[:40] not in client.get(address).data


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.replace("comets.mp4", "other.mp4"),
        lambda path: re.sub(r"/files/.", "/files/~", path),
        lambda path: path.rpartition("/")[0],
        lambda path: path.rpartition("/")[0] + "/",
        lambda _path: "/files/..%2f..%2fsecret-key/secret-key",
        lambda _path: "/files/" + "a" * 43 + "/comets.mp4",
    ],
)
def test_nothing_else_is_at_addresses_like_it(client, stored, change):
    assert client.get(change(stored())).status_code == 404


def test_a_row_without_bytes_is_not_found(client, stored, storage):
    address = stored()
    storage.remove(address.split("/")[2])

    assert client.get(address).status_code == 404


def test_a_file_that_plays_asks_no_other_host_and_widens_nothing(client, session, stored, recording):
    recording.url = recording.provider_video = stored()
    recording.provider_host = ""

    page = client.get("/recordings/comets")

    assert f'src="{recording.url}"' in page.text
    assert "media-src 'self';" in page.headers["Content-Security-Policy"]
