"""Why a question cannot be asked, voted for, or become what a moderator wants."""

from webinars.lib.errors import FormInvalid, WebinarsError
from webinars.lib.i18n import gettext as _


class QuestionInvalid(FormInvalid):
    """What was entered cannot be taken. `sentences` say why, by the names of the form's fields."""


class AskingClosed(WebinarsError):
    """Nobody can ask now."""


class VotingClosed(WebinarsError):
    """Nobody can vote for this question now."""


class QuestionGone(WebinarsError):
    """There is no such question, or nobody may see it any more."""

    def __init__(self) -> None:
        super().__init__(_("This question is no longer here."))


class QuestionFixed(WebinarsError):
    """The asker can no longer change it, or take it back."""


class TakenUpAlready(WebinarsError):
    """Another moderator was first."""

    def __init__(self, by: str) -> None:
        super().__init__(
            _("%(name)s has taken this up already.", name=by) if by else _("This has been taken up already.")
        )
        self.by = by


class MovedMeanwhile(WebinarsError):
    """The question is no longer in a state from which it could become that."""

    def __init__(self, by: str) -> None:
        super().__init__(
            _("%(name)s has moved this question meanwhile. Look at it again.", name=by)
            if by
            else _("This question has changed meanwhile. Look at it again.")
        )
        self.by = by


class LinkEnded(WebinarsError):
    """A moderator's link was revoked, or its time is over."""

    def __init__(self) -> None:
        super().__init__(_("This link no longer opens anything. Ask the organisers for a new one."))
