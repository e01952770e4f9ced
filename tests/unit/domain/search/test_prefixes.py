import pytest

from webinars.domain.search.prefixes import Beginnings


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("comets", "On comets"),
        ("COM", "On comets"),
        ("eclip", "Éclipses de lune"),
        ("strasse", "Die Straße"),
        ("γαλ", "Ο ΓΑΛΑΞΊΑΣ"),
        ("tell comets", "Comets, and how to tell them"),
        ("月食", "王贞仪：月食之理与圆桌"),
        ("2026年", "于2026年"),
        ("  comets ", "Comets"),
    ],
)
def test_each_word_begins_one_of_the_text(typed, text):
    assert Beginnings(typed).are_in(text)


@pytest.mark.parametrize(("typed", "text"), [("mets", "Comets"), ("comets tails", "Comets"), ("!!!", "!!!"), ("", "x")])
def test_else_it_is_not_found(typed, text):
    assert not Beginnings(typed).are_in(text)


def test_words_may_stand_in_different_texts_but_not_across_two():
    beginnings = Beginnings("lunar comets")

    assert beginnings.are_in("Comets", "Lunar Society")
    assert not Beginnings("letslunar").are_in("lets", "lunar")
