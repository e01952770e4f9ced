"""Asking by the form."""

import pytest
import sqlalchemy as sa

from tests.factories import add_appearance, make_speaker
from tests.integration.registration.reading import page_of, words_of
from webinars.models import Agreement, AskerNames, AudienceQuestion, QuestionBoard
from webinars.site.questions import flood_limits

pytestmark = pytest.mark.usefixtures("derived")


FORM = "/webinars/machine/questions"
CARDS = "Who punched the cards, and were they paid for it?"


def stored(session):
    return session.scalars(sa.select(AudienceQuestion).order_by(AudienceQuestion.number)).all()


def value_of(answer, name):
    field = page_of(answer).get_element_by_id(name)
    return field.text.removeprefix("\n") if field.tag == "textarea" else field.get("value")


@pytest.fixture
def lineup(session, lunar, webinar):
    for name in ("Ada Lovelace", "Charles Babbage"):
        add_appearance(session, webinar, make_speaker(session, lunar, name), agreement=Agreement.AGREED)


def test_a_question_leads_to_a_page_of_its_askers_own(client, session, board, lineup):
    typed = {"text": CARDS, "name": "Mary Everest", "email": "mary@boole.example", "for": "ada-lovelace"}

    answer = client.post(FORM, data=typed)

    assert (answer.status_code, answer.location.startswith("/questions/")) == (303, True)
    (question,) = stored(session)
    assert (question.text, question.name, question.notify_email) == (CARDS, "Mary Everest", "mary@boole.example")
    words = words_of(client.get(answer.location))
    assert "On the page 0 votes, first of 1." in words
    public = client.get(FORM)
    assert "Mary Everest, for Ada Lovelace" in words_of(public)
    assert "mary@boole.example" not in public.text


def test_what_moderators_read_first_says_so_and_stands_nowhere(client, session, board):
    board.approves_first = True
    assert "A moderator reads it before it stands here." in words_of(client.get(FORM))

    answer = client.post(FORM, data={"text": CARDS})

    assert "Waiting to be read" in words_of(client.get(answer.location))
    assert CARDS not in client.get(FORM).text


@pytest.mark.usefixtures("with_mail_server")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": ""}, "Write your question."),
        ({"text": "x" * 301}, "This has 301 characters. Shorten it to 300."),
        ({"text": "https://evil.example/"}, "This is only a link. Write your question in words."),
        ({"text": CARDS, "email": "nobody"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_there(client, session, board, lineup, typed, sentence):
    given = {"name": "Mary Everest", "email": "mary@boole.example", "for": "ada-lovelace", **typed}

    answer = client.post(FORM, data=given)

    assert answer.status_code == 422
    assert "One thing needs a look. Nothing you typed is lost." in words_of(answer)
    assert sentence in words_of(answer)
    assert value_of(answer, "ask-text") == given["text"]
    assert value_of(answer, "ask-name") == "Mary Everest"
    assert value_of(answer, "ask-mail") == given["email"]
    (chosen,) = page_of(answer).xpath('//select[@name="for"]/option[@selected]')
    assert chosen.get("value") == "ada-lovelace"
    assert stored(session) == []


@pytest.mark.parametrize(("names", "fields"), [(AskerNames.NONE, 0), (AskerNames.REQUIRED, 1)])
def test_a_name_is_asked_for_as_the_organiser_has_chosen(client, session, board, names, fields):
    board.names = names

    assert len(page_of(client.get(FORM)).xpath('//input[@name="name"]')) == fields
    answer = client.post(FORM, data={"text": CARDS})
    assert answer.status_code == (422 if fields else 303)


def test_a_form_of_an_hour_ago_is_refused_in_words_and_nothing_is_lost(client, session, board):
    board.is_paused = True

    answer = client.post(FORM, data={"text": CARDS})

    assert answer.status_code == 409
    assert "The moderators take no more questions at this moment." in words_of(answer)
    assert CARDS in words_of(answer)
    assert stored(session) == []


def test_many_questions_of_one_network_are_read_first(client, session, board, monkeypatch):
    monkeypatch.setattr(flood_limits, "CROWDED", "2 per 10 minutes")

    for number in range(3):
        client.post(FORM, data={"text": f"Question {number}, and why?", "sure": "yes"})

    assert [each.state for each in stored(session)] == ["open", "open", "pending"]
    assert session.scalar(sa.select(QuestionBoard.approval_forced_at)) is not None


def test_too_many_are_refused_in_a_sentence_with_the_form(client, session, board, monkeypatch):
    monkeypatch.setattr(flood_limits, "MOST_ASKED", "1 per 10 minutes")
    client.post(FORM, data={"text": CARDS})

    answer = client.post(FORM, data={"text": "Who was never paid at all?"})

    assert answer.status_code == 429
    assert "So many questions came from your network that no more are taken for ten minutes." in words_of(answer)
    assert value_of(answer, "ask-text") == "Who was never paid at all?"
    assert len(stored(session)) == 1
    assert (
        client.post(FORM, data={"text": "And who else?"}, environ_base={"REMOTE_ADDR": "203.0.113.1"}).status_code
        == 303
    )
