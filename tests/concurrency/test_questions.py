"""Many people at one board: each voter counts once, one question is answered at a time, and nothing is undone."""

import random

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import make_question, open_board
from tests.factories import make_organisation, make_webinar
from webinars import clock
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.questions import answer_actions, moderator_actions
from webinars.domain.questions.asker_actions import QuestionInput, ask, withdraw
from webinars.domain.questions.boards import BoardSettings, lock_board, set_board
from webinars.domain.questions.errors import TakenUpAlready
from webinars.domain.questions.links import token_of
from webinars.domain.questions.moderator_actions import Moderator
from webinars.domain.questions.voter_actions import Voter, take_back, vote
from webinars.models import AskingMode, AudienceQuestion, QuestionBoard, QuestionState, QuestionVote, Webinar

State = QuestionState
CLEO, MARY = Moderator(name="Cleo", link_id=1), Moderator(name="Mary", link_id=2)


@pytest.fixture
def webinar(session):
    return make_webinar(session, make_organisation(session))


@pytest.fixture
def board(session, webinar):
    return open_board(session, webinar)


@pytest.fixture
def comet(session, settings, board):
    return make_question(session, settings, board)


def distinct_voters(session, question):
    """Counted by hand, from the votes alone."""
    rows = session.execute(
        sa.select(QuestionVote.voter_digest)
        .join(AudienceQuestion, AudienceQuestion.id == QuestionVote.question_id)
        .where(sa.or_(AudienceQuestion.id == question.id, AudienceQuestion.merged_into_id == question.id))
    )
    return len({row.voter_digest for row in rows})


def assert_sound(session):
    """What must hold at every moment."""
    questions = session.scalars(sa.select(AudienceQuestion).order_by(AudienceQuestion.id)).all()
    assert [each.vote_count for each in questions] == [distinct_voters(session, each) for each in questions]
    assert sum(each.state is State.ANSWERING for each in questions) <= 1
    ends = {each.id for each in questions if each.merged_into_id is None}
    assert {each.merged_into_id for each in questions if each.merged_into_id is not None} <= ends
    return questions


def voting(webinar, verb, number, voters):
    return [
        lambda own, digest=f"voter {each}": verb(own, webinar.id, number, Voter(digest), now=clock.now())
        for each in voters
    ]


def moderate(webinar, verb, *args):
    return lambda own: verb(own, lock_board(own, webinar.id), *args, now=clock.now())


def withdrawing(token):
    return lambda own: withdraw(own, token)


def test_sixty_vote_while_twenty_take_theirs_back(session, webinar, comet, together):
    for each in range(20):
        vote(session, webinar.id, 1, Voter(f"voter {each}"), now=clock.now())

    presses = [*voting(webinar, vote, 1, range(20, 80)), *voting(webinar, take_back, 1, range(20))]
    assert together(presses) == []

    [question] = assert_sound(session)
    assert question.vote_count == 60


def test_one_voter_who_presses_ten_times_at_once_counts_once(session, webinar, comet, together):
    assert together(voting(webinar, vote, 1, [7] * 10)) == []

    [question] = assert_sound(session)
    assert question.vote_count == 1


def test_no_vote_is_lost_while_a_question_is_merged_and_stands_alone_again(
    session, settings, webinar, board, comet, together
):
    make_question(session, settings, board, "Why have comets tails?")
    merging = [
        moderate(webinar, moderator_actions.merge, CLEO, 2, 1),
        moderate(webinar, moderator_actions.unmerge, MARY, 2),
    ]

    together([*voting(webinar, vote, 1, range(12)), *voting(webinar, vote, 2, range(6, 18)), *merging])

    assert_sound(session)
    assert len(set(session.scalars(sa.select(QuestionVote.voter_digest)))) == 18


def test_one_of_two_moderators_who_press_at_once_answers(session, webinar, comet, together):
    presses = [moderate(webinar, answer_actions.answer_now, who, 1) for who in (CLEO, MARY)]

    assert together(presses) == [TakenUpAlready]

    assert_sound(session)


def test_of_two_questions_that_are_taken_up_at_once_one_is_answered_and_one_being_answered(
    session, settings, webinar, board, comet, together
):
    make_question(session, settings, board, "Who saw it first?")

    assert together([moderate(webinar, answer_actions.answer_now, CLEO, number) for number in (1, 2)]) == []

    assert sorted(each.state for each in assert_sound(session)) == [State.ANSWERED, State.ANSWERING]


def test_one_form_that_is_sent_ten_times_at_once_is_one_question(session, settings, webinar, board, together):
    entered = QuestionInput(text="Who saw it first?")

    def press(own):
        ask(own, settings, webinar.id, entered, whence="192.0.2.1", now=clock.now())

    assert together([press] * 10) == []
    assert [each.number for each in assert_sound(session)] == [1]


def test_forty_who_ask_at_once_get_numbers_of_their_own(session, settings, webinar, board, together):
    presses = [
        lambda own, text=f"Question {each}?": ask(
            own, settings, webinar.id, QuestionInput(text=text), whence="192.0.2.1", now=clock.now()
        )
        for each in range(40)
    ]

    assert together(presses) == []
    assert sorted(each.number for each in assert_sound(session)) == list(range(1, 41))


def test_a_board_that_two_people_set_up_at_once_is_one(session, webinar, together):
    chosen = BoardSettings(mode=AskingMode.ALWAYS)

    def press(own):
        set_board(own, OPERATOR, own.get_one(Webinar, webinar.id), chosen, now=clock.now())

    together([press] * 4)

    assert [each.mode for each in session.scalars(sa.select(QuestionBoard))] == [AskingMode.ALWAYS]


def test_a_webinar_that_is_deleted_while_people_vote_takes_all_with_it(session, webinar, comet, together):
    def delete(own):
        own.execute(sa.delete(Webinar).where(Webinar.id == webinar.id))

    together([*voting(webinar, vote, 1, range(10)), delete])

    assert session.scalars(sa.select(QuestionVote)).all() == []


@pytest.mark.parametrize("seed", range(3))
def test_whatever_people_and_moderators_do_at_once_votes_are_distinct_voters(
    session, settings, webinar, board, together, seed
):
    chance = random.Random(seed)
    questions = [make_question(session, settings, board, f"Question {each}?") for each in range(6)]
    tokens = [token_of(settings, each) for each in questions]
    works = []
    for _each in range(60):
        number = chance.randint(1, 6)
        works.append(
            chance.choice(
                [
                    *voting(webinar, chance.choice([vote, vote, take_back]), number, [chance.randint(0, 15)]),
                    *voting(webinar, vote, number, [chance.randint(0, 15)]),
                    moderate(webinar, moderator_actions.merge, CLEO, number, chance.randint(1, 6)),
                    moderate(webinar, moderator_actions.unmerge, MARY, number),
                    moderate(webinar, chance.choice([moderator_actions.hide, moderator_actions.show]), CLEO, number),
                    moderate(webinar, answer_actions.answer_now, MARY, number),
                    withdrawing(chance.choice(tokens)),
                ]
            )
        )

    together(works)

    assert_sound(session)
