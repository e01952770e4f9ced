import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.pure.videos import LONGEST_S
from webinars.pure.videos.signed_times import signed_seconds, signed_time


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("5:00", 300),
        ("0:00", 0),
        ("+0:30", 30),
        ("-0:30", -30),
        ("−0:30", -30),
        ("– 12", -12),
        (" - 1:02:03 ", -3723),
        ("90", 90),
        ("1h2m3s", 3723),
    ],
)
def test_a_time_may_have_a_sign(text, second):
    assert signed_seconds(text) == second


@pytest.mark.parametrize("text", ["", " ", "-", "--5", "soon", "1:75", "-604801"])
def test_what_is_no_time(text):
    assert signed_seconds(text) is None


@given(st.integers(-LONGEST_S, LONGEST_S))
def test_a_time_is_read_back(second):
    assert signed_seconds(signed_time(second)) == second
