"""A picture is pasted or dropped on a page that asks for one, and cut by dragging its frame."""

import base64
import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.journeys import PASSWORD, enter, visit
from tests.factories import (
    add_appearance,
    make_membership,
    make_organisation,
    make_speaker,
    make_speaking_link,
    make_user,
    make_webinar,
)
from webinars.domain.accounts.passwords import hash_password
from webinars.domain.speaker_pages.links import token_of
from webinars.models import Agreement

PAGE = "/manage/webinars/comets-and-their-tails/picture"
GIVE = """
  ([octets, type, name, kind]) => {
    const bytes = Uint8Array.from(atob(octets), (each) => each.charCodeAt(0));
    const given = new DataTransfer();
    given.items.add(new File([bytes], name, { type }));
    const options = { bubbles: true, cancelable: true };
    const event = kind === "paste"
      ? new ClipboardEvent(kind, { clipboardData: given, ...options })
      : new DragEvent(kind, { dataTransfer: given, ...options });
    return !document.querySelector("h1").dispatchEvent(event);
  }
"""
"""What a browser does when somebody pastes or drops a file; returns whether the page has taken it."""


@pytest.fixture
def webinar(session):
    host = make_organisation(session, "Lunar Society")
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, host, olga)
    made = make_webinar(session, host)
    session.commit()
    return made


def octets_of(colour):
    octets = io.BytesIO()
    Image.new("RGB", (1600, 1200), colour).save(octets, "PNG")
    return base64.b64encode(octets.getvalue()).decode()


def give(page, kind, *, name="comet.png", of="image/png", colour="teal"):
    return page.evaluate(GIVE, [octets_of(colour), of, name, kind])


def chosen(page):
    return page.locator("[data-given]").evaluate("box => [...box.files].map((file) => file.name)")


@pytest.mark.usefixtures("webinar")
def test_a_cover_is_pasted_cut_by_dragging_and_stored(page):
    enter(page)
    visit(page, PAGE)

    assert give(page, "paste", name="notes.txt", of="text/plain") is False
    assert chosen(page) == []
    assert give(page, "paste") is True
    assert chosen(page) == ["comet.png"]
    expect(page.locator("[data-given]")).to_be_focused()
    page.get_by_label("What is to be seen").first.fill("A comet over a roof.")
    page.get_by_role("button", name="Upload").click()
    expect(page.locator("[data-cropper]")).to_be_visible()

    page.get_by_label("Width").fill("500")
    frame = page.locator(".cropper-frame")
    before = frame.bounding_box()
    page.mouse.move(before["x"] + 10, before["y"] + 10)
    page.mouse.down()
    page.mouse.move(before["x"] + 70, before["y"] + 40, steps=4)
    page.mouse.up()
    after = frame.bounding_box()
    assert after["x"] - before["x"] == pytest.approx(60, abs=3)
    assert after["y"] - before["y"] == pytest.approx(30, abs=3)
    left = page.get_by_label("From the left").input_value()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("From the left")).to_have_value(left)


def test_a_speaker_drops_a_portrait_anywhere_but_on_the_slides(page, session, settings, webinar):
    speaker = make_speaker(session, webinar.host, "Wang Zhenyi")
    link = make_speaking_link(session, settings, add_appearance(session, webinar, speaker, agreement=Agreement.ASKED))
    session.commit()
    visit(page, f"/speaking/{token_of(settings, link)}")

    assert give(page, "dragover") is True
    assert give(page, "drop", name="talk.pdf", of="application/pdf") is True, "the browser would leave the page for it"
    assert chosen(page) == []
    give(page, "drop")
    assert chosen(page) == ["comet.png"]
    page.get_by_label("What is to be seen").fill("A woman with a lamp.")
    page.get_by_role("button", name="Send the picture").click()
    expect(page.get_by_role("button", name="Remove the picture")).to_be_visible()
