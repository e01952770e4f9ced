"""A line that is a sentence about one person: “Ada Example will moderate”, “Ben Sample is an astronomer at Slough”."""

import re

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.people.descriptions import part_role, told_affiliation
from webinars.pure.announcements.reader.people.names import name_in
from webinars.pure.announcements.reader.words import one_of


def told(text: str, *, is_strict: bool) -> tuple[str, Role | None, str | None] | None:
    """The name, the role and the affiliation that such a line tells; None for any other line."""
    if (verb := _ROLE_VERB.match(text)) and (name := name_in(verb[1], is_strict=True)):
        return name, part_role(verb[2]), None
    if (telling := _SPOKE.match(text)) and (name := name_in(telling[1], is_strict=True)):
        return name, None, None
    said = _TOLD.match(text)
    name = name_in(said[1], is_strict=is_strict) if said and " " in said[1].strip() else None
    return (name, None, told_affiliation(said["what"] or "")) if said and name else None


_ROLE_VERB = re.compile(
    rf"^(.{{3,60}}?),?\s+(?:will\s+|wird\s+)?({one_of('roles.stems')})(?:es?|s|ing|iert|ieren)?(?:\s+(?:the|this|die|"
    r"das)\s.{3,40})?\.?$",
    re.IGNORECASE,
)
_TOLD = re.compile(
    rf"^([^,:;()]{{3,60}}?)(?:\s*\([^()]{{2,60}}\))?,?\s+(?:(?:(?:{one_of('people.works')})(?: [^.,;]{{3,50}}?)?(?= "
    rf"(?:{one_of('people.works_as')})\s)|{one_of('people.is')})\s+(?P<what>.{{3,}})|(?:{one_of('people.does_work')}"
    r")\s.{3,})$"
)


_SPOKE = re.compile(rf"^([^,:;()]{{3,60}}?),?\s+(?:will )?(?:{one_of('people.spoke_line')})\s.{{3,}}$")
"""“Attorney Ada Example spoke about …”."""
