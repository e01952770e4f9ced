"""Questions like the one that is being asked."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import add_question, add_recording, make_webinar
from tests.integration.registration.reading import page_of, words_of
from webinars.models import AudienceQuestion, QuestionState

pytestmark = pytest.mark.usefixtures("derived")


FORM = "/webinars/machine/questions"
CARDS = "Who punched the cards, and were they paid for it?"


def stored(session):
    return session.scalars(sa.select(AudienceQuestion).order_by(AudienceQuestion.number)).all()


@pytest.fixture
def before(session, lunar, webinar):
    """In March another webinar has answered a question, at 41:12 of its recording."""
    earlier = make_webinar(session, lunar, "Looms", starts_wall=dt.datetime(2026, 3, 14, 16))
    add_recording(session, earlier, slug="looms-full", duration_s=7000)
    add_question(session, earlier, "Who punched the cards of the first Jacquard looms?").answered_s = 2472
    session.commit()
    return earlier


def test_without_a_script_they_are_shown_once_after_sending(client, session, asked, before):
    asked(CARDS)

    answer = client.post(FORM, data={"text": "Who punched those cards, were they paid?", "name": "Ana"})

    assert answer.status_code == 200
    words = words_of(answer)
    assert f"Is it one of these? 0 {CARDS} Asked here already. Vote for it, and it moves up." in words
    assert len(stored(session)) == 1
    form = page_of(answer).get_element_by_id("ask")
    assert "Ask it all the same" in words
    sent = client.post(FORM, data=dict(form.form_values()))
    assert sent.status_code == 303
    assert [each.name for each in stored(session)] == ["", "Ana"]


def test_pressing_twice_asks_once_and_leads_to_the_same_page(client, session, board):
    answers = [client.post(FORM, data={"text": CARDS}) for _press in range(2)]

    assert [each.status_code for each in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert len(stored(session)) == 1


def test_what_earlier_webinars_have_answered_leads_to_its_moment(client, session, board, before):
    answer = client.post("/webinars/machine/similar-questions", data={"text": "Who punched the cards of the looms?"})

    assert answer.headers["Cache-Control"] == "no-store"
    (link,) = page_of(answer).xpath("//a")
    assert (link.get("href"), link.text) == (
        "/recordings/looms-full?t=2472",
        "Answered in March 2026: watch at 41:12",
    )


def test_what_is_not_public_is_like_nothing(client, session, asked, before):
    before.visibility = "unlisted"
    asked(CARDS, state=QuestionState.PENDING)
    asked(CARDS, is_hidden=True)

    answer = client.post("/webinars/machine/similar-questions", data={"text": CARDS})

    assert (answer.status_code, answer.text.strip()) == (200, "")


@pytest.mark.parametrize("text", ["", "Who paid?", "Which stars did she count in the north?", "? ? ? ? ? ? ? ? ? ?"])
def test_other_questions_are_not_like_it(client, session, asked, before, text):
    asked(CARDS)

    assert client.post("/webinars/machine/similar-questions", data={"text": text}).text.strip() == ""
