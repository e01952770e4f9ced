"""No count under five stands alone, and none is to be found by subtraction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.pure.charts import FEWEST, Stretch, stretches, with_rest_together

COUNTS = st.lists(st.integers(0, 12), max_size=40)


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ([], []),
        ([0, 0], [(0, 1, 0), (1, 1, 0)]),
        ([7, 5], [(0, 1, 7), (1, 1, 5)]),
        ([7, 2, 0, 4, 9], [(0, 1, 7), (1, 3, 6), (4, 1, 9)]),
        ([7, 0, 2], [(0, 3, 9)]),
        ([0, 3, 0], [(0, 3, 3)]),
        ([3, 1], [(0, 2, 4)]),
    ],
)
def test_small_neighbours_stand_together(counts, found):
    assert [(each.first, each.length, each.count) for each in stretches(counts)] == found


@given(COUNTS)
def test_whatever_the_counts_none_is_lost_and_none_is_told_that_is_small(counts):
    found = stretches(counts)

    assert sum(each.count for each in found) == sum(counts)
    assert [cell for each in found for cell in range(each.first, each.last + 1)] == list(range(len(counts)))
    small = [each for each in found if 0 < each.count < FEWEST]
    assert not small or found == [Stretch(0, len(counts), sum(counts))]


@given(st.dictionaries(st.text(max_size=2), st.integers(0, 12), max_size=20), st.integers(1, 6))
def test_rows_keep_their_sum_and_the_rest_is_none_or_five(counts, most_rows):
    alone, rest = with_rest_together(counts, most_rows)

    assert sum(count for _name, count in alone) + rest == sum(counts.values())
    assert all(count >= FEWEST for _name, count in alone)
    assert len(alone) <= most_rows
    assert rest == 0 or rest >= FEWEST or not alone
    assert [count for _name, count in alone] == sorted((count for _name, count in alone), reverse=True)


def test_the_smallest_row_joins_what_would_be_found_by_subtraction():
    assert with_rest_together({"a": 20, "b": 6, "c": 3}, 8) == ([("a", 20)], 9)
    assert with_rest_together({"a": 3}, 8) == ([], 3)
