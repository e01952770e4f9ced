"""What an hour of a text claims: with its zones, and its own day."""

from msgspec import Struct, field

from webinars.pure.times.lint.am_pm import PrintedHour
from webinars.pure.times.lint.mentions import Node
from webinars.pure.times.lint.numeric_dates import PrintedDate

STRONG_SEPARATORS = frozenset({";", "|", "/", "•", "·", "*"})
"""Between an hour with its zone and the next."""


class PrintedClaim(Struct):
    """An hour with the zone labels beside it, and its own day if one is printed."""

    hour: PrintedHour
    index: int
    """Of its node."""
    labels: list[Node] = field(default_factory=list)
    day: PrintedDate | None = None
    shift: int | None = None
    unknown: Node | None = None
    """A word where a zone should stand that names none."""
