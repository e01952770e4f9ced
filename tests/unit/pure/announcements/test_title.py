"""What stands around the title of a webinar is taken off, and the right line is taken for it."""

import datetime as dt

import pytest

from webinars.pure.announcements.reader import read

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
