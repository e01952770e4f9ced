import pytest

from webinars.pure.captions.find_and_replace import Replacement


@pytest.mark.parametrize(
    ("find", "replacement", "text", "found"),
    [
        ("love lace", "Lovelace", "Ada Love Lace spoke of love\nlace.", ("Ada Lovelace spoke of Lovelace.", 2)),
        ("Ada", "Ida", "Adam, ada, Ada's", ("Adam, Ida, Ida's", 2)),
        ("王真仪", "王贞仪", "我是王真仪。", ("我是王贞仪。", 1)),
        ("Ada", "Ida", "我叫Ada王", ("我叫Ida王", 1)),
        (r"a\1b", r"\g<0>", r"a\1b", (r"\g<0>", 1)),
        ("C++", "C", "C++ and C", ("C and C", 1)),
        ("Ada", "Ada", "Ada, ADA", ("Ada, Ada", 1)),
        ("", "x", "Ada", ("Ada", 0)),
        ("um", "", "so um yes", ("so  yes", 1)),
    ],
)
def test_whole_words_are_replaced(find, replacement, text, found):
    assert Replacement(find, replacement).replaced(text) == found


def test_nothing_is_in_nothing():
    assert not Replacement(" ").is_in("Ada")
    assert Replacement("ada  lovelace").is_in("with Ada\nLovelace")
