import io

import pytest
from PIL import Image

from tests.factories import make_webinar
from webinars.domain.programme.covers.svg import cover_key

FOREVER = "public, max-age=31536000, immutable"


def test_a_cover_may_be_kept_for_ever(client):
    response = client.get(f"/covers/{cover_key('Comets', 'Lunar Society')}.svg")

    assert response.mimetype == "image/svg+xml"
    assert response.headers["Cache-Control"] == FOREVER
    assert response.get_data().startswith(b"<svg")


def test_a_square_cover_is_as_podcast_directories_ask(client):
    response = client.get(f"/covers/{cover_key('Lunar Society', 'Lunar Society')}.png")

    assert response.mimetype == "image/png"
    assert response.headers["Cache-Control"] == FOREVER
    assert Image.open(io.BytesIO(response.data)).size == (1400, 1400)
    assert len(response.data) < 100_000


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_cover_nobody_made_is_not_found(client, ending):
    assert client.get(f"/covers/00-1.{ending}").status_code == 404


def test_the_page_shows_the_cover_that_is_served(client, session, lunar):
    make_webinar(session, lunar, "Comets")
    address = f"/covers/{cover_key('Comets', 'Lunar Society')}.svg"

    assert f'src="{address}"' in client.get("/webinars/comets").get_data(as_text=True)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("address", "css"),
    [
        ("/accents/b3123f.css", ":root { --accent-seed: #b3123f; }\n"),
        ("/accents/b3123f/lunar-society.css", '[data-accent="lunar-society"] { --accent-seed: #b3123f; }\n'),
    ],
)
def test_an_accent_is_one_declaration(client, address, css):
    response = client.get(address)

    assert response.get_data(as_text=True) == css
    assert response.mimetype == "text/css"
    assert response.headers["Cache-Control"] == FOREVER


@pytest.mark.parametrize(
    "address",
    [
        "/accents/red.css",
        "/accents/b3123.css",
        "/accents/b3123f;}.css",
        '/accents/b3123f/"]{}.css',
        "/accents/b3123f/Lunar.css",
    ],
)
def test_an_accent_takes_nothing_but_a_colour_and_a_slug(client, address):
    assert client.get(address).status_code == 404


def test_robots_may_fetch_feeds_and_nothing_private(client):
    lines = client.get("/robots.txt").get_data(as_text=True).splitlines()

    assert [line for line in lines if line.startswith("Disallow")] == [
        "Disallow: /manage/",
        "Disallow: /account/",
        "Disallow: /join/",
    ]
    assert "Sitemap: http://localhost/sitemap.xml" in lines
