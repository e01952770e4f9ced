"""What cannot be done with a speaker's record. Each error is one sentence for the reader."""

from webinars.lib.errors import FieldInvalid, WebinarsError


class SpeakerInvalid(FieldInvalid):
    """A value cannot be stored. `field` is which."""


class SpeakersDiffer(WebinarsError):
    """Two records cannot be of one person, or not as they stand."""
