"""A zone as people type it into its box, and the sentence that says what was understood."""

import datetime as dt

import pytest

from webinars.pure.times import read_zone, zone_name_of, zone_sentence

SPRING = dt.datetime(2027, 3, 21, 16)


@pytest.mark.parametrize(
    ("text", "timezone"),
    [
        ("London", "Europe/London"),
        (" london ", "Europe/London"),
        ("Britain", "Europe/London"),
        ("UK", "Europe/London"),
        ("London, UK", "Europe/London"),
        ("London time", "Europe/London"),
        ("BST", "Europe/London"),
        ("bst", "Europe/London"),
        ("GMT", "Europe/London"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("US Eastern", "America/New_York"),
        ("Eastern time", "America/New_York"),
        ("ET", "America/New_York"),
        ("et", "America/New_York"),
        ("EST", "America/New_York"),
        ("New York", "America/New_York"),
        ("Deutschland", "Europe/Berlin"),
        ("中国", "Asia/Shanghai"),
        ("Jordan", "Asia/Amman"),
        ("UTC", "Etc/UTC"),
        ("UTC+5", "Etc/GMT-5"),
        ("Europe Central", "Europe/Berlin"),
        ("Central (Europe)", "Europe/Berlin"),
        ("East Africa", "Africa/Nairobi"),
    ],
)
def test_places_countries_and_letters_are_understood(text, timezone):
    assert read_zone(text).timezone == timezone
    assert zone_name_of(text) == timezone


@pytest.mark.parametrize(
    "text",
    ["Atlantis", "Europe/Lodnon", "Paris, Texas", "4pm London", "IST", "USA", "UTC+25", "Central Asia", "x" * 500],
)
def test_what_is_not_settled_stays_as_it_was_typed(text):
    assert read_zone(text).timezone is None
    assert zone_name_of(f" {text} ") == text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("London", "London is Britain (Europe/London): GMT on that day."),
        ("Europe/London", "Britain (Europe/London): GMT on that day."),
        (
            "BST",
            "BST is Britain (Europe/London). On 21 March it is on GMT, so 4pm there is 4pm GMT, not 4pm BST.",
        ),
        ("IST", "IST is India, Ireland or Israel. Write the country."),
        ("Atlantis", "We know no place “Atlantis”. Write a city or a country."),
        ("USA", "USA has more than one clock. Write a city."),
        ("Dubai", "Dubai (Asia/Dubai): UTC+4 on that day."),
        ("UTC", "UTC."),
        ("", ""),
    ],
)
def test_it_says_what_was_understood(text, sentence):
    assert zone_sentence(read_zone(text), SPRING) == sentence


def test_without_a_start_it_says_the_zone_alone():
    assert zone_sentence(read_zone("London")) == "London is Britain (Europe/London)."


@pytest.mark.parametrize("wall", [dt.datetime(2027, 3, 28, 1, 30), dt.datetime(2040, 1, 1), dt.datetime(1, 1, 1)])
def test_an_hour_that_there_is_not_or_a_year_out_of_range_is_no_failure(wall):
    assert zone_sentence(read_zone("London"), wall) == "London is Britain (Europe/London)."
