"""`webinars import` with a saved page, as people type it."""

import json

import pytest

from tests.unit.pure.announcements.structured_data.pages import KELP, event, page

pytestmark = pytest.mark.usefixtures("migrated")


def test_what_a_page_tells_programs_is_read_and_stored(run, tmp_path):
    (tmp_path / "page.html").write_text(page(KELP))

    dry = json.loads(run("import", "page.html", "--dry-run", "--json", "--published-on", "2026-11-26").stdout)
    stored = json.loads(run("import", "page.html", "--json", "--published-on", "2026-11-26").stdout)

    (webinar,) = dry["webinars"]
    assert (webinar["starts_at"], webinar["ends_at"]) == ("2027-02-04T17:00:00Z", "2027-02-04T18:30:00Z")
    assert [person["name"] for person in webinar["lineup"]] == ["Ada Example", "Ben Sample"]
    assert webinar["organisers"] == ["Institute for Reefs and Dunes"]
    assert dry["problems"] == []
    assert [each["became"] for each in stored["stored"]] == ["created"]


def test_what_is_wrong_with_it_is_said_in_a_sentence(run, tmp_path):
    late = event(startDate="2027-02-04T19:00:00+01:00", eventStatus="https://schema.org/EventPostponed")
    (tmp_path / "page.html").write_text(page(late))

    told = run("import", "page.html", "--dry-run", "--published-on", "2026-11-26").stdout

    assert "The text says 4 February 2027 18:00 Berlin" in told
    assert "The page tells programs that the webinar is postponed." in told
