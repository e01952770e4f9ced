import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.pure.ical.safe_text import blotted, clean_line, clean_text, shortened

ANYTHING = st.text(alphabet=st.characters())


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\u2028two\u2029three\x85four", "one\ntwo\nthree\nfour"),
        ("nul\x00, bell\x07, vertical\x0btab, delete\x7f", "nul, bell, verticaltab, delete"),
        ("half \ud83d pair", "half  pair"),
        ("whole 🔭 pair", "whole 🔭 pair"),
        ("family 👩‍🔬", "family 👩‍🔬"),
        ("  trailing  \n\n\n\nblank  ", "trailing\n\nblank"),
        ("كتاب المناظر", "كتاب المناظر"),
        ("far" + " " * 80 + "apart" + "\u3000" * 30 + "here", "far        apart" + "\u3000" * 8 + "here"),
        ("weEND:VEVENT BEGIN:VEVENT, the END: yes", "weEND: VEVENT BEGIN: VEVENT, the END: yes"),
    ],
)
def test_text_is_cleaned_without_losing_words(text, cleaned):
    assert clean_text(text) == cleaned


def test_a_line_has_no_breaks():
    assert clean_line(" A title\r\nX-EVIL: yes\tand more ") == "A title X-EVIL: yes and more"


@given(ANYTHING)
def test_cleaned_text_can_be_written_and_has_no_control_characters(text):
    cleaned = clean_text(text)

    cleaned.encode("utf-8")
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in cleaned)
    assert clean_text(cleaned) == cleaned


@given(ANYTHING, st.integers(min_value=2, max_value=80))
def test_shortened_text_is_never_longer(text, length):
    assert len(shortened(text, length)) <= length


def test_text_is_cut_between_words():
    assert shortened("On the motion of comets", 15) == "On the motion …"


def test_text_without_spaces_is_cut_all_the_same():
    assert shortened("星圖與算術" * 10, 12) == "星圖與算術星圖與算術 …"


@given(st.text(alphabet="aé彗🔭", max_size=200), st.text(alphabet="aé彗🔭", max_size=200))
def test_a_secret_is_blotted_out_wherever_a_line_was_folded(before, after):
    unfolded = f"DESCRIPTION:{before}s3cret{after}".encode()
    folded = b"\r\n ".join(unfolded[start : start + 40] for start in range(0, len(unfolded), 40))

    found = blotted(folded + b"\r\nEND:VEVENT\r\n", ["s3cret", "s3"], "…")

    lines = found.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]
    assert found.replace(b"\r\n ", b"").decode() == f"DESCRIPTION:{before}…{after}\r\nEND:VEVENT\r\n"
