import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.domain.search.tokens import LONGEST_TOKEN, fold, folded_with_places, tokens

SCRIPTS = "aZ éßŁøœÆ 9٣² ﬁＡ 数据治 がガｶﾞ 한국 ไทย हिन्दी தமிழ் أَحْمَد שָׁלוֹם İıΣς .,-_'\"*()\n\0\u200c\u00ad\u0301"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Comets, and their TAILS", ["comets", "and", "their", "tails"]),
        ("Straße Łódź œuvre Ærø", ["strasse", "lodz", "oeuvre", "aero"]),
        ("café CAFE\u0301", ["cafe", "cafe"]),
        ("Diyarbakır İZMİR", ["diyarbakir", "izmir"]),
        ("ΣΟΦΙΑ σοφίας", ["σοφια", "σοφιασ"]),
        ("ＡＢＣ ﬁne x²", ["abc", "fine", "x2"]),
        ("node.js a/b it's snake_case", ["node", "js", "a", "b", "it", "s", "snake", "case"]),
        ("數據治理", ["数据", "据治", "治理", "理"]),
        ("重跑gen-itgc后", ["重跑", "跑", "gen", "itgc", "后"]),
        ("ｶﾞｽ が", ["ガス", "ス", "が"]),
        ("한국", ["한국", "국"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("தமிழ் மொழி", ["தமிழ்", "மொழி"]),
        ("العَرَبِيَّة أحمد", ["العربية", "احمد"]),
        ("שָׁלוֹם", ["שלום"]),
        ("می\u200cخواهم co\u00adtidal", ["میخواهم", "cotidal"]),
        ("٢٠٢٧ १९", ["2027", "19"]),
        ("% — … \0", []),
        ("", []),
    ],
)
def test_text_becomes_comparable_tokens(text, found):
    assert tokens(text) == found


def test_very_long_words_are_cut():
    assert tokens("x" * 500) == ["x" * LONGEST_TOKEN]


@given(st.text(alphabet=SCRIPTS))
def test_folding_twice_changes_nothing(text):
    assert tokens(fold(text)) == tokens(text)


@given(st.text(alphabet=SCRIPTS))
def test_places_lead_back_to_the_folded_text(text):
    folded, starts, ends = folded_with_places(text)

    assert folded == fold(text)
    assert len(folded) == len(starts) == len(ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True))
    assert list(starts) == sorted(starts)


@given(st.text())
def test_tokens_hold_nothing_that_an_engine_could_read_as_its_own(text):
    for token in tokens(text):
        assert token
        assert not set(token) & set(" \t\n\0'\"\\*:&|!<>()^+-{},;")
