"""Files of a recording: sent with and without a script, refused in a sentence, shown to everyone."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter, slow_films_down, visit
from tests.factories import add_copy, add_recording, make_membership, make_organisation, make_user, make_webinar
from webinars import clock
from webinars.domain.accounts.passwords import hash_password


@pytest.fixture
def recording(session):
    """A recording of a past webinar of Olga's, with a copy, at addresses that nobody answers."""
    host = make_organisation(session, "Lunar Society")
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, host, olga)
    recording = add_recording(session, make_webinar(session, host), "The whole evening", slug="evening")
    add_copy(session, recording, "https://archive.org/details/lunar", shift_s=12)
    session.commit()
    return recording


def files_of(recording):
    return f"/manage/webinars/comets-and-their-tails/recordings/{recording.id}/files"


def picture():
    octets = io.BytesIO()
    Image.new("RGB", (1600, 900), "teal").save(octets, "PNG")
    return {"name": "evening.png", "mimeType": "image/png", "buffer": octets.getvalue()}


def test_a_poster_is_sent_and_shown_to_everyone(page, recording):
    enter(page)
    visit(page, files_of(recording))

    page.locator("#poster-file").set_input_files(picture())
    page.get_by_role("button", name="Upload poster").click()

    notice = page.locator(".notice", has_text="The poster is stored.")
    expect(notice).to_be_focused()
    expect(notice).to_have_text("The poster is stored.")
    expect(page).to_have_url(re.compile(f"{files_of(recording)}$"))
    page.goto("/recordings/evening")
    shown = page.locator(".poster-large img")
    expect(shown).to_have_attribute("src", re.compile(r"/poster\.jpg$"))
    expect(shown).to_have_js_property("naturalWidth", 1280)


def test_what_is_refused_is_said_at_its_field(page, recording):
    enter(page)
    visit(page, files_of(recording))

    page.locator("#document-file").set_input_files(
        {"name": "slides.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\0"}
    )
    page.get_by_role("button", name="Upload file").click()

    expect(page.get_by_text("We do not know this kind of file.")).to_be_visible()
    expect(page.locator("#document-file-error")).to_be_focused()
    expect(page.locator("#document-file")).to_have_attribute("aria-invalid", "true")


def test_what_is_too_large_is_not_sent_at_all(page, recording):
    enter(page)
    visit(page, files_of(recording))
    page.evaluate("document.querySelector('#poster-file').form.dataset.most = 100")
    sent = []
    page.on("request", lambda request: sent.append(request.method))

    page.locator("#poster-file").set_input_files(picture())
    page.get_by_role("button", name="Upload poster").click()

    expect(page.get_by_text("This file is too large: at most 10 MB.")).to_be_visible()
    assert "POST" not in sent


def test_without_scripts_files_are_sent_as_well(new_context, recording):
    page = new_context(java_script_enabled=False).new_page()
    enter(page)
    page.goto(files_of(recording))

    page.locator("#poster-file").set_input_files(picture())
    page.get_by_role("button", name="Upload poster").click()

    expect(page.get_by_text("The poster is stored.")).to_be_visible()


def test_a_film_that_was_uploaded_plays_here(page, session, recording, project):
    film = (project / "webinars" / "static" / "demo" / "film.webm").read_bytes()
    slow_films_down(page)
    enter(page)
    visit(page, files_of(recording))

    page.locator("#video-file").set_input_files({"name": "evening.webm", "mimeType": "video/webm", "buffer": film})
    page.get_by_role("button", name="Upload video").click()
    expect(page.get_by_text("The video is stored.")).to_be_visible()
    visit(page, "/recordings/evening?t=4")
    page.locator(".poster-large").click()

    reached = page.locator("video").evaluate(
        "(video) => new Promise((done) => video.addEventListener('timeupdate', () => done(video.currentTime)))"
    )
    assert 4 <= reached < 15


def test_a_file_opened_on_its_own_plays_in_its_sandbox(page, recording, project):
    film = (project / "webinars" / "static" / "demo" / "film.webm").read_bytes()
    enter(page)
    visit(page, files_of(recording))
    page.locator("#video-file").set_input_files({"name": "evening.webm", "mimeType": "video/webm", "buffer": film})
    page.get_by_role("button", name="Upload video").click()
    expect(page.get_by_text("The video is stored.")).to_be_visible()

    page.goto(page.get_by_role("link", name="evening.webm").get_attribute("href"))

    page.wait_for_function("() => document.querySelector('video').readyState > 0")


@pytest.mark.parametrize("page_name", ["files", "copies"])
def test_pages_of_files_and_places_are_accessible(page, expect_accessible, recording, page_name):
    enter(page)

    expect_accessible(files_of(recording).replace("files", page_name))


def test_a_recording_that_is_gone_says_since_when(session, expect_accessible, page, recording):
    recording.unavailable_at = clock.now()
    session.commit()

    expect_accessible("/recordings/evening")

    expect(page.get_by_text("Unavailable at videos.example since")).to_have_count(1)
    expect(page.get_by_text("It opens at")).to_have_count(0)
