"""What a moderator presses on a page that somebody else has changed since: nothing of theirs is undone or lost."""

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import give_votes, make_question
from tests.factories import add_question
from tests.integration.questions.conftest import NOW
from webinars.domain.questions import answer_actions, flood_actions, moderator_actions
from webinars.domain.questions.errors import MovedMeanwhile
from webinars.domain.questions.moderation_queue import queue_of
from webinars.models import AudienceQuestion, QuestionState, QuestionVote

pytestmark = pytest.mark.usefixtures("live")
State = QuestionState


@pytest.fixture
def make(session, settings, row):
    return lambda text="Why do comets have tails?", **values: make_question(session, settings, row, text, **values)


def stored(session, number=1):
    return session.scalars(sa.select(AudienceQuestion).where(AudienceQuestion.number == number)).one()


@pytest.mark.parametrize(
    ("state", "press"),
    [
        (State.PENDING, lambda session, board, who: moderator_actions.approve(session, board, who, 1, now=NOW)),
        (State.PENDING, lambda session, board, who: moderator_actions.merge(session, board, who, 1, 2, now=NOW)),
        (State.OPEN, lambda session, board, who: moderator_actions.merge(session, board, who, 1, 2, now=NOW)),
        (
            State.OPEN,
            lambda session, board, who: moderator_actions.decline(session, board, who, 1, "No time.", now=NOW),
        ),
        (State.OPEN, lambda session, board, _who: moderator_actions.move_up(session, board, 1)),
        (
            State.OPEN,
            lambda session, board, who: answer_actions.answer_in_writing(session, board, who, 1, "Ice.", now=NOW),
        ),
        (State.ANSWERED, lambda session, board, who: moderator_actions.reopen(session, board, who, 1, now=NOW)),
    ],
)
def test_what_another_has_hidden_stays_hidden_as_it_was(session, board, cleo, mary, make, state, press):
    make(state=state)
    make()
    moderator_actions.hide(session, board, mary, 1, now=NOW)

    with pytest.raises(MovedMeanwhile, match="Mary Somerville has moved this question meanwhile"):
        press(session, board, cleo)

    question = stored(session)
    assert (question.is_hidden, question.state, question.rank, question.answer) == (True, state, 0, "")


def test_an_answer_in_writing_is_lost_by_no_press_but_in_its_own_form(session, board, cleo, mary, make):
    make(state=State.ANSWERED, answering_at=NOW, answered_at=NOW, answered_s=60)
    answer_actions.answer_in_writing(session, board, mary, 1, "*Ice.*", now=NOW)

    with pytest.raises(MovedMeanwhile, match="Mary Somerville"):
        moderator_actions.reopen(session, board, cleo, 1, now=NOW)
    assert (stored(session).state, stored(session).answer) == (State.ANSWERED, "*Ice.*")

    answer_actions.answer_in_writing(session, board, cleo, 1, "", seen="*Ice.*", now=NOW)
    moderator_actions.reopen(session, board, cleo, 1, now=NOW)
    assert (stored(session).state, stored(session).answered_s) == (State.OPEN, None)


@pytest.mark.parametrize("press", ["put_back", "hide"])
def test_what_was_answered_in_writing_waits_no_more_when_it_is_not_answered_live(session, board, cleo, make, press):
    make()
    answer_actions.answer_now(session, board, cleo, 1, now=NOW)
    answer_actions.answer_in_writing(session, board, cleo, 1, "Ice.", now=NOW)

    if press == "hide":
        moderator_actions.hide(session, board, cleo, 1, now=NOW)
        moderator_actions.show(session, board, cleo, 1, now=NOW)
    else:
        answer_actions.requeue(session, board, cleo, number=1, now=NOW)

    question = stored(session)
    assert (question.state, question.answer, question.answered_s) == (State.ANSWERED, "Ice.", None)


@pytest.mark.parametrize("press", [answer_actions.end_answer, answer_actions.requeue])
def test_another_question_of_the_agenda_that_was_taken_up_goes_on(session, asked, board, cleo, mary, press):
    add_question(session, asked, "What is a tail made of?")
    second = add_question(session, asked, "Does it cast a shadow?")
    answer_actions.answer_agenda_now(session, board, cleo, 1, now=NOW)
    answer_actions.answer_agenda_now(session, board, mary, 2, now=NOW)

    with pytest.raises(MovedMeanwhile):
        press(session, board, cleo, position=1, now=NOW)

    assert (board.row.answering_agenda_id, second.answered_s) == (second.id, None)


@pytest.mark.parametrize(("is_counted", "votes"), [(True, 3), (False, 1)])
def test_votes_held_before_a_merge_are_settled_where_they_would_count(
    session, asked, board, cleo, make, is_counted, votes
):
    first, second = make(), make()
    give_votes(session, first, "a")
    for question, voter in ((first, "h"), (second, "i")):
        session.add(QuestionVote(question_id=question.id, voter_digest=voter, is_held=True, created_at=NOW))
    moderator_actions.merge(session, board, cleo, 2, 1, now=NOW)
    assert queue_of(session, asked.id).waiting[0].held_votes == 2

    flood_actions.settle_held_votes(session, board, 1, is_counted=is_counted)

    assert (stored(session, 1).vote_count, queue_of(session, asked.id).waiting[0].held_votes) == (votes, 0)
    moderator_actions.unmerge(session, board, cleo, 2, now=NOW)
    assert stored(session, 2).vote_count == int(is_counted)
