import datetime as dt

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import add_co_organiser, make_membership, make_organisation, make_user, make_webinar
from webinars.domain.accounts.queries import actor_of
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.questions.agenda import AgendaQuestionInput, set_answered, set_questions
from webinars.lib.errors import NotAllowed
from webinars.models import AgendaQuestion, AuditEvent, Role

NOW = dt.datetime(2027, 2, 9, 9, tzinfo=dt.UTC)
THREE = ["What is a tail?", "Where does it point?", "Who saw it first?"]


@pytest.fixture
def host(session):
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def olga(session, host):
    return member(session, host, "Olga", Role.EDITOR)


@pytest.fixture
def webinar(session, host):
    session.expunge(make_webinar(session, host))
    return webinar_to_edit(session, "comets-and-their-tails")


def member(session, organisation, name, role):
    user = make_user(session, name)
    make_membership(session, organisation, user, role)
    return actor_of(session, user.id)


def questions(session, webinar):
    """As a fresh reader finds them."""
    rows = session.execute(
        sa.select(AgendaQuestion.text, AgendaQuestion.position)
        .where(AgendaQuestion.webinar_id == webinar.id)
        .order_by(AgendaQuestion.position)
    ).all()
    assert [row.position for row in rows] == list(range(len(rows)))
    return [row.text for row in rows]


def test_questions_are_kept_in_order_without_empty_ones(session, webinar, olga):
    set_questions(session, olga, webinar, [" What is\r\na tail?", "", "Where does it point?", "  "], now=NOW)

    assert questions(session, webinar) == THREE[:2]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*THREE, "Why?"]), unique=True))
def test_any_order_can_follow_and_a_question_that_stays_is_the_same_one(session, webinar, olga, order):
    set_questions(session, olga, webinar, THREE, now=NOW)
    ids = {question.text: question.id for question in webinar.questions}

    set_questions(session, olga, webinar, order, now=NOW)

    assert questions(session, webinar) == order
    assert all(ids.get(question.text, question.id) == question.id for question in webinar.questions)


def test_a_question_may_be_reworded_and_stays_the_same_one(session, webinar, olga):
    set_questions(session, olga, webinar, THREE, now=NOW)
    first, second, _ = [question.id for question in webinar.questions]

    set_questions(
        session,
        olga,
        webinar,
        [
            AgendaQuestionInput(text="And where?", question_id=second),
            AgendaQuestionInput(text="New?"),
            AgendaQuestionInput(text=THREE[0], question_id=first),
        ],
        now=NOW,
    )

    assert questions(session, webinar) == ["And where?", "New?", THREE[0]]
    assert (webinar.questions[0].id, webinar.questions[2].id) == (second, first)


def test_the_same_words_twice_are_two_questions(session, webinar, olga):
    set_questions(session, olga, webinar, ["Why?", "Why?"], now=NOW)
    set_questions(session, olga, webinar, ["Why?", "Why?"], now=NOW)

    assert questions(session, webinar) == ["Why?", "Why?"]
    assert session.scalar(sa.select(sa.func.count()).where(AuditEvent.action == "webinar:set_questions")) == 1


def test_a_question_of_another_webinar_is_not_taken_away_from_it(session, webinar, olga):
    other = make_webinar(session, webinar.host, "Meteors")
    set_questions(session, olga, other, ["Theirs?"], now=NOW)
    (theirs,) = other.questions

    set_questions(session, olga, webinar, [AgendaQuestionInput(text="Mine?", question_id=theirs.id)], now=NOW)

    assert (questions(session, webinar), questions(session, other)) == (["Mine?"], ["Theirs?"])


def test_a_question_says_something_and_has_an_end(session, webinar, olga):
    set_questions(session, olga, webinar, ["  "], now=NOW)
    with pytest.raises(WebinarInvalid):
        set_questions(session, olga, webinar, ["x" * 1001], now=NOW)
    with pytest.raises(WebinarInvalid):
        set_questions(session, olga, webinar, [f"{number}?" for number in range(101)], now=NOW)
    assert questions(session, webinar) == []


VERBS = {
    "set": lambda session, actor, webinar: set_questions(session, actor, webinar, ["Mine?"], now=NOW),
    "answer": lambda session, actor, webinar: set_answered(
        session, actor, webinar, webinar.questions[0], at_s=9, now=NOW
    ),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["viewer", "outsider", "invited"])
def test_who_may_not_change_them(session, webinar, olga, verb, who):
    partner = make_organisation(session, "Accademia")
    add_co_organiser(session, webinar, partner, is_accepted=False)
    set_questions(session, olga, webinar, THREE, now=NOW)
    actor = {
        "viewer": lambda: member(session, webinar.host, "Vera", Role.VIEWER),
        "outsider": lambda: member(session, make_organisation(session, "Elsewhere Club"), "Oskar", Role.OWNER),
        "invited": lambda: member(session, partner, "Petra", Role.OWNER),
    }[who]()

    with pytest.raises(NotAllowed):
        VERBS[verb](session, actor, webinar)
    assert questions(session, webinar) == THREE


def answered(session, webinar):
    """As a fresh reader finds them."""
    rows = session.execute(
        sa.select(AgendaQuestion.text, AgendaQuestion.answered_s)
        .where(AgendaQuestion.webinar_id == webinar.id)
        .order_by(AgendaQuestion.position)
    )
    return [tuple(row) for row in rows]


@pytest.fixture
def answers(session, webinar, olga):
    """Each question was answered, at 100, 200 and 300 seconds of the webinar."""
    set_questions(session, olga, webinar, THREE, now=NOW)
    for place, question in enumerate(webinar.questions):
        set_answered(session, olga, webinar, question, at_s=100 * (place + 1), now=NOW)


def test_a_question_keeps_when_it_was_answered_wherever_it_moves(session, webinar, olga, answers):
    set_questions(session, olga, webinar, [THREE[2], "A new one?", THREE[0]], now=NOW)

    assert answered(session, webinar) == [(THREE[2], 300), ("A new one?", 200), (THREE[0], 100)]


def test_a_reworded_question_is_known_by_its_place_if_none_came_or_went(session, webinar, olga, answers):
    set_questions(session, olga, webinar, [THREE[0], "Where does the tail point?", THREE[2]], now=NOW)
    assert answered(session, webinar)[1] == ("Where does the tail point?", 200)

    set_questions(session, olga, webinar, [THREE[0], "Something else?"], now=NOW)
    assert answered(session, webinar) == [(THREE[0], 100), ("Something else?", None)]


def test_a_row_that_the_form_calls_new_is_no_reworded_one(session, webinar, olga, answers):
    rows = [AgendaQuestionInput(text=each.text, question_id=each.id) for each in webinar.questions]

    set_questions(session, olga, webinar, [rows[0], AgendaQuestionInput(text="Something else?"), rows[2]], now=NOW)

    assert answered(session, webinar) == [(THREE[0], 100), ("Something else?", None), (THREE[2], 300)]


def test_an_answer_is_taken_back_and_told(session, webinar, olga, answers):
    set_answered(session, olga, webinar, webinar.questions[0], at_s=None, now=NOW)

    assert answered(session, webinar)[0] == (THREE[0], None)
    events = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "webinar:answer_question")).all()
    assert {"question": THREE[0], "answered_s": [100, None]} in [event.detail for event in events]


def test_an_answer_lies_within_a_week(session, webinar, olga, answers):
    with pytest.raises(WebinarInvalid):
        set_answered(session, olga, webinar, webinar.questions[0], at_s=1_000_000, now=NOW)
