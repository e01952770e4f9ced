"""One question's whole way, by three people with browsers of their own: asked, read, voted for, answered, found."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.audience_question_factories import open_board
from tests.browser.journeys import PHONE, faults
from tests.factories import add_appearance, add_recording, make_organisation, make_speaker, make_webinar
from webinars import clock
from webinars.lib.tokens import digest_of
from webinars.models import AskingMode, ModeratorLink

QUESTION = "Who punched the cards, and were they paid for it?"
BY_LINK = "/moderate/a-token-of-mary-somerville"


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def has_script(request):
    return request.param


@pytest.fixture
def people(new_context, has_script):
    """The asker, the moderator on a phone, and somebody who only looks."""
    sizes = [{"width": 1280, "height": 900}, {"width": PHONE, "height": 844}, {"width": 1280, "height": 900}]
    return [new_context(java_script_enabled=has_script, viewport=size, locale="en-GB").new_page() for size in sizes]


@pytest.fixture
def webinar(session):
    """It began 41 minutes ago; Mary Somerville reads what is asked before it stands on the page."""
    host = make_organisation(session, "Lunar Society", timezone="Europe/London")
    webinar = make_webinar(
        session,
        host,
        "Can a machine be said to think?",
        slug="engine",
        starts_in=-dt.timedelta(minutes=41, seconds=12),
    )
    add_appearance(session, webinar, make_speaker(session, host, "Charles Babbage"))
    open_board(session, webinar, mode=AskingMode.ALWAYS, approves_first=True)
    digest = digest_of(BY_LINK.rpartition("/")[2])
    session.add(ModeratorLink(webinar_id=webinar.id, name="Mary Somerville", digest=digest, made_at=clock.now()))
    session.commit()
    return webinar


def test_a_question_is_asked_read_voted_for_answered_and_found_at_its_moment(session, webinar, people, has_script):
    asker, moderator, viewer = people

    def until_seen(page, what):
        """By itself where there is a script, else as people do it."""
        if not has_script:
            page.reload()
        expect(what).to_be_visible()

    viewer.goto("/webinars/engine")
    asker.goto("/webinars/engine")
    asker.get_by_label("Ask a question").fill(QUESTION)
    asker.get_by_text("Add your name or address").click()
    asker.get_by_label(re.compile("^Your name")).fill("Sophia Frend")
    asker.get_by_role("button", name="Ask this question").click()
    asker.wait_for_url("**/questions/*")
    expect(asker.get_by_role("heading", level=1)).to_have_text(QUESTION)
    own_page = asker.url

    moderator.goto(BY_LINK)
    read = moderator.get_by_role("button", name=re.compile("^Put on the page"))
    expect(read).to_be_visible()
    viewer.reload()
    expect(viewer.get_by_label("Ask a question")).to_be_visible()
    assert QUESTION not in viewer.content(), "it was seen before it was read"
    read.click()

    vote = viewer.get_by_role("button", name=f"Vote for: {QUESTION} 0 votes")
    if has_script:
        viewer.get_by_role("button", name="Show one new question").click()
    else:
        viewer.reload()
    vote.click()
    if has_script:
        expect(viewer.get_by_role("button", name=f"Your vote for: {QUESTION} 1 vote")).to_be_visible()
    else:
        expect(viewer.get_by_role("heading", name="Your vote counts: one now.")).to_be_visible()
        viewer.goto("/webinars/engine")

    if not has_script:
        moderator.reload()
    row = moderator.locator("details.mod-row", has_text=QUESTION)
    expect(row).to_be_visible()
    if row.get_attribute("open") is None:
        row.locator("summary").click()
    moderator.get_by_role("button", name=re.compile("^Answer now")).click()
    expect(moderator.get_by_role("heading", name="Being answered")).to_be_visible()
    until_seen(viewer, viewer.locator(".ask-now", has_text=QUESTION))
    moderator.get_by_role("button", name=re.compile("^Done")).click()
    expect(moderator.get_by_role("heading", name="Being answered")).to_have_count(0)
    asker.goto(own_page)
    expect(asker.get_by_text(re.compile(r"4\d minutes in")).first).to_be_visible()

    add_recording(session, webinar, "Can a machine be said to think? The whole evening", slug="evening")
    session.commit()
    asker.reload()
    expect(asker.get_by_role("link", name=re.compile(r"4[12]:\d\d")).first).to_be_visible()

    viewer.goto("/recordings?q=punched+cards")
    hit = viewer.get_by_role("listitem").filter(has_text=QUESTION)
    hit.get_by_role("link", name=re.compile(r"from 4[12]:\d\d on")).last.click()
    viewer.wait_for_url(re.compile(r"/recordings/evening\?t=2[45]\d\d&q=punched\+cards#answers$"))
    expect(viewer.locator("[data-part=answers]").get_by_text(QUESTION)).to_be_visible()
    if has_script:
        assert faults(viewer) == []
        assert faults(asker) == []
