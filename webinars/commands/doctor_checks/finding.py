"""What `webinars doctor` finds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DoctorCheck:
    """What was looked at, and what was found. `is_wrong` needs an operator, and the rest is for information."""

    subject: str
    found: str
    is_wrong: bool = False
