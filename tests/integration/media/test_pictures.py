import dataclasses
import io
import itertools
import json
import operator

import pytest
import sqlalchemy as sa
from PIL import Image

from tests.factories import add_recording
from tests.other_sites import Page, other_sites
from webinars import clock
from webinars.domain.media.jobs import PictureCopier
from webinars.domain.recordings.video_copies.jobs import check_videos
from webinars.domain.recordings.video_copies.places import put_at
from webinars.models import FileKind, Recording, StoredFile
from webinars.pure.videos import recognise

VIMEO = "https://vimeo.com/76979871"
VIMEO_OEMBED = ("vimeo.com", "/api/oembed.json?url=https%3A%2F%2Fvimeo.com%2F76979871&width=1280")
TUBE = "https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv"

PROVIDERS = [
    (
        "https://youtu.be/dQw4w9WgXcQ",
        ("www.youtube.com", "/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3DdQw4w9WgXcQ&format=json"),
        {"thumbnail_url": "https://evil.example/1.jpg"},
        [("i.ytimg.com", "/vi/dQw4w9WgXcQ/hqdefault.jpg")],
    ),
    (
        VIMEO,
        VIMEO_OEMBED,
        {"thumbnail_url": "https://i.vimeocdn.com/video/1-d_1280"},
        [("i.vimeocdn.com", "/video/1-d_1280")],
    ),
    (
        "https://www.dailymotion.com/video/x7tgad0",
        (
            "www.dailymotion.com",
            "/services/oembed?url=https%3A%2F%2Fwww.dailymotion.com%2Fvideo%2Fx7tgad0&format=json",
        ),
        {"thumbnail_url": "https://s2.dmcdn.net/v/1/x240"},
        [("s2.dmcdn.net", "/v/1/x240")],
    ),
    (
        TUBE,
        (
            "tube.example",
            "/services/oembed?url=https%3A%2F%2Ftube.example%2Fw%2FkkGMgK9ZtnKfYAgnEtQxbv&format=json",
        ),
        {"thumbnail_url": "https://tube.example/lazy-static/previews/1.jpg"},
        [("tube.example", "/lazy-static/previews/1.jpg")],
    ),
    (
        "https://archive.org/details/lunar",
        ("archive.org", "/metadata/lunar/metadata/identifier"),
        {"result": "lunar"},
        [("archive.org", "/services/img/lunar"), ("ia801.us.archive.org", "/1/__ia_thumb.jpg")],
    ),
]


@pytest.fixture
def sites():
    with other_sites() as sites:
        yield sites


@pytest.fixture
def look(session, settings, storage, sites):
    """`look()`: one round of the worker."""

    def look(**values):
        chosen = dataclasses.replace(settings, peertube_hosts=("tube.example",), **values)
        check_videos(session, chosen, sites.outside(), found=PictureCopier(storage, sites.outside()))
        session.expire_all()

    return look


@pytest.fixture
def there(sites, picture):
    """`there()`: the video is at Vimeo, with a picture."""

    def there():
        sites.pages[VIMEO_OEMBED] = Page(body=json.dumps({"thumbnail_url": "https://i.vimeocdn.com/1.jpg"}).encode())
        sites.pages["i.vimeocdn.com", "/1.jpg"] = Page(body=picture())

    return there


def move(recording, url):
    put_at(recording, recognise(url))


def posters(session):
    return session.scalars(sa.select(StoredFile).where(StoredFile.kind == FileKind.POSTER)).all()


@pytest.mark.parametrize("provider", PROVIDERS, ids=operator.itemgetter(0))
def test_the_provider_s_picture_is_copied_and_shown(client, session, look, sites, picture, recording, provider):
    url, asked, said, pictures = provider
    move(recording, url)
    session.commit()
    sites.pages[asked] = Page(body=json.dumps(said).encode())
    for here, there in itertools.pairwise(pictures):
        sites.pages[here] = Page(status=302, headers={"Location": f"https://{there[0]}{there[1]}"})
    sites.pages[pictures[-1]] = Page(body=picture((480, 360)))

    look()

    (poster,) = posters(session)
    assert (poster.width, poster.height, poster.content_type) == (480, 270, "image/jpeg")
    page = client.get("/recordings/comets")
    assert f'src="{poster.path}"' in page.text
    assert "img-src 'self' data:;" in page.headers["Content-Security-Policy"]
    assert "evil.example" not in {host for _method, host, _path in sites.asked}
    with Image.open(io.BytesIO(client.get(poster.path).data)) as shown:
        assert shown.format == "JPEG"


def test_it_is_copied_once(session, look, there, sites, recording):
    move(recording, VIMEO)
    there()
    look()
    first = posters(session)[0].key
    recording.checked_at = None
    session.commit()

    look()

    assert [poster.key for poster in posters(session)] == [first]
    assert [host for _method, host, _path in sites.asked].count("i.vimeocdn.com") == 1


def test_another_video_has_another_picture(session, look, there, sites, picture, recording, bytes_there):
    move(recording, VIMEO)
    there()
    look()
    first = posters(session)[0].key
    move(recording, "https://archive.org/details/lunar")
    session.commit()
    sites.pages["archive.org", "/metadata/lunar/metadata/identifier"] = Page(body=b'{"result": "lunar"}')
    sites.pages["archive.org", "/services/img/lunar"] = Page(body=picture())

    look()

    assert [poster.key == first for poster in posters(session)] == [False]
    assert bytes_there() == 1


def test_an_uploaded_poster_wins(organiser, session, look, there, sites, upload, picture, recording):
    upload("poster", picture(), "a.png")
    uploaded = posters(session)[0].key
    move(recording, VIMEO)
    there()

    look()

    assert [poster.key for poster in posters(session)] == [uploaded]
    assert "i.vimeocdn.com" not in {host for _method, host, _path in sites.asked}


def test_an_uploaded_poster_takes_the_place_of_a_copied_one(
    organiser, session, look, there, upload, picture, recording, bytes_there
):
    move(recording, VIMEO)
    there()
    look()

    upload("poster", picture(), "a.png")

    assert [poster.name for poster in posters(session)] == ["poster.jpg"]
    assert bytes_there() == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://i.vimeocdn.com/1.jpg",
        "https://evil.example/1.jpg",
        "https://i.vimeocdn.com.evil.example/1.jpg",
        "https://i.vimeocdn.com:8443/1.jpg",
        "https://127.0.0.1/1.jpg",
        "https://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "//localhost/1.jpg",
        "",
    ],
)
def test_no_answer_leads_us_anywhere_else(session, look, sites, picture, recording, url):
    move(recording, VIMEO)
    session.commit()
    sites.pages[VIMEO_OEMBED] = Page(body=json.dumps({"thumbnail_url": url}).encode())
    for host in ("i.vimeocdn.com", "evil.example", "127.0.0.1", "localhost"):
        sites.pages[host, "/1.jpg"] = Page(body=picture())

    look()

    assert posters(session) == []
    assert {host for _method, host, _path in sites.asked} == {"vimeo.com"}


def test_a_host_of_pictures_inside_our_network_is_not_asked(session, look, there, sites, recording):
    move(recording, VIMEO)
    there()
    session.commit()
    sites.names["i.vimeocdn.com"] = ["10.0.0.7"]

    look()

    assert posters(session) == []
    assert {host for _method, host, _path in sites.asked} == {"vimeo.com"}


@pytest.mark.parametrize(
    "body", [b"", b"<html>not found</html>", b"\x89PNG\r\n\x1a\n broken", b"\xff\xd8\xff" + b"x" * 9_000_000]
)
def test_what_is_no_picture_or_too_large_leaves_the_drawn_cover(
    client, look, there, sites, recording, bytes_there, body
):
    session = client.test_session
    move(recording, VIMEO)
    there()
    sites.pages["i.vimeocdn.com", "/1.jpg"] = Page(body=body)
    session.commit()

    look()

    assert (posters(session), bytes_there()) == ([], 0)
    assert "/covers/" in client.get("/recordings/comets").text
    assert recording.failed_check_count == 0


def test_nothing_is_copied_where_the_operator_does_not_wish_it(session, look, there, sites, recording):
    move(recording, VIMEO)
    there()
    session.commit()

    look(ask_video_hosts=False)

    assert (posters(session), sites.asked) == ([], [])


@pytest.mark.usefixtures("derived")
def test_looking_at_a_page_asks_nobody(client, session, there, sites, recording):
    move(recording, VIMEO)
    there()

    for page in ("/recordings/comets", "/recordings", "/", "/embed/recordings/comets"):
        assert client.get(page).status_code == 200

    assert sites.asked == []
    assert (posters(session), session.get_one(Recording, recording.id).checked_at) == ([], None)


def test_a_clip_of_a_stream_has_its_picture_without_a_second_copy(client, session, look, there, recording, webinar):
    move(recording, VIMEO)
    clip = add_recording(session, webinar, "Part", slug="part")
    move(clip, VIMEO)
    clip.stream, clip.from_s = recording, 10
    there()
    session.commit()

    look()

    (poster,) = posters(session)
    assert f'src="{poster.path}"' in client.get("/recordings/part").text


def test_what_was_uploaded_while_the_picture_was_on_its_way_stays(session, settings, storage, there, sites, recording):
    move(recording, VIMEO)
    there()
    session.commit()

    class Slow:
        def ask(self, question):
            answer = sites.outside().ask(question)
            session.execute(
                sa.insert(StoredFile).values(
                    recording_id=recording.id,
                    key="k" * 43,
                    kind=FileKind.POSTER,
                    name="poster.jpg",
                    content_type="image/jpeg",
                    byte_count=1,
                    created_at=clock.now(),
                )
            )
            session.commit()
            return answer

    check_videos(session, settings, sites.outside(), found=PictureCopier(storage, Slow()))
    session.expire_all()

    assert [poster.name for poster in posters(session)] == ["poster.jpg"]
