import gzip
import re

import pytest

from tests.public_addresses import public_addresses
from webinars import clock
from webinars.demo.load import load_demo
from webinars.web.assets.stylesheets_and_scripts import STATIC, _sheet


@pytest.fixture
def version(client):
    return re.search(r"/static/v/(\w+)/site\.css", client.get("/lint").text)[1]


def without_words(css):
    words = " ".join(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL).split())
    return re.sub(" ?([{};]) ?", r"\1", words)


@pytest.mark.parametrize(("name", "folder"), [("site.css", "css"), ("desk.css", "css/desk")])
def test_a_stylesheet_is_every_component_in_one_without_comments(client, version, name, folder):
    sheet = client.get(f"/static/v/{version}/{name}")

    assert sheet.mimetype == "text/css"
    assert "/*" not in sheet.text
    components = list((STATIC / folder).glob("*.css"))
    assert len(components) > 30
    for component in components:
        assert without_words(component.read_text()) in sheet.text


def test_layers_are_declared_before_they_are_used(client, version):
    sheet = client.get(f"/static/v/{version}/site.css").text

    assert sheet.startswith(without_words((STATIC / "css" / "tokens.css").read_text()))


def test_what_a_public_page_needs_of_styles_is_small(client, version):
    """On the wire, once: 14 kB are what a server may send before it hears from the browser (RFC 6928)."""
    sheet = client.get(f"/static/v/{version}/site.css", headers={"Accept-Encoding": "gzip"})

    assert sheet.headers["Content-Encoding"] == "gzip"
    assert len(sheet.data) <= 14 * 1024
    assert "desk.css" not in client.get("/").text


@pytest.mark.usefixtures("olga")
def test_pages_with_a_session_or_a_secret_have_the_styles_of_the_desk_too(client, version):
    for address in ("/account/sign-in", "/speaking/nobody"):
        assert f"/static/v/{version}/desk.css" in client.get(address).text, address


@pytest.mark.parametrize("name", ["js/site.js", "icons.svg", "site.css"])
def test_texts_are_compressed_and_asked_for_once(client, version, name):
    address = f"/static/v/{version}/{name}"
    plain, packed = client.get(address), client.get(address, headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    for answer in (plain, packed):
        asked = {"If-None-Match": answer.headers["ETag"], "Accept-Encoding": answer.headers.get("Content-Encoding", "")}
        assert client.get(address, headers=asked).status_code == 304


@pytest.mark.parametrize("name", ["site.css", "icons.svg", "js/site.js"])
def test_the_present_version_is_kept_for_ever(client, version, name):
    answer = client.get(f"/static/v/{version}/{name}")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("place", ["/static/v/0123456789ab/icons.svg", "/static/icons.svg"])
def test_another_version_is_answered_but_kept_shortly(client, place):
    assert client.get(place).headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("name", ["../config.py", "%2e%2e/config.py", "js/../../config.py", "nothing.js", "css"])
def test_nothing_else_is_served(client, version, name):
    assert client.get(f"/static/v/{version}/{name}").status_code == 404
    assert client.get(f"/static/{name}").status_code == 404


CLASS = re.compile(r"\.([a-z][\w-]*)")


@pytest.mark.usefixtures("derived")
def test_no_page_needs_styles_that_it_does_not_fetch(client, app, session, settings):
    load_demo(session, settings, now=clock.now())
    session.commit()
    site, desk = (set(CLASS.findall(_sheet(name).decode())) for name in ("site.css", "desk.css"))

    lacking = set()
    for path in public_addresses(app, session):
        answer = client.get(path)
        if answer.mimetype == "text/html" and "/desk.css" not in answer.text:
            used = {name for found in re.findall(r' class="([^"]*)"', answer.text) for name in found.split()}
            lacking |= {(path, name) for name in used & (desk - site)}

    assert lacking == set()


@pytest.mark.parametrize("folder", ["programme", "search", "embed", "errors", "lint"])
def test_no_public_template_names_a_class_of_the_desk(project, folder):
    """What the pages above show only where there is more than the demo has: slides after a webinar, say."""
    site, desk = (set(CLASS.findall(_sheet(name).decode())) for name in ("site.css", "desk.css"))

    templates = list((project / "templates" / folder).glob("*.html"))
    used = {
        name
        for path in templates
        for found in re.findall(r' class="([^"]*)"', path.read_text())
        for name in re.findall(r"[\w-]+", found)
    }

    assert templates
    assert used & (desk - site) == set()
