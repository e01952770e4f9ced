"""What the audience asks a speaker, and what she answers in writing on her own page."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import give_votes, make_question, open_board
from tests.factories import add_appearance, make_speaker, make_speaking_link, make_webinar
from tests.integration.registration.reading import page_of, words_of
from tests.integration.speaker_pages.conftest import NOW
from webinars.domain.questions.answer_actions import answer_in_writing
from webinars.domain.questions.boards import lock_board
from webinars.domain.questions.moderator_actions import Moderator, hide
from webinars.domain.speaker_pages.links import token_of
from webinars.models import Agreement, AskingMode, AudienceQuestion, AuditEvent, QuestionState

DAY = dt.timedelta(days=1)


@pytest.fixture
def board(session, webinar, wang):
    wang.agreement = Agreement.AGREED
    return open_board(session, webinar, mode=AskingMode.ALWAYS)


@pytest.fixture
def make(session, settings, board):
    def make(text="Could the mirror have foretold the eclipse?", *, votes="", **values):
        question = make_question(session, settings, board, text, **values)
        give_votes(session, question, *votes)
        return question

    return make


@pytest.fixture
def answer(client, own):
    def answer(text, number=1, **form):
        return client.post(f"{own}/questions/{number}", data={"answer": text, **form})

    return answer


@pytest.fixture
def stored(session):
    def stored(number=1):
        session.expire_all()
        return session.scalars(
            sa.select(AudienceQuestion)
            .where(AudienceQuestion.number == number)
            .execution_options(populate_existing=True)
        ).one()

    return stored


def asked(answer):
    return [each.text_content() for each in page_of(answer).xpath('//section[@aria-labelledby="for-you"]//li//p[1]')]


def texts(answer):
    found = page_of(answer).xpath('//section[@aria-labelledby="for-you"]//*[@class="ask-text"]')
    return [each.text_content() for each in found]


def test_she_sees_what_is_for_her_first_then_what_is_for_nobody(session, lunar, webinar, make, wang, client, own):
    other = add_appearance(session, webinar, make_speaker(session, lunar, "Caroline Herschel"))
    make("For nobody?", votes="abc")
    make("For her?", votes="a", appearance_id=wang.id)
    make("For another?", appearance_id=other.id)
    make("Not read yet?", state=QuestionState.PENDING)
    make("Hidden?", is_hidden=True)
    make("Not taken up?", state=QuestionState.DECLINED, reason="No time.")
    make("Answered by others?", state=QuestionState.ANSWERED, answer="Yes.", answer_by="Caroline Herschel")
    make("Hers, answered?", state=QuestionState.ANSWERED, answer="Yes.", answer_by_id=wang.id, written_at=NOW)
    session.commit()

    page = client.get(own)

    assert texts(page) == ["For her?", "For nobody?", "Hers, answered?"]
    assert "2 open, 1 answered" in words_of(page)


def test_her_answer_stands_under_her_name_at_once_and_may_be_changed_and_taken_back(
    session, make, wang, client, own, answer, stored
):
    make(appearance_id=wang.id)
    session.commit()

    first = answer("It explains.", seen="")
    said = (stored().answer, stored().answer_by, stored().answer_by_id, stored().state)
    changed = answer("It *explains*.", seen="It explains.")

    assert said == ("It explains.", "Wang Zhenyi", wang.id, QuestionState.ANSWERED)
    assert "Your answer stands on the page." in words_of(client.get(first.location))
    assert (changed.status_code, stored().answer) == (303, "It *explains*.")
    gone = answer("", seen="It *explains*.")
    assert "Your answer is gone from the page." in words_of(client.get(gone.location))
    assert (stored().answer, stored().state) == ("", QuestionState.OPEN)


def test_pressing_twice_is_pressing_once(session, make, answer, stored):
    make()
    session.commit()
    answer("Ice.", seen="")

    assert answer("Ice.", seen="").status_code == 303

    assert stored().answer == "Ice."
    count = sa.select(sa.func.count(AuditEvent.id)).where(AuditEvent.action == "questions:write")
    assert session.scalar(count) == 1


def test_after_thirty_days_her_answer_stays(session, noon, webinar, make, wang, answer, stored):
    written = webinar.ends_at - 5 * DAY
    make(state=QuestionState.ANSWERED, answer="Ice.", answer_by="Wang", answer_by_id=wang.id, written_at=written)
    session.commit()
    noon.move_to(written + 29 * DAY)
    before = answer("Dust.", seen="Ice.")
    noon.move_to(written + 30 * DAY)

    after = answer("Fog.", seen="Dust.")

    assert (before.status_code, after.status_code, stored().answer) == (303, 409, "Dust.")
    assert "Your answer is older than 30 days" in words_of(after)
    assert page_of(after).xpath('//textarea[@name="answer"]') == []


@pytest.mark.parametrize("who", ["another speaker", "a moderator"])
def test_the_answer_of_another_is_not_hers_to_change(session, lunar, webinar, make, answer, stored, who):
    other = add_appearance(session, webinar, make_speaker(session, lunar, "Caroline Herschel"))
    make()
    session.commit()
    written_by = other if who == "another speaker" else None
    board, mary = lock_board(session, webinar.id), Moderator(name="Mary Somerville", link_id=1)
    answer_in_writing(session, board, mary, 1, "Dust.", appearance=written_by, now=NOW)
    session.commit()

    late = answer("Ice, as I have measured.", seen="")

    assert (late.status_code, stored().answer) == (409, "Dust.")
    assert "has moved this question meanwhile." in words_of(late)
    assert page_of(late).get_element_by_id("left").text.strip() == "Ice, as I have measured."


@pytest.mark.parametrize("change", ["for another", "hidden", "none"])
def test_what_is_not_hers_is_as_if_it_were_not(session, lunar, webinar, make, answer, stored, change):
    other = add_appearance(session, webinar, make_speaker(session, lunar, "Caroline Herschel"))
    make(appearance_id=other.id if change == "for another" else None, is_hidden=change == "hidden")
    session.commit()

    late = answer("Ice.", number=7 if change == "none" else 1, seen="")

    assert (late.status_code, stored().answer) == (409, "")
    assert "This question is no longer here." in words_of(late)


def test_while_she_is_not_confirmed_nothing_stands_under_her_name(session, make, wang, client, own, answer, stored):
    make(appearance_id=wang.id)
    wang.agreement = Agreement.ASKED
    session.commit()

    assert texts(client.get(own)) == []
    assert (answer("Ice.").status_code, stored().answer) == (409, "")


def test_an_answer_that_was_given_live_may_be_written_down_too(session, make, wang, answer, stored):
    make(appearance_id=wang.id, state=QuestionState.ANSWERED, answered_s=60, answered_at=NOW)
    session.commit()

    answer("As I said: ice.", seen="")

    assert (stored().answer, stored().answered_s) == ("As I said: ice.", 60)


@pytest.mark.parametrize(
    ("text", "sentence"), [("  ", "Write your answer."), ("x" * 4001, "This has 4001 characters. Shorten it to 4000.")]
)
def test_what_is_no_answer_is_refused_at_its_box_and_kept(session, make, answer, stored, text, sentence):
    make()
    session.commit()

    refused = answer(text, seen="")

    assert (refused.status_code, stored().answer) == (422, "")
    assert sentence in words_of(refused)
    (box,) = page_of(refused).xpath('//textarea[@name="answer"]')
    assert (box.text or "").strip() == text.strip()


def test_she_answers_long_after_the_end_whatever_the_mode(session, noon, webinar, make, board, answer, stored):
    make()
    board.mode = AskingMode.BEFORE
    session.commit()
    noon.move_to(webinar.ends_at + 20 * DAY)

    assert answer("Ice.", seen="").status_code == 303
    assert stored().answer == "Ice."


def test_where_nobody_asks_there_is_nothing_to_answer(client, own, answer):
    assert texts(client.get(own)) == []
    assert answer("Ice.").status_code == 404


def test_a_link_that_is_over_answers_nothing(session, noon, webinar, make, answer, stored):
    make()
    session.commit()
    noon.move_to(webinar.ends_at + 40 * DAY)

    assert answer("Ice.", seen="").status_code == 410
    assert stored().answer == ""


def test_her_page_holds_nothing_about_askers_and_voters(session, settings, webinar, make, wang, client, own):
    question = make(votes=["first-voter-digest"], notify_email="asker@attendee.example", appearance_id=wang.id)
    hidden = make("Planted and hidden?", is_hidden=True, hidden_reason="A planted reason.")
    session.commit()
    hide(session, lock_board(session, webinar.id), Moderator(name="Mary", link_id=1), hidden.number, now=NOW)
    session.commit()

    text = client.get(own).text

    assert question.text in text
    planted = "first-voter-digest", "asker@attendee.example", "Planted and hidden", "A planted reason", question.nonce
    assert [each for each in planted if each in text] == []


def test_her_link_answers_nothing_of_another_webinar(session, settings, lunar, make, wang, client, own, stored):
    elsewhere = make_webinar(session, lunar, "Tides", slug="tides")
    other = add_appearance(session, elsewhere, wang.speaker)
    link = make_speaking_link(session, settings, other)
    make(appearance_id=wang.id)
    session.commit()

    answer = client.post(f"/speaking/{token_of(settings, link)}/questions/1", data={"answer": "Ice."})

    assert (answer.status_code, stored().answer) == (404, "")
