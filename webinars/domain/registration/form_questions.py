"""What organisers ask those who register, each with its reason."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.db import length_of
from webinars.domain.accounts.actor import Actor
from webinars.domain.programme import permissions
from webinars.domain.programme.changes import record
from webinars.domain.programme.editor_queries import load_to_change
from webinars.domain.programme.errors import WebinarInvalid
from webinars.domain.registration.settings import LONGEST_RETENTION, locked_desk
from webinars.lib.email_addresses import InvalidEmail, normalised_email
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import many_lines, one_line
from webinars.models import QuestionKind, RegistrationAnswer, RegistrationQuestion, Webinar

# What was entered to register, held against what was asked.


NAME_LENGTH = 120
TEXT_LENGTH, LONG_LENGTH = 300, 2000
EMAIL_LENGTH = 254
_NUMBERS = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

AnswerInput = Mapping[int, Sequence[str]]
"""What was entered, by the ids of the questions: the text, or the texts of the choices."""
Answers = dict[int, object]
"""As it is stored, by the ids of the questions, without those that were left empty."""


def checked_name(name: str, wrong: dict[str, str]) -> str:
    """Returns the name on one line. What is wrong with it is put into `wrong`."""
    found = one_line(name)
    if not found:
        wrong["name"] = _("Enter your name, as the organisers should read it.")
    elif len(found) > NAME_LENGTH:
        wrong["name"] = _too_long(found, NAME_LENGTH)
    return found


def checked_email(email: str, wrong: dict[str, str]) -> str:
    """Returns the address as addresses are compared. What is wrong with it is put into `wrong`."""
    try:
        found = normalised_email(email[: EMAIL_LENGTH + 1])
    except InvalidEmail as error:
        wrong["email"] = str(error)
        return ""
    if len(found) > EMAIL_LENGTH:
        wrong["email"] = str(InvalidEmail())
    return found


def checked_answers(questions: Sequence[RegistrationQuestion], given: AnswerInput, wrong: dict[str, str]) -> Answers:
    """Returns the answers as they are stored. What is wrong is put into `wrong`, by "answer-1" and so on."""
    answers: Answers = {}
    for number, question in enumerate(questions, start=1):
        entered = [text for text in given.get(question.id, ()) if text.strip()]
        value, sentence = _read(question, entered)
        if sentence:
            wrong[f"answer-{number}"] = sentence
        elif value:
            answers[question.id] = value
    return answers


def _read(question: RegistrationQuestion, entered: Sequence[str]) -> tuple[object, str]:
    """Returns the answer, and a sentence if it cannot be taken."""
    match question.kind:
        case QuestionKind.TEXT | QuestionKind.LONG:
            return _read_text(question, entered[0] if entered else "")
        case QuestionKind.CHECKBOX:
            return bool(entered), _("Tick this box to register.") if question.is_required and not entered else ""
        case QuestionKind.CHOICE | QuestionKind.CHOICES:
            return _read_choice(question, entered)


def _read_text(question: RegistrationQuestion, entered: str) -> tuple[object, str]:
    is_long = question.kind is QuestionKind.LONG
    text, limit = (many_lines(entered), LONG_LENGTH) if is_long else (one_line(entered), TEXT_LENGTH)
    if len(text) > limit:
        return text, _too_long(text, limit)
    return text, _("Answer this question.") if question.is_required and not text else ""


def _read_choice(question: RegistrationQuestion, entered: Sequence[str]) -> tuple[object, str]:
    chosen = [option for option in question.options if option in entered]
    is_single = question.kind is QuestionKind.CHOICE
    if (question.is_required and not chosen) or len(chosen) != len(set(entered)) or (is_single and len(chosen) > 1):
        count = len(question.options)
        number = _(_NUMBERS[count]) if count < len(_NUMBERS) else str(count)
        sentence = _("Choose one of the %(number)s.") if is_single else _("Choose at least one of the %(number)s.")
        return chosen, sentence % {"number": number}
    return (chosen[0] if chosen else "") if is_single else chosen, ""


def _too_long(text: str, limit: int) -> str:
    return _("This has %(count)s characters. Shorten it to %(limit)s.", count=len(text), limit=limit)


MOST_QUESTIONS = 20
FEWEST_OPTIONS, MOST_OPTIONS = 2, 20
LONGEST_OPTION = 200
LONGEST_LABEL, LONGEST_REASON = length_of(RegistrationQuestion.label), length_of(RegistrationQuestion.reason)
WITH_OPTIONS = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES})


class RegistrationQuestionInput(Struct, frozen=True, kw_only=True):
    """One question as it shall be. `question_id` is the one it was, or None for a new one."""

    kind: QuestionKind
    label: str
    reason: str
    """Stands under the question."""
    options: Sequence[str] = ()
    """The choices, in order. Nothing but a choice has any."""
    is_required: bool = False
    keep_days: int | None = None
    """After the webinar, or None: as long as the rest."""
    question_id: int | None = None


class RegistrationQuestionInvalid(WebinarInvalid):
    """Something is wrong with the question at `index`, from 0, of those wanted. `part` is which field of it."""

    def __init__(self, index: int, part: str, sentence: str) -> None:
        super().__init__("own_questions", sentence)
        self.index = index
        self.part = part


def questions_of(session: Session, webinar_id: int) -> Sequence[RegistrationQuestion]:
    """Returns what is asked of those who register for the webinar, in order."""
    return session.scalars(
        sa.select(RegistrationQuestion)
        .where(RegistrationQuestion.webinar_id == webinar_id, RegistrationQuestion.is_retired.is_(False))
        .order_by(RegistrationQuestion.position, RegistrationQuestion.id)
    ).all()


def questions_answered(session: Session, registration_id: int) -> Sequence[RegistrationQuestion]:
    """Returns the questions that a registration has answers to, in order, those too that are asked no more."""
    return session.scalars(
        sa.select(RegistrationQuestion)
        .join(RegistrationAnswer, RegistrationAnswer.question_id == RegistrationQuestion.id)
        .where(RegistrationAnswer.registration_id == registration_id)
        .order_by(RegistrationQuestion.position, RegistrationQuestion.id)
    ).all()


def set_registration_questions(
    session: Session, actor: Actor, webinar: Webinar, wanted: Sequence[RegistrationQuestionInput], *, now: dt.datetime
) -> None:
    """Make these the questions, in this order.

    Answers outlive their question: one that has some is retired in place of deleted, and also when it is to be answered
    in another way, or kept for longer than it said. Then another takes its place. Raises NotAllowed, WebinarInvalid.
    OwnQuestionInvalid names the question.
    """
    load_to_change(session, actor, webinar, permissions.can_keep_registrations)
    asked = checked_questions(wanted)
    # Who registers meanwhile answers questions that stand, or waits until others do.
    locked_desk(session, webinar)
    before = [_question_snapshot(question) for question in questions_of(session, webinar.id)]
    store_questions(session, webinar, asked)
    after = [_question_snapshot(question) for question in questions_of(session, webinar.id)]
    if before != after:
        labels = [[each["label"] for each in side] for side in (before, after)]
        record(session, actor, webinar, "webinar:set_own_questions", {"own_questions": labels}, now=now)


def store_questions(session: Session, webinar: Webinar, asked: Sequence[RegistrationQuestionInput]) -> None:
    """Make these checked questions the webinar's, whose desk is locked. Flushes."""
    present = {question.id: question for question in questions_of(session, webinar.id)}
    answered = _answered(session, present)
    for position, each in enumerate(asked):
        question = present.get(each.question_id) if each.question_id is not None else None
        if question is None or (question.id in answered and not _may_become(question, each)):
            session.add(_new(webinar, each, position))
            continue
        del present[question.id]
        question.position = position
        for column in ("kind", "label", "reason", "is_required", "keep_days"):
            setattr(question, column, getattr(each, column))
        question.options = list(each.options)
    for question in present.values():
        if question.id in answered:
            question.is_retired = True
        else:
            session.delete(question)
    session.flush()


def checked_questions(wanted: Sequence[RegistrationQuestionInput]) -> list[RegistrationQuestionInput]:
    """Returns the questions as they are stored, their texts on one line.

    Raises WebinarInvalid at the first that is wrong.
    """
    if len(wanted) > MOST_QUESTIONS:
        raise WebinarInvalid("own_questions", _("At most %(limit)s questions can be asked.", limit=MOST_QUESTIONS))
    return [_checked(index, each) for index, each in enumerate(wanted)]


def _checked(index: int, each: RegistrationQuestionInput) -> RegistrationQuestionInput:
    label = _line(index, "label", each.label, LONGEST_LABEL, _("Write the question."))
    reason = _line(index, "reason", each.reason, LONGEST_REASON, _("Say why you ask: it stands under the question."))
    if each.keep_days is not None and not 1 <= each.keep_days <= LONGEST_RETENTION:
        raise RegistrationQuestionInvalid(
            index, "keep_days", _("An answer is kept from 1 to %(most)s days.", most=LONGEST_RETENTION)
        )
    return RegistrationQuestionInput(
        kind=each.kind,
        label=label,
        reason=reason,
        options=_options(index, each.options) if each.kind in WITH_OPTIONS else (),
        is_required=each.is_required,
        keep_days=each.keep_days,
        question_id=each.question_id,
    )


def _line(index: int, part: str, text: str, longest: int, missing: str) -> str:
    said = one_line(text)
    if not said:
        raise RegistrationQuestionInvalid(index, part, missing)
    if len(said) > longest:
        raise RegistrationQuestionInvalid(
            index,
            part,
            _("This has %(count)s characters. Shorten it to %(limit)s.", count=len(said), limit=longest),
        )
    return said


def _options(index: int, options: Iterable[str]) -> tuple[str, ...]:
    lines = [one_line(option) for option in options if one_line(option)]
    if not FEWEST_OPTIONS <= len(lines) <= MOST_OPTIONS:
        sentence = _("Write from %(least)s to %(most)s choices, one a line.", least=FEWEST_OPTIONS, most=MOST_OPTIONS)
        raise RegistrationQuestionInvalid(index, "options", sentence)
    twice = next((line for place, line in enumerate(lines) if line in lines[:place]), None)
    if twice is not None:
        raise RegistrationQuestionInvalid(index, "options", _("“%(choice)s” stands there twice.", choice=twice[:40]))
    if any(len(line) > LONGEST_OPTION for line in lines):
        sentence = _("A choice has at most %(limit)s characters.", limit=LONGEST_OPTION)
        raise RegistrationQuestionInvalid(index, "options", sentence)
    return tuple(lines)


def _answered(session: Session, ids: Iterable[int]) -> set[int]:
    query = sa.select(RegistrationAnswer.question_id).where(RegistrationAnswer.question_id.in_(list(ids)))
    return set(session.scalars(query.distinct()))


def _may_become(question: RegistrationQuestion, each: RegistrationQuestionInput) -> bool:
    """Returns whether a question that has answers may be changed to `each`: they fit it, and go no later than said."""
    is_shorter = each.keep_days == question.keep_days or (
        each.keep_days is not None and (question.keep_days is None or each.keep_days < question.keep_days)
    )
    return is_shorter and each.kind == question.kind and list(each.options) == question.options


def _new(webinar: Webinar, each: RegistrationQuestionInput, position: int) -> RegistrationQuestion:
    return RegistrationQuestion(
        webinar_id=webinar.id,
        position=position,
        kind=each.kind,
        label=each.label,
        reason=each.reason,
        options=list(each.options),
        is_required=each.is_required,
        keep_days=each.keep_days,
    )


def _question_snapshot(question: RegistrationQuestion) -> dict[str, object]:
    columns = ("id", "kind", "label", "reason", "options", "is_required", "keep_days")
    return {column: getattr(question, column) for column in columns}
