"""Where a name begins and ends when that is not sure."""

import datetime as dt

import pytest

from webinars.pure.announcements.reader import read
from webinars.pure.announcements.reader.lineup.name_boundaries import complete_name, is_plainly_name, other_extents
from webinars.pure.announcements.reader.tagging.tokens import place_in, tokens_of


def pieces(text, name, extents):
    tokens = tokens_of(text)
    start = text.index(name)
    found = extents(tokens, place_in(tokens, start, start + len(name)))
    places = [found] if isinstance(found, range) else list(found)
    return [text[tokens[place[0]].start : tokens[place[-1]].end] for place in places]


@pytest.mark.parametrize(
    ("text", "beginning", "name"),
    [
        ("Moderação de Odete Sample.", "Odete", "Odete Sample"),
        ("con Herminia del Río Example preguntará", "Herminia del", "Herminia del Río Example"),
        ("P. J. Example, Harbour School", "P.", "P. J. Example"),
        ("Ada, who dives for the Harbour School", "Ada", "Ada"),
        ("Ada Example and Ben Sample", "Ada Example", "Ada Example"),
        ("Odete de", "Odete", "Odete"),
        ("Odete", "Odete", "Odete"),
    ],
)
def test_of_a_beginning_the_whole_name_is_taken(text, beginning, name):
    assert pieces(text, beginning, complete_name) == [name]


@pytest.mark.parametrize(
    ("text", "name", "others"),
    [
        ("Modera Ada Example", "Modera Ada Example", ["Ada Example"]),
        ("Ben Sample de Harbour", "Ben Sample de Harbour", ["Ben Sample"]),
        ("Rosa de la Example", "Rosa de la Example", []),
        ("Johann Wolfgang von Example", "Johann Wolfgang von Example", []),
        ("Ada Example", "Ada Example", []),
        ("by Simon S C Example", "S C Example", ["Simon S C Example"]),
        ("Mark Example NHU Harbour", "Mark Example NHU Harbour", ["Mark Example"]),
        ("Ada Maria EXAMPLE", "Ada Maria EXAMPLE", []),
    ],
)
def test_another_beginning_or_end_may_be_the_names(text, name, others):
    assert pieces(text, name, other_extents) == others


@pytest.mark.parametrize(
    ("text", "name", "is_plain"),
    [
        ("with Ada Example, Harbour School", "Ada Example", True),
        ("with Xq Q. Example, Harbour School", "Xq Q. Example", True),
        ("with Łukasz Example, Harbour School", "Łukasz Example", True),
        ("with Анна Пример, Harbour School", "Анна Пример", True),
        ("with Novice Class on Thursday", "Novice Class", False),
        ("chercheuse à l’ENS Paris Example", "Paris Example", False),
        ("the Institute Ada Example", "Ada Example", False),
        ("Ben Sample de Harbour", "Ben Sample de Harbour", False),
    ],
)
def test_a_given_name_or_an_initial_that_is_of_no_group_is_plainly_a_name(text, name, is_plain):
    tokens = tokens_of(text)
    start = text.index(name)
    assert is_plainly_name(tokens, place_in(tokens, start, start + len(name))) == is_plain


def test_the_next_cell_of_a_line_is_no_part_of_a_name():
    text = """Kelp and cold water

Thursday 4 February 2027, 18:00 Berlin

Name\tGroup
Ada Example\tHarbour School
Benjamin J. Sample\tNetsLab
Clara Muster\tLinux User Group Reefs (LUGR)
"""
    [webinar] = read(text, published_on=dt.date(2026, 11, 1)).webinars
    names = [found.value.name for found in (*webinar.lineup, *webinar.offers.lineup)]

    assert {"Ada Example", "Benjamin J. Sample", "Clara Muster"} <= set(names)
    assert [name for name in names if "Lab" in name or "Linux" in name] == []
