from xml.etree import ElementTree as ET

import pytest
from lxml import html

from tests.factories import add_recording, make_series, make_webinar
from tests.public_addresses import public_addresses
from webinars import clock
from webinars.demo.load import load_demo
from webinars.models import Chapter, FileKind, Status, StoredFile, Visibility


@pytest.fixture
def recording(session, lunar):
    return add_recording(session, make_webinar(session, lunar, "Comets"), "Tails & <tales>", slug="tails")


def ask(client, url="http://localhost/recordings/tails", **values):
    return client.get("/oembed", query_string={"url": url, **values})


def test_recording_is_a_video_with_a_card(client, recording):
    response = ask(client, "http://localhost/recordings/tails?t=90", dnt=1)

    told = response.json
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert (told["version"], told["type"], told["title"]) == ("1.0", "video", "Tails & <tales>")
    assert (told["author_name"], told["author_url"]) == (
        "Lunar Society",
        "http://localhost/organisations/lunar-society",
    )
    assert (told["provider_name"], told["provider_url"]) == ("Learned Societies", "http://localhost/")
    assert (told["width"], told["height"]) == (640, 490)
    assert told["thumbnail_url"].startswith("http://localhost/covers/")
    assert told["html"].startswith(
        '<blockquote><a href="http://localhost/recordings/tails?t=90">Tails &amp; &lt;tales&gt;</a></blockquote>'
        '<iframe src="http://localhost/embed/recordings/tails?t=90" width="640" height="490" '
    )


def test_moment_and_words_of_the_address_are_kept(client, recording):
    html = ask(client, "http://localhost/recordings/tails?t=1h2m3s&q=%22dust%22+%26+ice").json["html"]

    query = "t=3723&amp;q=%22dust%22+%26+ice"
    assert f'<a href="http://localhost/recordings/tails?{query}">' in html
    assert f'<iframe src="http://localhost/embed/recordings/tails?{query}"' in html


def test_chapters_make_the_card_taller(client, session, recording):
    session.refresh(recording, ["chapters"])
    recording.chapters.append(Chapter(at_s=0, title="Welcome"))

    assert ask(client).json["height"] == 740
    assert "height=&#34;740&#34;" in client.get("/recordings/tails").text
    assert ask(client, maxheight=400).json["height"] == 400


def test_poster_is_the_thumbnail_with_its_own_size(client, session, recording):
    poster = StoredFile(
        key="k" * 43,
        kind=FileKind.POSTER,
        name="poster.webp",
        content_type="image/webp",
        byte_count=9,
        width=1280,
        height=720,
        created_at=clock.now(),
    )
    session.refresh(recording, ["files"])
    recording.files.append(poster)

    told = ask(client).json

    assert told["thumbnail_url"] == f"http://localhost{poster.path}"
    assert (told["thumbnail_width"], told["thumbnail_height"]) == (1280, 720)
    assert "thumbnail_url" not in ask(client, maxwidth=640).json


def test_same_in_xml(client, recording):
    response = ask(client, format="xml")

    told = {part.tag: part.text for part in ET.fromstring(response.data)}
    assert response.mimetype == "text/xml"
    assert (told["type"], told["title"], told["width"]) == ("video", "Tails & <tales>", "640")
    assert told["html"] == ask(client).json["html"]


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({"maxwidth": 320}, (320, 310)),
        ({"maxwidth": 4000, "maxheight": 4000}, (640, 490)),
        ({"maxheight": 300}, (640, 300)),
        ({"maxheight": 120}, (640, 120)),
        ({"maxwidth": 150, "maxheight": 90}, (150, 90)),
        ({"maxwidth": "wide", "maxheight": -1}, (640, 490)),
    ],
)
def test_size_asked_for_is_kept(client, recording, asked, size):
    told = ask(client, **asked).json

    assert (told["width"], told["height"]) == size
    assert f'width="{size[0]}" height="{size[1]}"' in told["html"]


def test_picture_larger_than_asked_for_is_left_out(client, recording):
    assert not {"thumbnail_url", "thumbnail_width", "thumbnail_height"} & ask(client, maxwidth=300).json.keys()


def test_webinar_is_a_rich_card(client, session, lunar):
    make_webinar(session, lunar, "Comets")

    told = ask(client, "https://localhost/webinars/comets").json

    assert (told["type"], told["title"]) == ("rich", "Comets")
    assert 'src="http://localhost/embed/webinars/comets"' in told["html"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://localhost/recordings",
        "http://localhost/recordings/none",
        "http://localhost/recordings/draft-film",
        "http://localhost/webinars/draft",
        "http://localhost/recordings/tails/more",
        "http://localhost.evil.example/recordings/tails",
        "http://evil.example/recordings/tails",
        "http://localhost@evil.example/recordings/tails",
        "javascript://localhost/recordings/tails",
        "http://[/recordings/tails",
    ],
)
def test_what_is_no_public_page_of_ours_is_unknown(client, session, lunar, recording, url):
    draft = make_webinar(session, lunar, "Draft", status=Status.DRAFT)
    add_recording(session, draft, "Draft film", slug="draft-film")

    response = ask(client, url)

    assert response.status_code == 404
    assert "Draft" not in response.text


@pytest.mark.parametrize("path", ["/recordings/tails", "/webinars/comets", "/organisations/lunar-society", "/webinars"])
def test_an_address_with_a_slash_at_its_end_is_the_same_page(client, recording, path):
    plain = ask(client, f"http://localhost{path}")

    assert plain.status_code == 200
    assert ask(client, f"http://localhost{path}/").json == plain.json


def test_unlisted_is_known_by_its_address(client, session, lunar):
    add_recording(session, make_webinar(session, lunar, "Hidden", visibility=Visibility.UNLISTED), "Film", slug="film")

    assert ask(client, "http://localhost/recordings/film").json["title"] == "Film"


def test_other_formats_are_not_there(client, recording):
    assert ask(client, format="yaml").status_code == 501


@pytest.mark.usefixtures("derived")
@pytest.mark.parametrize(
    ("path", "title", "frame"),
    [
        ("/organisations/lunar-society", "Lunar Society", "/embed/programme?organisation=lunar-society"),
        ("/series/the-night-sky", "The Night Sky", "/embed/programme?series=the-night-sky"),
        ("/webinars", "Learned Societies", "/embed/programme"),
        ("/", "Learned Societies", "/embed/programme"),
    ],
)
def test_programme_has_a_card(client, session, lunar, path, title, frame):
    make_webinar(session, lunar, "Comets", series=make_series(session, lunar, "The Night Sky"))
    make_webinar(session, lunar, "Elsewhere")

    told = ask(client, f"http://localhost{path}").json

    assert (told["type"], told["title"]) == ("rich", title)
    assert f'src="http://localhost{frame}"' in told["html"]
    embed = client.get(frame)
    assert "Comets" in embed.text
    assert ("Elsewhere" in embed.text) == ("series" not in path)
    assert client.get(told["thumbnail_url"]).status_code == 200


@pytest.mark.parametrize("path", ["/organisations/nobody", "/series/none", "/speakers/x", "/recordings", "/manage"])
def test_page_without_an_embed_is_unknown(client, lunar, path):
    assert ask(client, f"http://localhost{path}").status_code == 404


def test_series_is_framed_where_its_organisation_says(client, session, lunar):
    lunar.embed_sites = ["https://lunar.example"]
    make_webinar(session, lunar, "Comets", series=make_series(session, lunar, "The Night Sky"))

    policy = client.get("/embed/programme?series=the-night-sky").headers["Content-Security-Policy"]

    assert "frame-ancestors https://lunar.example" in policy
    assert client.get("/embed/programme?series=none").status_code == 404


@pytest.mark.usefixtures("derived")
def test_every_page_that_has_an_embed_says_how_to_find_it(app, client, session, settings):
    load_demo(session, settings, now=clock.now())
    session.commit()
    found = set()
    for path in public_addresses(app, session):
        answer = client.get(path)
        if answer.mimetype != "text/html" or answer.status_code != 200 or "</head>" not in answer.text:
            continue
        head = html.document_fromstring(answer.text).find("head")
        address = ask(client, f"http://localhost{path}")
        links = head.xpath('link[@type="application/json+oembed"]/@href')
        assert len(links) == (address.status_code == 200 and not path.startswith("/embed/") and "past" not in path), (
            path
        )
        if links:
            assert client.get(links[0]).json["html"] == address.json["html"]
            found.add(path.split("/")[1])

    assert found == {"", "organisations", "recordings", "series", "webinars"}
