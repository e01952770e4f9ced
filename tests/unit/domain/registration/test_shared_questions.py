"""The same question of several webinars: asked once, answered for each, its mistakes at the place of the form."""

from webinars.domain.registration.groups.shared_questions import checked_of_each, shared_questions
from webinars.models import QuestionKind, RegistrationQuestion


def question(number, webinar_id, label="Where from?", **values):
    made = RegistrationQuestion(
        webinar_id=webinar_id, position=0, **{"kind": QuestionKind.TEXT, "label": label, "reason": "Why.", **values}
    )
    made.id = number
    return made


def test_the_same_question_is_asked_once_and_first():
    alone, first, second = question(1, 7, "Which?"), question(2, 7), question(3, 8)

    shared = shared_questions({7: [alone, first], 8: [second]})

    assert [[each.id for each in one.asked] for one in shared] == [[2, 3], [1]]


def test_another_kind_or_another_choice_is_another_question():
    one = question(1, 7, kind=QuestionKind.CHOICE, options=["a", "b"])
    other = question(2, 8, kind=QuestionKind.CHOICE, options=["a", "c"])
    text = question(3, 9)

    assert [len(each.asked) for each in shared_questions({7: [one], 8: [other], 9: [text]})] == [1, 1, 1]


def test_it_must_be_answered_before_sending_only_where_all_want_it():
    shared = shared_questions({7: [question(1, 7, is_required=True)], 8: [question(2, 8)]})

    assert [each.is_required for each in shared] == [False]
    assert shared_questions({7: [question(1, 7, is_required=True)]})[0].is_required


def test_one_answer_is_stored_for_each_that_is_ticked():
    questions = {7: [question(1, 7)], 8: [question(2, 8)], 9: [question(3, 9, "Which?")]}

    wrong = {}
    answers = checked_of_each(questions, [7, 8], {1: ["Bologna"], 3: ["Neither"]}, wrong)

    assert (answers, wrong) == ({7: {1: "Bologna"}, 8: {2: "Bologna"}}, {})


def test_what_is_wrong_stands_at_its_place_in_the_form():
    questions = {7: [question(1, 7, "Which?", is_required=True), question(2, 7)], 8: [question(3, 8)]}

    wrong = {}
    checked_of_each(questions, [7], {}, wrong)

    # The shared one is the first of the form.
    assert list(wrong) == ["answer-2"]


def test_who_does_not_come_need_not_answer():
    wrong = {}
    checked_of_each({7: [question(1, 7, is_required=True)], 8: []}, [8], {}, wrong)

    assert wrong == {}
