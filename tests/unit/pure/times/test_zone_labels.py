import datetime as dt

import pytest

from webinars.pure import times
from webinars.pure.times.tokens import tokenize
from webinars.pure.times.zone_labels import offset_label, read_label, read_misspelt, voice


def zone_of(text: str) -> str | None:
    tokens = tokenize(text)
    found = read_label(tokens, 0)
    if found is None or not found[0].timezones:
        return None
    # The last dot of "U.K." and the bracket of "Eastern (US)" may be left over; a word may not.
    return found[0].timezones[0] if all(token.kind == "mark" for token in tokens[found[1] :]) else None


@pytest.mark.parametrize(
    ("text", "timezone"),
    [
        ("Britain", "Europe/London"),
        ("UK", "Europe/London"),
        ("U.K.", "Europe/London"),
        ("US Eastern", "America/New_York"),
        ("Eastern (US)", "America/New_York"),
        ("East Coast", "America/New_York"),
        ("ET", "America/New_York"),
        ("NYC", "America/New_York"),
        ("PT", "America/Los_Angeles"),
        ("China", "Asia/Shanghai"),
        ("MEZ", "Europe/Berlin"),
        ("Central European Summer", "Europe/Berlin"),
        ("gmt", "Europe/London"),
        ("UTC", "Etc/UTC"),
        ("Z", "Etc/UTC"),
        ("GMT+2", "Etc/GMT-2"),
        ("UTC-3", "Etc/GMT+3"),
        ("UTC−3", "Etc/GMT+3"),
        ("UTC/GMT +1", "Etc/GMT-1"),
        ("UTC+5:30", "Asia/Kolkata"),
        ("GMT+05.45", "Asia/Kathmandu"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("St. John's", "America/St_Johns"),
        ("Port-au-Prince", "America/Port-au-Prince"),
        ("Genf", "Europe/Zurich"),
        ("Moskau", "Europe/Moscow"),
        ("Pékin", "Asia/Shanghai"),
        ("Nueva York", "America/New_York"),
        ("Großbritannien", "Europe/London"),
        ("Reino Unido", "Europe/London"),
        ("Deutschland", "Europe/Berlin"),
        ("Allemagne", "Europe/Berlin"),
        ("🇯🇵", "Asia/Tokyo"),
        ("Western Australia", "Australia/Perth"),
    ],
)
def test_what_people_print_has_a_zone(text: str, timezone: str) -> None:
    assert zone_of(text) == timezone


@pytest.mark.parametrize(
    "text", ["et", "ist", "art", "Nice", "Georgia", "Australia", "🇺🇸", "Lilliput", "GMT+25", "Narnia/London"]
)
def test_what_is_a_word_or_several_zones_has_none(text: str) -> None:
    assert zone_of(text) is None


@pytest.mark.parametrize(
    ("word", "timezone"),
    [("Aukland", "Pacific/Auckland"), ("Melborne", "Australia/Melbourne"), ("Johanesburg", "Africa/Johannesburg")],
)
def test_a_misspelt_city_is_recognised(word: str, timezone: str) -> None:
    found = read_misspelt(tokenize(word)[0])

    assert found is not None
    assert found.timezones == (timezone,)


@pytest.mark.parametrize("word", ["Ronald", "aukland", "Berl", "Discussion", "Register", "Webinar", "Online"])
def test_other_words_are_not_taken_for_misspelt_cities(word: str) -> None:
    assert read_misspelt(tokenize(word)[0]) is None


@pytest.mark.parametrize("minutes", [*range(-12 * 60, 14 * 60 + 1, 60), 330, 345, 570, -570])
def test_a_fixed_offset_has_a_zone_that_keeps_it(minutes: int) -> None:
    label = offset_label(minutes)

    at = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    assert times.utc_offset(at, label.timezones[0]) == dt.timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("timezone", "regime"),
    [
        ("America/New_York", "US and Canada"),
        ("America/Toronto", "US and Canada"),
        ("Pacific/Honolulu", "US and Canada"),
        ("Europe/London", "Europe"),
        ("Atlantic/Canary", "Europe"),
        ("Etc/UTC", "UTC"),
        ("Etc/GMT+3", "UTC"),
        ("Asia/Shanghai", "Asia/Shanghai"),
        ("America/Mexico_City", "America/Mexico_City"),
        ("Asia/Calcutta", "Asia/Kolkata"),
    ],
)
def test_each_clock_regime_is_one_voice(timezone: str, regime: str) -> None:
    assert voice(timezone) == regime
