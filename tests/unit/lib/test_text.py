from webinars.lib.text import many_lines, one_line


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
