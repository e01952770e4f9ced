"""Which series a webinar is said to belong to."""

import datetime as dt

import pytest

from webinars.pure.announcements.reader import read

WHEN = "Thursday 4 March 2027, 18:00 UTC"
SAID = {
    "above the title": (f"Harbour Speaker Series\n\nNets of hemp\n\n{WHEN}", "Harbour Speaker Series"),
    "under the title": (f"# Netze aus Hanf\n\nKolloquium Hafenkunde\n\n{WHEN}", "Kolloquium Hafenkunde"),
    "with what could be a country": (f"# Nets\n\nUS-Net Talk Series\n\n{WHEN}", "US-Net Talk Series"),
    "before the title": (f"Member Call: Nets of hemp\n\n{WHEN}", "Member Call"),
}
NONE = {
    "a heading of the site": f"Webinar Series\n\nNets of hemp\n\n{WHEN}",
    "a line that names none": f"# Nets of hemp\n\nOur online webinar series\n\n{WHEN}",
    "a kind of event with its day": "Online Webinar 4 March 2027\n\nNets of hemp: how they last\n\n18:00 UTC",
    "a kind of event": f"Public lecture: Nets of hemp\n\n{WHEN}",
    "what is done with it": f"Netze aus Hanf\n\nDie Schule organisiert die Reihe gemeinsam mit anderen.\n\n{WHEN}",
    "meetings without a name": f"# Reti di canapa\n\nCiclo di incontri\n\n{WHEN}",
    "who holds it": f"# Netze aus Hanf\n\nKolloquium der Hafenschule\n\n{WHEN}",
}


@pytest.mark.parametrize(("text", "series"), SAID.values(), ids=SAID)
def test_is_found(text, series):
    found = read(text, published_on=dt.date(2027, 1, 1)).webinars[0].series
    assert found is not None
    assert found.value == series


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_is_not(text):
    assert read(text, published_on=dt.date(2027, 1, 1)).webinars[0].series is None
