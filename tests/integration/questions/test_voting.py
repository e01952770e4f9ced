import datetime as dt

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import give_votes, make_question
from tests.integration.questions.conftest import NOW
from webinars.domain.programme.phases import over_at
from webinars.domain.questions.errors import QuestionGone, VotingClosed
from webinars.domain.questions.flood_actions import settle_held_votes
from webinars.domain.questions.links import voter_of_cookie
from webinars.domain.questions.moderation_queue import queue_of
from webinars.domain.questions.moderator_actions import merge, unmerge
from webinars.domain.questions.public_queries import public_questions
from webinars.domain.questions.voter_actions import Voter, report, take_back, vote
from webinars.models import AskingMode, QuestionBoard, QuestionState, QuestionVote

pytestmark = pytest.mark.usefixtures("live")
State = QuestionState
ANA, BEN = Voter("ana"), Voter("ben", is_registered=True)


@pytest.fixture
def comet(session, settings, row):
    return make_question(session, settings, row)


def votes(session, webinar):
    return {each.number: each.votes for each in public_questions(session, webinar.id).questions}


def test_a_vote_counts_once_and_can_be_taken_back(session, asked, comet):
    for _press in range(2):
        assert not vote(session, asked.id, 1, ANA, now=NOW).is_held
    vote(session, asked.id, 1, BEN, now=NOW)

    assert votes(session, asked) == {1: 2}
    assert (comet.vote_count, comet.registered_vote_count) == (2, 1)
    for _press in range(2):
        take_back(session, asked.id, 1, ANA, now=NOW)
    assert votes(session, asked) == {1: 1}
    take_back(session, asked.id, 1, BEN, now=NOW)
    assert (comet.vote_count, comet.registered_vote_count) == (0, 0)


def test_a_vote_that_changes_nothing_leaves_the_revision_as_it_was(session, asked, comet):
    def revision():
        return session.scalar(sa.select(QuestionBoard.revision))

    take_back(session, asked.id, 1, ANA, now=NOW)
    before = revision()
    vote(session, asked.id, 1, ANA, now=NOW)
    after = revision()
    vote(session, asked.id, 1, ANA, now=NOW)

    assert (before, after, revision()) == (1, 2, 2)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"is_hidden": True}, QuestionGone),
        ({"state": State.PENDING}, QuestionGone),
        ({"state": State.ANSWERED}, VotingClosed),
        ({"state": State.DECLINED, "reason": "Another day."}, VotingClosed),
    ],
)
def test_nobody_votes_for_what_is_not_open(session, settings, asked, row, change, error):
    make_question(session, settings, row, **change)

    for verb in (vote, take_back):
        with pytest.raises(error):
            verb(session, asked.id, 1, ANA, now=NOW)
    assert session.scalars(sa.select(QuestionVote)).all() == []


def test_nobody_votes_for_what_nobody_asked_or_asked_elsewhere(session, asked, comet):
    with pytest.raises(QuestionGone):
        vote(session, asked.id, 2, ANA, now=NOW)
    with pytest.raises(LookupError):
        vote(session, asked.id + 1, 1, ANA, now=NOW)


def test_nobody_votes_once_it_is_over_and_everybody_while_asking_is_paused(session, asked, row, comet):
    row.is_paused = True
    vote(session, asked.id, 1, ANA, now=NOW)

    row.mode = AskingMode.BEFORE
    with pytest.raises(VotingClosed):
        vote(session, asked.id, 1, BEN, now=NOW)
    assert votes(session, asked) == {1: 1}


def test_a_vote_for_what_was_merged_counts_for_the_other(session, settings, asked, board, cleo, comet):
    make_question(session, settings, board.row, "Why have comets tails?")
    merge(session, board, cleo, 2, 1, now=NOW)

    assert vote(session, asked.id, 2, ANA, now=NOW).question.number == 1

    assert votes(session, asked) == {1: 1, 2: 0}


def test_a_voter_of_both_counts_once_and_unmerging_loses_nothing(session, settings, asked, board, cleo, comet):
    second = make_question(session, settings, board.row, "Why have comets tails?")
    give_votes(session, comet, "ana", "both")
    give_votes(session, second, "both", "ben", "cy")

    merge(session, board, cleo, 2, 1, now=NOW)
    assert votes(session, asked) == {1: 4, 2: 3}

    unmerge(session, board, cleo, 2, now=NOW)
    assert votes(session, asked) == {1: 2, 2: 3}


def test_a_vote_is_taken_back_from_all_that_was_merged(session, settings, asked, board, cleo, comet):
    second = make_question(session, settings, board.row, "Why have comets tails?")
    give_votes(session, comet, "ana", "ben")
    give_votes(session, second, "ana")
    merge(session, board, cleo, 2, 1, now=NOW)

    take_back(session, asked.id, 1, ANA, now=NOW)

    assert votes(session, asked) == {1: 1, 2: 0}
    unmerge(session, board, cleo, 2, now=NOW)
    assert votes(session, asked) == {1: 1, 2: 0}


def test_votes_of_a_crowd_wait_until_a_moderator_counts_them(session, asked, board, comet):
    assert vote(session, asked.id, 1, ANA, is_crowded=True, now=NOW).is_held
    assert not vote(session, asked.id, 1, BEN, is_crowded=True, now=NOW).is_held, "who is registered is known"
    assert votes(session, asked) == {1: 1}
    assert [(each.votes, each.held_votes) for each in queue_of(session, asked.id).waiting] == [(1, 1)]

    settle_held_votes(session, board, 1, is_counted=True)
    assert votes(session, asked) == {1: 2}


def test_votes_of_a_crowd_may_be_dropped(session, asked, board, comet):
    vote(session, asked.id, 1, ANA, is_crowded=True, now=NOW)
    vote(session, asked.id, 1, Voter("honest"), now=NOW)

    settle_held_votes(session, board, 1, is_counted=False)

    assert votes(session, asked) == {1: 1}
    assert len(session.scalars(sa.select(QuestionVote)).all()) == 1


def test_a_rude_question_is_reported_to_the_moderators(session, settings, asked, row, comet):
    make_question(session, settings, row, "Hidden?", is_hidden=True)

    report(session, asked.id, 1)
    report(session, asked.id, 1)
    with pytest.raises(QuestionGone):
        report(session, asked.id, 2)

    assert [each.reported_count for each in queue_of(session, asked.id).waiting] == [2]


def test_one_cookie_is_another_voter_at_another_webinar_and_with_another_key(settings):
    digests = {voter_of_cookie(settings, webinar_id, cookie) for webinar_id in (1, 2) for cookie in ("a", "b")}

    assert len(digests) == 4
    assert all(len(digest) == 64 and digest.strip("0123456789abcdef") == "" for digest in digests)


def test_votes_are_given_at_the_last_second_and_not_after_it(session, asked, comet):
    vote(session, asked.id, 1, ANA, now=over_at(asked) - dt.timedelta(seconds=1))
    with pytest.raises(VotingClosed):
        vote(session, asked.id, 1, BEN, now=over_at(asked))
