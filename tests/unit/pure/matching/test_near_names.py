"""Names that are nearly the same are asked about, and different people who are named alike are not."""

import pytest

from webinars.pure.matching.near_names import is_nearly_organisation, is_nearly_person

ONE_PERSON = [
    ("Mary Gartside", "Mary Gartsyde"),
    ("Émilie du Châtelet", "Emilie du Chatelet"),
    ("Isaac Newton", "Newton Isaac"),
    ("I. Newton", "Isaac Newton"),
    ("Isaac A. Newton", "Isaac Newton"),
    ("Will Herschel", "William Herschel"),
    ("Mary Sommerville", "Mary Somerville"),
    ("Margret Cavendish", "Margaret Cavendish"),
    ("Caroline Hershcel", "Caroline Herschel"),
    ("Anna-Maria Merian", "Anna Maria Merian"),
    ("Wang Zhenyi", "Zhenyi Wang"),
]
TWO_PEOPLE = [
    ("Mary Smith", "Mark Smith"),
    ("Mary Smith", "Mary Smyth-Jones"),
    ("Anna Müller", "Anna Möller"),
    ("Anna Müller", "Anna Miller"),
    ("Louis Smith", "Louise Smith"),
    ("Daniel Bernoulli", "Daniela Bernoulli"),
    ("Daniel Bernoulli", "Johann Bernoulli"),
    ("Johann Bernoulli", "Jacob Bernoulli"),
    ("Caroline Herschel", "William Herschel"),
    ("Caroline Herschel", "Caroline Lucretia"),
    ("John Smith", "Jane Smith"),
    ("Maria Mitchell", "Maria Merian"),
    ("Wang Wei", "Wang Lei"),
    ("Paul Klein", "Paula Klein"),
    ("Ada Lovelace", "Ada King"),
    ("Peter Hansen", "Peter Jansen"),
    ("Li Na", "Li Ni"),
    ("Jean Meyer", "Joan Meyer"),
    ("Anna Brun", "Anna Braun"),
    ("Marie Curie", "Irène Curie"),
    ("Maria", "Mario"),
    ("Ada Lovelace", "Ada Lovelace"),
    ("Dr Ada Lovelace", "ada lovelace"),
    ("Ada", "Ada Lovelace"),
    ("", "Ada"),
    ("😀", "😀😀"),
]


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_one_person_written_in_two_ways(one, other):
    assert is_nearly_person(one, other)
    assert is_nearly_person(other, one)


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE)
def test_two_people_or_the_same_name(one, other):
    assert not is_nearly_person(one, other)
    assert not is_nearly_person(other, one)


def test_hardly_any_two_of_a_hundred_people_are_asked_about():
    """Common given and family names in every combination: each differs from all others in a part of it."""
    given = [
        "Anna",
        "Anne",
        "Hanna",
        "Maria",
        "Marie",
        "Mary",
        "Mark",
        "Jan",
        "Jane",
        "John",
        "Joan",
        "Louis",
        "Louise",
    ]
    family = [
        "Smith",
        "Schmidt",
        "Schmitz",
        "Müller",
        "Miller",
        "Meyer",
        "Meier",
        "Hansen",
        "Hanson",
        "Larsen",
        "Larson",
    ]
    people = [f"{first} {last}" for first in given for last in family]
    pairs = [(a, b) for index, a in enumerate(people) for b in people[index + 1 :]]

    asked = [pair for pair in pairs if is_nearly_person(*pair)]

    assert len(asked) / len(pairs) < 0.005, asked


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("Company of Dyers", "Worshipful Company of Dyers", True),
        ("Society of Dyers", "Dyers’ Society", True),
        ("Accademia dei Lincei", "Academia dei Lincei", True),
        ("Linnean Society", "Linnaean Society", True),
        ("The Lunar Society", "Lunar Socity", True),
        ("The Lunar Society", "Lunar Society", False),
        ("Royal Society", "Royal Society of Chemistry", False),
        ("Royal Institution", "Royal Institution of Lamps", False),
        ("Lunar Society", "Solar Society", False),
        ("House of Wisdom", "House of Commons", False),
        ("Society", "Royal Society", False),
    ],
)
def test_organisations(one, other, is_near):
    assert is_nearly_organisation(one, other) is is_near
    assert is_nearly_organisation(other, one) is is_near
