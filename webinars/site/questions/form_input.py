"""What somebody has typed to ask a question, read as it came, so that nothing of it is lost."""

from collections.abc import Iterable, Mapping

from flask import request
from msgspec import Struct, field

from webinars.db import length_of
from webinars.domain.questions.asker_actions import QuestionInput
from webinars.domain.questions.question_text import LONGEST_EMAIL, LONGEST_NAME
from webinars.models import Appearance, Speaker

LONGEST_SLUG = length_of(Speaker.slug)
MOST_TYPED = 4000
"""Characters of a text that are given back: of what is pasted by mistake, the beginning."""


class TypedQuestion(Struct, frozen=True, kw_only=True):
    """The fields of the form."""

    text: str = ""
    name: str = ""
    email: str = ""
    for_whom: str = ""
    """The address of whom in the line-up it is for."""
    is_sure: bool = False
    """It is asked all the same, whatever is like it."""

    def entered(self, lineup: Iterable[Appearance]) -> QuestionInput:
        """Returns what is asked, of a webinar with that line-up."""
        meant = (each.id for each in lineup if each.speaker.slug == self.for_whom)
        return QuestionInput(text=self.text, name=self.name, email=self.email, appearance_id=next(meant, None))


class AskingFailure(Struct, frozen=True, kw_only=True):
    """Why something could not be done, and what was typed."""

    sentence: str = ""
    wrong: Mapping[str, str] = field(default_factory=dict)
    typed: TypedQuestion = field(default_factory=TypedQuestion)


NO_FAILURE = AskingFailure()
_FIELDS = {"text": "ask-text", "name": "ask-name", "email": "ask-mail"}


def wrong_in_form(sentences: Mapping[str, str]) -> Mapping[str, str]:
    """Returns the sentences by the ids of the form's fields."""
    return {_FIELDS[name]: sentence for name, sentence in sentences.items()}


def typed_question() -> TypedQuestion:
    """Returns what the present request has brought."""
    form = request.form
    return TypedQuestion(
        text=form.get("text", "")[:MOST_TYPED],
        name=form.get("name", "")[: 2 * LONGEST_NAME],
        email=form.get("email", "")[: 2 * LONGEST_EMAIL],
        for_whom=form.get("for", "")[:LONGEST_SLUG],
        is_sure="sure" in form,
    )
