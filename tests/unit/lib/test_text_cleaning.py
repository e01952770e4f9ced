import pytest

from webinars.lib.text_cleaning import many_lines, number_word, one_line, short_title


def test_line_breaks_and_tabs_become_blanks():
    assert one_line(" Caroline\r\n\tHerschel\u2028 ", at_most=100) == "Caroline Herschel"


def test_marks_that_turn_the_direction_of_writing_are_left_out():
    assert one_line("Olga\u202egpj.exe\u200f", at_most=100) == "Olgagpj.exe"


def test_joiners_stay_because_they_are_spelling():
    assert one_line("می\u200cخواهم", at_most=100) == "می\u200cخواهم"


def test_it_is_cut_without_a_blank_at_the_end():
    assert one_line("Lunar Society", at_most=6) == "Lunar"


def test_a_control_character_parts_words():
    assert one_line("Bell\x07 talk\x0bof") == "Bell talk of"


def test_lines_are_kept_without_what_xml_forbids():
    assert (
        many_lines(" One\r\n\r\nTwo\x07\x00\ufffe\uffff\ud800\tthree\rfour\x0bfive \n")
        == "One\n\nTwo\tthree\nfour\nfive"
    )


def test_lines_keep_joiners_and_marks_of_direction():
    assert many_lines("می\u200cخواهم \u200fשלום") == "می\u200cخواهم \u200fשלום"


@pytest.mark.parametrize(
    ("title", "short"),
    [
        (
            "Can a machine be said to think? Lovelace, Babbage and the Analytical Engine",
            "Can a machine be said to think?",
        ),
        ("Fossils, cliffs and credit: Mary Anning’s Lyme Regis and its long shadow", "Fossils, cliffs and credit"),
        ("The Turk, the Writer and the Flute Player: automata on tour", None),
        ("Why? What the tide tables of the harbours of the North Sea leave out of account", None),
        ("Letters on colour – Newton, Goethe and the makers of dyes in the towns", "Letters on colour"),
        ("A title of one long sentence that has no end before it is too long for a line", None),
    ],
)
def test_a_long_title_is_told_by_its_first_part(title, short):
    assert short_title(title) == (short or title)


def test_small_numbers_are_words():
    assert [number_word(number) for number in (0, 1, 6, 12, 13)] == ["0", "one", "six", "twelve", "13"]
