"""What `webinars doctor` finds."""

from msgspec import Struct


class DoctorCheck(Struct, frozen=True):
    """What was looked at, and what was found. `is_wrong` needs an operator, and the rest is for information."""

    subject: str
    found: str
    is_wrong: bool = False
