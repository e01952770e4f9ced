"""The facts of a story as what fills sentences."""

import re
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.texts.b.articles import BY, THE
from benchmarks.texts.b.grammar import Piece, Pieces, Slots
from benchmarks.texts.labelled import Label

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.texts.b.desk import Desk


_ENDS = re.compile(r"[?!:–.,“”«»„‘]")
"""What would leave open where a title without quotes ends."""


def slots_of(desk: "Desk") -> Slots:
    """Returns what a sentence of this desk can be filled with."""
    story = desk.story
    slots: dict[str, Callable[[], Pieces]] = {
        "title": desk.title_pieces,
        "series": lambda: [Piece(story.series, Label.SERIES)],
        "org": lambda: desk.org_pieces(0, 1),
        "orgs": desk.org_pieces,
        "the_org": lambda: desk.org_pieces(0, 1, case=THE),
        "by_org": lambda: desk.org_pieces(0, 1, case=BY),
        "by_orgs": lambda: desk.org_pieces(case=BY),
        "when": lambda: desk.time(story.start.phrase),
        "date": lambda: desk.time(story.start.date),
        "hours": lambda: desk.time(story.start.hours),
        "clock": lambda: desk.time(story.start.clock),
        "olddate": lambda: [Piece(desk.other_date(-14 - desk.chance.randrange(30)))],
        "people": lambda: desk.joined([desk.inline_person(person) for person in story.speakers]),
        "names": lambda: desk.joined([desk.name(person) for person in story.speakers]),
        "url": desk.url,
        "stranger": lambda: [Piece(desk.stranger())],
        "other_org": lambda: desk.voice.say("other_org"),
        "deadline": lambda: [Piece(desk.other_date(-1 - desk.chance.randrange(3)))],
        "nextdate": lambda: [Piece(desk.other_date(14 + desk.chance.randrange(30)))],
        "posted": lambda: [Piece(desk.posted())],
    }
    if not _ENDS.search(story.title):
        slots["plain_title"] = desk.title_pieces
    if len(story.organisers) > 1:
        slots["houses"] = desk.org_pieces
        slots["org2"] = lambda: desk.org_pieces(1)
    for number, person in enumerate(story.speakers[:3]):
        slots[f"p{number + 1}"] = partial(desk.inline_person, person)
    special = story.special
    if special is not None:
        slots[special.role] = partial(desk.inline_person, special)
    return slots
