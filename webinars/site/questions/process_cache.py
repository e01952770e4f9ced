"""What a process keeps of questions between requests."""

from typing import TYPE_CHECKING

from flask import current_app
from msgspec import Struct, field

from webinars.domain.questions.public_cache import PublicQuestionCache
from webinars.domain.search.similar_questions import AnsweredQuestions
from webinars.web.page_cache.poll_cache import PollCache

if TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState


class QuestionMemory(Struct, frozen=True):
    shelf: PublicQuestionCache = field(default_factory=PublicQuestionCache)
    answered: AnsweredQuestions = field(default_factory=AnsweredQuestions)
    polls: PollCache = field(default_factory=PollCache)

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
