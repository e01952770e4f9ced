import re

import pytest

from webinars.site.web.assets import STATIC


@pytest.fixture
def version(client):
    return re.search(r"/static/v/(\w+)/site\.css", client.get("/lint").text)[1]


def test_the_stylesheet_is_every_component_in_one(client, version):
    sheet = client.get(f"/static/v/{version}/site.css")

    assert sheet.mimetype == "text/css"
    for component in (STATIC / "css").glob("*.css"):
        assert component.read_text() in sheet.text
    assert sheet.text.startswith((STATIC / "css" / "tokens.css").read_text())


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


def test_each_module_is_imported_from_files_that_exist():
    for script in (STATIC / "js").glob("*.js"):
        for imported in re.findall(r"from \"\./([^\"]+)\"", script.read_text()):
            assert (STATIC / "js" / imported).is_file(), f"{script.name}: {imported}"
