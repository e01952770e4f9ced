import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.domain.search.terms import MAX_TERMS, MOST_FORMS, Term, Terms, terms_of


def words(*texts):
    return tuple(Term((text,)) for text in texts)


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("Comets  TAILS comets", words("comets", "tails"), ()),
        ('"their tails" comets', (Term(("their", "tails")), *words("comets")), ()),
        ("“their tails” „zwei Worte“", (Term(("their", "tails")), Term(("zwei", "worte"))), ()),
        ("«deux mots» 「月亮」", (Term(("deux", "mots")), Term(("月亮",))), ()),
        ('"never closed', (Term(("never", "closed")),), ()),
        ('tides -moon -"spring tides"', words("tides"), (Term(("moon",)), Term(("spring", "tides")))),
        ("-moon", (), words("moon")),
        ("co-tidal node.js", (Term(("co", "tidal")), Term(("node", "js"))), ()),
        ("come*", (Term(("come",), is_beginning=True),), ()),
        ("數據治理", (Term(("数据", "据治", "治理")),), ()),
        ("數", (Term(("数",), is_beginning=True),), ()),
        ("gen數據", (Term(("gen", "数据")),), ()),
        ('"gen 數"', (Term(("gen", "数"), is_beginning=True),), ()),
        ("NEAR(a b) AND", (Term(("near", "a")), *words("b", "and")), ()),
        ("title:x ^y {z} a&b", (Term(("title", "x")), *words("y", "z"), Term(("a", "b"))), ()),
        ("% -- ''", (), ()),
    ],
)  # fmt: skip
def test_typed_text_becomes_terms(text, wanted, unwanted):
    assert terms_of(text) == Terms(wanted, unwanted)


def test_nothing_typed_asks_for_nothing():
    assert terms_of(" \n\t") is None
    assert terms_of("%").is_empty
    assert not terms_of("-moon").is_empty


def test_long_queries_are_answered_by_their_first_terms():
    terms = terms_of(" ".join(f"w{number}" for number in range(40)) + " -x")

    assert terms.wanted == words(*(f"w{number}" for number in range(MAX_TERMS)))
    assert terms.unwanted == ()


def test_words_widen_to_beginnings_and_phrases_do_not():
    assert terms_of('comet "a tail" of -moon').as_beginnings() == Terms(
        (Term(("comet",), is_beginning=True), Term(("a", "tail")), Term(("of",))), words("moon")
    )


def test_single_words_are_looked_for_in_all_their_forms_and_nothing_else_is():
    terms = terms_of('Cards "cards" two-cards card* 數據 42 -cards').in_languages(["english", "french"])
    terms = terms.with_forms({("english", "card"): ["carding", "cards"], ("german", "card"): ["kard"]})

    assert [term.forms for term in terms.wanted] == [("card", "carding"), (), (), (), ()]
    assert terms.unwanted == words("cards")
    assert terms.has_forms
    assert not terms.exactly().has_forms
    assert not terms.as_beginnings().has_forms
    assert not terms_of("cards").in_languages([]).with_forms({}).has_forms


def test_of_very_many_forms_the_shortest_are_looked_for():
    known = {("english", "card"): [f"card{'s' * number}" for number in range(2, 200)]}

    (term,) = terms_of("cards").in_languages(["english"]).with_forms(known).wanted

    assert len(term.forms) == MOST_FORMS
    assert term.forms[:2] == ("card", "cardss")


@given(st.text())
def test_any_text_is_understood_somehow(text):
    terms = terms_of(text)

    assert terms is None or all(term.tokens for term in (*terms.wanted, *terms.unwanted))
