"""A person typed in one go: "Isaac Newton, Trinity College, chair", "Mary Gartside (London)".

`static/js/typed-people.js` reads the same in the browser, with the same words, which the page brings.
"""

import re

from msgspec import Struct

SUFFIXES = frozenset(
    {"jr", "sr", "junior", "senior", "ii", "iii", "iv", "phd", "md", "frs", "obe", "mbe", "cbe", "esq"}
)
"""What belongs to the name before the comma: "Martin Luther King, Jr."."""
ROLE_WORDS: dict[str, str] = {
    "speaker": "speaker", "speaks": "speaker", "presenter": "speaker",
    "moderator": "moderator", "moderates": "moderator", "moderated": "moderator", "moderating": "moderator",
    "moderation": "moderator", "moderatorin": "moderator", "modérateur": "moderator", "modératrice": "moderator",
    "moderador": "moderator", "moderadora": "moderator",
    "chair": "chair", "chairs": "chair", "chairing": "chair", "chairperson": "chair", "vorsitz": "chair",
    "host": "host", "hosts": "host",
    "facilitator": "facilitator", "facilitates": "facilitator",
    "interviewer": "interviewer", "interviews": "interviewer",
    "respondent": "respondent", "responds": "respondent", "discussant": "respondent",
    "panellist": "panellist", "panelist": "panellist",
    "keynote": "keynote", "keynote speaker": "keynote",
    "interpreter": "interpreter", "interprets": "interpreter",
    "performer": "performer", "performs": "performer",
    "author": "author",
}  # fmt: skip
"""Words for a role, small, and the role they mean."""
_BRACKETS = re.compile(r"([^()]+)\(([^()]+)\)\s*(?:[,:]\s*([^()]*))?")


class TypedPerson(Struct, frozen=True):
    name: str
    affiliation: str = ""
    role: str = ""
    """The value of a role, empty where none was typed."""


def typed_person(text: str) -> TypedPerson:
    """Returns name, affiliation and role in `text`, between commas.

    The last part is the role if it is a word for one. A name alone is only a name.
    """
    whole = " ".join(text.split())
    brackets = _BRACKETS.fullmatch(whole)
    parts = list(brackets.groups(default="")) if brackets else re.split(r"[,，、]", whole)
    name, *rest = (part.strip() for part in parts)
    rest = [part for part in rest if part]
    while rest and rest[0].casefold().replace(".", "") in SUFFIXES:
        name = f"{name}, {rest.pop(0)}"
    role = ROLE_WORDS.get(rest[-1].casefold().rstrip("."), "") if rest else ""
    if role:
        rest.pop()
    return TypedPerson(name, ", ".join(rest), role)
