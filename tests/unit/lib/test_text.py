from webinars.lib.text import one_line


def test_line_breaks_and_tabs_become_blanks():
    assert one_line(" Caroline\r\n\tHerschel\u2028 ", at_most=100) == "Caroline Herschel"


def test_marks_that_turn_the_direction_of_writing_are_left_out():
    assert one_line("Olga\u202egpj.exe\u200f", at_most=100) == "Olgagpj.exe"


def test_joiners_stay_because_they_are_spelling():
    assert one_line("می\u200cخواهم", at_most=100) == "می\u200cخواهم"


def test_it_is_cut_without_a_blank_at_the_end():
    assert one_line("Lunar Society", at_most=6) == "Lunar"
