"""What was entered to register, held against what was asked."""

from collections.abc import Mapping, Sequence

from webinars.lib.email_addresses import InvalidEmail, normalised_email
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import many_lines, one_line
from webinars.models import QuestionKind, RegistrationQuestion

NAME_LENGTH = 120
TEXT_LENGTH, LONG_LENGTH = 300, 2000
EMAIL_LENGTH = 254
_NUMBERS = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

Given = Mapping[int, Sequence[str]]
"""What was entered, by the ids of the questions: the text, or the texts of the choices."""
Answers = dict[int, object]
"""As it is stored, by the ids of the questions; without those that were left empty."""


def checked_name(name: str, wrong: dict[str, str]) -> str:
    """Returns the name on one line; what is wrong with it is put into `wrong`."""
    found = one_line(name)
    if not found:
        wrong["name"] = _("Enter your name, as the organisers should read it.")
    elif len(found) > NAME_LENGTH:
        wrong["name"] = _too_long(found, NAME_LENGTH)
    return found


def checked_email(email: str, wrong: dict[str, str]) -> str:
    """Returns the address as addresses are compared; what is wrong with it is put into `wrong`."""
    try:
        found = normalised_email(email[: EMAIL_LENGTH + 1])
    except InvalidEmail as error:
        wrong["email"] = str(error)
        return ""
    if len(found) > EMAIL_LENGTH:
        wrong["email"] = str(InvalidEmail())
    return found


def checked_answers(questions: Sequence[RegistrationQuestion], given: Given, wrong: dict[str, str]) -> Answers:
    """Returns the answers as they are stored; what is wrong is put into `wrong`, by "answer-1" and so on."""
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
