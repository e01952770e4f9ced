"""Shuffling the names of a text changes the names that are read, and nothing else."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import lessons
from benchmarks.perturbation import CHANGES, Changed, followed, reached, renamed
from benchmarks.texts import a
from benchmarks.texts.labelled import Label, Labelled, TruePerson
from webinars.pure.announcements.reader import read
from webinars.pure.announcements.reader.people.names import folded_name

TEXTS = [one for one in a.texts(5, 60) if not one.is_html and len(one.people) > 1]
UNTOUCHED = ("starts_at", "date", "timezone", "minutes", "registration_url", "join_url", "series")


@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_shuffled_names_change_only_names(labelled, chance):
    own = [one.name for one in labelled.people]
    names = dict(zip(own, chance.sample(own, len(own)), strict=True))

    before = read(labelled.text, published_on=labelled.published_on)
    after = read(renamed(labelled.text, names), published_on=labelled.published_on)

    assert after.kind is before.kind
    assert [problem.code for problem in after.problems] == [problem.code for problem in before.problems]
    for old, new in zip(before.as_json()["webinars"], after.as_json()["webinars"], strict=True):
        assert {key: new.get(key) for key in UNTOUCHED} == {key: old.get(key) for key in UNTOUCHED}
        titles = {folded_name(new["title"] or ""), folded_name(renamed(old["title"] or "", names))}
        # Where a title ends may depend on a name that stands behind it on its line.
        assert len(titles) == 1 or any(folded_name(name) in title for title in titles for name in own)
    # How sure the second voice is may depend on a name; one of them at most is lost by it.
    known = set(map(folded_name, own))
    assert len(known & reached(after)) >= len(known & reached(before)) - 1


def text(words, *people, title=None):
    return Labelled(words, "en", "made", dt.date(2027, 2, 1), "announcement", title, (), people)


def test_names_change_places_at_once_with_surnames_that_stand_alone():
    said = "Ada Example meets Ben Sample. Example speaks first."
    names = {"Ada Example": "Ben Sample", "Ben Sample": "Ada Example"}
    assert renamed(said, names) == "Ben Sample meets Ada Example. Sample speaks first."
    assert renamed("Adam Examples", names) == "Adam Examples"


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_changes_some_texts_and_keeps_their_words(name):
    changed = [(one, made) for one in TEXTS if (made := CHANGES[name](one, random.Random(1)))]
    assert changed
    assert all(made.text != one.text for one, made in changed)
    if name == "blocks in another order":
        assert all(sorted(made.text.split()) == sorted(one.text.split()) for one, made in changed)


def test_what_is_lost_is_counted_as_lost():
    people = (TruePerson("Ada Example", "Example Society"), TruePerson("Ben Sample"))
    labelled = text("Speakers:\n- Ada Example, Example Society\n- Ben Sample, Sample Trust\n", *people)
    before = read(labelled.text, published_on=labelled.published_on)
    after = read("Speakers:\n- Ada Example, Example Society\n", published_on=labelled.published_on)
    told = [kept for what, kept in followed(labelled, before, after, Changed("")) if what == "people reached"]
    assert told == [True, False]


def test_roughened_lessons_are_labelled_where_their_values_stand():
    chance = random.Random(3)
    rough = [lessons.roughened(one, chance) for one in a.texts(9, 300)]
    changed = [new for new, old in zip(rough, a.texts(9, 300), strict=True) if new.text != old.text]
    assert len(changed) > 30
    for one in changed:
        named = {one.text[span.start : span.end].casefold() for span in one.spans if span.label is Label.PERSON}
        assert named <= {person.name.casefold() for person in one.people}, named
