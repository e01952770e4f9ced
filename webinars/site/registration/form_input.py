"""What somebody has typed into a form of registering, read as it came, so that nothing of it is lost."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, field
from werkzeug.datastructures import MultiDict

from webinars.domain.registration.attendee_actions import RegistrationInput
from webinars.models import Registration, RegistrationQuestion

_ANSWER = re.compile(r"answer-([1-9]\d{0,2})")
_ASKED = re.compile(r"[1-9]\d{0,9}(?: [1-9]\d{0,9}){0,99}")


class TypedRegistration(Struct, frozen=True, kw_only=True):
    """The fields of the form."""

    name: str = ""
    email: str = ""
    timezone: str = ""
    wants_recording: bool = False
    answers: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """By the ids of the questions."""

    @property
    def entered(self) -> RegistrationInput:
        return RegistrationInput(
            name=self.name,
            email=self.email,
            timezone=self.timezone,
            answers=self.answers,
            wants_recording=self.wants_recording,
        )


def typed_in(form: MultiDict[str, str], questions: Sequence[RegistrationQuestion]) -> TypedRegistration:
    """Returns what stands in the form, which asked `questions` unless it says itself what it asked."""
    return TypedRegistration(
        name=form.get("name", ""),
        email=form.get("email", ""),
        timezone=form.get("timezone", ""),
        wants_recording="tell-recording" in form,
        answers=answers_in(form, questions),
    )


def answers_in(form: MultiDict[str, str], questions: Sequence[RegistrationQuestion]) -> dict[int, Sequence[str]]:
    """Returns the answers by the ids of the questions.

    `answer-1` is the first one's. Organisers may have put in another since: the page says in `asked` which it showed.
    """
    asked = form.get("asked", "")
    ids = [int(each) for each in asked.split()] if _ASKED.fullmatch(asked) else [each.id for each in questions]
    found: dict[int, Sequence[str]] = {}
    for name, values in form.lists():
        place = _ANSWER.fullmatch(name)
        if place and int(place[1]) <= len(ids):
            found[ids[int(place[1]) - 1]] = values
    return found


def answers_of(registration: Registration) -> dict[int, Sequence[str]]:
    """Returns the answers that are stored, as a form holds them. Needs `registration.answers` loaded."""
    return {answer.question_id: _as_typed(answer.value) for answer in registration.answers}


def _as_typed(value: object) -> Sequence[str]:
    if isinstance(value, list):
        return [str(each) for each in value]
    return ["yes"] if value is True else [str(value)]
