"""Moderating by keys at the desk and by thumb on a phone, with and without scripts, while another moderates too."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from tests.audience_question_factories import give_votes, make_question, open_board
from tests.browser.journeys import PASSWORD, PHONE, enter, visit, wait_for_scripts
from tests.factories import (
    add_appearance,
    make_membership,
    make_organisation,
    make_speaker,
    make_speaking_link,
    make_user,
    make_webinar,
)
from webinars import clock
from webinars.domain.accounts.passwords import hash_password
from webinars.domain.questions import boards
from webinars.domain.questions.answer_actions import answer_now
from webinars.domain.questions.moderator_actions import Moderator, hide, move_up
from webinars.domain.speaker_pages.links import token_of
from webinars.lib.tokens import digest_of
from webinars.models import (
    Agreement,
    Appearance,
    AskingMode,
    AudienceQuestion,
    ModeratorLink,
    QuestionBoard,
    QuestionState,
    Role,
)

ANSWERED_FROM = re.compile(r"Answered, from 4\d:\d\d on")
"""41 minutes after the start, or some more: the hour goes on while a busy machine tries it."""
DESK = "/manage/webinars/engine/questions"
BY_LINK = "/moderate/a-token-of-mary-somerville"
WAITING = (
    ("Who punched the cards, and were they paid for it?", "abcdefghijklmnopq", "ABCDEFGHIJKL", ""),
    (
        "If the Engine only follows orders, whose fault is a wrong answer?",
        "abcdefg",
        "ABCDEFGHIJKLMNO",
        "Harriet Martineau",
    ),
    ("Which of the printed tables were wrong, and who drowned for it?", "abcdefg", "ABCDEFGHIJK", "Edward Sabine"),
    ("Would a machine that weaves patterns know a flower from a leaf?", "a", "ABCDEF", "Maria Sibylla Merian"),
)


@pytest.fixture
def asked(session, settings):
    """A webinar that began 41 minutes ago, with questions in every state."""
    host = make_organisation(session, "Lunar Society", timezone="Europe/London")
    webinar = make_webinar(
        session,
        host,
        "Can a machine be said to think?",
        slug="engine",
        starts_in=-dt.timedelta(minutes=41, seconds=12),
    )
    add_appearance(session, webinar, make_speaker(session, host, "Augustus De Morgan"), agreement=Agreement.AGREED)
    olga = make_user(session, "Olga", email="olga@society.example", password_hash=hash_password(PASSWORD))
    make_membership(session, host, olga, Role.OWNER)
    board = open_board(session, webinar, mode=AskingMode.ALWAYS)
    for text, anonymous, registered, name in WAITING:
        question = make_question(session, settings, board, text, name=name)
        give_votes(session, question, *anonymous)
        give_votes(session, question, *registered, is_registered=True)
    for text, name in (
        ("Could women borrow from the Society’s library in 1842?", ""),
        ("Best tables of logarithms, half price, at my shop in Fleet Street", "A bookseller"),
    ):
        make_question(session, settings, board, text, name=name, state=QuestionState.PENDING)
    make_question(
        session, settings, board, "Was the notation ever taught?", state=QuestionState.ANSWERED, answered_s=2000
    )
    make_question(session, settings, board, "Where does he live?", is_hidden=True, hidden_reason="It names a person.")
    session.add(
        ModeratorLink(
            webinar_id=webinar.id,
            name="Mary Somerville",
            digest=digest_of("a-token-of-mary-somerville"),
            made_by_id=olga.id,
            made_at=clock.now(),
        )
    )
    session.commit()
    return webinar


@pytest.fixture
def another(session, asked):
    """`another(hide, 2)`: what Mary Somerville does meanwhile."""

    def another(verb, number, **values):
        session.expire_all()
        board = boards.lock_board(session, asked.id)
        if verb is move_up:
            verb(session, board, number)
        else:
            verb(session, board, Moderator(name="Mary Somerville", link_id=1), number, now=clock.now(), **values)
        session.commit()

    return another


def chosen(page):
    return page.locator("[data-chosen] .ask-text, details.mod-row[open] summary .ask-text")


def test_a_moderator_works_by_keys(page, asked):
    enter(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    visit(page, DESK)
    expect(chosen(page)).to_have_text(WAITING[0][0])

    page.keyboard.press("j")
    expect(chosen(page)).to_have_text(WAITING[1][0])
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(chosen(page)).to_have_text("Best tables of logarithms, half price, at my shop in Fleet Street")
    page.keyboard.press("h")
    expect(page.locator("#told")).to_contain_text("Hidden.")
    wait_for_scripts(page)
    page.get_by_label("It is an advertisement.").check()
    page.get_by_role("button", name="Say why").click()
    expect(page.locator("#told")).to_contain_text("Its asker sees why.")

    visit(page, DESK)
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Being answered")).to_be_visible()
    expect(page.locator(".now-panel .ask-text")).to_have_text(WAITING[0][0])
    assert page.locator(".button-main").count() == 1
    wait_for_scripts(page)
    page.keyboard.press("a")
    expect(page.locator("#told")).to_contain_text(ANSWERED_FROM)
    wait_for_scripts(page)
    page.keyboard.press("j")
    page.keyboard.press("u")
    expect(page.locator("#told")).to_contain_text("It comes next now.")
    expect(page.locator('[data-part="open"] [data-mod-row]').first).to_contain_text("Moved up")


def test_keys_go_on_after_a_key_that_led_to_where_one_is(page, asked):
    enter(page)
    visit(page, f"{DESK}?open=3&part=merge#q3")
    for _time in range(2):
        page.keyboard.press("m")
        expect(page.get_by_label("Merge it into")).to_be_visible()
        wait_for_scripts(page)
    page.keyboard.press("u")
    expect(page.locator("#told")).to_contain_text("It comes next now.")


def test_keys_rest_in_fields_with_modifiers_and_once_they_are_switched_off(page, asked):
    enter(page)
    visit(page, f"{DESK}?open=2&part=more")
    page.get_by_label("Words").fill("")
    page.get_by_label("Words").press_sequentially("jahum")
    expect(page.get_by_label("Words")).to_have_value("jahum")
    page.get_by_role("heading", name="Waiting for an answer").click()
    page.keyboard.press("Control+j")
    expect(chosen(page)).to_have_text(WAITING[1][0])
    page.get_by_role("button", name="Switch them off").click()
    page.get_by_role("heading", name="Waiting for an answer").click()
    page.keyboard.press("j")
    expect(chosen(page)).to_have_text(WAITING[1][0])

    visit(page, f"{DESK}?open=2")
    page.keyboard.press("j")

    expect(chosen(page)).to_have_text(WAITING[1][0])
    expect(page.get_by_text("They are switched off on this device.")).to_be_visible()


def test_the_open_row_stays_where_it_is_and_as_it_is_while_others_moderate(page, asked, another, session, settings):
    enter(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    visit(page, f"{DESK}?open=3&part=more")
    box = page.get_by_label("Words")
    box.fill("Which tables were wrong?")
    top = box.bounding_box()["y"]

    board = session.get(QuestionBoard, asked.id, populate_existing=True)
    make_question(session, settings, board, "What came meanwhile?", state=QuestionState.PENDING)
    give_votes(session, question_of(session, 3), "x", "y")
    another(hide, 1)
    another(move_up, 4)

    expect(page.get_by_text("What came meanwhile?").first).to_be_visible(timeout=10_000)
    expect(page.locator('[data-part="open"] [data-mod-row] .ask-text')).to_have_text(
        [WAITING[3][0], WAITING[1][0], WAITING[2][0]]
    )
    expect(box).to_have_value("Which tables were wrong?")
    expect(box).to_be_focused()
    expect(page.locator('[data-mod-row="3"] [data-mod-votes]')).to_contain_text("20")
    assert abs(box.bounding_box()["y"] - top) < 2


def test_a_row_that_another_has_taken_says_so_and_a_press_undoes_nothing(page, asked, another, session):
    enter(page)
    visit(page, f"{DESK}?open=2")
    expect(chosen(page)).to_have_text(WAITING[1][0])
    another(answer_now, 2)

    expect(page.get_by_text("This question has been moved meanwhile.")).to_be_visible(timeout=10_000)
    expect(page.locator(".now-panel .ask-text")).to_have_text(WAITING[1][0])
    for button in page.locator('[data-mod-row="2"] button').all():
        expect(button).to_be_disabled()

    # The same press from a page that has not heard of it.
    page.locator('[data-mod-row="2"] .mod-answer').evaluate("(button) => (button.disabled = false, button.click())")
    expect(page.get_by_role("alert")).to_contain_text("Mary Somerville has taken this up already.")
    session.expire_all()
    assert question_of(session, 2).state is QuestionState.ANSWERING


def test_what_another_has_taken_up_stands_once_and_what_has_ended_is_not_offered_to_be_undone(page, asked, another):
    enter(page)
    visit(page, f"{DESK}?open=2")
    page.locator('[data-mod-row="2"] .mod-answer').click()
    toast = page.locator("[data-mod-toast]")
    expect(toast.get_by_role("button", name="Undo")).to_be_visible()
    wait_for_scripts(page)
    # Somebody marks words of the list, so that it stays under their hands.
    page.locator('[data-part="open"] h2').evaluate("(head) => document.getSelection().selectAllChildren(head)")

    another(answer_now, 4)

    expect(page.locator(".now-panel .ask-text")).to_have_text(WAITING[3][0], timeout=10_000)
    expect(page.locator('[data-part="open"] [data-mod-row="4"]')).to_have_count(0)
    expect(toast).to_have_count(0)


def test_a_field_stays_under_the_finger_and_an_ended_link_is_said(page, asked, another, session):
    page.set_viewport_size({"width": PHONE, "height": 844})
    visit(page, f"{BY_LINK}?open=2&part=more#q2")
    box = page.get_by_label("Answer in writing", exact=True)
    box.fill("Typed by Mary.")
    before = box.bounding_box()["y"]
    another(answer_now, 2)
    expect(page.locator("[data-mod-moved]")).to_be_visible(timeout=10_000)
    assert abs(box.bounding_box()["y"] - before) < 2
    expect(box).to_have_value("Typed by Mary.")

    session.execute(sa.update(ModeratorLink).values(revoked_at=clock.now()))
    session.commit()
    expect(page.get_by_text("This page follows no longer. Reload it.")).to_be_in_viewport(timeout=10_000)


def test_by_thumb_without_scripts(without_scripts, asked, session):
    page = without_scripts
    page.goto(BY_LINK)
    page.get_by_role("button", name="Put on the page").first.tap()
    expect(page.locator("#told")).to_contain_text("It stands on the page now.")
    page.get_by_role("button", name="Answer now").first.tap()
    expect(page.locator(".now-panel .ask-text")).to_have_text(WAITING[0][0])
    panel = page.locator(".now-panel").bounding_box()
    assert panel["y"] + panel["height"] == pytest.approx(844, abs=1)
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    last = page.locator(".colophon").bounding_box()
    assert last["y"] + last["height"] <= page.locator(".now-panel").bounding_box()["y"]
    page.get_by_role("button", name="Done").tap()
    expect(page.locator("#told")).to_contain_text(ANSWERED_FROM)
    page.locator("summary", has_text=WAITING[2][0]).tap()
    page.locator('[data-mod-row="3"]').get_by_role("link", name="Merge").tap()
    page.get_by_label("Merge it into").select_option("2")
    page.get_by_role("button", name="Merge the two").tap()
    expect(page.locator("#told")).to_contain_text("Merged.")
    page.get_by_role("button", name="Undo").tap()
    expect(page.locator("#told")).to_contain_text("They stand apart again")

    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
    session.expire_all()
    states = [question_of(session, number).state for number in (1, 3, 5)]
    assert states == [QuestionState.ANSWERED, QuestionState.OPEN, QuestionState.OPEN]


def test_a_speaker_answers_in_writing_with_two_presses_without_scripts(without_scripts, asked, session, settings):
    link = make_speaking_link(session, settings, session.scalars(sa.select(Appearance)).one())
    session.commit()
    page = without_scripts
    page.goto(f"/speaking/{token_of(settings, link)}")

    page.locator("summary", has_text="Write an answer").first.tap()
    page.get_by_label("Your answer in writing").first.fill("Boys, for a shilling a week.")
    page.get_by_role("button", name="Answer in writing").first.tap()

    expect(page.locator("#told")).to_contain_text("Your answer stands on the page.")
    session.expire_all()
    assert question_of(session, 1).answer == "Boys, for a shilling a week."


def test_every_form_is_accessible(page, asked, session, settings, expect_accessible, another):
    link = make_speaking_link(session, settings, session.scalars(sa.select(Appearance)).one())
    session.commit()
    enter(page)
    another(answer_now, 3)
    for path in (DESK, f"{DESK}?open=2&part=merge", f"{DESK}?open=5&part=more", BY_LINK):
        expect_accessible(path)
    expect_accessible(f"{DESK}?open=8&part=reason&did=hide&number=8")
    expect_accessible(f"/speaking/{token_of(settings, link)}")


def question_of(session, number):
    return session.scalars(
        sa.select(AudienceQuestion).where(AudienceQuestion.number == number).execution_options(populate_existing=True)
    ).one()
