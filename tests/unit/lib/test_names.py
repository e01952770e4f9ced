import pytest

from webinars.lib.names import is_name, name_key, organisation_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dr Caroline HERSCHEL", "Caroline Herschel"),
        ("Herschel, Caroline", "Herschel Caroline"),
        ("O'Brien", "O’Brien"),
        ("Mary OʼBrien", "mary o'brien"),
        ("Ｃａｒｏｌｉｎｅ", "Caroline"),
        ("Émilie", "E\u0301milie"),
        ("Comets & tails", "Comets – tails"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
    "names", [("राम", "रीम", "रूम"), ("C", "C++", "C#"), ("!!!", "???", "😀"), ("Émilie", "Emilie")]
)
def test_different_names_have_different_keys(names):
    keys = {name_key(name) for name in names}

    assert len(keys) == len(names)
    assert "" not in keys


def test_blanks_are_no_name():
    assert name_key(" \t ") == ""


@pytest.mark.parametrize(
    ("text", "expected"), [("", False), (",", False), (" 、 ,", False), ("!!!", True), ("Bo", True)]
)
def test_what_stands_between_names_is_none(text, expected):
    assert is_name(text) is expected


def test_a_title_alone_is_a_name():
    assert name_key("Dr") == "dr"


def test_an_organisation_is_the_same_without_its_article():
    assert organisation_key("The Lunar Society") == organisation_key("LUNAR SOCIETY")
