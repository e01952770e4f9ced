"""Generator A of labelled texts: what it says of a text stands in the text."""

from collections import Counter

import pytest

from benchmarks.texts.a import LAYOUTS, texts
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
