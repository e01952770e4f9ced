"""What a line may call a webinar: every run of its pieces, with what was cut off."""

import pytest

from webinars.pure.announcements.reader.title.pieces import pieces_of


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Candle Circle Webinaire #3 Les mains libres", "Les mains libres"),
        ("Hands off the Candle Webinar", "Hands off the Candle"),
        ("Workshop on Candles and Clocks", "Candles and Clocks"),
        ("Candle Circle | Cancelled Event. Hands off", "Hands off"),
        ("Hands off the Candle 12 June 2027", "Hands off the Candle"),
        ("Las velas con Dra. Ada Ejemplo", "Las velas"),
        ("Einladung zu Kerzen und Uhren", "Kerzen und Uhren"),
        ("Policy Workshop: (Big) Candles and Clocks", "(Big) Candles and Clocks"),
        ("Workshop:Candles", "Candles"),
        ("Announcing 27 March Candles and Clocks", "Candles and Clocks"),
        ("Kerzen und Uhren am 27. Juni", "Kerzen und Uhren"),
        ("Special Lecture |Candles and Clocks | Zoom", "Candles and Clocks"),
        ("Kerzen 2027: wie sie bis heute brennen", "wie sie bis heute brennen"),
        ("Stories: from Wax to Wick", "Stories: from Wax to Wick"),
    ],
)
def test_the_title_is_among_the_pieces(line, title):
    assert title in [piece.text for piece in pieces_of(line)]


def test_a_word_for_a_day_within_a_title_is_no_date():
    assert "wie sie bis" not in [piece.text for piece in pieces_of("Kerzen 2027: wie sie bis heute brennen")]


@pytest.mark.parametrize("line", ["Candles (online)", "Candles, clocks and wax"])
def test_a_bracket_or_the_rest_of_a_list_is_no_piece(line):
    assert not {"(online)", "online", "clocks and wax"} & {piece.text for piece in pieces_of(line)}


def test_what_is_cut_and_what_is_kept_at_each_mark_is_seen():
    [piece] = [piece for piece in pieces_of("Workshop: Hands off – a Candle") if piece.text == "Hands off – a Candle"]

    assert {"front event", "cut front event :", "keeps few dash few"} <= piece.seen
    assert piece.before == "Workshop"
