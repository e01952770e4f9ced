"""Links of moderators: each is of one webinar, and one that has been opened keeps its address."""

import datetime as dt

import pytest

from tests.audience_question_factories import open_board
from tests.factories import make_webinar
from tests.integration.questions.conftest import NOW
from webinars.domain.accounts.queries import actor_of
from webinars.domain.questions.boards import lock_board
from webinars.domain.questions.errors import QuestionInvalid
from webinars.domain.questions.moderator_links import MOST_LINKS, links_of, make_link, moderator_of, revoke_link

pytestmark = pytest.mark.usefixtures("live")


def test_a_link_of_another_webinar_is_not_revoked(session, lunar, board, olga):
    actor = actor_of(session, olga.id)
    link, _token = make_link(session, actor, board, "Mary Somerville", now=NOW)
    other = make_webinar(session, lunar, "Eclipses")
    open_board(session, other)

    revoke_link(session, actor, lock_board(session, other.id), link.id, now=NOW)
    assert link.revoked_at is None
    revoke_link(session, actor, board, link.id, now=NOW)
    assert link.revoked_at == NOW


def test_a_link_that_somebody_uses_keeps_its_address(session, board, olga):
    actor = actor_of(session, olga.id)
    first, _token = make_link(session, actor, board, "Mary Somerville", now=NOW)
    digest = first.digest
    moderator_of(first, now=NOW)

    second, _token = make_link(session, actor, board, "Mary Somerville", now=NOW + dt.timedelta(seconds=1))

    assert second.id != first.id
    assert first.digest == digest


def test_there_are_no_more_links_than_somebody_can_keep_apart(session, asked, board, olga):
    for number in range(MOST_LINKS):
        make_link(session, actor_of(session, olga.id), board, f"Moderator {number}", now=NOW)

    with pytest.raises(QuestionInvalid):
        make_link(session, actor_of(session, olga.id), board, "One more", now=NOW)
    assert len(links_of(session, asked.id)) == MOST_LINKS
