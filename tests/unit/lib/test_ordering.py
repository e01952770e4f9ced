from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.lib.ordering import arrange, move


@dataclass(eq=False)
class Item:
    id: int


def items(ids):
    return [Item(each) for each in ids]


def ids(things):
    return [thing.id for thing in things]


orders = st.lists(st.integers(1, 50), unique=True, max_size=12)


@given(orders.filter(bool), st.data(), st.integers(-15, 15))
def test_move_keeps_the_others_in_their_order(before, data, by):
    moved = data.draw(st.sampled_from(before))
    things = items(before)

    move(things, moved, by)

    assert [each for each in ids(things) if each != moved] == [each for each in before if each != moved]
    assert ids(things).index(moved) == min(max(before.index(moved) + by, 0), len(before) - 1)


@given(orders.filter(lambda ids: len(ids) > 1), st.data())
def test_down_and_up_again_is_where_it_was(before, data):
    moved = data.draw(st.sampled_from(before[:-1]))
    things = items(before)

    assert move(things, moved, 1)
    assert move(things, moved, -1)

    assert ids(things) == before


def test_a_step_beyond_the_end_changes_nothing():
    things = items([1, 2])

    assert not move(things, 1, -1)
    assert not move(things, 2, 1)
    assert ids(things) == [1, 2]


def test_moving_what_is_not_there_is_an_error():
    with pytest.raises(LookupError):
        move(items([1]), 2, 1)


@given(orders, orders)
def test_arrange_adds_and_leaves_out(before, after):
    things = items(before)
    known = {thing.id: thing for thing in things}
    wanted = [known.get(each) or Item(each) for each in after]

    arrange(things, wanted)

    assert things == wanted
