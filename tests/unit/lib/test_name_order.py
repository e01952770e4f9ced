import pytest

from webinars.lib.name_order import letter_of, main_part, order_of


@pytest.mark.parametrize(
    ("name", "part", "letter"),
    [
        ("Ada Lovelace", "Lovelace", "L"),
        ("Ismail al-Jazari", "al-Jazari", "A"),
        ("Martin Luther King Jr.", "King", "K"),
        ("Élisabeth Écu", "Écu", "E"),
        ("Stanisław Łem", "Łem", "L"),
        ("Hypatia", "Hypatia", "H"),
        ("王贞仪", "王贞仪", "王"),
        ("ابن الهيثم", "هيثم", "ه"),
        ("الحسن بن الهيثم", "هيثم", "ه"),
        ("Мария Склодовская", "Склодовская", "С"),
        ("김 정호", "김", "김"),
        ("42", "42", ""),
        ("", "", ""),
    ],
)
def test_a_name_stands_under_its_main_part(name, part, letter):
    assert main_part(name) == part
    assert letter_of(name) == letter


def test_latin_letters_come_first_and_names_follow_each_other():
    names = ["王贞仪", "Ada Lovelace", "Mary Anning", "ابن الهيثم", "Maria Gaetana Agnesi", "Ada Anning"]

    assert sorted(names, key=order_of)[:4] == ["Maria Gaetana Agnesi", "Ada Anning", "Mary Anning", "Ada Lovelace"]
