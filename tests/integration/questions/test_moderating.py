import datetime as dt

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import give_votes, make_question
from tests.factories import add_question
from tests.integration.questions.conftest import NOW
from webinars.domain.questions import answer_actions, flood_actions, moderator_actions
from webinars.domain.questions.errors import MovedMeanwhile, QuestionGone, QuestionInvalid, TakenUpAlready
from webinars.domain.questions.moderation_queue import queue_of
from webinars.domain.questions.notifications import TOLD_AFTER
from webinars.domain.questions.public_queries import public_questions
from webinars.models import AgendaQuestion, AudienceQuestion, AuditEvent, OutboundEmail, QuestionState

pytestmark = pytest.mark.usefixtures("live")
State = QuestionState
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def make(session, settings, row):
    return lambda text="Why do comets have tails?", **values: make_question(session, settings, row, text, **values)


def seen(session, webinar):
    return {each.number: each.state for each in public_questions(session, webinar.id).questions}


def acts(session):
    return session.scalars(
        sa.select(AuditEvent.action).where(AuditEvent.action.like("questions:%")).order_by(AuditEvent.id)
    ).all()


def test_what_was_read_stands_on_the_page(session, asked, board, cleo, make):
    make(state=State.PENDING)

    moderator_actions.approve(session, board, cleo, 1, now=NOW)

    assert seen(session, asked) == {1: State.OPEN}
    assert acts(session) == ["questions:approve"]


@pytest.mark.parametrize("seen", [("Why?", "Ana"), ("Who?", "Ben")])
def test_what_its_asker_has_changed_meanwhile_is_read_again(session, asked, board, cleo, make, seen):
    make("Who?", name="Ana", state=State.PENDING)

    with pytest.raises(MovedMeanwhile, match="This question has changed meanwhile"):
        moderator_actions.approve(session, board, cleo, 1, seen=seen, now=NOW)

    moderator_actions.approve(session, board, cleo, 1, seen=("Who?", "Ana"), now=NOW)
    assert [each.state for each in public_questions(session, asked.id).questions] == [State.OPEN]


def test_a_second_moderator_hears_who_was_first(session, board, cleo, mary, make):
    make(state=State.PENDING)
    moderator_actions.approve(session, board, mary, 1, now=NOW)

    with pytest.raises(MovedMeanwhile, match="Mary Somerville has moved this question meanwhile"):
        moderator_actions.approve(session, board, cleo, 1, now=NOW)
    moderator_actions.decline(session, board, mary, 1, "Another day.", now=NOW)
    for verb in (moderator_actions.move_up,):
        with pytest.raises(MovedMeanwhile):
            verb(session, board, 1)
    with pytest.raises(MovedMeanwhile):
        answer_actions.answer_now(session, board, cleo, 1, now=NOW)
    assert board.row.revision == 3


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"state": State.PENDING},
        {"state": State.ANSWERED, "answered_at": NOW, "answered_s": 600},
        {"state": State.DECLINED, "reason": "Another day."},
    ],
)
def test_what_is_hidden_is_nowhere_and_comes_back_as_it_was(session, asked, board, cleo, make, values):
    make(**values)
    before = seen(session, asked)

    moderator_actions.hide(session, board, cleo, 1, now=NOW)
    moderator_actions.set_hidden_reason(session, board, 1, "It names a private person.")
    assert seen(session, asked) == {}
    assert [each.hidden_reason for each in queue_of(session, asked.id).done] == ["It names a private person."]

    moderator_actions.show(session, board, cleo, 1, now=NOW)
    assert seen(session, asked) == before
    assert session.scalar(sa.select(AudienceQuestion.hidden_reason)) == ""


def test_what_is_hidden_while_it_is_answered_is_answered_no_longer(session, asked, board, cleo, make):
    make()
    answer_actions.answer_now(session, board, cleo, 1, now=NOW)

    moderator_actions.hide(session, board, cleo, 1, now=NOW)
    moderator_actions.show(session, board, cleo, 1, now=NOW)

    assert seen(session, asked) == {1: State.OPEN}
    assert queue_of(session, asked.id).answering is None


def test_what_was_merged_into_a_hidden_question_is_hidden_with_it(session, asked, board, cleo, make):
    make("First?")
    make("Second?")
    moderator_actions.merge(session, board, cleo, 2, 1, now=NOW)

    moderator_actions.hide(session, board, cleo, 1, now=NOW)

    assert seen(session, asked) == {}


def test_merging_leads_to_the_end_of_the_chain(session, asked, board, cleo, make):
    for text in ("First?", "Second?", "Third?"):
        make(text)
    moderator_actions.merge(session, board, cleo, 3, 2, now=NOW)
    moderator_actions.merge(session, board, cleo, 2, 1, now=NOW)

    assert {each.number: each.merged_into for each in public_questions(session, asked.id).questions} == {
        1: None,
        2: 1,
        3: 1,
    }
    moderator_actions.unmerge(session, board, cleo, 2, now=NOW)
    assert seen(session, asked) == {1: State.OPEN, 2: State.OPEN, 3: State.MERGED}


def test_nothing_is_merged_into_itself_or_in_a_circle(session, asked, board, cleo, make):
    make("First?")
    make("Second?")
    with pytest.raises(QuestionInvalid):
        moderator_actions.merge(session, board, cleo, 1, 1, now=NOW)
    moderator_actions.merge(session, board, cleo, 2, 1, now=NOW)

    with pytest.raises(QuestionInvalid):
        moderator_actions.merge(session, board, cleo, 1, 2, now=NOW)
    with pytest.raises(QuestionGone):
        moderator_actions.merge(session, board, cleo, 1, 9, now=NOW)
    assert seen(session, asked) == {1: State.OPEN, 2: State.MERGED}


@pytest.mark.parametrize(
    "values", [{"state": State.PENDING}, {"is_hidden": True}, {"state": State.DECLINED, "reason": "Another day."}]
)
def test_nothing_is_merged_into_what_nobody_may_see_or_answers(session, board, cleo, make, values):
    make("First?", **values)
    make("Second?")

    with pytest.raises(MovedMeanwhile):
        moderator_actions.merge(session, board, cleo, 2, 1, now=NOW)


def test_words_are_made_clearer_and_the_original_is_kept(session, asked, board, cleo, make):
    make("why tails??")

    moderator_actions.edit_words(session, board, cleo, 1, "Why do comets have tails?", now=NOW)
    moderator_actions.edit_words(session, board, cleo, 1, "Why has a comet a tail?", now=NOW)
    [queued] = queue_of(session, asked.id).waiting
    assert (queued.text, queued.original_text) == ("Why has a comet a tail?", "why tails??")

    moderator_actions.edit_words(session, board, cleo, 1, "why tails??", now=NOW)
    assert queue_of(session, asked.id).waiting[0].original_text is None


def test_no_reason_is_no_way_to_decline(session, asked, board, cleo, make):
    make()
    for reason in ("  ", "a" * 201):
        with pytest.raises(QuestionInvalid):
            moderator_actions.decline(session, board, cleo, 1, reason, now=NOW)
    moderator_actions.decline(session, board, cleo, 1, "It is the whole of our next webinar.", now=NOW)

    [found] = public_questions(session, asked.id).questions
    assert (found.state, found.reason) == (State.DECLINED, "It is the whole of our next webinar.")
    moderator_actions.reopen(session, board, cleo, 1, now=NOW)
    assert public_questions(session, asked.id).questions[0].reason == ""


def test_what_is_moved_up_is_next_for_moderators_and_stays_by_votes_for_the_public(session, asked, board, make):
    first, second, third = make("First?"), make("Second?"), make("Third?")
    give_votes(session, first, "v1", "v2")
    give_votes(session, second, "v1")

    moderator_actions.move_up(session, board, second.number)
    moderator_actions.move_up(session, board, third.number)
    assert [each.number for each in queue_of(session, asked.id).waiting] == [3, 2, 1]
    assert [each.number for each in public_questions(session, asked.id).questions] == [1, 2, 3]

    moderator_actions.move_back(session, board, third.number)
    assert [each.number for each in queue_of(session, asked.id).waiting] == [2, 1, 3]


def test_answering_the_next_ends_the_one_before_with_its_moment(session, asked, board, cleo, make):
    make("First?")
    make("Second?")

    answer_actions.answer_now(session, board, cleo, 1, now=NOW + dt.timedelta(seconds=1.9))
    answer_actions.answer_now(session, board, cleo, 2, now=NOW + 5 * MINUTE)

    found = public_questions(session, asked.id)
    assert [(each.number, each.state, each.answered_s) for each in found.questions] == [
        (2, State.ANSWERING, 35 * 60),
        (1, State.ANSWERED, 30 * 60 + 1),
    ]
    assert found.answering.number == 2
    assert found.questions[1].answered_at == NOW + 5 * MINUTE

    answer_actions.end_answer(session, board, cleo, number=2, now=NOW + 9 * MINUTE)
    assert seen(session, asked) == {1: State.ANSWERED, 2: State.ANSWERED}
    with pytest.raises(MovedMeanwhile):
        answer_actions.end_answer(session, board, cleo, number=2, now=NOW + 9 * MINUTE)


def test_the_later_of_two_presses_hears_that_it_is_taken_up(session, board, cleo, mary, make):
    make()
    answer_actions.answer_now(session, board, mary, 1, now=NOW)

    with pytest.raises(TakenUpAlready, match=r"Mary Somerville has taken this up already\."):
        answer_actions.answer_now(session, board, cleo, 1, now=NOW)


def test_not_now_forgets_the_moment(session, asked, board, cleo, make):
    make()
    answer_actions.answer_now(session, board, cleo, 1, now=NOW)
    answer_actions.requeue(session, board, cleo, number=1, now=NOW)

    [found] = public_questions(session, asked.id).questions
    assert (found.state, found.answered_s, found.answering_at) == (State.OPEN, None, None)


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        (dt.timedelta(seconds=-1), None),
        (dt.timedelta(), 0),
        (dt.timedelta(days=7), 7 * 24 * 3600),
        (dt.timedelta(days=7, seconds=1), None),
    ],
)
def test_no_moment_is_kept_before_the_start_or_a_week_after_it(asked, after, kept):
    assert answer_actions.moment_s(asked, asked.starts_at + after) == kept


def test_a_later_move_of_the_webinar_leaves_the_moment(session, asked, board, cleo, make):
    make()
    answer_actions.answer_now(session, board, cleo, 1, now=NOW)
    answer_actions.end_answer(session, board, cleo, number=1, now=NOW)
    asked.starts_at += dt.timedelta(hours=1)
    session.flush()

    assert public_questions(session, asked.id).questions[0].answered_s == 30 * 60


def test_a_question_of_the_agenda_is_answered_by_the_same_press(session, asked, board, cleo, mary, make):
    make()
    agenda = add_question(session, asked, "What is a tail made of?")
    answer_actions.answer_now(session, board, cleo, 1, now=NOW)

    answer_actions.answer_agenda_now(session, board, mary, 1, now=NOW + MINUTE)
    found = public_questions(session, asked.id)
    assert (found.answering, found.answering_agenda.text) == (None, "What is a tail made of?")
    assert seen(session, asked) == {1: State.ANSWERED}
    with pytest.raises(TakenUpAlready, match="Mary Somerville"):
        answer_actions.answer_agenda_now(session, board, cleo, 1, now=NOW + MINUTE)
    assert session.scalar(sa.select(AgendaQuestion.answered_s)) is None

    answer_actions.end_answer(session, board, cleo, position=1, now=NOW + 2 * MINUTE)
    assert agenda.answered_s == 31 * 60
    assert public_questions(session, asked.id).answering_agenda is None
    with pytest.raises(QuestionGone):
        answer_actions.answer_agenda_now(session, board, cleo, 2, now=NOW)


def test_an_agenda_question_that_is_put_back_or_deleted_is_answered_no_longer(session, asked, board, cleo):
    agenda = add_question(session, asked)
    answer_actions.answer_agenda_now(session, board, cleo, 1, now=NOW)
    answer_actions.requeue(session, board, cleo, position=1, now=NOW)
    assert agenda.answered_s is None
    with pytest.raises(MovedMeanwhile):
        answer_actions.end_answer(session, board, cleo, position=1, now=NOW)

    answer_actions.answer_agenda_now(session, board, cleo, 1, now=NOW)
    session.execute(sa.delete(AgendaQuestion))
    session.expire(board.row)
    assert public_questions(session, asked.id).answering_agenda is None


def test_a_moment_is_nudged_within_the_week(session, asked, board, cleo, make):
    make(state=State.ANSWERED, answered_s=1800, answered_at=NOW)

    answer_actions.set_moment(session, board, cleo, 1, 1795, now=NOW)
    assert public_questions(session, asked.id).questions[0].answered_s == 1795
    for at_s in (-1, 7 * 24 * 3600 + 1):
        with pytest.raises(QuestionInvalid):
            answer_actions.set_moment(session, board, cleo, 1, at_s, now=NOW)


def test_an_answer_in_writing_has_its_author_and_is_taken_back_with_an_empty_one(session, asked, board, cleo, make):
    make()
    answer_actions.answer_in_writing(session, board, cleo, 1, "Of *dust*.\r\nAnd gas.", now=NOW)

    [found] = public_questions(session, asked.id).questions
    assert (found.state, found.answer, found.answer_by, found.written_at) == (
        State.ANSWERED,
        "Of *dust*.\nAnd gas.",
        "Cleo",
        NOW,
    )
    answer_actions.answer_in_writing(session, board, cleo, 1, "", now=NOW)
    assert seen(session, asked) == {1: State.OPEN}
    with pytest.raises(QuestionInvalid):
        answer_actions.answer_in_writing(session, board, cleo, 1, "a" * 4001, now=NOW)


def test_an_answer_in_writing_joins_one_that_was_given_live_and_may_go_again(session, asked, board, cleo, make):
    make(state=State.ANSWERED, answered_at=NOW, answered_s=60)

    answer_actions.answer_in_writing(session, board, cleo, 1, "More about it.", now=NOW)
    answer_actions.answer_in_writing(session, board, cleo, 1, "", now=NOW)

    [found] = public_questions(session, asked.id).questions
    assert (found.state, found.answered_s, found.answer) == (State.ANSWERED, 60, "")


def test_whoever_left_an_address_is_told_once(session, board, cleo, make):
    make("First?", notify_email="ana@attendee.example")
    make("Second?", notify_email="ben@attendee.example")
    make("Hidden?", notify_email="cy@attendee.example")
    moderator_actions.merge(session, board, cleo, 2, 1, now=NOW)
    moderator_actions.merge(session, board, cleo, 3, 1, now=NOW)
    moderator_actions.hide(session, board, cleo, 3, now=NOW)
    assert session.scalars(sa.select(OutboundEmail)).all() == []

    answer_actions.answer_now(session, board, cleo, 1, now=NOW)
    answer_actions.end_answer(session, board, cleo, number=1, now=NOW)
    answer_actions.answer_in_writing(session, board, cleo, 1, "Of dust.", now=NOW)

    mails = session.execute(
        sa.select(OutboundEmail.kind, OutboundEmail.recipient, OutboundEmail.due_at).order_by(OutboundEmail.id)
    ).all()
    soon = NOW + TOLD_AFTER
    assert mails == [
        ("questions.told", "ana@attendee.example", soon),
        ("questions.told", "ben@attendee.example", soon),
    ]


def test_the_history_names_who_moderated_and_holds_no_words_of_askers(session, board, cleo, make):
    make("A secret question?", name="A secret name", state=State.PENDING)
    moderator_actions.approve(session, board, cleo, 1, now=NOW)
    moderator_actions.edit_words(session, board, cleo, 1, "A question?", now=NOW)
    moderator_actions.decline(session, board, cleo, 1, "Another day.", now=NOW)
    flood_actions.pause(session, board, cleo, is_paused=True, now=NOW)
    session.flush()

    details = session.scalars(
        sa.select(AuditEvent.detail).where(AuditEvent.action.like("questions:%")).order_by(AuditEvent.id)
    ).all()
    assert details[0] == {"by": "moderating", "moderator": "Cleo", "number": 1}
    assert len(details) == 4
    assert "secret" not in str(details)
