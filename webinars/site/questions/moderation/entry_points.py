"""The two ways in to the same page: as somebody at the desk, and by a moderator's link."""

from typing import Any

from flask import url_for
from msgspec import Struct

from webinars.domain.questions.moderator_actions import Moderator
from webinars.models import Webinar


class ModerationAccess(Struct, frozen=True, kw_only=True):
    """Who moderates which webinar, and where their presses go."""

    webinar: Webinar
    """With its host and co-organisers."""
    who: Moderator
    token: str = ""
    """Of a link, or empty at the desk."""

    @property
    def is_desk(self) -> bool:
        return not self.token

    def page(self, **asked: Any) -> str:  # noqa: ANN401 - as url_for takes them
        return self._to("index", **asked)

    def fresh(self, **asked: Any) -> str:  # noqa: ANN401 - as url_for takes them
        """Returns where the script asks for what has changed."""
        return self._to("fresh", **asked)

    def press(self, number: int, **asked: Any) -> str:  # noqa: ANN401 - as url_for takes them
        """Returns where the buttons of a question lead."""
        return self._to("press", number=number, **asked)

    def press_agenda(self, position: int, **asked: Any) -> str:  # noqa: ANN401 - as url_for takes them
        """Returns where the button of a question of the agenda leads, by its place from 1 on."""
        return self._to("press_agenda", position=position, **asked)

    def press_board(self, **asked: Any) -> str:  # noqa: ANN401 - as url_for takes them
        """Returns where the buttons lead that are about all questions."""
        return self._to("press_board", **asked)

    def _to(self, name: str, **asked: Any) -> str:  # noqa: ANN401 - as url_for takes them
        if self.token:
            return url_for(f"moderating.{name}", token=self.token, **asked)
        return url_for(f"audience_questions.{name}", slug=self.webinar.slug, **asked)
