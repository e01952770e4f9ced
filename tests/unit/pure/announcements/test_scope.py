"""Which date, which zone and which year hold for an hour that stands lines below them."""

import datetime as dt

import pytest

from webinars.pure.announcements.reader import read
from webinars.pure.times import zone_of_all_hours

PUBLISHED_ON = dt.date(2026, 11, 26)


def starts(text: str, published_on: dt.date = PUBLISHED_ON) -> list[str | None]:
    """Every start in UTC, None for one that is not settled or blocks."""
    reading = read(text, published_on=published_on)
    return [
        None
        if webinar.start is None or webinar.start.value.starts_at is None or webinar.start.value.blocks
        else f"{webinar.start.value.starts_at:%Y-%m-%dT%H:%M}"
        for webinar in reading.webinars
    ]


def codes(text: str) -> set[str]:
    return {problem.code for problem in read(text, published_on=PUBLISHED_ON).problems}


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Bees of Norway, 12 May 2027, 3 PM EDT\nTime: 3 PM", "2027-05-12T19:00"),
        ("Bees of Norway\n\n12 May 2027, 3 PM EDT\nTime: 3 PM", "2027-05-12T19:00"),
        ("Bees of Norway, 12 May 2027\n\nTime: 3 PM EDT", "2027-05-12T19:00"),
        ("Bees of Norway, 12 May 2027, 3 PM\nTime: 3 PM", None),
    ],
)
def test_the_zone_of_an_hour_is_never_that_of_a_title(text: str, instant: str | None) -> None:
    assert starts(text) == [instant]


@pytest.mark.parametrize(
    "sentence",
    [
        "Hours are those of Berlin.",
        "Dear all, every hour below is CET:",
        "All times are in Central European Time.",
        "Alle Zeiten in MEZ",
        "Toutes les heures sont celles de Paris.",
        "Todos los horarios son de Madrid.",
        "Time zone: Europe/Berlin",
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "Nets\nThursday 4 February 2027\n{}\n18:00 Rope\n19:00 Sails",
        "Nets\n{}\n\nThursday 4 February 2027\n18:00 Rope\n19:00 Sails",
        "Nets\n\nThursday 4 February 2027, 18:00\n\n{}",
    ],
)
def test_a_sentence_gives_the_zone_of_all_hours_without_one(text: str, sentence: str) -> None:
    assert starts(text.format(sentence)) == ["2027-02-04T17:00"]


@pytest.mark.parametrize(
    "sentence",
    [
        "She spent hours in Berlin.",
        "Hours in Berlin",
        "The hour of China",
        "Office hours are in Berlin",
        "Ada Example lives in Berlin.",
        "All times are those of Berlin, and of Tokyo",
        "Long is the time in Kenya",
        "Hours in Berlin are long.",
    ],
)
def test_a_sentence_that_only_names_a_place_gives_no_zone(sentence: str) -> None:
    text = f"Nets\nThursday 4 February 2027\n{sentence}\n18:00 Rope\n19:00 Sails"

    assert zone_of_all_hours(sentence) is None
    assert starts(text) == [None]
    assert "timezone_missing" in codes(text)


def test_a_zone_of_all_hours_does_not_change_one_beside_its_hour() -> None:
    assert starts("Nets\nAll times CET\n\n4 February 2027, 18:00 Tokyo") == ["2027-02-04T09:00"]


def test_a_zone_of_all_hours_goes_before_that_of_the_organisation() -> None:
    reading = read(
        "Nets\nHours are those of Berlin.\n4 February 2027, 18:00",
        published_on=PUBLISHED_ON,
        assumed_timezone="America/Lima",
    )

    assert [webinar.start.value.timezone for webinar in reading.webinars if webinar.start] == ["Europe/Berlin"]
    assert reading.problems == ()


def test_an_abbreviation_of_all_hours_that_is_out_of_season_blocks() -> None:
    assert starts("Nets\nAll times EST\n\n4 July 2027, 6pm") == [None]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        (
            "HARBOUR, 3 March 2026 – A debate on kelp takes place on 14 April at 6pm Berlin time.",
            "2026-04-14T16:00",
        ),
        ("A debate on kelp takes place on 14 April at 6pm Berlin time.", "2027-04-14T16:00"),
        ("3 March 2027, 6pm Berlin – a debate on kelp, after that of 14 April", "2027-03-03T17:00"),
    ],
)
def test_a_dateline_finds_the_year(text: str, instant: str) -> None:
    assert starts(text) == [instant]


MAIL = "Date: Tue, 06 Oct 2026 09:12:41 +0200\n"


@pytest.mark.parametrize(
    "head",
    [
        f"Subject: The moss assembly\n{MAIL}",
        f"{MAIL}Subject: The moss assembly\n",
        f"From: Moss Circle <moss@example.org>\n{MAIL}Subject: The moss assembly\n",
        "From: Moss Circle <moss@example.org>\nSent: Tuesday, 6 October 2026 09:12\nSubject: The moss assembly\n",
    ],
)
def test_the_day_of_a_mail_is_no_start_and_finds_the_year(head: str) -> None:
    assert starts(f"{head}\nDear all,\n\nSaturday, October 17, 14:00 UTC") == ["2026-10-17T14:00"]
    assert starts(f"{head}\nDear all, let us meet.") in ([], [None])


def test_the_day_of_a_mail_below_finds_no_year_of_a_text_above() -> None:
    assert starts(f"Moss\n\n3 March, 14:00 UTC\n\nSubject: Old\n{MAIL}\nLet us meet.") == ["2027-03-03T14:00"]


def test_a_label_date_is_no_mail_head() -> None:
    assert starts("Subject: Moss\nDate: Wednesday, 3 March 2027, 14:00 UTC") == ["2027-03-03T14:00"]
