import datetime as dt

import pytest

from webinars.pure import times
from webinars.pure.times.lint import mentions as lint_mentions
from webinars.pure.times.lint import vocabulary


def mentions(text: str) -> list[tuple[str, str]]:
    return [(mention.kind, mention.text) for mention in times.find_mentions(text)]


def test_dates_hours_and_zones_are_found_where_they_stand() -> None:
    text = "On Sunday 14 February 2027 we meet at 4pm in Berlin."

    found = times.find_mentions(text)

    assert [(mention.kind, mention.text) for mention in found] == [
        ("date", "Sunday 14 February 2027"),
        ("time", "4pm"),
        ("zone", "Berlin"),
    ]
    assert all(text[mention.start : mention.end] == mention.text for mention in found)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Sunday 14 February 2027, 4pm", "date"),
        ("(14 February 2027)", "date"),
        ("4pm on Sunday", "time"),
        ("Eastern. More below", "zone"),
        ("On Sunday 14 February 2027", None),
        ("", None),
    ],
)
def test_a_text_begins_with_what_stands_first(text: str, kind: str | None) -> None:
    assert times.begins_with(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "14 February",
        "Feb 14, 2027",
        "14.2.",
        "2027-02-14",
        "14/2/27",
        "Sonntag, 14. Februar",
        "le 14 février",
        "14 de fevereiro",
    ],
)
def test_a_day_of_a_month_is_a_date(text: str) -> None:
    assert times.has_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sunday",
        "in 2027",
        "February",
        "16 may attend",
        "In March, 6 talks",
        "open 24/7",
        "part 1/2",
        "version 2.10",
        "1. Opening",
        "Chapter 3",
    ],
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert not times.has_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "4pm",
        "16:30",
        "18.30 Uhr",
        "à 18h",
        "às 10h",
        "noon",
        "12 noon",
        "2ET",
        "0900 GMT",
        "half past seven",
        "kl 14.15",
    ],
)
def test_an_hour_is_a_time(text: str) -> None:
    assert times.has_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "14",
        "2027",
        "90 minutes",
        "2 hours",
        "24h",
        "24/7",
        "3.5%",
        "£3.50",
        "$10",
        "Session 2",
        "Article 19",
        "5 speakers",
        "Psalm 4.7",
    ],
)
def test_what_only_looks_like_an_hour_is_none(text: str) -> None:
    assert not times.has_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "14 February 2027, 4pm, Berlin Institute of Optics",
        "14 February 2027, 4pm: China-based speakers",
        "14 February 2027, 4pm. India and the calculus",
        "14 February 2027, 4pm\nLondon letters read aloud by the author",
    ],
)
def test_a_place_that_belongs_to_something_else_is_no_zone(text: str) -> None:
    reading = times.read_start(text, published_on=dt.date(2027, 1, 1))

    assert [problem.code for problem in reading.problems] == ["timezone_missing"]


WORDS = sorted(
    {
        word
        for value in vars(vocabulary).values()
        if isinstance(value, (frozenset, dict))
        for word in value
        if isinstance(word, str)
    }
)
STARTS = [
    "doors 18:30, talk 19:00",
    "half past seven, quarter to 5 pm, halb acht, meia-noite",
    "at 20:00 E.S.T., Europe/London, GMT-3, UTC, Kuala Lumpur, CET",
    "the next day, am Folgetag, jour suivant, next week",
    "(was 3 May), statt am 3. Mai, findet statt am 3. Mai, register by 3 November, noon",
    "Thứ Hai, понедельник, 10 января, ב-3 במאי, Mi 3.5.",
]


@pytest.mark.parametrize("text", [*STARTS, *(f"{word} 5 May at 4pm BST" for word in WORDS), " ".join(WORDS)])
def test_no_word_is_passed_over_that_begins_something(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = lint_mentions.Script(text).nodes
    monkeypatch.setattr(lint_mentions, "may_begin", lambda _text, _key: True)

    assert found == lint_mentions.Script(text).nodes
