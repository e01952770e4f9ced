"""The line-up as text: what is read is written so that it is read the same again, and what is typed is understood."""

import pytest

from webinars.domain.imports.lineup_text import people_in, people_text
from webinars.domain.imports.webinar_content import Person
from webinars.models import AppearanceRole

READ = (
    Person(name="Ada Example", affiliation="Professor of Tides, Lunar Society", talk_title="On tides: a lecture"),
    Person(name="Ben Sample", role=AppearanceRole.MODERATOR),
    Person(name="Cleo Muster", affiliation="novelist, author"),
)


def test_untouched_lines_mean_the_very_people():
    assert people_in(people_text(READ), READ) == READ


def test_each_person_is_one_line_in_plain_words():
    assert people_text(READ).splitlines() == [
        "Ada Example, Professor of Tides, Lunar Society – “On tides: a lecture”",
        "Ben Sample, moderator",
        "Cleo Muster, novelist, author",
    ]


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("Dora Probe", Person(name="Dora Probe")),
        ("Dora Probe (Reef Institute), chair", Person(name="Dora Probe", affiliation="Reef Institute", role="chair")),
        ("  Dora   Probe ,Reef Institute ", Person(name="Dora Probe", affiliation="Reef Institute")),
        ('Dora Probe, Reef - "Knots"', Person(name="Dora Probe", affiliation="Reef", talk_title="Knots")),
        ("Dora Probe, Jr., Reef Institute", Person(name="Dora Probe, Jr.", affiliation="Reef Institute")),
    ],
)  # fmt: skip
def test_a_typed_line_is_taken_apart(line, person):
    assert people_in(line, ()) == (person,)


def test_a_corrected_line_is_read_anew_and_a_missing_one_is_left_out():
    assert people_in("Ada Example, Lunar Society, chair\n\nBen Sample, moderator", READ) == (
        Person(name="Ada Example", affiliation="Lunar Society", role=AppearanceRole.CHAIR),
        READ[1],
    )


def test_the_same_name_twice_and_lines_of_marks_are_nobody():
    assert people_in("Ada Example\n—\nADA EXAMPLE, chair\n, chair", ()) == (Person(name="Ada Example"),)
