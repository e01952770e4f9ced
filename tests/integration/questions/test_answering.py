"""When the moment of an answer is kept, and when an answer that was ended goes on."""

import datetime as dt

import pytest

from tests.audience_question_factories import make_question
from tests.factories import add_question
from tests.integration.questions.conftest import NOW
from webinars.domain.questions.agenda import LATEST_ANSWER_S
from webinars.domain.questions.answer_actions import (
    answer_agenda_now,
    answer_in_writing,
    end_answer,
    moment_s,
    resume,
    set_moment,
    set_stream_began,
)
from webinars.domain.questions.errors import MovedMeanwhile, QuestionInvalid
from webinars.models import QuestionState

pytestmark = pytest.mark.usefixtures("live")
SECOND = dt.timedelta(seconds=1)
ENDED = {"state": QuestionState.ANSWERED, "answering_at": NOW, "answered_at": NOW, "answered_s": 1800}


@pytest.mark.parametrize(
    ("after", "moment"),
    [
        (-SECOND / 2, None),
        (SECOND * 0, 0),
        (SECOND * 1.5, 1),
        (SECOND * LATEST_ANSWER_S, LATEST_ANSWER_S),
        (SECOND * (LATEST_ANSWER_S + 1), None),
    ],
)
def test_a_moment_lies_within_a_week_of_the_planned_start(asked, after, moment):
    assert moment_s(asked, asked.starts_at + after) == moment


@pytest.mark.parametrize("at_s", [-1, LATEST_ANSWER_S + 1])
def test_no_other_moment_can_be_said(session, settings, row, board, cleo, at_s):
    question = make_question(session, settings, row, **ENDED)

    with pytest.raises(QuestionInvalid):
        set_moment(session, board, cleo, 1, at_s, now=NOW)
    assert question.answered_s == 1800


@pytest.mark.parametrize("values", [{"answering_at": None}, {"answer": "It does."}, {"is_hidden": True}])
def test_what_was_not_ended_by_mistake_does_not_go_on(session, settings, row, board, cleo, values):
    question = make_question(session, settings, row, **(ENDED | values))

    with pytest.raises(MovedMeanwhile):
        resume(session, board, cleo, 1, now=NOW)
    assert question.state is QuestionState.ANSWERED


@pytest.mark.parametrize("is_agenda", [True, False])
def test_nothing_goes_on_while_another_is_being_answered(session, settings, asked, row, board, cleo, is_agenda):
    question = make_question(session, settings, row, **ENDED)
    if is_agenda:
        add_question(session, asked)
        answer_agenda_now(session, board, cleo, 1, now=NOW)
    else:
        make_question(session, settings, row, state=QuestionState.ANSWERING)

    with pytest.raises(MovedMeanwhile):
        resume(session, board, cleo, 1, now=NOW)
    end_answer(session, board, cleo, number=None if is_agenda else 2, position=1, now=NOW)
    resume(session, board, cleo, 1, now=NOW)
    assert (question.state, question.answered_s) == (QuestionState.ANSWERING, 1800)


def test_what_is_written_while_it_is_being_answered_ends_nothing(session, settings, row, board, cleo):
    question = make_question(session, settings, row, state=QuestionState.ANSWERING, answering_at=NOW, answered_s=1800)

    answer_in_writing(session, board, cleo, 1, "It does.", now=NOW)
    assert (question.state, question.answered_at) == (QuestionState.ANSWERING, None)
    answer_in_writing(session, board, cleo, 1, "", now=NOW)
    assert question.state is QuestionState.ANSWERING

    end_answer(session, board, cleo, number=1, now=NOW)
    assert (question.state, question.answered_s) == (QuestionState.ANSWERED, 1800)


def test_a_written_answer_takes_the_place_of_the_reason_why_there_was_none(session, settings, row, board, cleo):
    question = make_question(session, settings, row, state=QuestionState.DECLINED, reason="Not today.")

    answer_in_writing(session, board, cleo, 1, "It does.", now=NOW)

    assert (question.state, question.reason) == (QuestionState.ANSWERED, "")


def test_moderators_learn_that_the_stream_began_later(session, row, board, cleo):
    revision = row.revision

    set_stream_began(session, board, cleo, NOW, now=NOW)

    assert (row.stream_began_at, row.revision) == (NOW, revision + 1)
