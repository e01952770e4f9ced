"""What stands below another question is seen as long as that is, and no longer."""

import pytest

from tests.audience_question_factories import asker_token, make_question
from tests.integration.questions.conftest import NOW
from webinars.domain.questions.asker_actions import edit
from webinars.domain.questions.asker_queries import asker_question
from webinars.domain.questions.errors import QuestionGone
from webinars.domain.questions.merge_preview import targets_of
from webinars.domain.questions.moderator_actions import approve, hide, merge, show
from webinars.domain.questions.public_queries import public_questions
from webinars.domain.questions.voter_actions import Voter, report, vote
from webinars.models import QuestionState

pytestmark = pytest.mark.usefixtures("live")
ANA = Voter("ana")


def shown(session, webinar):
    return [each.number for each in public_questions(session, webinar.id).questions]


def test_what_is_merged_is_out_of_sight_while_the_other_has_words_that_wait(
    session, settings, lunar, asked, row, board, cleo
):
    into, below = make_question(session, settings, row), make_question(session, settings, row, "And the tails?")
    lunar.blocked_words = ["scam"]
    merge(session, board, cleo, 2, 1, now=NOW)
    assert shown(session, asked) == [1, 2]
    assert asker_question(session, asker_token(settings, below), now=NOW).merged_into is into

    edit(session, asker_token(settings, into), "Is the tail a scam?", now=NOW)

    assert into.state is QuestionState.PENDING
    assert shown(session, asked) == []
    assert asker_question(session, asker_token(settings, below), now=NOW).merged_into is None
    with pytest.raises(QuestionGone):
        vote(session, asked.id, 2, ANA, now=NOW)
    with pytest.raises(QuestionGone):
        report(session, asked.id, 2)
    approve(session, board, cleo, 1, now=NOW)
    assert shown(session, asked) == [1, 2]


def test_what_is_merged_is_out_of_sight_with_the_other(session, settings, asked, row, board, cleo):
    make_question(session, settings, row)
    below = make_question(session, settings, row, "And the tails?")
    merge(session, board, cleo, 2, 1, now=NOW)

    hide(session, board, cleo, 1, now=NOW)
    assert shown(session, asked) == []
    assert asker_question(session, asker_token(settings, below), now=NOW).merged_into is None

    show(session, board, cleo, 1, now=NOW)
    assert shown(session, asked) == [1, 2]


def test_it_is_merged_into_nothing_that_nobody_sees(session, settings, asked, row):
    for values in ({}, {"is_hidden": True}, {"state": QuestionState.PENDING}, {"state": QuestionState.ANSWERED}):
        make_question(session, settings, row, **values)

    assert [each.number for each in targets_of(session, asked.id, 1)] == [4]
