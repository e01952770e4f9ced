"""Which questions a speaker may answer in writing, whatever her page sends."""

import datetime as dt

import pytest

from tests.audience_question_factories import make_question
from tests.factories import add_appearance, make_speaker
from tests.integration.questions.conftest import NOW
from webinars.domain.accounts.queries import actor_of
from webinars.domain.questions.errors import MovedMeanwhile, QuestionFixed
from webinars.domain.questions.moderator_links import make_link, revoke_link
from webinars.domain.questions.speaker_answers import answer_as_speaker
from webinars.lib.errors import NotAllowed
from webinars.models import Agreement, QuestionState

pytestmark = pytest.mark.usefixtures("live")
THEIRS = {"state": QuestionState.ANSWERED, "written_at": NOW, "answer": "It does."}


@pytest.fixture
def caroline(session, lunar, asked):
    return add_appearance(session, asked, make_speaker(session, lunar), agreement=Agreement.AGREED)


@pytest.mark.parametrize(
    "values",
    [
        THEIRS,
        {"state": QuestionState.ANSWERED, "answered_at": NOW},
        {"state": QuestionState.DECLINED, "reason": "Not today."},
    ],
)
def test_what_another_has_answered_is_not_hers(session, settings, row, board, caroline, values):
    # A moderator has written to what is for her, or somebody has answered live what is for nobody.
    meant = {"appearance_id": caroline.id if "answer" in values else None}
    question = make_question(session, settings, row, **meant, **values)

    with pytest.raises(MovedMeanwhile):
        answer_as_speaker(session, board, caroline, 1, "It does not.", seen=question.answer, now=NOW)
    assert question.answer == values.get("answer", "")


def test_her_own_answer_is_hers_for_thirty_days(session, settings, row, board, caroline):
    make_question(session, settings, row, **THEIRS, answer_by_id=caroline.id)
    end = NOW + dt.timedelta(days=30)

    answer_as_speaker(session, board, caroline, 1, "It does not.", now=end - dt.timedelta(seconds=1))
    with pytest.raises(QuestionFixed):
        answer_as_speaker(session, board, caroline, 1, "It may.", now=end)


def test_only_who_looks_after_people_makes_and_revokes_links(session, board, olga, vera):
    link, _token = make_link(session, actor_of(session, olga.id), board, "Mary Somerville", now=NOW)

    with pytest.raises(NotAllowed):
        make_link(session, actor_of(session, vera.id), board, "Ada Lovelace", now=NOW)
    with pytest.raises(NotAllowed):
        revoke_link(session, actor_of(session, vera.id), board, link.id, now=NOW)
    assert link.revoked_at is None
