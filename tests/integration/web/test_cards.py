"""The pictures that other sites show beside a link to a page of ours."""

import datetime as dt
import io

import lxml.html
import pytest
from PIL import Image

from tests.factories import add_appearance, add_picture, add_recording, make_speaker, make_webinar
from tests.public_addresses import public_addresses
from webinars import clock
from webinars.demo.load import load_demo
from webinars.domain.media.share_cards import store
from webinars.domain.programme.covers.png import draw_card
from webinars.domain.programme.covers.svg import cover_key
from webinars.models import Agreement, FileKind, Status, StoredFile
from webinars.pure.share_cards import Fonts
from webinars.web.requests.uploads import storage_of_site

pytestmark = pytest.mark.usefixtures("derived")


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

    # Drawing takes a quarter of a second, and pages of one kind have theirs by one rule: two of each are looked at.
    kinds = [path.split("/")[1] for path in shown]
    drawn = [each for number, each in enumerate(shown.items()) if kinds[:number].count(kinds[number]) < 2]
    assert [path for path, (picture, size) in drawn if size_of(client.get(picture)) != size] == []
    assert {shown["/"][1], shown["/webinars"][1]} == {(1400, 1400)}
    assert all(
        size == (1200, 630) for path, (_, size) in shown.items() if path.startswith(("/webinars/", "/recordings/"))
    )
    assert len(shown) > 40


def test_card_of_a_webinar_says_what_the_page_says_and_is_known_again(client, session, lunar):
    webinar = make_webinar(session, lunar, "Comets")
    first = client.get("/cards/webinars/comets.png")
    again = client.get("/cards/webinars/comets.png", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    changes = {
        "title": "Tides",
        "cancelled_at": clock.now(),
        "status": Status.CANCELLED,
        "starts_at": webinar.starts_at + dt.timedelta(minutes=30),
        "language": "he",
    }
    seen = {first.data: address_of_card(client)}

    for name, value in changes.items():
        setattr(webinar, name, value)
        session.flush()
        seen[client.get("/cards/webinars/comets.png").data] = address_of_card(client)

    # When it was cancelled is said nowhere, and the language changes no letter of this title.
    assert len(seen) == len(changes) - 1
    assert len(set(seen.values())) == len(changes) - 1


def address_of_card(client):
    head = lxml.html.document_fromstring(client.get("/webinars/comets").text).find("head")
    return head.xpath('meta[@property="og:image"]/@content')[0]


def test_a_face_that_is_given_and_taken_away_gives_another_card(client, session, lunar):
    webinar = make_webinar(session, lunar, "Comets")
    sam = make_speaker(session, lunar, "Sam Speaker")
    add_appearance(session, webinar, sam)
    plain = address_of_card(client)
    picture = add_picture(session, sam)
    session.expire_all()

    assert address_of_card(client) != plain
    session.delete(picture)
    session.flush()
    session.expire_all()
    assert address_of_card(client) == plain


def test_who_has_said_no_is_on_no_card(client, session, lunar):
    webinar = make_webinar(session, lunar, "Comets")
    plain = address_of_card(client)
    sam = make_speaker(session, lunar, "Sam Speaker")
    add_picture(session, sam)
    add_appearance(session, webinar, sam, agreement=Agreement.DECLINED)
    session.expire_all()

    assert address_of_card(client) == plain


def test_a_card_is_drawn_once_and_kept_until_nobody_wants_it(client, session, lunar, settings, monkeypatch):
    make_webinar(session, lunar, "Comets")
    folder = settings.data / store.FOLDER
    for path in folder.glob("*"):
        path.unlink()
    first = client.get("/cards/webinars/comets.png").data
    assert [path.read_bytes() for path in folder.iterdir()] == [first]

    monkeypatch.setattr(store, "draw", None)
    assert client.get("/cards/webinars/comets.png").data == first

    now = clock.now()
    assert store.sweep_cards(settings.data, now=now) == 0
    assert store.sweep_cards(settings.data, now=now + dt.timedelta(days=store.KEPT_DAYS + 1)) == 1
    assert list(folder.iterdir()) == []


def test_without_fonts_a_card_is_the_drawing_of_its_title(client, session, lunar, settings, monkeypatch):
    make_webinar(session, lunar, "Comets")
    for path in (settings.data / store.FOLDER).glob("*"):
        path.unlink()
    monkeypatch.setattr("webinars.web.share_cards.fonts_of", lambda: Fonts({}))

    drawn = client.get("/cards/webinars/comets.png")

    assert drawn.data == draw_card(cover_key("Comets", "Lunar Society"))
    assert list((settings.data / store.FOLDER).glob("*")) == []


def test_card_of_a_recording_shows_its_poster(app, client, session, lunar):
    recording = add_recording(session, make_webinar(session, lunar, "Comets"), "Tails", slug="tails")
    drawn = client.get("/cards/recordings/tails.png")
    assert size_of(drawn) == (1200, 630)

    poster = io.BytesIO()
    Image.new("RGB", (1280, 720), "#b3123f").save(poster, "JPEG")
    with app.test_request_context(), storage_of_site().incoming() as file:
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
    red, green, blue = Image.open(io.BytesIO(card.data)).convert("RGB").getpixel((1000, 300))
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
