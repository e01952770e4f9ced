"""The own page of somebody who has asked."""

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import asker_token, give_votes
from tests.integration.questions.views.conftest import NOW
from tests.integration.registration.reading import page_of, words_of
from webinars.models import AudienceQuestion, QuestionBoard, QuestionState, RecordingPlan

CARDS = "Who punched the cards, and were they paid for it?"


def stored(session):
    return session.scalars(sa.select(AudienceQuestion).order_by(AudienceQuestion.number)).all()


@pytest.fixture
def own(session, settings, asked):
    """`own(state=…)`: the address of the page of a question."""

    def own(text=CARDS, **values):
        question = asked(text, **values)
        session.commit()
        return f"/questions/{asker_token(settings, question)}"

    return own


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": QuestionState.PENDING}, "Waiting to be read A moderator reads it before it stands on the page."),
        ({}, "On the page 0 votes, first of 1. See it there"),
        (
            {"state": QuestionState.ANSWERING, "answering_at": NOW},
            "Being answered now Your question is being answered.",
        ),
        (
            {"state": QuestionState.ANSWERED, "answered_s": 60, "answered_at": NOW},
            "Answered One minute in, it was answered. What became of it",
        ),
        # Before the start: no recording will show it.
        (
            {"state": QuestionState.ANSWERED, "answered_s": None, "answered_at": NOW},
            "Answered It was answered. What became of it",
        ),
        (
            {"state": QuestionState.ANSWERED, "answer": "*Yes.*", "answer_by": "De Morgan", "written_at": NOW},
            (
                "Answered in writing De Morgan answered it on 14 February 2027. The answer stands below your question "
                "and on the webinar’s page. Yes."
            ),
        ),
        (
            {"state": QuestionState.DECLINED, "reason": "That is our next webinar."},
            "Not taken up The moderator gives this reason: “That is our next webinar.”",
        ),
        (
            {"is_hidden": True, "hidden_reason": "It names a private person."},
            (
                "Hidden A moderator has taken it from the page, with this reason: “It names a private person.” "
                "You may ask it again in other words."
            ),
        ),
    ],
)
def test_says_what_became_of_it(client, own, values, words):
    answer = client.get(own(**values))

    assert words in words_of(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_only_a_recording_that_was_promised_is_waited_for(client, session, webinar, own):
    webinar.recording_plan = RecordingPlan.YES
    page = client.get(own(state=QuestionState.ANSWERED, answered_s=60, answered_at=NOW))

    assert "it was answered. You can watch it here when the recording is up." in words_of(page)


def test_says_with_which_it_was_put_together(client, session, asked, own):
    into = asked("Who paid?")
    address = own(state=QuestionState.MERGED, merged_into_id=into.id)
    assert "A moderator has put it together with Who paid?. Its 0 votes count there." in words_of(client.get(address))

    into.is_hidden = True
    assert "Who paid?" not in client.get(address).text


def test_words_can_be_changed_until_somebody_votes(client, session, own):
    address = own()
    assert client.post(f"{address}/edit", data={"text": "Who paid?"}).location == f"{address}?told=edited#told"
    (question,) = stored(session)
    assert question.text == "Who paid?"
    assert client.post(f"{address}/edit", data={"text": " "}).status_code == 422

    give_votes(session, stored(session)[0], "ana", "ben")
    assert "2 people have voted for these words, so they stay as they are." in words_of(client.get(address))
    refused = client.post(f"{address}/edit", data={"text": "Who, and why?"})
    assert refused.status_code == 409
    assert "You had written: Who, and why?" in words_of(refused)
    assert stored(session)[0].text == "Who paid?"


@pytest.mark.usefixtures("with_mail_server")
def test_name_and_address_can_be_changed(client, session, own):
    address = own(name="Mary Everest", notify_email="mary@boole.example")
    assert "One mail to mary@boole.example." in words_of(client.get(address))

    client.post(f"{address}/wishes", data={"name": "Mary Everest Boole", "tell": "yes"})
    (question,) = stored(session)
    assert (question.name, question.notify_email) == ("Mary Everest Boole", "mary@boole.example")
    client.post(f"{address}/wishes", data={"name": ""})
    (question,) = stored(session)
    assert (question.name, question.notify_email) == ("", None)
    wrong = client.post(f"{address}/wishes", data={"name": "Mary", "email": "nobody"})
    assert (
        wrong.status_code,
        page_of(wrong).get_element_by_id("email").value,
        page_of(wrong).get_element_by_id("name").value,
    ) == (422, "nobody", "Mary")


def test_it_is_taken_back_with_its_votes(client, session, own):
    address = own()
    give_votes(session, stored(session)[0], "ana", "ben")
    assert "It goes from the page with its 2 votes" in words_of(client.get(address))

    answer = client.post(f"{address}/withdrawal")

    assert "Your question is taken back." in words_of(answer)
    assert stored(session) == []
    assert client.get(address).status_code == 404


def test_what_is_answered_stays_without_its_name(client, session, own):
    address = own(state=QuestionState.ANSWERED, answered_s=60, answered_at=NOW, name="Mary Everest")
    assert client.post(f"{address}/withdrawal").status_code == 409

    assert "Erased." in words_of(client.post(f"{address}/erasure"))

    assert [(each.text, each.name) for each in stored(session)] == [(CARDS, "")]
    assert client.get(address).status_code == 404


def test_looking_at_it_changes_nothing(client, session, own):
    address = own()
    before = session.scalar(sa.select(QuestionBoard.revision))
    for act in ("edit", "wishes", "withdrawal", "erasure"):
        assert client.get(f"{address}/{act}").status_code == 405
    client.get(address)

    assert session.scalar(sa.select(QuestionBoard.revision)) == before
