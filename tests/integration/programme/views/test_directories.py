import pytest

from tests.factories import make_organisation, make_webinar
from webinars.site.programme.views import subjects

pytestmark = pytest.mark.usefixtures("derived")


def test_a_long_index_comes_in_pages(client, session, monkeypatch):
    monkeypatch.setattr(subjects, "IN_A_DIRECTORY", 1)
    for name in ("Lunar Society", "Royal Society"):
        make_webinar(session, make_organisation(session, name), f"Comets at the {name}")

    first, second = client.get("/organisations"), client.get("/organisations?page=2")

    assert "Lunar Society" in first.text
    assert "Royal Society" not in first.text
    assert 'href="/organisations?page=2"' in first.text
    assert "Royal Society" in second.text
    assert client.get("/organisations?page=3").status_code == 404
