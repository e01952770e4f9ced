import pytest

from webinars.lib.background_throttle import GOAL_S, LONG_S, MOST, Pace


class Time:
    """A clock that only work and sleep move on."""

    def __init__(self):
        self.now_s, self.slept_s = 100.0, []

    def clock(self):
        return self.now_s

    def sleep(self, seconds):
        self.slept_s.append(seconds)
        self.now_s += seconds


def steps(pace, time, row_s, count):
    """The sizes of the next steps, if each row takes so long."""
    sizes = []
    for _ in range(count):
        with pace.step():
            sizes.append(pace.count)
            time.now_s += row_s * pace.count
    return sizes


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def pace(time):
    return Pace(with_pauses=True, clock=time.clock, sleep=time.sleep)


def test_steps_grow_until_they_take_what_is_aimed_at(pace, time):
    assert steps(pace, time, GOAL_S / 10, 6) == [1, 8, 10, 10, 10, 10]


def test_a_slow_step_is_followed_by_a_small_one(pace, time):
    steps(pace, time, GOAL_S / 40, 7)

    assert steps(pace, time, GOAL_S, 4) == [40, 1, 8, 8]
    assert steps(pace, time, LONG_S, 3) == [8, 1, 1]


def test_no_step_is_without_end(pace, time):
    assert steps(pace, time, 0.0, 12)[-1] == MOST


def test_each_step_is_followed_by_a_pause_as_long(pace, time):
    steps(pace, time, 0.02, 3)

    assert time.slept_s == pytest.approx([0.02, 0.16, 0.16])


def test_where_nobody_waits_there_are_no_pauses(time):
    steps(Pace(with_pauses=False, clock=time.clock, sleep=time.sleep), time, 0.02, 3)

    assert time.slept_s == []


def test_rows_of_another_kind_begin_with_one(pace, time):
    steps(pace, time, 0.0, 12)

    pace.begin()

    assert pace.count == 1
