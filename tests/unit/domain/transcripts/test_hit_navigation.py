"""Where in a transcript something is said that was searched for."""

import pytest

from webinars.domain.transcripts.hit_navigation import places_of
from webinars.domain.transcripts.passages import TranscriptPassage


def said(*texts):
    """Passages of ten seconds each."""
    return [
        TranscriptPassage(starts_s=number * 10, text=text, voice="", is_new_voice=False, is_first_of_second=True)
        for number, text in enumerate(texts)
    ]


def hits(places):
    return {
        number: [piece.text for piece in pieces if piece.is_hit] for number, pieces in sorted(places.pieces.items())
    }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("cafe", {0: ["Café", "CAFÉ"]}),
        ('"good evening"', {1: ["good evening"]}),
        ("evening good", {1: ["good", "evening"], 2: ["Evening"]}),
        ("morning", {}),
        ("even", {1: ["evening"], 2: ["Evening"]}),
        ("even*", {1: ["evening"], 2: ["Evening"]}),
        ("月食", {3: ["月食"]}),
    ],
)
def test_words_are_found_as_in_the_archive(asked, found):
    passages = said("A Café, the CAFÉ.", "A good evening.", "Evening of what?", "月食开始了。")

    assert hits(places_of(passages, asked, 0, language="en")) == found


@pytest.mark.parametrize("asked", ["", "   ", "!?", "-comet"])
def test_nothing_is_looked_for_where_nothing_is_wanted(asked):
    assert places_of(said("A comet."), asked, 0, language="en") is None


@pytest.mark.parametrize(
    ("from_s", "here", "number", "before_s", "after_s"),
    [
        (0, 1, 1, None, 30),
        (19, 1, 1, None, 30),
        (20, 3, 3, 10, 40),
        (35, 3, 3, 10, 40),
        (45, 4, 4, 30, None),
        (90, 4, 4, 30, None),
    ],
)
def test_reader_lands_at_the_first_hit_from_a_second_on(from_s, here, number, before_s, after_s):
    passages = said("Good evening.", "A comet, a comet!", "Where?", "There: a comet.", "Comet.")

    places = places_of(passages, "comet", from_s, language="en")

    assert places.count == 4
    assert (places.here, places.number, places.before_s, places.after_s) == (here, number, before_s, after_s)


def test_other_forms_of_a_word_are_found_in_the_language_that_is_spoken():
    def found(asked, language):
        return hits(places_of(said("Two cards.", "Ein Vortrag.", "Viele Vorträge."), asked, 0, language=language))

    assert found("card", "en") == {0: ["cards"]}
    assert found("Vorträge", "de") == {1: ["Vortrag"], 2: ["Vorträge"]}
    assert found("Vorträge", "zh") == {2: ["Vorträge"]}


def test_after_the_last_hit_one_lands_at_the_first_of_all():
    places = places_of(said("A comet.", "A comet.", "Good night."), "comet", 25, language="en")

    assert (places.here, places.number, places.before_s) == (0, 1, None)
