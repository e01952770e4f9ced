"""An embed in a page as WordPress makes it of our oEmbed answer: what it cuts, its sandbox, its script.

Kept after wp_filter_oembed_result and wp-embed.js: only some attributes stay, the frame has no origin and stays hidden
behind a quoted link until it has told its height, and a link leaves it by a message alone.
"""

import datetime as dt
import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.factories import (
    add_appearance,
    add_recording,
    add_transcript,
    make_organisation,
    make_speaker,
    make_webinar,
)
from webinars.models import Chapter
from webinars.pure.videos import recognise

SECRET = "AbC123dEf4"
KEPT = r"(?:src|width|height|frameborder|marginwidth|marginheight|scrolling|title)"
SCRIPT = """
  addEventListener("message", ({ data, source }) => {
    if (!data || !data.secret || !data.message || !data.value || /[^a-zA-Z0-9]/.test(data.secret)) return;
    for (const frame of document.querySelectorAll(`iframe[data-secret="${data.secret}"]`)) {
      if (source !== frame.contentWindow) continue;
      frame.removeAttribute("style");
      for (const quote of document.querySelectorAll(`blockquote[data-secret="${data.secret}"]`)) quote.hidden = true;
      if (data.message === "height") frame.height = Math.min(1000, Math.max(200, parseInt(data.value, 10)));
      if (data.message === "link" && new URL(data.value).host === new URL(frame.src).host) {
        if (document.activeElement === frame) window.top.location.href = data.value;
      }
    }
  });
"""


@pytest.fixture
def talk(session):
    """`talk(url)`: a talk with chapters at /recordings/comets."""

    def talk(url):
        video = recognise(url)
        lunar = make_organisation(session)
        webinar = make_webinar(session, lunar, starts_in=-dt.timedelta(days=1))
        recording = add_recording(
            session,
            webinar,
            "Comets",
            slug="comets",
            appearance=add_appearance(session, webinar, make_speaker(session, lunar)),
            url=video.url,
            provider=video.provider,
            provider_host=video.host,
            provider_video=video.video,
        )
        session.refresh(recording, ["chapters"])
        recording.chapters += [Chapter(at_s=60 * at, title=f"Chapter {at}") for at in range(30)]
        add_transcript(session, recording, "Good evening.", "It has two tails.")
        session.commit()

    return talk


@pytest.fixture
def post(page, other_site, base_url):
    """Shows a page of WordPress in which the address of a recording stands on a line of its own."""

    def post(path):
        site, pages = other_site
        query = urlencode({"url": base_url + path, "format": "json", "dnt": 1})
        html = page.request.get(f"{base_url}/oembed?{query}").json()["html"]
        pages["/"] = f"<!doctype html><title>A post</title>{filtered(html)}<script>{SCRIPT}</script>"
        page.goto(site + "/")

    return post


def filtered(html):
    """The HTML as WordPress lets it into a page."""
    quote, frame = re.fullmatch(r"(<blockquote>.*</blockquote>)<iframe ([^>]*)></iframe>", html).groups()
    kept = " ".join(re.findall(rf'{KEPT}="[^"]*"', frame))
    kept = re.sub(r'src="([^"]*)"', rf'src="\1#?secret={SECRET}"', kept)
    added = f'sandbox="allow-scripts" security="restricted" data-secret="{SECRET}"'
    return (
        quote.replace("<blockquote>", f'<blockquote data-secret="{SECRET}">')
        + f'<iframe {added} style="position: absolute; visibility: hidden;" {kept}></iframe>'
    )


def test_card_shows_itself_with_its_chapters_and_leads_to_a_moment(page, talk, post, base_url):
    talk("https://youtu.be/dQw4w9WgXcQ")
    post("/recordings/comets?t=90")
    frame, card = page.locator("iframe"), page.frame_locator("iframe")

    expect(frame).to_be_visible()
    expect(page.locator("blockquote")).to_be_hidden()
    inside = frame.element_handle().content_frame()
    inside.wait_for_function("() => document.documentElement.scrollHeight <= window.innerHeight")
    assert 400 <= int(frame.get_attribute("height")) <= 1000
    expect(card.locator(".poster-large img")).to_have_js_property("complete", value=True)
    expect(card.locator(".poster-large img")).not_to_have_js_property("naturalWidth", 0)
    expect(card.get_by_text("Caroline Herschel").first).to_be_visible()
    card.get_by_role("link", name="12:00 Chapter 12").click()
    page.wait_for_url(f"{base_url}/recordings/comets?t=720")


def test_poster_of_a_provider_leads_to_our_page_because_nothing_plays_there(page, talk, post, base_url):
    talk("https://youtu.be/dQw4w9WgXcQ")
    post("/recordings/comets?t=90")
    expect(page.locator("iframe")).to_be_visible()

    page.frame_locator("iframe").locator(".poster-large").click()

    page.wait_for_url(f"{base_url}/recordings/comets?t=90")


def test_film_of_this_site_plays_in_place(page, talk, post):
    talk("/static/demo/film.webm")
    post("/recordings/comets")
    expect(page.locator("iframe")).to_be_visible()

    page.frame_locator("iframe").locator(".poster-large").click()

    video = page.frame_locator("iframe").locator("video")
    expect(video).not_to_have_js_property("currentTime", 0)
    expect(video).to_have_js_property("error", None)
    video.evaluate("(video) => { video.textTracks[0].mode = 'showing' }")
    page.frames[1].wait_for_function("() => document.querySelector('video').textTracks[0].cues?.length === 2")


def test_nothing_that_a_film_of_this_site_needs_is_withheld_from_its_card(page, talk, post):
    talk("/static/demo/film.webm")
    complaints, failed = [], []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("requestfailed", lambda request: failed.append((request.url, request.failure)))
    post("/recordings/comets")
    expect(page.locator("iframe")).to_be_visible()

    page.frame_locator("iframe").locator(".poster-large").click()

    video = page.frame_locator("iframe").locator("video")
    expect(video).not_to_have_js_property("currentTime", 0)
    assert [words for words in complaints if "CORS" in words or "Content Security Policy" in words] == []
    assert [url for url, _ in failed if "/covers/" in url] == []


def test_card_asks_nobody_else_for_anything(page, talk, post, base_url):
    talk("https://youtu.be/dQw4w9WgXcQ")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    post("/recordings/comets")
    expect(page.locator("iframe")).to_be_visible()
    page.wait_for_load_state("networkidle")

    assert any(url.startswith(base_url) for url in asked)
    assert [url for url in asked if not url.startswith((base_url, "http://localhost:"))] == []


def test_card_of_a_webinar_follows_the_clock(page, session, post, later):
    make_webinar(
        session,
        make_organisation(session),
        "Tides",
        starts_in=dt.timedelta(minutes=50),
        join_url="https://room.example/1",
    )
    session.commit()
    post("/webinars/tides")
    card = page.frame_locator("iframe")
    expect(card.locator(".local-hour")).to_be_visible()
    expect(card.get_by_role("link", name="Join")).to_have_count(0)

    later(dt.timedelta(minutes=21))

    expect(card.get_by_role("link", name="Join")).to_be_visible()
    expect(card.locator(".local-hour")).to_be_visible()


def test_link_pressed_for_a_new_tab_is_left_to_the_browser(page, talk, post):
    talk("https://youtu.be/dQw4w9WgXcQ")
    post("/recordings/comets")
    expect(page.locator("iframe")).to_be_visible()
    link = page.frame_locator("iframe").locator("h1 a")
    link.evaluate(
        """(link) => link.addEventListener("click", (event) => {
          setTimeout(() => { window.left = !event.defaultPrevented; });
        })"""
    )

    link.click(modifiers=["ControlOrMeta"])

    page.frames[1].wait_for_function("() => window.left === true")


def test_code_that_is_handed_out_draws_no_frame(page, post, talk):
    talk("https://youtu.be/dQw4w9WgXcQ")
    post("/recordings/comets")

    expect(page.locator("iframe")).to_have_css("border-top-width", "0px")


def test_outside_a_sandbox_the_embed_is_a_player(page, talk, other_site, base_url):
    talk("https://youtu.be/dQw4w9WgXcQ")
    page.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="<p>A player</p>"))
    site, pages = other_site
    page.goto(f"{base_url}/recordings/comets")
    page.locator("[data-share] summary").click()
    pages["/"] = f"<!doctype html><title>A page</title>{page.locator('#share-code').input_value()}"
    page.goto(site + "/")

    page.frame_locator("iframe").get_by_role("button", name="Play the full stream").click()

    player = page.frame_locator("iframe").locator(".player iframe")
    expect(player).to_have_attribute("src", re.compile("^https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"))
    frame = page.locator("iframe")
    expect(frame).to_have_attribute("referrerpolicy", "strict-origin-when-cross-origin")
    expect(frame).to_have_attribute("allow", re.compile("fullscreen"))
    expect(frame).to_have_attribute("allowfullscreen", "")
