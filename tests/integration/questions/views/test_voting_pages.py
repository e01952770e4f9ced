"""Votes by cookie: with and without a script, at once from many, and where they no longer count."""

import pytest
import sqlalchemy as sa

from tests.factories import make_registration, open_desk
from tests.integration.registration.reading import page_of, words_of
from webinars.domain.questions.voter_cookies import new_voter_cookie, read_voter_cookie
from webinars.domain.registration.links import page_token
from webinars.models import AskedBy, AskingMode, AudienceQuestion, QuestionState, QuestionVote, RegistrationState
from webinars.site.questions import flood_limits

SCRIPT = {"Accept": "application/json"}
VOTES, BACK = "/webinars/machine/questions/1/votes", "/webinars/machine/questions/1/votes/deletion"


def vote_count(session, number=1):
    return session.scalar(sa.select(AudienceQuestion.vote_count).where(AudienceQuestion.number == number))


def test_without_a_script_the_answer_is_a_page(client, session, asked):
    asked("Who paid?")

    answer = client.post(VOTES)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert "Your vote counts: one now." in words_of(answer)
    (form,) = page_of(answer).xpath("//main//form")
    assert (form.action, form.method) == (BACK, "POST")
    assert "Take my vote back" in words_of(answer)
    again = client.post(BACK)
    assert "Your vote is taken back: 0 now." in words_of(again)
    assert vote_count(session) == 0


def test_a_browser_is_one_voter_and_another_one_another(client, new_client, session, asked):
    asked()
    for _press in range(3):
        assert client.post(VOTES, headers=SCRIPT).json == {"number": 1, "votes": 1, "is_held": False, "revision": 2}

    assert new_client().post(VOTES, headers=SCRIPT).json["votes"] == 2
    assert client.post(BACK, headers=SCRIPT).json["votes"] == 1


def test_the_cookie_reaches_the_addresses_of_votes_alone(client, session, asked):
    asked()
    cookie = client.post(VOTES).headers["Set-Cookie"]

    assert cookie.startswith("__Secure-voter=")
    for attribute in ("Secure", "HttpOnly", "Path=/webinars/machine/questions/", "SameSite=Lax", "Max-Age=2592000"):
        assert attribute in cookie
    # Given once.
    assert "Set-Cookie" not in client.post(VOTES).headers
    for path in ("/webinars/machine", "/webinars/machine/questions", "/webinars/machine/questions.json"):
        answer = client.get(path)
        assert "Cookie" not in answer.request.headers
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("made_up", ["", "x", "v.made-up." + "0" * 32, "é", "v." + "9" * 5000])
def test_a_cookie_that_was_made_up_is_none(settings, webinar, made_up):
    cookie = new_voter_cookie(settings, webinar.id, is_crowded=True)
    assert read_voter_cookie(settings, webinar.id, cookie.text) == cookie

    assert read_voter_cookie(settings, webinar.id, made_up) is None
    assert read_voter_cookie(settings, webinar.id, "v" + cookie.text[1:]) is None
    assert read_voter_cookie(settings, webinar.id + 1, cookie.text) is None


def test_looking_at_pages_gives_no_vote(client, session, asked):
    asked()
    for path in ("/webinars/machine", "/webinars/machine/questions"):
        client.get(path)

    assert client.get(VOTES).status_code == 405
    assert session.scalars(sa.select(QuestionVote.id)).all() == []


@pytest.mark.parametrize(
    ("values", "status", "sentence"),
    [
        ({"is_hidden": True, "hidden_reason": "Rude."}, 404, "This question is no longer here."),
        ({"state": QuestionState.PENDING}, 404, "This question is no longer here."),
        ({"state": QuestionState.ANSWERED}, 409, "This question has been answered. Its votes stay as they are."),
        (
            {"state": QuestionState.DECLINED, "reason": "No."},
            409,
            "This question is not taken up. Its votes stay as they are.",
        ),
    ],
)
def test_a_vote_for_what_has_become_of_it_meanwhile_is_refused_in_words(
    client, session, asked, values, status, sentence
):
    asked("Who says so?", **values)

    answer = client.post(VOTES)
    assert (answer.status_code, sentence in words_of(answer)) == (status, True)
    assert "Who says so?" not in answer.text
    assert "Rude." not in answer.text
    assert "Back to the questions" in words_of(answer)
    by_script = client.post(VOTES, headers=SCRIPT)
    assert (by_script.status_code, by_script.json) == (status, {"error": sentence})


def test_a_vote_for_what_was_merged_counts_for_the_other(client, session, asked):
    first = asked("Who paid?", state=QuestionState.OPEN)
    into = asked("Who was paid?")
    first.state, first.merged_into_id = QuestionState.MERGED, into.id

    assert client.post(VOTES, headers=SCRIPT).json == {
        "number": 1,
        "votes": 1,
        "merged_into": 2,
        "is_held": False,
        "revision": 2,
    }
    assert vote_count(session, 2) == 1


def test_after_the_end_votes_are_over_unless_questions_go_on(client, session, board, asked, noon):
    asked()
    board.mode = AskingMode.BEFORE

    answer = client.post(VOTES)

    assert (answer.status_code, vote_count(session)) == (409, 0)
    assert "Voting is closed." in words_of(answer)


def test_many_new_voters_of_one_network_wait_for_a_moderator(new_client, session, asked, monkeypatch):
    monkeypatch.setattr(flood_limits, "NEW_VOTERS", "2 per hour")
    asked()

    def vote(address):
        return new_client().post(VOTES, headers=SCRIPT, environ_base={"REMOTE_ADDR": address})

    held = [vote(f"198.51.100.{number}").json["is_held"] for number in range(1, 5)]
    assert held == [False, False, True, True]
    assert not vote("203.0.113.1").json["is_held"]
    assert vote_count(session) == 3

    # Who was one of too many stays one, whichever question it is about.
    asked("Who paid?")
    crowded = new_client()
    answer = crowded.post(VOTES, environ_base={"REMOTE_ADDR": "198.51.100.9"})
    assert "Your vote is kept and counts once a moderator has looked." in words_of(answer)
    assert crowded.post("/webinars/machine/questions/2/votes", headers=SCRIPT).json["is_held"]
    assert vote_count(session, 2) == 0


def test_too_many_presses_are_refused_in_a_sentence(client, session, asked, monkeypatch):
    monkeypatch.setattr(flood_limits, "MOST_VOTES", "2 per 10 minutes")
    asked()

    assert [client.post(VOTES).status_code for _press in range(3)] == [200, 200, 429]
    assert "So many votes came from your network" in client.post(BACK, headers=SCRIPT).json["error"]
    assert client.post(VOTES, environ_base={"REMOTE_ADDR": "203.0.113.1"}).status_code == 200


def test_a_report_is_counted(client, session, asked):
    asked("Who says so?", is_hidden=False)

    answer = client.post("/webinars/machine/questions/1/report")

    assert "Thank you. The moderators look at it." in words_of(answer)
    assert session.scalar(sa.select(AudienceQuestion.reported_count)) == 1
    assert "Set-Cookie" not in answer.headers


def test_another_site_can_give_no_vote(client, session, asked):
    asked()

    assert client.post(VOTES, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert vote_count(session) == 0


class TestRegistered:
    @pytest.fixture
    def own(self, session, settings, webinar, board, asked):
        """The address of Ana's page, where only registered people ask and vote."""
        open_desk(session, webinar)
        board.asked_by = AskedBy.REGISTERED
        ana = make_registration(session, settings, webinar)
        asked("Who paid?")
        session.commit()
        return f"/registrations/{page_token(settings, ana)}"

    @pytest.mark.usefixtures("derived")
    def test_votes_by_the_own_page_which_shows_them(self, client, session, own):
        assert "Vote for: Who paid? 0 votes" in client.get(own).text

        answer = client.post(f"{own}/questions/1/votes")

        assert "Your vote counts: one now." in words_of(answer)
        assert "Set-Cookie" not in answer.headers
        assert session.scalars(sa.select(QuestionVote.is_registered)).all() == [True]
        page = page_of(client.get(own))
        (button,) = page.xpath('//button[@class="vote"][@aria-pressed="true"]')
        assert button.get("aria-label") == "Your vote for: Who paid? 1 vote. Take it back"
        assert button.getparent().get("action") == f"{own}/questions/1/votes/deletion"
        assert client.post(f"{own}/questions/1/votes/deletion", headers=SCRIPT).json["votes"] == 0

    @pytest.mark.usefixtures("derived")
    def test_asks_by_the_own_page(self, client, session, own):
        answer = client.post(f"{own}/questions", data={"text": "Who was never paid?"})

        assert (answer.status_code, answer.location.startswith("/questions/")) == (303, True)
        asked = session.scalars(sa.select(AudienceQuestion).where(AudienceQuestion.number == 2)).one()
        assert (asked.text, asked.registration_id is None) == ("Who was never paid?", False)

    @pytest.mark.usefixtures("derived")
    def test_what_is_wrong_is_said_there_and_nothing_is_lost(self, client, own):
        answer = client.post(f"{own}/questions", data={"text": "?", "name": "Ana of Capua"})

        assert answer.status_code == 422
        assert "Write your question." in words_of(answer)
        assert page_of(answer).get_element_by_id("ask-name").get("value") == "Ana of Capua"

    @pytest.mark.usefixtures("derived", "own")
    def test_nobody_else_asks_or_votes(self, client, session):
        assert client.post(VOTES).status_code == 409
        answer = client.post("/webinars/machine/questions", data={"text": "May I ask all the same?"})
        assert answer.status_code == 409
        assert "May I ask all the same?" in answer.text
        assert vote_count(session) == 0

    @pytest.mark.usefixtures("derived", "own")
    def test_who_has_no_place_has_no_vote(self, client, session, settings, webinar):
        wanda = make_registration(session, settings, webinar, "Wanda", state=RegistrationState.WAITING)
        session.commit()
        hers = f"/registrations/{page_token(settings, wanda)}"

        assert "Who paid?" not in client.get(hers).text
        assert client.post(f"{hers}/questions/1/votes").status_code == 409
        assert client.post(f"{hers}/questions", data={"text": "May I ask?"}).status_code == 409
        assert session.scalars(sa.select(AudienceQuestion.number)).all() == [1]
