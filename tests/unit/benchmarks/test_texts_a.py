"""Generator A of labelled texts: what it says of a text stands in the text."""

import random
from collections import Counter

import pytest

from benchmarks.texts.a import LAYOUTS, texts
from benchmarks.texts.a.articles import with_article
from benchmarks.texts.a.speech import Speech, plain, words
from benchmarks.texts.labelled import LANGUAGES, Label, wrong_spans


@pytest.fixture(scope="module")
def many():
    return texts(11, 2000)


def test_every_value_of_the_truth_is_labelled_in_its_text(many):
    assert [wrong_spans(text) for text in many if wrong_spans(text)] == []


def test_spans_follow_one_another(many):
    for text in many:
        ends = [0, *(span.end for span in text.spans)]
        assert all(span.start >= end for span, end in zip(text.spans, ends, strict=False))


def test_the_same_seed_gives_the_same_texts():
    assert texts(5, 40) == texts(5, 40)
    assert texts(5, 40) != texts(6, 40)


def test_every_language_and_layout_is_written(many):
    assert {text.language for text in many} == set(LANGUAGES)
    assert {text.shape for text in many} == {layout.name for layout in LAYOUTS}


def test_few_announced_starts_are_in_doubt(many):
    starts = Counter(s.starts_at is None for t in many if t.kind == "announcement" for s in t.sessions)
    assert 0.03 < starts[True] / starts.total() < 0.14


def test_names_of_strangers_are_no_people(many):
    for text in many:
        named = {text.text[span.start : span.end] for span in text.spans if span.label is Label.PERSON}
        assert named == {person.name for person in text.people}


def test_a_start_at_a_quarter_past_or_to_is_told_in_the_text(many):
    for text in many:
        said = " ".join(text.text[s.start : s.end] for s in text.spans if s.label is Label.TIME)
        if any(s.starts_at and s.starts_at.minute in (15, 45) for s in text.sessions):
            assert "15" in said or "45" in said, text.text


def test_each_language_has_the_lists_of_the_others():
    others = {frozenset(words(language)) for language in LANGUAGES if language != "en"}
    assert len(others) == 1
    assert others.pop() <= set(words("en"))


def test_many_titles_stand_in_their_sentence_without_quotation_marks(many):
    before = [
        text.text[span.start - 2 : span.start]
        for text in many
        for span in text.spans
        if span.label is Label.TITLE and span.start > 1
    ]
    bare = sum(two[0].islower() and two[1] == " " for two in before)
    quoted = sum(two[1] in "«“„‘\"'" for two in before)
    assert bare / (bare + quoted) > 0.3


def test_half_of_the_texts_are_written_as_sites_post_them(many):
    shapes = {layout.name for layout in LAYOUTS if layout.write.__module__.endswith("layouts_posts")}
    assert 0.4 < sum(text.shape in shapes for text in many) / len(many) < 0.6


def test_groups_that_only_are_named_organise_nothing(many):
    said = [text for text in many if " published its report on " in text.text]
    assert said
    for text in said:
        at = text.text.index(" published its report on ")
        assert all(span.end != at for span in text.spans), text.text


def test_a_noun_of_two_words_is_bent_in_its_first():
    assert with_article("de", "n", "Institut für Physik", "gen") == ("des ", "Instituts für Physik")
    assert with_article("de", "m", "offene Zugang", "gen") == ("des ", "offene Zugangs")


def test_an_article_is_drawn_together_with_the_preposition_of_another_piece():
    said = Speech("pt", random.Random(1)).fill("Moderado por {who}.", who=[("o juiz ", None), ("Ada Example", None)])
    assert plain(said) == "Moderado pelo juiz Ada Example."
    said = Speech("pt", random.Random(1)).fill("Sessão de {who}.", who=[("a", None), (" ", None), ("juíza", None)])
    assert plain(said) == "Sessão da juíza."
