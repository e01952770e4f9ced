"""What cannot be done, said so that it can be shown to the person who asked for it."""

from collections.abc import Mapping

from webinars.lib.i18n import gettext as _


class WebinarsError(Exception):
    """Something asked for cannot be done. `str(error)` is one plain sentence for the reader."""


class FieldInvalid(WebinarsError):
    """A value cannot be stored. `field` is which."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class FormInvalid(WebinarsError):
    """What was entered cannot be taken. `sentences` say why, by the names of the form's fields."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        super().__init__(" ".join(sentences.values()))
        self.sentences = sentences


class NotAllowed(WebinarsError):
    """The rules do not let this person do this."""

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(
            sentence or _("You may not do this. Ask an owner of the organisation, or sign in as somebody else.")
        )


def require_right(is_allowed: bool) -> None:  # noqa: FBT001 - what a rule answers
    """Raises NotAllowed unless the rule that was asked lets this person do this."""
    if not is_allowed:
        raise NotAllowed
