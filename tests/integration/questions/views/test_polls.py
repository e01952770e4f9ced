"""questions.json: what it says, and what it costs."""

import gzip
import json

import pytest

from tests.audience_question_factories import give_votes
from tests.factories import add_question, add_recording, make_webinar
from tests.integration.questions.views.conftest import NOW
from webinars.models import QuestionState
from webinars.site.questions import json_output
from webinars.web.page_cache import poll_cache

ADDRESS = "/webinars/machine/questions.json"
KEYS = {
    *("number", "text", "name", "language", "state", "votes", "reason", "answer", "answered_by", "answered_s", "watch"),
    "merged_into",
}


def test_it_says_what_is_promised(client, session, asked, webinar):
    add_recording(session, webinar, slug="machine-full", duration_s=7000)
    cards = asked("Who punched the cards?", name="Mary Everest Boole")
    give_votes(session, cards, "ana", "ben")
    asked("Who paid?", state=QuestionState.MERGED, merged_into_id=cards.id)
    asked("Could it compose?", state=QuestionState.ANSWERING, answering_at=NOW, answered_s=2460)
    asked("How many teeth?", state=QuestionState.ANSWERED, answered_s=1440, answered_at=NOW)
    asked("How will it end?", state=QuestionState.DECLINED, reason="Badly.")

    answer = client.get(ADDRESS)

    said = answer.json
    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "public, max-age=2, stale-while-revalidate=10"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["ETag"].startswith(f'"{said["revision"]}-')
    assert (said["mode"], said["is_open"], said["answering"], said["more"]) == ("always", True, 3, 0)
    assert all(each.keys() >= KEYS for each in said["questions"])
    by_number = {each["number"]: each for each in said["questions"]}
    assert list(by_number) == [3, 1, 2, 4, 5]
    assert (by_number[1]["votes"], by_number[1]["name"], by_number[1]["language"]) == (2, "Mary Everest Boole", "en")
    assert by_number[2]["merged_into"] == 1
    assert by_number[4]["watch"] == "http://localhost/recordings/machine-full?t=1440"
    assert by_number[5]["reason"] == "Badly."


def test_it_says_that_a_question_of_the_agenda_is_answered(client, session, webinar, board):
    board.answering_agenda_id, board.answering_agenda_at = add_question(session, webinar).id, NOW

    assert client.get(ADDRESS).json["answering_agenda"] == {
        "text": "What is a tail made of?",
        "since": "2027-02-14T16:41:00Z",
    }


def test_of_what_waits_it_has_those_with_most_votes(client, session, asked, monkeypatch):
    monkeypatch.setattr(json_output, "MOST_OPEN_SHOWN", 2)
    for number in range(4):
        give_votes(session, asked(f"Question {number}?"), *(f"voter {each}" for each in range(number)))

    said = client.get(ADDRESS).json

    assert [each["number"] for each in said["questions"]] == [4, 3]
    assert said["more"] == 2


def test_without_news_it_is_answered_304(client, session, board, asked):
    asked()
    first = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    for name in ("ETag", "Cache-Control", "X-Robots-Tag", "Vary"):
        assert again.headers[name] == first.headers[name]
    assert "Content-Type" not in again.headers

    asked("Who paid?")
    board.revision += 1
    other = client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200
    assert other.headers["ETag"] != first.headers["ETag"]


def test_a_recording_that_has_come_is_news_without_a_new_revision(client, session, webinar, asked):
    asked(state=QuestionState.ANSWERED, answered_s=1440, answered_at=NOW)
    first = client.get(ADDRESS)

    add_recording(session, webinar, duration_s=7000)

    other = client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]})
    assert (other.status_code, other.json["revision"]) == (200, first.json["revision"])


def test_it_comes_compressed_to_those_who_can_read_that(client, session, asked):
    asked()
    plain = client.get(ADDRESS)
    packed = client.get(ADDRESS, headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.data)) == plain.json
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert client.get(ADDRESS, headers={"If-None-Match": packed.headers["ETag"]}).status_code == 304


def test_head_is_answered_as_get_without_the_octets(client, session, asked):
    asked()
    get, head = client.get(ADDRESS), client.head(ADDRESS)

    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == get.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(get.data))


def test_the_database_is_asked_once_a_second(client, session, asked, monkeypatch, count_statements):
    monkeypatch.setattr(poll_cache, "FRESH_S", 60.0)
    asked()
    first = client.get(ADDRESS)

    with count_statements() as statements:
        for _poll in range(3):
            assert client.get(ADDRESS, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
            assert client.get(ADDRESS).data == first.data

    assert statements == []


@pytest.mark.parametrize("path", ["/webinars/nobody/questions.json", "/webinars/other/questions.json"])
def test_where_there_are_no_questions_there_is_nothing(client, session, lunar, asked, path):
    make_webinar(session, lunar, "Other", slug="other")

    assert client.get(path).status_code == 404
