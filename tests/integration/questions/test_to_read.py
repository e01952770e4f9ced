"""How many questions wait to be read, as the desk says it."""

import pytest

from tests.audience_question_factories import make_question
from webinars.domain.questions.moderation_queue import queue_of, to_read_counts
from webinars.models import QuestionState

pytestmark = pytest.mark.usefixtures("live")


def test_what_was_hidden_before_anybody_read_it_waits_no_more(session, settings, asked, row):
    for is_hidden in (False, True):
        make_question(session, settings, row, state=QuestionState.PENDING, is_hidden=is_hidden)
    make_question(session, settings, row)

    assert to_read_counts(session, [asked.id]) == {asked.id: 1}
    assert [each.number for each in queue_of(session, asked.id).to_read] == [1]
