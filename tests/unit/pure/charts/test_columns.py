"""Where the bars of a picture stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.pure.charts import columns, stretches
from webinars.pure.charts.columns import BOTTOM, LEFT, TOP


@pytest.mark.parametrize(
    ("most", "lines"),
    [(6, [0, 2, 4, 6]), (9, [0, 5, 10]), (58, [0, 20, 40, 60]), (212, [0, 100, 200, 300])],
)
def test_the_lines_are_round_and_few(most, lines):
    drawn = columns(stretches([0, most]))

    assert [value for value, _y in drawn.lines] == lines
    assert drawn.lines[0][1] == BOTTOM
    assert drawn.lines[-1][1] == TOP


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=60))
def test_bars_stand_within_the_picture_and_beside_each_other(counts):
    drawn = columns(stretches(counts))

    edge = LEFT
    for bar in drawn.bars:
        assert edge <= bar.x
        assert bar.width > 0
        assert TOP <= bar.y <= BOTTOM
        edge = bar.x + bar.width
    assert edge <= 100.01
    assert sum(bar.is_highest for bar in drawn.bars) <= 1


def test_of_few_no_length_is_to_be_read_off():
    one, four = (columns(stretches([count])) for count in (1, 4))

    assert one.bars[0].is_few
    assert one.lines == four.lines
    assert one.bars[0].height == four.bars[0].height


@pytest.mark.parametrize(("count", "left"), [(6, 6.0), (58, 6.0), (212, 7.2), (3_500, 9.6), (120_000, 14.4)])
def test_the_figures_of_the_axis_have_room(count, left):
    drawn = columns(stretches([count]))

    assert (drawn.left, drawn.bars[0].x >= left) == (left, True)
