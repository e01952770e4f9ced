"""Pages that stay open while moderators work, and while caches are a little behind."""

import datetime as dt

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.audience_question_factories import add_asked, open_board
from tests.browser.journeys import visit
from tests.factories import make_organisation, make_webinar
from webinars import clock
from webinars.models import AskingMode, AudienceQuestion, FormerSlug, QuestionBoard, QuestionState

CARDS = "Who punched the cards, and were they paid for it?"
MUSIC = "Could the Engine have composed music?"
GONE = "This question is no longer here."
NEXT_POLL = dt.timedelta(seconds=5)


@pytest.fixture
def webinar(session):
    lunar = make_organisation(session, "Lunar Society", timezone="Europe/London")
    webinar = make_webinar(session, lunar, "Can a machine think?", slug="machine", starts_in=-dt.timedelta(minutes=41))
    open_board(session, webinar, mode=AskingMode.ALWAYS, code="machine2")
    add_asked(session, webinar, CARDS)
    add_asked(session, webinar, MUSIC)
    session.commit()
    return webinar


@pytest.fixture
def change(session):
    """`change(1, state=…)`: what a moderator does with a question."""

    def change(number, **values):
        question = session.scalars(sa.select(AudienceQuestion).where(AudienceQuestion.number == number)).one()
        for name, value in values.items():
            setattr(question, name, value)
        session.scalars(sa.select(QuestionBoard)).one().revision += 1
        session.commit()

    return change


def test_what_was_hidden_by_mistake_comes_back_whole(page, webinar, change, later):
    visit(page, "/webinars/machine")
    change(2, is_hidden=True)
    later(NEXT_POLL)
    expect(page.locator("#q2")).to_have_text(GONE)

    change(2, is_hidden=False)
    later(NEXT_POLL)
    page.get_by_role("button", name="Show what is new").click()

    expect(page.locator("#q2 .ask-text")).to_have_text(MUSIC)
    page.locator("#q2 .vote").click()
    expect(page.locator("#q2 .vote")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(
    "values",
    [
        {"state": QuestionState.ANSWERED, "answer": "By the *day*.", "answer_by": "Ada Lovelace"},
        {"state": QuestionState.DECLINED, "reason": "That is our next webinar."},
        {"state": QuestionState.ANSWERING},
    ],
)
def test_what_is_hidden_is_not_to_be_read_whatever_has_become_of_it(page, webinar, change, later, values):
    change(2, **values, answering_at=clock.now(), written_at=clock.now())
    visit(page, "/webinars/machine")
    # Somebody is busy with the section: nothing may move, and what is hidden goes all the same.
    page.get_by_label("Ask a question").fill("Which of the tables")
    expect(page.get_by_text(MUSIC)).to_be_visible()

    change(2, is_hidden=True)
    later(NEXT_POLL)

    expect(page.get_by_text(MUSIC)).to_have_count(0)


def test_what_was_merged_and_is_hidden_is_not_to_be_read(session, page, webinar, change, later):
    first = session.scalars(sa.select(AudienceQuestion).where(AudienceQuestion.number == 1)).one()
    change(2, state=QuestionState.MERGED, merged_into_id=first.id)
    visit(page, "/webinars/machine")
    expect(page.get_by_text(MUSIC)).to_be_visible()

    change(2, is_hidden=True)
    later(NEXT_POLL)

    expect(page.get_by_text(MUSIC)).to_have_count(0)
    expect(page.locator("#q1 .ask-text")).to_have_text(CARDS)


def test_of_many_what_is_hidden_is_not_to_be_read_either(session, page, webinar, change, later):
    for number in range(3, 110):
        add_asked(session, webinar, f"Question {number}, and why?")
    change(2, vote_count=4)
    change(1, vote_count=3)
    visit(page, "/webinars/machine")

    change(2, is_hidden=True)
    later(NEXT_POLL)

    expect(page.locator("#q2 .ask-text")).to_have_text(GONE)
    expect(page.get_by_text(GONE)).to_have_count(1)


def test_a_row_says_that_its_question_is_answered_before_anybody_asks_for_what_is_new(page, webinar, change, later):
    visit(page, "/webinars/machine")
    assert page.locator("#q2 .state-line").count() == 0

    change(2, state=QuestionState.ANSWERED, answered_at=clock.now(), answered_s=1450, vote_count=1)
    later(NEXT_POLL)

    expect(page.locator("#q2 .state-line")).to_contain_text("Answered")
    expect(page.locator("#q2 .vote")).to_have_count(0)
    expect(page.locator("#q2 .vote-count")).to_have_text("1 vote")
    expect(page.get_by_role("button", name="Show what is new")).to_be_visible()


def test_one_vote_is_one_vote_on_a_page_that_stays_open(page, webinar, change, later):
    change(1, state=QuestionState.ANSWERING, answering_at=clock.now(), vote_count=2)
    visit(page, "/webinars/machine")
    now = page.locator(".ask-now")
    expect(now).to_contain_text("2 votes")

    change(1, vote_count=1)
    later(NEXT_POLL)

    expect(now).to_contain_text("1 vote")
    expect(now).not_to_contain_text("votes")
    change(1, state=QuestionState.OPEN)
    change(2, state=QuestionState.ANSWERING, answering_at=clock.now(), vote_count=1)
    later(NEXT_POLL)
    expect(now).to_contain_text("1 vote")
    expect(now).not_to_contain_text("votes")


def test_what_was_answered_stands_among_the_answered_though_its_row_had_gone(session, page, webinar, change, later):
    add_asked(session, webinar, "How many?", state=QuestionState.ANSWERED, answered_s=60, answered_at=clock.now())
    change(1, state=QuestionState.ANSWERING, answering_at=clock.now())
    visit(page, "/webinars/machine")
    page.mouse.move(0, 0)

    change(1, state=QuestionState.ANSWERED, answered_at=clock.now(), answered_s=41 * 60)
    later(NEXT_POLL)
    page.get_by_role("button", name="Show what is new").click()

    expect(page.locator(".asks-answered #q1")).to_contain_text("41 minutes in")
    expect(page.locator(".asks-answered > li")).to_have_count(2)
    expect(page.get_by_role("button", name="Show what is new")).to_have_count(0)


def test_before_the_webinar_what_is_not_taken_up_stays_with_its_reason(session, page, webinar, change, later):
    coming = make_webinar(session, webinar.host, "Of tides", slug="tides", starts_in=dt.timedelta(days=2))
    session.execute(sa.delete(QuestionBoard))
    open_board(session, coming)
    add_asked(session, coming, MUSIC)
    session.commit()
    visit(page, "/webinars/tides")

    change(1, state=QuestionState.DECLINED, reason="That is our next webinar.")
    later(NEXT_POLL)
    page.get_by_role("button", name="Show what is new").click()

    expect(page.locator("#q1")).to_contain_text("That is our next webinar.")


def test_an_older_answer_of_a_cache_takes_no_vote_and_no_question_away(page, webinar, change, later):
    change(1)
    visit(page, "/webinars/machine")
    page.locator("#q1 .vote").click()
    expect(page.locator("#q1 [data-count]")).to_have_text("1")

    def answer_as_before(route):
        said = route.fetch().json()
        older = [{**each, "votes": 0} for each in said["questions"] if each["number"] == 1]
        route.fulfill(json={**said, "revision": 1, "questions": older})

    page.route("**/questions.json", answer_as_before)
    for _poll in range(2):
        with page.expect_response("**/questions.json"):
            later(NEXT_POLL)

    expect(page.locator("#q1 [data-count]")).to_have_text("1")
    expect(page.locator("#q2 .ask-text")).to_have_text(MUSIC)


def test_nothing_moves_when_one_votes_or_something_is_hidden(page, webinar, change, later):
    visit(page, "/webinars/machine")
    place = page.locator("#q1").evaluate("each => each.getBoundingClientRect().height")
    page.locator("#q1 .vote").click()
    expect(page.locator("#q1 .vote")).to_have_attribute("aria-pressed", "true")
    assert page.locator("#q1").evaluate("each => each.getBoundingClientRect().height") == place
    left = page.locator("#q1 .ask-text").evaluate("each => each.getBoundingClientRect().left")

    change(1, is_hidden=True)
    later(NEXT_POLL)

    expect(page.locator("#q1 .ask-text")).to_have_text(GONE)
    assert page.locator("#q1").evaluate("each => each.getBoundingClientRect().height") == place
    assert page.locator("#q1 .ask-text").evaluate("each => each.getBoundingClientRect().left") == left


def test_what_is_like_a_question_is_offered_again_after_the_field_was_emptied(page, webinar):
    visit(page, "/webinars/machine")
    field = page.get_by_label("Ask a question")
    field.press_sequentially("Who punched the cards")
    offered = page.get_by_role("heading", name="Is it one of these?")
    expect(offered).to_be_visible()
    field.fill("")
    expect(offered).to_have_count(0)

    field.press_sequentially("Who punched the cards")

    expect(offered).to_be_visible()


def test_a_page_that_stays_open_works_on_when_the_webinar_has_another_address(session, page, webinar, change, later):
    visit(page, "/webinars/machine")
    webinar.slug = "engine"
    session.add(FormerSlug(kind="webinar", slug="machine", target_id=webinar.id))
    session.commit()

    vote = page.locator("#q1 .vote")
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "true")
    vote.click()
    expect(vote).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#q1 [data-count]")).to_have_text("0")
    change(2, is_hidden=True)
    later(NEXT_POLL)
    expect(page.locator("#q2 .ask-text")).to_have_text(GONE)
    page.get_by_label("Ask a question").press_sequentially("Who punched the cards")
    expect(page.get_by_role("heading", name="Is it one of these?")).to_be_visible()


def test_a_stage_that_could_not_be_renewed_tries_again(page, webinar, change, later):
    change(1, state=QuestionState.ANSWERING, answering_at=clock.now())
    page.goto("/webinars/machine/stage")
    expect(page.locator("#current")).to_have_text(CARDS)
    page.route("**/stage", lambda route: route.fulfill(status=500, body="…"))
    with page.expect_response("**/stage"):
        change(1, is_hidden=True)
        later(NEXT_POLL)

    page.unroute("**/stage")
    later(2 * NEXT_POLL)

    expect(page.get_by_text(CARDS)).to_have_count(0)
