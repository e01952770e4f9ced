import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import make_member, make_organisation, make_webinar
from webinars.domain.accounts.queries import actor_of
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.registration.form_questions import (
    RegistrationQuestionInput,
    RegistrationQuestionInvalid,
    questions_of,
    set_registration_questions,
)
from webinars.lib.errors import NotAllowed
from webinars.models import (
    AuditEvent,
    QuestionKind,
    Registration,
    RegistrationAnswer,
    RegistrationQuestion,
    RegistrationSource,
    RegistrationState,
    Role,
)

NOW = dt.datetime(2027, 2, 9, 9, tzinfo=dt.UTC)
WHY = "So that the speakers know to whom they speak."
TEXTS = ("Menabrea’s Sketch", "Lovelace’s Notes", "Both")


@pytest.fixture
def host(session):
    return make_organisation(session, "Lunar Society")


@pytest.fixture
def olga(session, host):
    return actor_of(session, make_member(session, host, "Olga", Role.EDITOR).id)


@pytest.fixture
def webinar(session, host):
    session.expunge(make_webinar(session, host))
    return webinar_to_edit(session, "comets-and-their-tails")


def asked(label="Where do you work?", **values):
    return RegistrationQuestionInput(**{"kind": QuestionKind.TEXT, "label": label, "reason": WHY, **values})


@pytest.fixture
def set_to(session, olga, webinar):
    """Make these the questions. Returns what is asked then."""

    def set_to(*wanted):
        set_registration_questions(session, olga, webinar, wanted, now=NOW)
        session.expire_all()
        return questions_of(session, webinar.id)

    return set_to


def answer(session, webinar, question, value="Bologna"):
    registration = Registration(
        webinar_id=webinar.id, email_normal="laura@bassi.example", name="Laura Bassi", timezone="Europe/Rome",
        state=RegistrationState.CONFIRMED, source=RegistrationSource.PAGE, nonce="1", link_digest="1",
        join_digest=None, kept_days=30, created_at=NOW,
    )  # fmt: skip
    registration.answers = [RegistrationAnswer(question_id=question.id, value=value)]
    session.add(registration)
    session.flush()


def all_labels(session):
    """Of every question that is stored, whether it is retired."""
    return {each.label: each.is_retired for each in session.scalars(sa.select(RegistrationQuestion))}


def test_they_are_asked_in_their_order(set_to):
    first, second = set_to(
        asked("  Which text do\nyou know? ", kind=QuestionKind.CHOICE, options=[*TEXTS, "  "], is_required=True),
        asked(keep_days=1),
    )

    assert (first.label, first.kind, first.options) == ("Which text do you know?", QuestionKind.CHOICE, list(TEXTS))
    assert (first.is_required, first.keep_days, first.reason) == (True, None, WHY)
    assert (second.label, second.options, second.keep_days) == ("Where do you work?", [], 1)


def test_one_that_stays_is_the_same_in_its_new_place(set_to):
    first, second = set_to(asked("First"), asked("Second"))

    after = set_to(asked("Second, mended", question_id=second.id), asked("First", question_id=first.id))

    assert [(each.id, each.label) for each in after] == [(second.id, "Second, mended"), (first.id, "First")]


def test_only_a_choice_has_choices(set_to):
    assert set_to(asked(options=TEXTS))[0].options == []


def test_without_answers_it_is_deleted(session, set_to):
    set_to(asked())
    set_to()

    assert all_labels(session) == {}


def test_with_answers_it_is_retired(session, webinar, set_to):
    answer(session, webinar, set_to(asked())[0])

    assert list(set_to()) == []
    assert all_labels(session) == {"Where do you work?": True}
    assert session.scalar(sa.select(RegistrationAnswer.value)) == "Bologna"


def test_its_words_may_be_mended_under_answers(session, webinar, set_to):
    question = set_to(asked())[0]
    answer(session, webinar, question)

    after = set_to(
        asked("Where do you work or study?", reason="So that we know.", is_required=True, question_id=question.id)
    )

    assert [(each.id, each.label) for each in after] == [(question.id, "Where do you work or study?")]


@pytest.mark.parametrize(
    "changes",
    [{"kind": QuestionKind.CHOICES}, {"options": ("Both", "Neither")}, {"keep_days": None}, {"keep_days": 8}],
)
def test_answered_in_another_way_or_kept_for_longer_it_is_another_question(session, webinar, set_to, changes):
    values = {"kind": QuestionKind.CHOICE, "options": TEXTS, "keep_days": 7}
    question = set_to(asked(**values))[0]
    answer(session, webinar, question, "Both")

    after = set_to(asked(**values | changes, question_id=question.id))

    assert [each.id for each in after] != [question.id]
    session.refresh(question)
    assert (question.is_retired, question.options, question.keep_days) == (True, list(TEXTS), 7)


def test_it_may_be_kept_for_less_long(session, webinar, set_to):
    question = set_to(asked())[0]
    answer(session, webinar, question)

    assert [each.id for each in set_to(asked(keep_days=1, question_id=question.id))] == [question.id]


def test_without_answers_it_may_become_anything(set_to):
    question = set_to(asked())[0]

    after = set_to(asked(kind=QuestionKind.CHOICES, options=TEXTS, question_id=question.id))

    assert [(each.id, each.kind) for each in after] == [(question.id, QuestionKind.CHOICES)]


def test_a_question_of_another_webinar_is_not_taken_over(session, host, olga, set_to):
    make_webinar(session, host, "Tides")
    tides = webinar_to_edit(session, "tides")
    set_registration_questions(session, olga, tides, [asked("Of the tides")], now=NOW)
    [foreign] = questions_of(session, tides.id)

    [own] = set_to(asked("Of comets", question_id=foreign.id))

    assert own.id != foreign.id
    assert [each.label for each in questions_of(session, tides.id)] == ["Of the tides"]


@pytest.mark.parametrize(
    ("values", "part", "sentence"),
    [
        ({"label": "  "}, "label", "Write the question."),
        ({"label": "x" * 201}, "label", "This has 201 characters. Shorten it to 200."),
        ({"reason": ""}, "reason", "Say why you ask"),
        ({"reason": "x" * 301}, "reason", "Shorten it to 300."),
        ({"kind": QuestionKind.CHOICE, "options": ["One", " "]}, "options", "from 2 to 20 choices"),
        ({"kind": QuestionKind.CHOICES, "options": list("abcdefghijklmnopqrstu")}, "options", "from 2 to 20 choices"),
        ({"kind": QuestionKind.CHOICE, "options": ["One", "Two", " One"]}, "options", "“One” stands there twice."),
        ({"kind": QuestionKind.CHOICE, "options": ["One", "x" * 201]}, "options", "at most 200 characters"),
        ({"keep_days": 0}, "keep_days", "from 1 to 365 days"),
        ({"keep_days": 366}, "keep_days", "from 1 to 365 days"),
    ],
)
def test_what_is_wrong_is_said_of_which(session, set_to, values, part, sentence):
    with pytest.raises(RegistrationQuestionInvalid, match=sentence) as refusal:
        set_to(asked("First"), asked(**values))

    assert (refusal.value.field, refusal.value.index, refusal.value.part) == ("own_questions", 1, part)
    assert all_labels(session) == {}


def test_twenty_are_enough(set_to):
    assert len(set_to(*[asked(str(number)) for number in range(20)])) == 20

    with pytest.raises(WebinarInvalid, match="At most 20 questions") as refusal:
        set_to(*[asked(str(number)) for number in range(21)])
    assert refusal.value.field == "own_questions"


def test_only_who_may_decide_over_the_webinar_may(session, host, webinar):
    vera = actor_of(session, make_member(session, host, "Vera", Role.VIEWER).id)

    with pytest.raises(NotAllowed):
        set_registration_questions(session, vera, webinar, [asked()], now=NOW)


def test_the_history_tells_of_a_change_and_of_nothing_else(session, webinar, set_to):
    [question] = set_to(asked())
    set_to(asked(question_id=question.id))

    events = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "webinar:set_own_questions")).all()
    assert [event.detail for event in events] == [{"own_questions": [[], ["Where do you work?"]]}]
