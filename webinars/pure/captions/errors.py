"""What cannot be done with a transcript."""

from webinars.lib.errors import FieldInvalid, WebinarsError


class TranscriptUnreadable(WebinarsError):
    """What was given holds no captions that can be kept."""


class TranscriptInvalid(FieldInvalid):
    """A value cannot be stored. `field` is the form's field. `cue_id` is whose, None where it is of no one cue."""

    def __init__(self, field: str, sentence: str, *, cue_id: int | None = None) -> None:
        super().__init__(field, sentence)
        self.cue_id = cue_id
