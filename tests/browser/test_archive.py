"""The archive, from a word somebody remembers to the person who said it."""

import datetime as dt
import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import slow_films_down, wait_for_scripts
from tests.factories import add_appearance, add_recording, make_organisation, make_speaker, make_webinar
from webinars import clock
from webinars.domain.accounts.actor import Actor
from webinars.domain.transcripts.actions import captions_from, set_transcript
from webinars.models import Agreement, Role

FILM = "/static/demo/film.webm"
CHINESE = """WEBVTT

00:00.000 --> 00:06.000
<v Ismail al-Jazari>晚上好。请坐，灯马上就灭。

00:06.000 --> 00:14.000
<v Ismail al-Jazari>我的钟每半个时辰响一次，谁也不用看它。

00:14.000 --> 00:20.000
<v Ismail al-Jazari>到时候，凤凰转过头来，鼓手向客人致意。

00:20.000 --> 00:28.000
<v Ismail al-Jazari>宫里要的从来不是时辰，而是有人问候。
"""
# What WordPress makes of an oEmbed answer of a site that it does not know (wp_filter_oembed_result).
WORDPRESS = """<!doctype html>
<blockquote class="wp-embedded-content"><a href="{address}">A clock</a></blockquote>
<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted" width="600" height="338"
  src="{src}#?secret=AbC123" data-secret="AbC123"></iframe>
<script>
  const frame = document.querySelector("iframe");
  addEventListener("message", ({{ data }}) => {{
    if (data.secret !== "AbC123") return;
    if (data.message === "height") frame.height = data.value;
    if (data.message === "link") location.href = data.value;
  }});
</script>
"""


@pytest.fixture
def talk(session):
    """A film of a talk in Chinese, at /recordings/a-clock."""
    lunar = make_organisation(session, "Lunar Society")
    webinar = make_webinar(session, lunar, "Machines before machines", starts_in=-dt.timedelta(days=3))
    speaker = make_speaker(session, lunar, "Ismail al-Jazari")
    appearance = add_appearance(session, webinar, speaker, agreement=Agreement.AGREED)
    file = {"url": FILM, "provider": "video_file", "provider_host": "", "provider_video": FILM}
    recording = add_recording(
        session,
        webinar,
        "A clock that greets",
        slug="a-clock",
        appearance=appearance,
        duration_s=30,
        language="zh",
        **file,
    )
    editor = Actor(user_id=None, name="Olga", roles={lunar.id: Role.EDITOR})
    captions = captions_from(session, editor, webinar, recording, CHINESE)
    set_transcript(session, editor, webinar, recording, captions=captions, language="zh", now=clock.now())
    session.commit()
    return recording


def test_from_a_word_to_its_second_to_another_site_to_the_speaker(page, talk, other_site, base_url):
    slow_films_down(page)
    page.goto("/recordings")
    page.get_by_role("main").get_by_role("searchbox").fill("凤凰")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text("凤凰")

    page.locator(".moments a").first.click()
    page.wait_for_url("**/recordings/a-clock?t=14&q=*#place")
    wait_for_scripts(page)
    expect(page.locator(".cue-current")).to_contain_text("凤凰")
    page.locator(".poster-large").click()
    page.wait_for_function("() => 14 <= document.querySelector('video').currentTime")
    assert page.evaluate("document.querySelector('video').currentTime") < 20

    page.keyboard.press("k")
    page.evaluate("document.querySelector('video').currentTime = 15.2")
    page.get_by_text("Share", exact=False).first.click()
    address = f"{base_url}/recordings/a-clock?t=15"
    expect(page.get_by_label("Address", exact=True)).to_have_value(address)

    answer = json.loads(page.request.get("/oembed", params={"url": address, "format": "json"}).text())
    site, pages = other_site
    src = answer["html"].partition('<iframe src="')[2].partition('"')[0]
    pages["/"] = WORDPRESS.format(address=address, src=src)
    page.goto(f"{site}/")
    card = page.frame_locator("iframe")
    card.get_by_role("link", name="A clock that greets").first.click()
    page.wait_for_url("**/recordings/a-clock?t=15")

    page.locator(".cue-voice a").first.click()
    page.wait_for_url("**/speakers/ismail-al-jazari")
    expect(page.get_by_role("heading", name="Ismail al-Jazari")).to_be_visible()


def test_without_scripts_the_same_way_leads_as_far(new_context, talk, base_url):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/recordings")
    page.get_by_role("main").get_by_role("searchbox").fill("凤凰")
    page.get_by_role("main").get_by_role("button", name="Search").click()

    page.locator(".moments a").first.click()

    expect(page.locator(".cue-current")).to_contain_text("凤凰")
    expect(page.get_by_text("宫里要的从来不是时辰")).to_be_visible()
    expect(page.locator(".mark-here")).to_have_text("凤凰")
    expect(page.locator(".poster-large")).to_have_attribute("href", "/recordings/a-clock/player?t=14")
    page.get_by_text("Share", exact=False).first.click()
    address = re.compile("^" + re.escape(f"{base_url}/recordings/a-clock"))
    expect(page.get_by_label("Address", exact=True)).to_have_value(address)
    page.locator(".cue-voice a").first.click()
    expect(page).to_have_url(f"{base_url}/speakers/ismail-al-jazari")


@pytest.mark.parametrize("path", ["/recordings?q=凤凰", "/recordings/a-clock?t=14", "/embed/recordings/a-clock?t=14"])
def test_every_page_of_the_way_is_accessible(expect_accessible, talk, path):
    expect_accessible(path)
