import json

import pytest

from tests.factories import add_question, add_recording
from webinars.models import Chapter, FormerSlug, Status, Visibility


@pytest.fixture
def evening(session, webinar):
    """Begins a minute before the webinar, with a chapter and an answer."""
    evening = add_recording(session, webinar, "The whole evening", slug="evening", sync_s=-60, duration_s=5400)
    session.refresh(evening, ["chapters"])
    evening.chapters.append(Chapter(at_s=-60, title="Welcome & hello"))
    add_question(session, webinar, "What is a tail made of?").answered_s = 600
    session.commit()
    return evening


def test_players_of_any_site_may_have_the_chapters(client, evening):
    answer = client.get("/recordings/evening/chapters.vtt")

    assert answer.headers["Content-Type"] == "text/vtt; charset=utf-8"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in answer.headers
    assert answer.text == (
        "WEBVTT\n\n00:00:00.000 --> 00:11:00.000\nWelcome &amp; hello\n\n"
        "00:11:00.000 --> 01:30:00.000\nWhat is a tail made of?\n"
    )
    again = client.get("/recordings/evening/chapters.vtt", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_podcast_programs_read_where_each_begins(client, evening, app):
    answer = client.get("/recordings/evening/chapters.json")

    assert answer.mimetype == "application/json+chapters"
    base = app.config["SETTINGS"].base_url
    assert json.loads(answer.text) == {
        "version": "1.2.0",
        "title": "The whole evening",
        "chapters": [
            {"startTime": 0, "title": "Welcome & hello", "url": f"{base}/recordings/evening"},
            {"startTime": 660, "title": "What is a tail made of?", "url": f"{base}/recordings/evening?t=660"},
        ],
    }


@pytest.mark.parametrize("form", ["vtt", "json"])
def test_nothing_of_a_draft_is_told(client, session, webinar, evening, form):
    webinar.status, webinar.published_at = Status.DRAFT, None
    session.commit()

    answer = client.get(f"/recordings/evening/chapters.{form}")

    assert answer.status_code == 404
    assert "Welcome" not in answer.text


@pytest.mark.parametrize("form", ["vtt", "json"])
def test_unlisted_is_there_by_address_and_in_no_index(client, session, webinar, evening, form):
    webinar.visibility = Visibility.UNLISTED
    session.commit()

    answer = client.get(f"/recordings/evening/chapters.{form}")

    assert answer.status_code == 200
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("form", ["vtt", "json"])
def test_former_address_leads_on(client, session, evening, form):
    session.add(FormerSlug(kind="recording", slug="old", target_id=evening.id))
    session.commit()

    answer = client.get(f"/recordings/old/chapters.{form}")

    assert (answer.status_code, answer.location) == (308, f"/recordings/evening/chapters.{form}")
    assert client.get(f"/recordings/nobody/chapters.{form}").status_code == 404
