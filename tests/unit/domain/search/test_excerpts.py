import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.domain.search.excerpts import WIDTH, excerpt, mark_hits
from webinars.domain.search.terms import terms_of
from webinars.domain.search.tokens import tokens


def shown(pieces):
    return "".join(f"[{piece.text}]" if piece.is_hit else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("The tide, and tidal things", "tide", "The [tide], and tidal things"),
        ("The tide, and tidal things", "tid*", "The [tide], and [tidal] things"),
        ("Spring tides at sea", '"spring tides" sea', "[Spring tides] at [sea]"),
        ("Spring and tides", '"spring tides"', "Spring and tides"),
        ("Die STRASSE und die Straße", "strasse", "Die [STRASSE] und die [Straße]"),
        ("Cafe\u0301 or café", "cafe", "[Cafe\u0301] or [café]"),
        ("數據治理與數據", "數據", "[數據]治理與[數據]"),
        ("數據治理", "據治理", "數[據治理]"),
        ("數據治理", "據", "數[據]治理"),
        ("治理", "理", "治[理]"),
        ("tides and moons", "tides -moons", "[tides] and moons"),
        ("ﬁne ＡＢＣ", "fine abc", "[ﬁne] [ＡＢＣ]"),
        ("nothing here", "comet", "nothing here"),
        ("", "comet", ""),
    ],
)
def test_hits_are_told_apart(text, query, expected):
    assert shown(mark_hits(text, terms_of(query))) == expected


def test_excerpt_is_the_line_with_most_of_what_was_asked():
    text = "The moon.\nTides and the moon, at sea.\nThe sea."

    assert shown(excerpt(text, terms_of("moon tides"))) == "[Tides] and the [moon], at sea."
    assert excerpt(text, terms_of("comet")) == []
    assert shown(excerpt(text, terms_of('"at sea the sea"'))) == "Tides and the moon, [at sea. The sea]."


def test_long_lines_are_cut_between_words():
    text = (
        "every harbour keeps its own clock " * 20 + "until the tide turns " + "and every pilot knows it by heart " * 20
    )

    found = shown(excerpt(text, terms_of("tide")))

    assert found.startswith("…")
    assert found.endswith("…")
    assert " the [tide] turns " in found
    assert len(found) <= WIDTH + 4
    assert set(found.strip("…").replace("[", "").replace("]", "").split()) <= set(text.split())


@given(st.text(alphabet="ab 數據é\n"), st.text(alphabet="ab 數據é", min_size=1))
def test_pieces_are_the_text_again(text, query):
    terms = terms_of(query)

    if terms is not None:
        assert "".join(piece.text for piece in mark_hits(text, terms)) == text
        assert "\n" not in "".join(piece.text for piece in excerpt(text, terms)) or "\n" in query


@given(
    st.text(alphabet="ab 數據é\n"),
    st.lists(st.text(alphabet="ab 數據é", min_size=1, max_size=6), min_size=1, max_size=2),
)
def test_what_is_marked_is_what_the_index_finds(text, words):
    terms = terms_of(" ".join(f'"{word}"' for word in words))

    if terms is not None:
        assert any(piece.is_hit for piece in mark_hits(text, terms)) == any(
            is_among(tokens(text), term) for term in terms.wanted
        )


def is_among(found, term):
    *middle, last = term.tokens
    return any(
        found[place : place + len(middle)] == middle
        and (found[place + len(middle)] == last or (term.is_beginning and found[place + len(middle)].startswith(last)))
        for place in range(len(found) - len(middle))
    )


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("The cards, a card and carding; a cardigan", "card", "The [cards], a [card] and [carding]; a cardigan"),
        ("Die Vorträge im Vortragssaal", "vortrag", "Die [Vorträge] im Vortragssaal"),
        ("several studies", "study", "several [studies]"),
        ("قرأ والكتاب", "كتاب", "قرأ [والكتاب]"),
        ("數據治理", "数据", "[數據]治理"),
        ("the cards", '"card"', "the cards"),
    ],
)
def test_other_forms_of_a_word_are_hits_too(text, query, expected):
    assert shown(mark_hits(text, terms_of(query).in_languages(["arabic", "english", "german"]))) == expected
