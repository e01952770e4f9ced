import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.recordings.copies.forms import as_shift, signed_seconds
from webinars.recordings.providers import LONGEST_S


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 0), (" ", 0), ("0:30", 30), ("+0:30", 30), ("-1:05", -65), ("− 1:05", -65), ("–12", -12), ("1h2m3s", 3723)],
)
def test_shifts_as_people_write_them(text, expected):
    assert signed_seconds(text) == expected


@pytest.mark.parametrize("text", ["-", "--5", "soon", "1:75", "-604801"])
def test_what_is_no_shift(text):
    assert signed_seconds(text) is None


@given(st.integers(-LONGEST_S, LONGEST_S).filter(lambda shift_s: abs(shift_s) < 1000 * 60))
def test_a_shift_is_read_back(shift_s):
    assert signed_seconds(as_shift(shift_s)) == shift_s
