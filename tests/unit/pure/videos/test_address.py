import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.pure.videos.address import LONGEST_S, in_units, seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("90", 90),
        (" 90s ", 90),
        ("1h2m3s", 3723),
        ("2m", 120),
        ("1h", 3600),
        ("90m", 5400),
        ("1:30", 90),
        ("24:10", 1450),
        ("1:02:03", 3723),
        ("604800", LONGEST_S),
    ],
)
def test_times_as_people_write_them(text, expected):
    assert seconds(text) == expected


@pytest.mark.parametrize(
    "text", ["", " ", "s", "-5", "1.5", "1:75", "90x", "1h-2m", "٩٠", "604801", "999999h", "9" * 400, "1:2:3:4"]
)
def test_what_is_no_time(text):
    assert seconds(text) is None


@given(st.integers(min_value=0, max_value=LONGEST_S))
def test_a_time_in_units_is_read_back(moment_s):
    assert seconds(in_units(moment_s)) == moment_s
