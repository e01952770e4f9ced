from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _


class PictureUndescribed(WebinarsError):
    """A picture has no words for those who do not see it, or too many."""


class FileRefused(WebinarsError):
    """A file is not taken. The sentence says what to do."""


class StoreDoesNotAnswer(WebinarsError):
    """The machine that keeps the bytes is away, or does not let us in. `reason` is for operators."""

    def __init__(self, reason: str) -> None:
        super().__init__(_("Files cannot be kept at the moment. Nothing was stored; try again in a few minutes."))
        self.reason = reason

    @property
    def kind(self) -> str:
        """For logs: in the reason may stand the key of a file."""
        return type(self.__cause__ or self).__name__
