"""A whole evening on one page: from half an hour before to the recording, which makes itself but for one press.

An organiser has a phone, one viewer a desk, and another viewer no scripts. The place where recordings appear is served
by ourselves: it answers badly, then with nothing, late, and then well.
"""

import datetime as dt
import re
from dataclasses import replace

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests import film_hosts as hosts
from tests.audience_question_factories import open_board
from tests.browser.journeys import DESK, PASSWORD, PHONE, enter, faults, visit
from tests.browser.mails import link_in, mails
from tests.browser.players import answer_for_others
from tests.factories import add_appearance, make_membership, make_organisation, make_speaker, make_user, make_webinar
from tests.integration.recording_sources.conftest import show_by_api
from tests.other_sites import other_sites
from tests.postbox import mail_server, postbox
from webinars import clock
from webinars.domain.accounts.passwords import hash_password
from webinars.domain.recording_sources.jobs import look_at_sources
from webinars.domain.transcripts.fetched_captions import store_captions
from webinars.models import (
    AskingMode,
    Chapter,
    Recording,
    RecordingPlan,
    RecordingProposal,
    RecordingSource,
    RecordingSourceKind,
    RecordingWish,
    Role,
    Webinar,
)

__all__ = ["mail_server", "mails", "postbox"]
HOUR, MINUTE, SECOND = dt.timedelta(hours=1), dt.timedelta(minutes=1), dt.timedelta(seconds=1)
PAGE, MANAGED = "/webinars/comets", "/manage/webinars/comets"
FRAME = "#stage iframe"
FEED = "https://www.youtube.com/live/" + hosts.VIDEO
READER = "sophie@paris.example"


@pytest.fixture
def evening(session):
    """It begins in 33 minutes and lasts 90. Olga conducts it."""
    host = make_organisation(session, "Lunar Society", timezone="Europe/London")
    webinar = make_webinar(
        session,
        host,
        "Comets",
        starts_in=33 * MINUTE,
        live_stream_url=FEED,
        recording_plan=RecordingPlan.YES,
    )
    for name in ("Caroline Herschel", "Charles Messier"):
        add_appearance(session, webinar, make_speaker(session, host, name))
    open_board(session, webinar, mode=AskingMode.ALWAYS)
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, host, olga, Role.OWNER)
    long_ago = clock.now() - 30 * 24 * HOUR
    session.add(
        RecordingSource(
            organisation_id=host.id,
            kind=RecordingSourceKind.YOUTUBE,
            key=hosts.CHANNEL,
            url="https://www.youtube.com/@lunar",
            name="Lunar Society of Birmingham",
            created_at=long_ago,
            asked_at=long_ago,
            answered_at=long_ago,
        )
    )
    session.commit()
    return webinar


@pytest.fixture
def organiser(evening, browser, base_url, mails):
    context = browser.new_context(base_url=base_url, viewport={"width": PHONE, "height": 844})
    page = context.new_page()
    answer_for_others(page, base_url)
    enter(page, mails)
    yield page
    context.close()


@pytest.fixture
def sites():
    with other_sites() as sites:
        yield sites


@pytest.fixture
def look(session, settings, sites):
    """`look()`: the worker comes by, where YouTube has given the site a key. Returns the titles of what is proposed."""

    def look():
        session.rollback()
        with_key = replace(settings, youtube_key="a-key")
        look_at_sources(session, with_key, sites.outside(), fetched=store_captions, now=clock.now)
        titles = session.scalars(sa.select(RecordingProposal.title)).all()
        session.rollback()
        return titles

    return look


def wait_until(page, locator, tries=40):
    """The page asks once in some seconds, by itself."""
    for _number in range(tries):
        page.clock.fast_forward(13_000)
        page.wait_for_timeout(150)
        if locator.count() and locator.first.is_visible():
            return
    expect(locator).to_be_visible()


def instant(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.usefixtures("with_mail_server")
def test_from_half_an_hour_before_to_the_recording_on_one_page(  # noqa: PLR0917 - everybody of the evening
    page, without_scripts, organiser, session, evening, base_url, later, look, sites, mails
):
    asked_of_others = answer_for_others(page, base_url)
    page.set_viewport_size({"width": DESK, "height": 900})
    visit(page, PAGE)
    page.evaluate("window.isOneLoad = true")
    expect(page.locator("#stage")).to_have_count(0)

    later(4 * MINUTE)
    expect(page.get_by_text("Opens soon")).to_be_visible()
    without_scripts.goto(PAGE)
    expect(without_scripts.get_by_text(re.compile("Load this page again at"))).to_be_visible()

    # On the phone: it is a little late, then it begins.
    organiser.goto(f"{MANAGED}/day")
    organiser.get_by_role("button", name="Start 10 minutes later").click()
    wait_until(page, page.get_by_text("A little late"))
    organiser.get_by_role("button", name="We have started").click()
    expect(organiser.locator(".conduct-now .pill")).to_have_text("Live")
    poster = page.get_by_role("button", name="Watch the live stream")
    wait_until(page, poster)
    assert asked_of_others == []
    poster.click()
    expect(page.frame_locator(FRAME).get_by_text("A player that speaks as YouTube's does")).to_be_visible()
    assert len({each.partition("?")[0] for each in asked_of_others}) == 1

    # Without scripts the stream is a link, and a question is asked all the same.
    without_scripts.goto(PAGE)
    expect(without_scripts.locator("#stage a", has_text="It opens at YouTube")).to_be_visible()
    without_scripts.locator("#ask-text").fill("Why do their tails point away from the sun?")
    without_scripts.locator("form", has=without_scripts.locator("#ask-text")).get_by_role("button").first.click()
    expect(without_scripts.get_by_text("Why do their tails point away from the sun?").first).to_be_visible()

    speakers = organiser.get_by_role("region", name="Who speaks")
    speakers.get_by_role("button", name=re.compile("Speaks now ?: Caroline Herschel")).click()
    expect(speakers.locator(".is-now strong")).to_have_text("Caroline Herschel")
    later(20 * MINUTE)
    organiser.goto(f"{MANAGED}/day")
    speakers.get_by_role("button", name=re.compile("Speaks now ?: Charles Messier")).click()
    expect(speakers.locator(".is-now strong")).to_have_text("Charles Messier")
    questions = organiser.get_by_role("region", name="Questions to answer next")
    questions.get_by_role("button", name=re.compile("Answer now ?: Why do their tails")).click()
    questions.get_by_role("button", name=re.compile("Done ?: Why do their tails")).click()
    later(40 * MINUTE)
    organiser.goto(f"{MANAGED}/day")
    organiser.get_by_role("button", name="We are over").click()
    expect(organiser.locator(".conduct-now .pill")).to_have_text("Over")

    show = page.get_by_role("button", name="Show it")
    wait_until(page, show)
    show.click()
    expect(page.get_by_text("The recording will be here")).to_be_visible()
    without_scripts.goto(PAGE)
    without_scripts.get_by_label("Tell me when it is up").fill(READER)
    without_scripts.get_by_role("button", name="Tell me").click()
    expect(without_scripts.get_by_text("We have written to the address you entered.").first).to_be_visible()
    without_scripts.goto(link_in(mails.next_to(READER), "webinars/comets/recording/tell-me"))
    without_scripts.get_by_role("button", name=re.compile("Write to me")).click()
    assert session.scalars(sa.select(RecordingWish.confirmed_at)).one() is not None
    session.rollback()

    # The place answers badly, then with nothing, then not for hours; nothing is lost.
    sites.pages["www.googleapis.com", "/youtube/v3/playlistItems"] = hosts.page("busy", status=503)
    assert look() == []
    later(HOUR)
    show_by_api(sites)
    assert look() == []
    later(HOUR)
    webinar = session.get_one(Webinar, evening.id)
    began, ended = webinar.began_at, webinar.ended_at
    session.rollback()
    show_by_api(
        sites,
        hosts.youtube_video(
            "x" * 11, "La soirée entière", began=instant(began + 9 * SECOND), ended=instant(ended), length="PT1H0M5S",
            snippet={"title": "La soirée entière", "publishedAt": instant(clock.now()), "channelTitle": "Lunar"},
        ),
    )  # fmt: skip
    assert look() == ["La soirée entière"]
    expect(page.get_by_role("button", name="Show it")).to_have_count(0)
    organiser.goto(f"{MANAGED}/recordings")
    expect(organiser.get_by_role("heading", name="This looks like the recording of “Comets”")).to_be_visible()
    assert faults(organiser) == []
    visit(organiser, "/manage/organisations/lunar-society/sources")
    assert faults(organiser) == []
    organiser.goto(f"{MANAGED}/recordings")
    organiser.get_by_role("button", name="Take it").click()
    expect(organiser.get_by_text(re.compile("is added"))).to_be_visible()
    recording = session.scalars(sa.select(Recording)).one()
    chapters = session.scalars(
        sa.select(Chapter.title).where(Chapter.recording_id == recording.id).order_by(Chapter.at_s)
    )
    assert list(chapters)[:2] == ["Caroline Herschel", "Charles Messier"]
    session.rollback()
    visit(organiser, f"{MANAGED}/recordings/mail")
    expect(organiser.get_by_role("button", name="Stop it")).to_be_visible()
    assert faults(organiser) == []

    # The page that was opened half an hour before the start has become the recording.
    wait_until(page, page.get_by_role("button", name=re.compile("^Play")).or_(show))
    if show.is_visible():
        show.click()
    expect(page.get_by_role("button", name=re.compile("^Play")).first).to_be_visible()
    assert page.evaluate("window.isOneLoad") is True

    # One mail an hour later, and the address is forgotten.
    assert mails.come() == {}
    later(HOUR + MINUTE)
    assert "The recording is up" in mails.next_to(READER)["Subject"]
    assert session.scalars(sa.select(RecordingWish)).all() == []
