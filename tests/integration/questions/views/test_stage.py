"""The stage, and the short address of its code."""

import pytest

from tests.audience_question_factories import give_votes
from tests.factories import add_question
from tests.integration.questions.views.conftest import NOW
from tests.integration.registration.reading import page_of, words_of
from webinars.models import AskingMode, QuestionState
from webinars.site.questions.views.stage import stage_class

STAGE = "/webinars/machine/stage"


def test_it_shows_what_is_answered_and_what_is_next(client, session, asked):
    asked("Could it compose?", state=QuestionState.ANSWERING, answering_at=NOW, name="Fanny Mendelssohn")
    for number, votes in enumerate((1, 3, 2, 0)):
        question = asked(f"Question {number}?", rank=1 if not votes else 0)
        give_votes(session, question, *(f"voter {each}" for each in range(votes)))

    answer = client.get(STAGE)

    assert answer.headers["Cache-Control"] == "no-store"
    page = page_of(answer)
    assert page.get_element_by_id("current").text_content() == "Could it compose?"
    assert "Being answered now" in words_of(answer)
    # Moved up, then by votes.
    nexts = [row.text_content() for row in page.xpath('//section[@class="stage-next"]//li/span')]
    assert nexts == ["Question 3?", "Question 1?", "Question 2?"]
    (code,) = page.xpath('//img[@class="qr"]')
    assert code.get("alt") == "QR code: ask a question at localhost/q/machine2"
    assert "Ask yours at localhost/q/machine2" in words_of(answer)


def test_it_shows_a_question_of_the_agenda_that_is_answered(client, session, webinar, board):
    board.answering_agenda_id, board.answering_agenda_at = add_question(session, webinar).id, NOW

    assert page_of(client.get(STAGE)).get_element_by_id("current").text_content() == "What is a tail made of?"


def test_while_nothing_is_answered_it_asks_for_questions(client, board):
    words = words_of(client.get(STAGE))

    assert "Ask a question Point a phone’s camera here, or go to localhost/q/machine2" in words
    assert "No account, no name needed. Most votes come first." in words


def test_it_offers_no_code_where_nobody_can_ask(client, session, board):
    board.is_paused = True

    answer = client.get(STAGE)

    assert "The moderators take no more questions at this moment." in words_of(answer)
    assert page_of(answer).xpath("//img") == []


def test_nothing_that_is_hidden_or_waits_stands_on_it(client, session, asked):
    asked("Who waits?", state=QuestionState.PENDING)
    asked("Who hides?", is_hidden=True)
    asked("Who is rude?", state=QuestionState.ANSWERING, is_hidden=True)

    text = client.get(STAGE).text

    assert [each for each in ("Who waits?", "Who hides?", "Who is rude?") if each in text] == []


@pytest.mark.parametrize(("theme", "said"), [("dark", "dark"), ("light", "light"), ("red", None), (None, None)])
def test_its_colours_can_be_chosen(client, board, theme, said):
    answer = client.get(STAGE, query_string={"theme": theme} if theme else {})

    assert page_of(answer).get("data-theme") == said


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("x" * 60, "stage-text"),
        ("x" * 61, "stage-text stage-text-mid"),
        ("问" * 31, "stage-text stage-text-mid"),
        ("x" * 140, "stage-text stage-text-mid"),
        ("x" * 141, "stage-text stage-text-long"),
        ("问" * 150, "stage-text stage-text-long"),
        ("问" * 151, "stage-text stage-text-long stage-text-wide"),
    ],
)
def test_the_size_follows_the_length(text, size):
    assert stage_class(text) == size


def test_a_question_in_another_script_says_so(client, asked):
    asked("هل تفكر الآلة؟", state=QuestionState.ANSWERING, answering_at=NOW)

    (words,) = page_of(client.get(STAGE)).get_element_by_id("current")
    assert (words.get("lang"), words.get("dir")) == ("ar", "rtl")


@pytest.mark.parametrize("code", ["machine2", "MACHINE2"])
def test_the_short_address_leads_to_the_form(client, board, code):
    answer = client.get(f"/q/{code}")

    assert (answer.status_code, answer.location) == (302, "/webinars/machine#ask")
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("code", ["nobody", "x" * 500, "machine"])
def test_unknown_codes_lead_nowhere(client, board, code):
    assert client.get(f"/q/{code}").status_code == 404


def test_a_webinar_that_takes_no_questions_has_no_stage(client, session, board):
    board.mode = AskingMode.OFF

    assert client.get(STAGE).status_code == 404
