"""The second generator of made-up texts, which judges the reader."""

import datetime as dt

import pytest

from benchmarks.texts.b import BEFORE, texts
from benchmarks.texts.b.grammar import rules
from benchmarks.texts.b.moments import zone
from benchmarks.texts.labelled import LANGUAGES, printed, wrong_spans


@pytest.fixture(scope="module")
def some():
    return list(texts(2027, 2000))


def test_that_every_value_of_the_truth_stands_in_its_text(some):
    assert [(made.shape, wrong_spans(made)) for made in some if wrong_spans(made)] == []


def test_that_the_same_seed_gives_the_same_texts(some):
    assert list(texts(2027, 200)) == some[:200]
    assert list(texts(2028, 20)) != some[:20]


def test_that_the_languages_come_by_turns(some):
    assert [made.language for made in some[:12]] == [*LANGUAGES, *LANGUAGES]
    assert {made.language for made in texts(1, 10, ("it",))} == {"it"}


def test_that_no_piece_of_a_text_is_two_things(some):
    for made in some:
        assert all(one.end <= other.start for one, other in zip(made.spans, made.spans[1:], strict=False)), made.text


def test_that_no_mark_of_a_rule_is_left_in_a_text(some):
    for made in some:
        assert not {"{", "}", "\0", "¦"} & set(made.text), made.text
        assert all(printed(made, span).strip() == printed(made, span) for span in made.spans)


def test_that_texts_vary(some):
    assert len({made.shape.removesuffix("/html") for made in some}) > len(BEFORE)
    assert len({made.title for made in some}) > 1500
    assert len({person.name for made in some for person in made.people}) > 3000


def test_that_a_twelfth_of_the_announcements_leaves_the_start_open(some):
    announced = [made for made in some if made.kind == "announcement"]
    asked = sum(made.sessions[0].starts_at is None for made in announced)
    assert 0.05 < asked / len(announced) < 0.12


def test_that_starts_are_after_the_announcement_and_before_the_recap(some):
    for made in some:
        for start in (session.starts_at for session in made.sessions if session.starts_at):
            is_after = start.date() >= made.published_on
            assert is_after == (made.kind == "announcement") or start.date() == made.published_on
            assert start.tzinfo is dt.UTC


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_each_language_has_the_rules_of_the_others(language):
    shared = set.intersection(*(set(rules(other)) for other in LANGUAGES))
    assert len(shared) > 90
    assert len(rules(language)["title"]) > 38
    assert len(rules(language)["subject"]) > 55


def test_that_zones_are_those_of_the_package():
    assert zone("Europe/Berlin").utcoffset(dt.datetime(2027, 7, 1)) == dt.timedelta(hours=2)
