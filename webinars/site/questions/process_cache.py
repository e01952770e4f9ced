"""What a process keeps of questions between requests."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import current_app

from webinars.domain.questions.public_cache import PublicShelf
from webinars.domain.search.similar_questions import AnsweredQuestions
from webinars.site.questions.poll_responses import Polls

if TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState


@dataclass(frozen=True, slots=True)
class QuestionMemory:
    shelf: PublicShelf = field(default_factory=PublicShelf)
    answered: AnsweredQuestions = field(default_factory=AnsweredQuestions)
    polls: Polls = field(default_factory=Polls)

    def forget(self) -> None:
        """Hold nothing: for when the database has been replaced by another."""
        self.shelf.forget()
        self.answered.forget()
        self.polls.forget()


def question_memory() -> QuestionMemory:
    memory: QuestionMemory = current_app.extensions["questions"]
    return memory


def prepare(state: "BlueprintSetupState") -> None:
    state.app.extensions["questions"] = QuestionMemory()
