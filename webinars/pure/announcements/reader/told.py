"""A line that is a sentence about one person: “Ada Example spoke about …”, “Ben Sample is an astronomer at Slough”."""

import re

from webinars.pure.announcements.reader.descriptions import told_affiliation
from webinars.pure.announcements.reader.names import name_in
from webinars.pure.announcements.reader.words import one_of


def told(text: str, *, is_strict: bool) -> tuple[str, str | None] | None:
    """The name and the affiliation that such a line tells; None for any other line."""
    if (telling := _SPOKE.match(text)) and (name := name_in(telling[1], is_strict=True)):
        return name, None
    said = _TOLD.match(text)
    name = name_in(said[1], is_strict=is_strict) if said and " " in said[1].strip() else None
    return (name, told_affiliation(said["what"] or "")) if said and name else None


_TOLD = re.compile(
    rf"^([^,:;()]{{3,60}}?)(?:\s*\([^()]{{2,60}}\))?,?\s+(?:(?:(?:{one_of('people.works')})(?: [^.,;]{{3,50}}?)?(?= "
    rf"(?:{one_of('people.works_as')})\s)|{one_of('people.is')})\s+(?P<what>.{{3,}})|(?:{one_of('people.does_work')}"
    r")\s.{3,})$"
)


_SPOKE = re.compile(rf"^([^,:;()]{{3,60}}?),?\s+(?:will )?(?:{one_of('people.spoke_line')})\s.{{3,}}$")
"""“Attorney Ada Example spoke about …”."""
