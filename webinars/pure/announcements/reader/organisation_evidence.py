"""What the line-up of a text says about names that may be those of organisations."""

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from webinars.pure.announcements.reader.people.names import folded_name
from webinars.pure.announcements.reader.people.person_entry import Person
from webinars.pure.announcements.reader.words import one_of


class OrganisationEvidence(Struct, frozen=True):
    """What the line-up says of names: folded names of people, and as printed the groups they come from."""

    people: frozenset[str] = frozenset()
    groups: Mapping[str, str] = field(default_factory=dict)
    """By folded name."""


def organisation_evidence(people: Sequence[Person]) -> OrganisationEvidence:
    """Returns the people of a line-up, and the organisations that their affiliations name."""
    groups = {
        folded_name(piece): piece
        for person in people
        for piece in _PIECES.split(person.affiliation or "")
        if len(piece.split()) > 1 and piece[:1].isupper() and len(piece) < MAX_GROUP_NAME
    }
    names = frozenset(folded_name(person.name) for person in people)
    return OrganisationEvidence(names - groups.keys(), groups)


_PIECES = re.compile(rf"[,;]\s|\s(?:{one_of('people.from_group')})\s(?:the\s)?")
MAX_GROUP_NAME = 80
