"""What stands around the title of a webinar is taken off, and the right line is taken for it."""

import datetime as dt

import pytest

from webinars.pure.announcements.reader import read
from webinars.pure.announcements.reader.title import title

PUBLISHED_ON = dt.date(2027, 2, 10)
WHEN = "Sunday 14 March 2027, 4pm Britain"


@pytest.mark.parametrize(
    "above",
    [
        "CCM Online Rally: Hands off the Candle",
        "Webinar Series IV Video: Hands off the Candle",
        "[clock-list] Sunday: Hands off the Candle",
        "CCM webinar: Hands off the Candle | CCM",
        "Hands off the Candle | Museum of Clocks",
        "Upcoming webinar:\n\nHands off the Candle",
        "New events for March\n\nHands off the Candle",
        "Public Meeting Hands off the Candle In Person and Online\n\nHands off the Candle",
        'title: "Community Call Recap - Hands off the Candle"',
    ],
)
def test_the_bare_title_is_filled_in_or_offered_first(above):
    webinar = read(f"{above}\n\n{WHEN}\n", published_on=PUBLISHED_ON).webinars[0]

    assert webinar.title is not None
    assert "Hands off the Candle" in [found.value for found in (webinar.title, *webinar.offers.title[:1])]


@pytest.mark.parametrize(
    "line",
    [
        "ONLINE via Zoom",
        "Mit Ada Beispiel und Ben Muster",
        "With Ada Example",
        "Sat",
        "Video",
        "Hands off – Sat",
        "Webinar",
        "Speakers",
    ],
)
def test_how_one_takes_part_who_speaks_and_a_day_are_no_titles(line):
    webinar = read(f"{line}\n\nHands off the Candle\n\n{WHEN}\n", published_on=PUBLISHED_ON).webinars[0]

    assert webinar.title is not None
    assert line not in [found.value for found in (webinar.title, *webinar.offers.title)]


def test_titles_are_as_sure_as_the_temperature_says(monkeypatch):
    text = f"Hands off the Candle\n\n{WHEN}\n"
    sure = read(text, published_on=PUBLISHED_ON).webinars[0].title
    monkeypatch.setattr(title, "TEMPERATURE", 1.0)
    surer = read(text, published_on=PUBLISHED_ON).webinars[0].title

    assert sure.probability < surer.probability
