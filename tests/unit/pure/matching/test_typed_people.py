"""A person typed in one go."""

import pytest

from webinars.models import AppearanceRole
from webinars.pure.matching.typed_people import ROLE_WORDS, TypedPerson, typed_person


@pytest.mark.parametrize(
    ("text", "name", "affiliation", "role"),
    [
        ("Ada Lovelace", "Ada Lovelace", "", ""),
        ("Margaret Cavendish, chair", "Margaret Cavendish", "", "chair"),
        ("Isaac Newton, Cambridge", "Isaac Newton", "Cambridge", ""),
        ("Isaac Newton, Trinity College, Chair.", "Isaac Newton", "Trinity College", "chair"),
        (
            "Isaac Newton , Trinity College,Cambridge , moderated",
            "Isaac Newton",
            "Trinity College, Cambridge",
            "moderator",
        ),
        ("Martin Luther King, Jr., Atlanta", "Martin Luther King, Jr.", "Atlanta", ""),
        ("Mary Gartside (London)", "Mary Gartside", "London", ""),
        ("Mary Gartside (London), moderator", "Mary Gartside", "London", "moderator"),
        ("王贞仪，南京", "王贞仪", "南京", ""),
        ("Ada,, London,", "Ada", "London", ""),
        ("Chair of Optics", "Chair of Optics", "", ""),
        (", chair", "", "", "chair"),
        ("", "", "", ""),
    ],
)
def test_its_parts(text, name, affiliation, role):
    assert typed_person(text) == TypedPerson(name, affiliation, role)


def test_every_word_for_a_role_names_one_there_is():
    assert set(ROLE_WORDS.values()) == {role.value for role in AppearanceRole}
