"""What cannot be done with a speaker's record. Each error is one sentence for the reader."""

from webinars.lib.errors import WebinarsError


class SpeakerInvalid(WebinarsError):
    """A value cannot be stored. `field` is which."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class SpeakersDiffer(WebinarsError):
    """Two records cannot be of one person, or not as they stand."""
