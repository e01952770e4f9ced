"""What browsers and strangers ask for at fixed addresses."""

import io
import json
import re
from xml.etree import ElementTree as ET

import pytest
import time_machine
from PIL import Image

from tests.factories import make_webinar
from webinars.app.application import build_app
from webinars.config import SettingsError, read_settings
from webinars.db import db


def test_sign_of_the_site_has_the_sizes_that_browsers_ask_for(client):
    response = client.get("/favicon.ico")

    assert response.mimetype == "image/x-icon"
    assert Image.open(io.BytesIO(response.data)).info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_sign_for_phones_has_no_transparent_corner(client):
    icon = Image.open(io.BytesIO(client.get("/apple-touch-icon.png").data))

    assert (icon.size, icon.mode, icon.getpixel((0, 0))) == ((180, 180), "RGB", (0x1D, 0x4B, 0x8F))
    assert '<link rel="apple-touch-icon" href="/apple-touch-icon.png">' in client.get("/").text


@pytest.fixture
def settings_with(tmp_path, settings):
    def settings_with(contact):
        return read_settings(
            {
                "WEBINARS_DATA": str(tmp_path),
                "WEBINARS_DATABASE_URL": settings.database_url,
                "WEBINARS_BASE_URL": "https://society.example",
                "WEBINARS_SECURITY_CONTACT": contact,
            }
        )

    return settings_with


@pytest.mark.parametrize(
    ("contact", "said"),
    [("safe@society.example", "mailto:safe@society.example"), ("https://society.example/safe",) * 2],
)
def test_whom_to_tell_of_a_weakness(app, settings_with, contact, said):
    telling = build_app(settings_with(contact))

    with time_machine.travel("2027-02-14T16:00:00Z", tick=False):
        response = telling.test_client().get("/.well-known/security.txt")
    with telling.app_context():
        db.engine.dispose()

    assert response.mimetype == "text/plain"
    assert response.text == (
        f"Contact: {said}\n"
        "Expires: 2027-08-13T00:00:00Z\n"
        "Preferred-Languages: en\n"
        "Canonical: https://society.example/.well-known/security.txt\n"
    )


def test_without_a_contact_nothing_is_promised(client):
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    "contact", ["call us", "http://society.example", "javascript:alert(1)", "a@b.example\nContact: x"]
)
def test_contact_that_is_none_stops_the_start(settings_with, contact):
    with pytest.raises(SettingsError, match=re.escape("WEBINARS_SECURITY_CONTACT")):
        settings_with(contact)


def test_browsers_are_told_how_to_search_the_site(client):
    response = client.get("/opensearch.xml")
    described = ET.fromstring(response.data)
    space = {"": "http://a9.com/-/spec/opensearch/1.1/"}
    address = described.find("Url[@type='text/html']", space).get("template")

    assert response.mimetype == "application/opensearchdescription+xml"
    assert address == "http://localhost/search?q={searchTerms}"
    assert 0 < len(described.findtext("ShortName", namespaces=space)) <= 16
    assert '<link rel="search" href="/opensearch.xml"' in client.get("/").text


def test_site_can_be_put_on_a_home_screen(client, settings):
    response = client.get("/manifest.webmanifest")
    manifest = json.loads(response.data)

    assert response.mimetype == "application/manifest+json"
    assert (manifest["name"], manifest["start_url"]) == (settings.site_name, "/webinars")
    assert '<link rel="manifest" href="/manifest.webmanifest">' in client.get("/").text
    for icon in manifest["icons"]:
        picture = Image.open(io.BytesIO(client.get(icon["src"]).data))
        assert (f"{picture.width}x{picture.height}", picture.mode) == (icon["sizes"], "RGB")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert client.get("/icon-511.png").status_code == 404


@pytest.mark.usefixtures("derived")
def test_service_worker_is_looked_for_anew_and_asked_for_by_the_programme_alone(client, session, lunar):
    webinar = make_webinar(session, lunar)
    response = client.get("/service-worker.js")

    assert (response.mimetype, response.headers["Cache-Control"]) == ("text/javascript", "no-cache")
    assert 'data-offline="/service-worker.js" data-scope="/webinars"' in client.get("/webinars").text
    for path in ("/", "/webinars?past=", f"/webinars/{webinar.slug}", "/follow", "/account/sign-in"):
        assert "data-offline" not in client.get(path).text
