"""The outcome of two people's changes, whatever they were."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from webinars.site.desk.editor.fingerprints import Snapshot
from webinars.site.desk.editor.three_way_merge import ConflictAnswer, Side, merge, merged_order, rebased_snapshot

VALUES = st.sampled_from(["a", "b", "c"])
CELLS = st.fixed_dictionaries({"name": VALUES, "text": VALUES})
TABLES = st.lists(st.sampled_from("12345"), unique=True).flatmap(
    lambda ids: st.tuples(*(CELLS for _id in ids)).map(lambda rows: dict(zip(ids, rows, strict=True)))
)
SNAPSHOTS = st.builds(
    Snapshot,
    st.fixed_dictionaries({"title": VALUES, "start": VALUES}),
    st.fixed_dictionaries({"lineup": TABLES, "topics": TABLES}),
)


def result(outcome, mine, theirs):
    """What the form says after the merge."""
    sides = {Side.MINE: mine, Side.THEIRS: theirs}
    fields = {name: sides[side].fields[name] for name, side in outcome.fields.items()}
    tables = {
        name: {
            row.id: {cell: sides[side].tables[name][row.id][cell] for cell, side in row.sides.items()} for row in rows
        }
        for name, rows in outcome.tables.items()
    }
    return Snapshot(fields, tables)


def same(one, other):
    return one == other and all(list(one.tables[name]) == list(other.tables[name]) for name in one.tables)


@given(SNAPSHOTS, SNAPSHOTS)
def test_what_i_alone_changed_is_taken(base, mine):
    outcome = merge(base, mine, base, {})

    assert same(result(outcome, mine, base), mine)
    assert (outcome.open, outcome.kept) == ([], [])


@given(SNAPSHOTS, SNAPSHOTS)
def test_what_they_alone_changed_is_kept_and_said(base, theirs):
    outcome = merge(base, base, theirs, {})

    assert same(result(outcome, base, theirs), theirs)
    assert outcome.open == []
    assert bool(outcome.kept) == (not same(base, theirs))


@given(SNAPSHOTS, SNAPSHOTS)
def test_who_says_the_same_is_asked_nothing(base, mine):
    outcome = merge(base, mine, mine, {})

    assert same(result(outcome, mine, mine), mine)
    assert (outcome.open, outcome.kept) == ([], [])


@given(SNAPSHOTS, SNAPSHOTS, SNAPSHOTS)
def test_nothing_that_one_of_them_changed_is_lost_without_a_word(base, mine, theirs):
    outcome = merge(base, mine, theirs, {})

    merged, asked = result(outcome, mine, theirs), {each.key for each in outcome.open}
    for name, value in merged.fields.items():
        for side in (mine, theirs):
            assert side.fields[name] in (value, base.fields[name]) or name in asked
    for name, table in merged.tables.items():
        for side in (mine, theirs):
            for row, cells in side.tables[name].items():
                before = base.tables[name].get(row)
                if cells == before or f"{name}/{row}" in asked:
                    continue
                assert row in table
                for cell, text in cells.items():
                    is_known = before is not None and text == before[cell]
                    assert is_known or text == table[row][cell] or f"{name}/{row}/{cell}" in asked


@given(SNAPSHOTS, SNAPSHOTS, SNAPSHOTS)
def test_asked_again_nothing_else_is_asked(base, mine, theirs):
    first = merge(base, mine, theirs, {})
    form = result(first, mine, theirs)

    again = merge(rebased_snapshot(base, theirs, first.open), form, theirs, {})

    assert sorted(each.key for each in again.open) == sorted(each.key for each in first.open)
    assert again.kept == []
    assert same(result(again, form, theirs), form)


@given(SNAPSHOTS, SNAPSHOTS, SNAPSHOTS, st.sampled_from(list(Side)))
def test_answers_settle_everything(base, mine, theirs, side):
    first = merge(base, mine, theirs, {})
    form, answers = result(first, mine, theirs), {each.key: ConflictAnswer(side, each.seen) for each in first.open}

    outcome = merge(rebased_snapshot(base, theirs, first.open), form, theirs, answers)

    assert outcome.open == []
    settled = result(outcome, form, theirs)
    expected = theirs if side is Side.THEIRS else form
    for key in answers:
        name, row, cell = [*key.split("/"), "", ""][:3]
        if cell:
            assert settled.tables[name][row][cell] == expected.tables[name][row][cell]
        elif row:
            assert settled.tables[name].get(row) == expected.tables[name].get(row)
        elif name in settled.fields:
            assert settled.fields[name] == expected.fields[name]


@given(SNAPSHOTS, SNAPSHOTS, SNAPSHOTS, st.sets(st.integers(0, 30)), st.lists(st.sampled_from(list(Side)), min_size=1))
def test_what_was_answered_is_never_asked_again(base, mine, theirs, answered, sides):
    """Some of the questions are answered, then the rest: each page asks only what is open, and the last one nothing."""

    def answers_to(collisions):
        chosen = zip(collisions, itertools.cycle(sides), strict=False)
        return {each.key: ConflictAnswer(side, each.seen) for each, side in chosen}

    first = merge(base, mine, theirs, {})
    some = [each for number, each in enumerate(first.open) if number in answered]
    form, beginning = result(first, mine, theirs), rebased_snapshot(base, theirs, first.open)

    second = merge(beginning, form, theirs, answers_to(some))
    form, beginning = result(second, form, theirs), rebased_snapshot(beginning, theirs, second.open)
    third = merge(beginning, form, theirs, answers_to(second.open))

    assert {each.key for each in second.open} == {each.key for each in first.open if each not in some}
    assert third.open == []
    settled = result(third, form, theirs)
    assert merge(rebased_snapshot(beginning, theirs, []), settled, theirs, {}).open == []


def test_an_order_that_was_answered_is_settled_although_a_row_was_added():
    cells = {"name": "a", "text": "a"}
    base, mine, theirs = (Snapshot({}, {"topics": dict.fromkeys(ids, cells)}) for ids in ("1234", "1243", "13245"))
    first = merge(base, mine, theirs, {})
    answers = {each.key: ConflictAnswer(Side.MINE, each.seen) for each in first.open}

    outcome = merge(rebased_snapshot(base, theirs, first.open), result(first, mine, theirs), theirs, answers)

    assert [each.key for each in first.open] == ["topics"]
    assert outcome.open == []
    assert [row.id for row in outcome.tables["topics"]] == ["1", "2", "4", "5", "3"]


@given(SNAPSHOTS, SNAPSHOTS, SNAPSHOTS, SNAPSHOTS)
def test_an_answer_counts_only_for_what_was_shown(base, mine, theirs, later):
    answers = {each.key: ConflictAnswer(Side.MINE, each.seen) for each in merge(base, mine, theirs, {}).open}

    asked = {each.key: each.seen for each in merge(base, mine, later, answers).open}

    assert all(answers[key].seen != seen for key, seen in asked.items() if key in answers)


@given(SNAPSHOTS, SNAPSHOTS)
def test_without_a_beginning_whatever_differs_is_asked_and_none_is_dropped(mine, theirs):
    outcome = merge(None, mine, theirs, {})

    asked = {each.key for each in outcome.open}
    assert {name for name in mine.fields if mine.fields[name] != theirs.fields[name]} == asked & mine.fields.keys()
    for name, table in result(outcome, mine, theirs).tables.items():
        assert table.keys() == mine.tables[name].keys() | theirs.tables[name].keys()


def test_what_both_have_added_stands_where_they_put_it():
    assert merged_order(["a", "b", "mine"], ["a", "theirs", "b"], dict.fromkeys(["a", "b", "mine", "theirs"])) == [
        *("a", "theirs", "b", "mine")
    ]
    assert merged_order(["a", "mine"], ["first", "a", "last"], dict.fromkeys(["a", "mine", "first", "last"])) == [
        *("first", "a", "last", "mine")
    ]
