"""What the organisers of several webinars ask those who register: the same question once, whoever asks it."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from webinars.domain.registration.form_questions import AnswerInput, Answers, checked_answers
from webinars.models import RegistrationQuestion


class SharedQuestion(Struct, frozen=True):
    """One question of the form, and whose answers it gives."""

    asked: tuple[RegistrationQuestion, ...]
    """The same of each webinar that asks it. The form knows it by the first."""

    @property
    def question(self) -> RegistrationQuestion:
        return self.asked[0]

    @property
    def is_required(self) -> bool:
        """Whether every one of them wants an answer. Else it depends on what is ticked."""
        return all(each.is_required for each in self.asked)


def shared_questions(questions: Mapping[int, Sequence[RegistrationQuestion]]) -> list[SharedQuestion]:
    """Returns the questions of several webinars, which stand by their ids: first those that more than one asks."""
    same: dict[tuple[object, ...], list[RegistrationQuestion]] = {}
    for asked in questions.values():
        for each in asked:
            same.setdefault((each.kind, each.label, *each.options), []).append(each)
    found = [SharedQuestion(tuple(each)) for each in same.values()]
    return sorted(found, key=lambda each: len(each.asked) == 1)


def checked_of_each(
    questions: Mapping[int, Sequence[RegistrationQuestion]],
    webinar_ids: Sequence[int],
    given: AnswerInput,
    wrong: dict[str, str],
) -> dict[int, Answers]:
    """Returns the answers to the questions of each of `webinar_ids`, by these, as they are stored.

    `given` stand by the ids by which the form knows the questions, and what is wrong is put into `wrong` by its
    "answer-1" and so on.
    """
    shared = shared_questions(questions)
    entered = {each.id: given.get(one.question.id, ()) for one in shared for each in one.asked}
    places = {each.id: place for place, one in enumerate(shared, start=1) for each in one.asked}
    answers = {}
    for webinar_id in webinar_ids:
        own = questions.get(webinar_id, ())
        mistakes: dict[str, str] = {}
        answers[webinar_id] = checked_answers(own, entered, mistakes)
        for place, question in enumerate(own, start=1):
            if sentence := mistakes.get(f"answer-{place}"):
                wrong[f"answer-{places[question.id]}"] = sentence
    return answers
