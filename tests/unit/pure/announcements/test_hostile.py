"""Whatever is pasted is answered, soon and with a sentence."""

import datetime as dt
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import Effort
from webinars.pure.announcements.reader import fingerprint, read

DAY = dt.date(2027, 2, 10)
WORDS = [
    "the",
    "of",
    "Ada",
    "Lovelace,",
    "and",
    "moderated",
    "by",
    "Speakers:",
    "4pm",
    "Britain",
    "16",
    "February",
    "2025",
    "(",
    ")",
    "–",
    '"',
    "“",
    "what?",
    ";",
    "*",
    "#",
    "|",
    "12/3",
    "BST",
]


def _random_lines():
    chance = random.Random(1)
    return "\n".join(" ".join(chance.choice(WORDS) for _ in range(12)) for _ in range(17_000))


DIETS = {
    "random lines": _random_lines(),
    "one letter": "a" * 1_000_000,
    "brackets": "(" * 1_000_000,
    "square brackets": "[" * 1_000_000,
    "stars": "**" * 500_000,
    "capitals": "A " * 500_000,
    "names": "Ada Lovelace and " * 60_000,
    "hours": "1pm, " * 200_000,
    "labels": "a: " * 300_000,
    "bullets": "• Ada Lovelace (Society), x\n" * 40_000,
    "date lines": "16 February 2027 4pm Britain 11am US Eastern\n" * 22_000,
    "long date lines": f"16 February 2027, 4pm Britain: Talk by Ada Lovelace, {'on nets ' * 75}\n" * 1_500,
    "long paragraphs": f"<p>16 February 2027, 4pm Britain: Talk by Ada Lovelace, {'on nets ' * 75}</p>" * 1_500,
    "sessions": "Session 1: 16 February 2027 4pm Britain\n" * 25_000,
    "nested HTML": "<div>" * 200_000,
    "nested lists": "<ul><li>" * 110_000 + "x</li>",
    "paragraphs": "<p>Ada Lovelace (x)</p>" * 45_000,
    "attributes": "<a " + 'x="y" ' * 150_000 + ">x</a></p>",
    "angle brackets": "<" * 1_000_000 + "</p>",
}


@pytest.mark.parametrize("text", DIETS.values(), ids=DIETS.keys())
def test_a_megabyte_is_answered_in_a_moment(text):
    # Three times what a quiet machine needs; the square of its length would be a thousand times that.
    effort = Effort()
    reading = read(text, published_on=DAY)
    took = effort.seconds()

    assert took < 8
    assert reading.problems or reading.not_understood


def test_a_text_that_is_too_long_is_said_to_be():
    reading = read("Ada Lovelace and Mary Anning. " * 20_000, published_on=DAY)

    (said,) = [problem.message for problem in reading.problems if problem.code == "text_too_long"]
    assert said == "The text is longer than 250,000 characters; only its beginning was read."


def test_a_page_with_too_many_words_is_said_to_have_them():
    reading = read("<p>Ada Lovelace and Mary Anning.</p>" * 500 + f"<p>{'word ' * 700}</p>" * 80, published_on=DAY)

    (said,) = [problem.message for problem in reading.problems if problem.code == "text_too_long"]
    assert said == "The text is longer than 250,000 characters; only its beginning was read."
    assert len(reading.lines) < 580


@settings(max_examples=200)
@given(st.text(max_size=400))
def test_no_text_makes_it_fail(text):
    read(text, published_on=DAY).as_json()


@settings(max_examples=200)
@given(st.lists(st.sampled_from([*WORDS, "\n", "\n\n", "•", "<p>", "</p>", "<li>", "<br>", ":", "https://x.example/"])))
def test_no_mixture_of_its_own_words_makes_it_fail(words):
    read(" ".join(words), published_on=DAY).as_json()


@pytest.mark.parametrize("text", ["", " \n\n ", "<p></p>", "<html><head><title>x</title></head></html>"])
def test_a_text_without_words_has_no_date_and_says_so(text):
    reading = read(text, published_on=DAY)

    assert [problem.code for problem in reading.problems] == ["date_missing"]


def test_scripts_and_menus_of_a_page_are_not_read():
    page = (
        "<nav><a>Speakers: Zeno Planted</a></nav><script>Speakers: Zeno Planted</script><p>Speakers: Ada Lovelace</p>"
    )

    lineup = read(page, published_on=DAY).webinars[0].lineup

    assert [one.value.name for one in lineup] == ["Ada Lovelace"]


def test_the_same_words_in_another_layout_have_the_same_fingerprint():
    assert fingerprint("Webinar:  Zero\n\n• Ada") == fingerprint("webinar: zero – Ada")
    assert fingerprint("Webinar: Zero") != fingerprint("Webinar: One")
