"""Somebody asks, others vote and look on, and a screen in the room follows: with scripts and without."""

import datetime as dt

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.audience_question_factories import add_asked, asker_token, give_votes, make_question, open_board
from tests.browser.journeys import PHONE, faults, visit
from tests.factories import (
    add_appearance,
    add_question,
    add_recording,
    make_organisation,
    make_registration,
    make_speaker,
    make_webinar,
    open_desk,
)
from webinars import clock
from webinars.domain.registration.links import page_token
from webinars.models import Agreement, AskingMode, AudienceQuestion, QuestionBoard, QuestionState

MINUTE = dt.timedelta(minutes=1)
CARDS = "Who punched the cards, and were they paid for it?"
MUSIC = "Could the Engine have composed music?"


@pytest.fixture
def webinar(session):
    """It has begun, and takes questions."""
    lunar = make_organisation(session, "Lunar Society", timezone="Europe/London")
    webinar = make_webinar(session, lunar, "Can a machine think?", slug="machine", starts_in=-41 * MINUTE)
    add_appearance(session, webinar, make_speaker(session, lunar, "Ada Lovelace"), agreement=Agreement.AGREED)
    add_question(session, webinar, "Does the Engine originate anything?")
    open_board(session, webinar, mode=AskingMode.ALWAYS, code="machine2")
    session.commit()
    return webinar


@pytest.fixture
def change(session):
    """`change(1, state=…)`: what a moderator does with a question, as pages that are open see it."""

    def change(number, **values):
        question = session.scalars(sa.select(AudienceQuestion).where(AudienceQuestion.number == number)).one()
        for name, value in values.items():
            setattr(question, name, value)
        session.scalars(sa.select(QuestionBoard)).one().revision += 1
        session.commit()

    return change


def ask(session, webinar, text, *voters, **values):
    question = add_asked(session, webinar, text, **values)
    give_votes(session, question, *voters)
    session.scalars(sa.select(QuestionBoard)).one().revision += 1
    session.commit()
    return question


def vote_count(session, number):
    count = session.scalar(sa.select(AudienceQuestion.vote_count).where(AudienceQuestion.number == number))
    session.rollback()
    return count


def answer_now(change, number):
    change(number, state=QuestionState.ANSWERING, answering_at=clock.now(), answered_s=41 * 60)


def test_an_asker_and_a_voter_do_without_scripts(session, new_context, webinar):
    asker = new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 844}).new_page()
    asker.goto("/webinars/machine")
    asker.get_by_label("Ask a question").fill(CARDS)
    asker.get_by_text("Add your name or address").click()
    asker.get_by_label("Your name").fill("Edward Sabine")
    asker.get_by_role("button", name="Ask this question").click()
    expect(asker.get_by_role("heading", level=1)).to_have_text(CARDS)
    expect(asker.get_by_text("On the page")).to_be_visible()

    voter = new_context(java_script_enabled=False).new_page()
    voter.goto("/webinars/machine")
    expect(voter.get_by_text("Edward Sabine")).to_be_visible()
    voter.get_by_role("button", name=f"Vote for: {CARDS}").click()
    expect(voter.get_by_role("heading", level=1)).to_have_text("Your vote counts: one now.")
    voter.get_by_role("button", name="Take my vote back").click()
    expect(voter.get_by_role("heading", level=1)).to_have_text("Your vote is taken back: 0 now.")
    voter.get_by_role("button", name="Vote for it again").click()
    voter.get_by_role("link", name="Back to the questions").click()
    expect(voter.locator("#q1 .vote")).to_have_accessible_name(f"Vote for: {CARDS} 1 vote")

    # Somebody else asks nearly the same, and is shown it once.
    voter.get_by_label("Ask a question").fill("Who punched the cards, and who paid them?")
    voter.get_by_role("button", name="Ask this question").click()
    expect(voter.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    voter.get_by_role("button", name="Ask it all the same").click()
    expect(voter.get_by_text("second of 2")).to_be_visible()

    asker.reload()
    asker.get_by_role("button", name="Take my question back").click()
    expect(asker.get_by_role("heading", level=1)).to_have_text("Your question is taken back.")


def test_what_opens_to_add_a_name_is_one_line(page, webinar):
    page.goto("/webinars/machine")

    summary = page.locator("summary", has_text="Add your name or address")
    expect(summary).to_be_visible()
    sign = summary.locator(".icon").bounding_box()
    words = summary.bounding_box()
    assert words["height"] < 2 * sign["height"]


def test_a_vote_counts_in_place_and_is_remembered_on_the_device(session, page, webinar):
    ask(session, webinar, CARDS, "ana")
    visit(page, "/webinars/machine")
    vote = page.locator("#q1 .vote")

    vote.click()
    expect(vote).to_have_accessible_name(f"Your vote for: {CARDS} 2 votes. Take it back")
    expect(vote).to_have_attribute("aria-pressed", "true")
    assert vote_count(session, 1) == 2
    visit(page, "/webinars/machine")
    expect(vote).to_have_attribute("aria-pressed", "true")

    vote.click()
    expect(vote).to_have_accessible_name(f"Vote for: {CARDS} 1 vote")
    assert vote_count(session, 1) == 1
    visit(page, "/webinars/machine")
    expect(vote).to_have_attribute("aria-pressed", "false")


def test_a_vote_that_does_not_get_through_says_so_and_can_be_given_again(session, page, webinar, change):
    ask(session, webinar, CARDS)
    visit(page, "/webinars/machine")
    vote = page.locator("#q1 .vote")
    page.route("**/votes", lambda route: route.abort())
    vote.click()
    expect(page.get_by_text("Your vote did not get through. Try again.")).to_be_visible()
    expect(vote).to_have_attribute("aria-pressed", "false")

    page.unroute("**/votes")
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("Your vote did not get through.")).to_have_count(0)

    change(1, state=QuestionState.DECLINED, reason="That is our next webinar.")
    vote.click()
    expect(page.get_by_text("This question is not taken up. Its votes stay as they are.")).to_be_visible()


def test_while_one_types_what_is_asked_already_is_offered(session, page, webinar):
    ask(session, webinar, CARDS)
    visit(page, "/webinars/machine")
    field = page.get_by_label("Ask a question")
    field.press_sequentially("Who punched the cards, and who")
    expect(page.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    expect(page.get_by_text("270 left").first).to_be_visible()

    offered = page.locator(".similar .vote")
    offered.click()
    expect(offered).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#q1 .vote")).to_have_attribute("aria-pressed", "true")
    # Nothing that was typed is lost by it.
    expect(field).to_have_value("Who punched the cards, and who")
    page.get_by_role("button", name="Ask this question").click()
    expect(page.get_by_text("second of 2")).to_be_visible()


def test_a_page_that_stays_open_says_what_is_new_and_moves_nothing(session, page, webinar, change, later):
    ask(session, webinar, CARDS, "ana", "ben")
    ask(session, webinar, MUSIC)
    visit(page, "/webinars/machine")
    rows = page.locator("ol.asks > li")
    expect(rows).to_have_count(2)

    ask(session, webinar, "Which tables were wrong?", "ana", "ben", "cleo")
    give_votes(session, session.scalars(sa.select(AudienceQuestion).where(AudienceQuestion.number == 2)).one(), "ana")
    change(2)
    later(dt.timedelta(seconds=5))
    fresh = page.get_by_role("button", name="Show one new question")
    expect(fresh).to_be_visible()
    # Counts change where they stand; rows wait.
    expect(page.locator("#q2 [data-count]")).to_have_text("1")
    expect(rows).to_have_count(2)
    expect(page.get_by_text("3 asked")).to_be_visible()

    fresh.click()
    expect(rows).to_have_count(3)
    expect(rows.first).to_have_attribute("id", "q3")
    expect(fresh).to_have_count(0)
    page.locator("#q3 .vote").click()
    expect(page.locator("#q3 .vote")).to_have_accessible_name(
        "Your vote for: Which tables were wrong? 4 votes. Take it back"
    )
    assert vote_count(session, 3) == 4


def test_what_is_answered_comes_by_itself_and_what_is_hidden_goes(session, page, webinar, change, later):
    ask(session, webinar, CARDS, "ana")
    ask(session, webinar, MUSIC)
    visit(page, "/webinars/machine")
    page.mouse.move(0, 0)

    answer_now(change, 1)
    later(dt.timedelta(seconds=10))
    expect(page.locator(".ask-now")).to_contain_text(CARDS)
    change(2, is_hidden=True)
    later(dt.timedelta(seconds=10))
    expect(page.get_by_text(MUSIC)).to_have_count(0)

    change(1, state=QuestionState.ANSWERED, answered_at=clock.now())
    later(dt.timedelta(seconds=10))
    expect(page.locator(".ask-now")).to_have_count(0)


def test_what_somebody_types_is_not_pushed_away_by_what_is_answered(session, page, webinar, change, later):
    ask(session, webinar, CARDS)
    visit(page, "/webinars/machine")
    field = page.get_by_label("Ask a question")
    field.fill("Which of the tables")
    place = field.bounding_box()["y"]

    answer_now(change, 1)
    later(dt.timedelta(seconds=10))
    expect(page.locator(".ask-now")).to_contain_text(CARDS)
    assert abs(field.bounding_box()["y"] - place) < 2
    change(1, state=QuestionState.ANSWERED, answered_at=clock.now())
    later(dt.timedelta(seconds=10))
    expect(page.locator(".ask-now")).to_have_count(0)
    assert abs(field.bounding_box()["y"] - place) < 2
    expect(field).to_have_value("Which of the tables")
    expect(field).to_be_focused()


def test_a_promised_place_leads_to_the_page_of_all(session, page, webinar):
    for number in range(55):
        add_asked(session, webinar, f"Question {number}, and why?")
    session.commit()

    page.goto("/webinars/machine#q54")

    page.wait_for_url("**/webinars/machine/questions#q54")
    expect(page.locator("#q54")).to_be_visible()


def test_the_stage_follows(session, page, webinar, change, later):
    ask(session, webinar, CARDS)
    page.goto("/webinars/machine/stage")
    expect(page.get_by_role("heading", name="Ask a question")).to_be_visible()

    answer_now(change, 1)
    later(dt.timedelta(seconds=5))
    expect(page.locator("#current")).to_have_text(CARDS)
    change(1, is_hidden=True)
    later(dt.timedelta(seconds=5))
    expect(page.get_by_text(CARDS)).to_have_count(0)


def test_the_stage_follows_without_a_script(session, new_context, webinar, change):
    ask(session, webinar, CARDS)
    screen = new_context(java_script_enabled=False).new_page()
    screen.goto("/webinars/machine/stage")
    expect(screen.get_by_role("heading", name="Ask a question")).to_be_visible()

    answer_now(change, 1)

    expect(screen.locator("#current")).to_have_text(CARDS)


LONGEST = (
    "You say that the Engine has no pretensions to originate anything. But when I set it upon a series no hand has yet "
    "reckoned, and it prints a figure that neither you nor I could have foretold, in what sense had we ordered that "
    "figure, and who among the three of us may be said to have found it out?"
)


@pytest.mark.parametrize(
    "text", ["Could it compose?", MUSIC + " And who would be its author?", LONGEST, "彗星はなぜ尾を引くのですか、" * 20]
)
def test_the_stage_needs_no_scrolling(session, page, webinar, change, text):
    ask(session, webinar, text, "ana")
    for number in range(3):
        ask(session, webinar, f"{LONGEST[:-1]}, {number}?")
    answer_now(change, 1)
    for width, height in ((1280, 720), (1920, 1080)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto("/webinars/machine/stage")
        assert page.evaluate("document.documentElement.scrollHeight") <= height
        size = float(page.locator("#current").evaluate("each => getComputedStyle(each).fontSize").removesuffix("px"))
        assert height < 1080 or size >= (60 if text.isascii() else 40)


def full(session, settings, webinar):
    """Everything that can stand in the section."""
    board = session.get(QuestionBoard, webinar.id)
    now = clock.now()
    cards = make_question(session, settings, board, CARDS, name="Edward Sabine", notify_email="sabine@asker.example")
    make_question(session, settings, board, MUSIC, state=QuestionState.ANSWERING, answering_at=now, answered_s=2400)
    make_question(session, settings, board, "Paid by the day?", state=QuestionState.MERGED, merged_into_id=cards.id)
    make_question(session, settings, board, "How many?", state=QuestionState.ANSWERED, answered_s=60, answered_at=now)
    values = {"answer": "The engine is *not* at fault.", "answer_by": "Augustus De Morgan", "written_at": now}
    make_question(session, settings, board, "Whose fault?", state=QuestionState.ANSWERED, **values)
    make_question(session, settings, board, "How does it end?", state=QuestionState.DECLINED, reason="Badly.")
    session.commit()
    return cards


@pytest.mark.parametrize("is_over", [False, True])
def test_the_pages_have_no_faults(session, settings, page, webinar, monkeypatch, is_over):
    cards = full(session, settings, webinar)
    own = f"/questions/{asker_token(settings, cards)}"
    if is_over:
        add_recording(session, webinar, duration_s=7000)
        now = clock.now
        monkeypatch.setattr(clock, "now", lambda: now() + 120 * MINUTE)
    session.commit()
    # While it is looked at, nothing on it becomes another.
    page.route("**/questions.json", lambda route: route.abort())
    for path in ("/webinars/machine", "/webinars/machine/questions", own):
        visit(page, path)
        for fold in page.locator("main summary").all():
            if fold.is_visible():
                fold.click()
        assert faults(page) == [], path
    page.goto("/webinars/machine/stage")
    assert faults(page) == []


def test_the_asker_reads_what_became_of_it_by_the_own_clock_and_without_scripts_by_utc(
    session, settings, new_context, webinar
):
    board = session.get(QuestionBoard, webinar.id)
    question = make_question(session, settings, board, CARDS, created_at=dt.datetime(2026, 7, 1, 10, tzinfo=dt.UTC))
    address = f"/questions/{asker_token(settings, question)}"
    session.commit()

    page = new_context(timezone_id="Asia/Kolkata").new_page()
    page.goto(address)
    expect(page.locator(".history")).to_contain_text("Wednesday 1 July, 3.30pm")
    expect(page.get_by_text("Hours in India.")).to_be_visible()

    plain = new_context(java_script_enabled=False).new_page()
    plain.goto(address)
    expect(plain.locator(".history")).to_contain_text("1 July 2026, 10am")
    expect(plain.get_by_text("Hours in UTC.")).to_be_visible()


def test_an_attendees_page_has_no_faults_and_takes_votes(session, settings, page, webinar):
    open_desk(session, webinar)
    ana = make_registration(session, settings, webinar)
    full(session, settings, webinar)
    visit(page, f"/registrations/{page_token(settings, ana)}")

    vote = page.locator("#q1 .vote")
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "true")
    assert faults(page) == []
    assert vote_count(session, 1) == 1
