"""The section in previews: as it will look, and nothing of it can be pressed."""

import pytest

from tests.integration.questions.views.conftest import NOW
from tests.integration.registration.reading import page_of, words_of
from webinars.models import AskingMode, Status


@pytest.fixture
def draft(session, webinar, board):
    webinar.status, webinar.published_at = Status.DRAFT, None
    session.commit()
    return "/manage/webinars/machine/preview"


def test_a_preview_shows_the_form_and_takes_nothing(client, sign_in, olga, draft):
    sign_in(client, olga)

    answer = client.get(draft)

    assert "Ask a question" in words_of(answer)
    page = page_of(answer)
    assert page.xpath('//form[@id="ask"]//fieldset[@disabled]//textarea')
    assert page.xpath("//*[@data-questions]") == []
    assert client.post("/webinars/machine/questions", data={"text": "Who paid for the cards?"}).status_code == 404


def test_a_preview_says_when_questions_open(client, sign_in, olga, board, draft):
    sign_in(client, olga)
    board.mode = AskingMode.DURING

    assert "Questions open with the webinar." in words_of(client.get(draft))


@pytest.mark.usefixtures("derived")
def test_a_cancelled_webinar_shows_what_was_asked(client, session, webinar, asked):
    asked("Who paid for the cards?")
    webinar.status, webinar.cancelled_at = Status.CANCELLED, NOW

    words = words_of(client.get("/webinars/machine"))

    assert "Who paid for the cards?" in words
    assert "Ask this question" not in words
    assert client.post("/webinars/machine/questions/1/votes").status_code == 409
