import pytest

from webinars.domain.programme.credit_line import Credit, article_of, organised_by, organised_with
from webinars.lib.i18n import list_separators, use_locale


@pytest.mark.parametrize(
    "name",
    [
        "Lunar Society",
        "Spitalfields Mathematical Society",
        "House of Wisdom Reading Group",
        "Jinling Astronomical Circle",
        "Society of Arts",
        "University of Bologna",
        "Academy of the Curious about Nature",
        "Royal Institution (London)",
    ],
)
def test_a_body_takes_an_article_within_a_sentence(name):
    assert article_of(name) == "the "


@pytest.mark.parametrize(
    "name",
    [
        "Friends of the Elbe",
        "The Lunar Society",
        "Accademia dei Lincei",
        "Gesellschaft Naturforschender Freunde",
        "Newton's Circle",
        "Our Reading Group",
        "Science Without Masters",
        "金陵天文會",
    ],
)
def test_other_names_stand_as_they_are(name):
    assert article_of(name) == ""


def test_articles_are_english_only():
    with use_locale("de"):
        assert article_of("Lunar Society") == ""


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (["A"], "Organised by A"),
        (["A", "B"], "Organised by A and B"),
        (["A", "B", "C"], "Organised by A, B and C"),
    ],
)
def test_the_credit_line_as_text(names, line):
    assert organised_by(Credit(tuple(names))) == line


@pytest.mark.parametrize(
    ("credit", "by", "beside"),
    [
        (Credit(("A",)), "Organised by A", "A"),
        (Credit(("A", "B")), "Organised by A and B", "A with B"),
        (Credit(("A",), ("C",)), "Organised by A, with C", "A with C"),
        (Credit(("A",), ("C",), ("D",)), "Organised by A, with C, supported by D", "A with C, supported by D"),
        (Credit(("A", "B"), ("C",)), "Organised by A and B, with C", "A and B, with C"),
        (
            Credit(("A", "B"), (), ("D", "E")),
            "Organised by A and B, supported by D and E",
            "A and B, supported by D and E",
        ),
        (
            Credit(("A", "B"), ("C",), ("D",)),
            "Organised by A and B, with C, supported by D",
            "A and B, with C, supported by D",
        ),
        (Credit(("A",), (), ("D",)), "Organised by A, supported by D", "A, supported by D"),
    ],
)
def test_the_credit_line_says_how_each_is_named(credit, by, beside):
    assert (organised_by(credit), organised_with(credit)) == (by, beside)


@pytest.mark.parametrize(
    ("count", "separators"), [(0, []), (1, [""]), (2, [" and ", ""]), (4, [", ", ", ", " and ", ""])]
)
def test_separators_of_a_list_in_words(count, separators):
    assert list_separators(count) == separators
