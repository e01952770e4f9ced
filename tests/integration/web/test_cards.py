"""The pictures that other sites show beside a link to a page of ours."""

import io

import lxml.html
import pytest
from PIL import Image

from tests.factories import add_recording, make_webinar
from tests.public_addresses import public_addresses
from webinars import clock
from webinars.demo.load import load_demo
from webinars.domain.programme.covers import cover_key
from webinars.models import FileKind, Status, StoredFile
from webinars.site.web.uploads import storage_of_site


def size_of(response):
    assert (response.status_code, response.mimetype) == (200, "image/png")
    assert len(response.data) < 300_000
    return Image.open(io.BytesIO(response.data)).size


def test_every_public_page_has_a_picture_that_is_there(app, client, session, settings):
    load_demo(session, settings, now=clock.now())
    session.commit()
    shown = {}
    for path in public_addresses(app, session):
        answer = client.get(path)
        if answer.mimetype == "text/html" and answer.status_code == 200 and 'property="og:url"' in answer.text:
            head = lxml.html.document_fromstring(answer.text).find("head")
            [picture] = head.xpath('meta[@property="og:image"]/@content')
            width, height = (
                head.xpath(f'meta[@property="og:image:{each}"]/@content')[0] for each in ("width", "height")
            )
            shown[path] = (picture, (int(width), int(height)))

    wrong = [path for path, (picture, size) in shown.items() if size_of(client.get(picture)) != size]

    assert wrong == []
    assert {shown["/"][1], shown["/webinars"][1]} == {(1400, 1400)}
    assert all(
        size == (1200, 630) for path, (_, size) in shown.items() if path.startswith(("/webinars/", "/recordings/"))
    )
    assert len(shown) > 40


def test_card_of_a_webinar_is_drawn_from_its_title_and_known_again(client, session, lunar):
    webinar = make_webinar(session, lunar, "Comets")
    first = client.get("/cards/webinars/comets.png")

    assert client.get("/cards/webinars/comets.png", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    webinar.title = "Tides"
    assert client.get("/cards/webinars/comets.png").data != first.data


def test_card_of_a_recording_is_its_poster(app, client, session, lunar):
    recording = add_recording(session, make_webinar(session, lunar, "Comets"), "Tails", slug="tails")
    drawn = client.get("/cards/recordings/tails.png")
    assert size_of(drawn) == (1200, 630)

    poster = io.BytesIO()
    Image.new("RGB", (1280, 720), "#b3123f").save(poster, "JPEG")
    with app.test_request_context():
        file = storage_of_site().incoming()
        file.write(poster.getvalue())
        key = storage_of_site().keep(file)
    session.refresh(recording, ["files"])
    recording.files.append(
        StoredFile(
            key=key,
            kind=FileKind.POSTER,
            name="poster.jpg",
            content_type="image/jpeg",
            byte_count=len(poster.getvalue()),
            created_at=clock.now(),
        )
    )

    card = client.get("/cards/recordings/tails.png")
    assert size_of(card) == (1200, 630)
    red, green, blue = Image.open(io.BytesIO(card.data)).convert("RGB").getpixel((600, 300))
    assert (abs(red - 0xB3) < 9, abs(green - 0x12) < 9, abs(blue - 0x3F) < 9) == (True, True, True)


@pytest.mark.parametrize(
    "path", ["/cards/webinars/draft.png", "/cards/recordings/film.png", "/cards/webinars/none.png"]
)
def test_nothing_is_drawn_of_what_strangers_do_not_see(client, session, lunar, path):
    add_recording(session, make_webinar(session, lunar, "Draft", status=Status.DRAFT), "Film", slug="film")

    assert client.get(path).status_code == 404


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_embed_without_an_origin_may_show_covers(client, ending):
    headers = client.get(f"/covers/{cover_key('Comets', 'Lunar Society')}.{ending}").headers

    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
