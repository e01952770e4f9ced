"""What a recording's page asks of other hosts, and when; and its embed inside other sites."""

import datetime as dt
import re
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.browser.journeys import slow_films_down, visit, wait_for_frames
from tests.factories import add_recording, add_transcript, make_organisation, make_webinar
from webinars.models import Recording, RecordingKind
from webinars.pure.videos import recognise

YOUTUBE = "https://youtu.be/dQw4w9WgXcQ"
PROVIDERS = {
    YOUTUBE: "www.youtube-nocookie.com",
    "https://vimeo.com/76979871/0123abcdef": "player.vimeo.com",
    "https://archive.org/details/lunar": "archive.org",
    "https://www.twitch.tv/videos/123": "player.twitch.tv",
    "https://www.dailymotion.com/video/x7tgad0": "geo.dailymotion.com",
    "https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv": "tube.example",
    f"https://bbb.example/playback/presentation/2.3/{'a' * 40}-1554230749920": "bbb.example",
    "https://videos.example/comets.mp4": "videos.example",
    "https://videos.example/comets.m3u8": "videos.example",
}
LISTS = "https://videos.example/comets.m3u8"
FILM = "/static/demo/film.webm"


@pytest.fixture
def record(session):
    """`record(url)`: a recording of that video at /recordings/comets."""

    def record(url, **values):
        video = recognise(url)
        webinar = make_webinar(session, make_organisation(session), starts_in=-dt.timedelta(days=1))
        add_recording(
            session,
            webinar,
            "Comets",
            slug="comets",
            url=video.url,
            provider=video.provider,
            provider_host=video.host,
            provider_video=video.video,
            provider_hash=video.hash,
            **values,
        )
        session.commit()

    return record


@pytest.fixture
def other_hosts(page, base_url):
    """The hosts beside our own that were asked for something. None of them answers."""
    asked: list[str] = []
    here = urlsplit(base_url).netloc

    def intercept(route):
        host = urlsplit(route.request.url).netloc
        if host == here:
            route.continue_()
            return
        asked.append(host)
        route.fulfill(status=200, content_type="text/html", body="<p>Somebody else’s player</p>")

    page.route("**/*", intercept)
    return asked


PLAYS_LISTS = "HTMLMediaElement.prototype.canPlayType = (type) => type.includes('mpegurl') ? 'maybe' : 'probably'"
PLAYS_NO_LISTS = "HTMLMediaElement.prototype.canPlayType = (type) => type.includes('mpegurl') ? '' : 'probably'"


@pytest.mark.parametrize(("url", "host"), PROVIDERS.items())
@pytest.mark.parametrize("address", ["/recordings/comets?t=90", "/embed/recordings/comets?t=90"])
def test_nothing_is_asked_of_another_host_before_the_click(page, record, other_hosts, url, host, address):
    record(url)
    page.add_init_script(PLAYS_LISTS)
    visit(page, address)
    page.mouse.move(200, 300)
    page.keyboard.press("Tab")
    page.wait_for_load_state("networkidle")

    assert other_hosts == []

    with page.expect_response(lambda response: urlsplit(response.url).netloc == host):
        page.locator(".poster-large").click()
    expect(page.locator(".player").locator("iframe, video")).to_be_visible()
    wait_for_frames(page)

    assert set(other_hosts) == {host}


@pytest.mark.parametrize("can_play", [True, False])
def test_a_list_of_pieces_is_played_where_the_browser_can_and_is_a_link_elsewhere(page, record, other_hosts, can_play):
    record(LISTS)
    page.add_init_script(PLAYS_LISTS if can_play else PLAYS_NO_LISTS)
    page.goto("/recordings/comets")

    role = "button" if can_play else "link"
    poster = page.get_by_role(role, name="Play the full stream")
    expect(poster).to_have_attribute("href", LISTS)
    poster.click()

    if can_play:
        expect(page.locator(".player video")).to_have_attribute("src", LISTS)
    else:
        page.wait_for_url(LISTS)


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_player_opens_by_keyboard_and_takes_the_focus(page, record, other_hosts, key):
    record(YOUTUBE)
    page.goto("/recordings/comets?t=24:10")
    poster = page.get_by_role("button", name="Play the full stream (from 24:10)")

    poster.focus()
    page.keyboard.press(key)

    frame = page.locator(".player iframe")
    expect(frame).to_be_focused()
    expect(frame).to_have_attribute("src", re.compile("start=1450"))
    expect(frame).to_have_attribute("referrerpolicy", "strict-origin-when-cross-origin")


PLAYED_ON = """(video) => new Promise((done) => {
  const first = [];
  video.addEventListener("timeupdate", () => {
    first.push(video.currentTime);
    if (first.at(-1) > first[0]) done(first[0]);
  });
})"""


def test_film_of_this_site_plays_from_the_moment_asked_for(page, record, other_hosts):
    record(FILM, kind=RecordingKind.PRESENTATION, starts_s=5, ends_s=20)
    slow_films_down(page)
    visit(page, "/recordings/comets?t=4")

    page.locator(".poster-large").click()
    reached = page.locator("video").evaluate(PLAYED_ON)

    assert 9 <= reached < 15
    expect(page.locator("video")).to_be_focused()
    assert other_hosts == []


def test_without_scripts_the_poster_leads_to_the_provider(new_context, record):
    record(YOUTUBE)
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/recordings/comets?t=90")

    address = "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=90s"
    expect(page.locator(".poster-large")).to_have_attribute("href", address)
    expect(page.locator("iframe, video")).to_have_count(0)


FRAMES = """
<iframe id="a" src="{base}/embed/recordings/comets"></iframe>
<iframe id="b" src="{base}/recordings/comets"></iframe>
"""


def test_other_sites_may_frame_the_embed_and_nothing_else(page, record, other_site, base_url):
    record(FILM)
    site, pages = other_site
    pages["/"] = FRAMES.format(base=base_url)
    page.goto(site + "/")

    expect(page.frame_locator("#a").get_by_role("heading", name="Comets")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.frame_locator("#b").get_by_text("Comets")).to_have_count(0)


@pytest.mark.parametrize(
    "path",
    [
        "/recordings",
        "/recordings?q=comets",
        "/recordings/comets",
        "/embed/recordings/comets",
        "/embed/next",
        "/embed/programme",
    ],
)
def test_recordings_are_accessible(expect_accessible, record, path):
    record(YOUTUBE)

    expect_accessible(path)


def test_without_scripts_a_film_plays_on_its_page_with_captions_and_a_name(record, session, new_context):
    record(FILM)
    recording = session.scalars(sa.select(Recording)).one()
    add_transcript(session, recording, "Good evening.", "It has two tails.")
    session.commit()
    page = new_context(java_script_enabled=False).new_page()

    page.goto("/recordings/comets?t=5")

    film = page.locator("video")
    expect(film).to_be_visible()
    expect(film).to_have_attribute("src", re.compile(r"/static/demo/film\.webm#t=5"))
    expect(film).to_have_attribute("aria-label", "Recording: Comets")
    expect(film).to_have_attribute("controls", "")
    expect(film.locator("track")).to_have_attribute("src", "/recordings/comets/captions/en.vtt")
    expect(page.locator(".poster-large")).to_be_hidden()
