"""Which series a webinar is said to belong to."""

import datetime as dt

import pytest

from webinars.pure.announcements.reader import read

WHEN = "Thursday 4 March 2027, 18:00 UTC"
SAID = {
    "above the title": (f"Harbour Speaker Series\n\nNets of hemp\n\n{WHEN}", "Harbour Speaker Series"),
    "under the title": (f"# Netze aus Hanf\n\nKolloquium Hafenkunde\n\n{WHEN}", "Kolloquium Hafenkunde"),
    "whole in a sentence": (
        f"Nets of hemp\n\nThis is the next event in the Harbour Speaker Series.\n\n{WHEN}",
        "Harbour Speaker Series",
    ),
    "as a name of a common word": (
        f"Nets of hemp\n\nPart of our Harbour and Reef webinar series.\n\n{WHEN}",
        "Harbour and Reef",
    ),
    "between marks that point inwards": (
        f"Netze aus Hanf\n\nMit ihr startet unsere neue Veranstaltungsreihe »Hafen Abend«.\n\n{WHEN}",
        "Hafen Abend",
    ),
    "as what the evening is part of": (
        f"Reti\n\nNell’ambito di «Aperitivo con l’autrice».\n\n{WHEN}",
        "Aperitivo con l’autrice",
    ),
    "by what it is on": (
        f"Nets of hemp\n\nThis is part of a webinar series on Harbour Trades, held by sailors.\n\n{WHEN}",
        "Harbour Trades",
    ),
    "as a collection with a colon": (
        f"Nets of hemp\n\nThis is part of the Harbour Camp: Next Knots collection.\n\n{WHEN}",
        "Harbour Camp: Next Knots",
    ),
    "by its edition": (
        f"Redes\n\nEs la V Edición de los Conversatorios de Puerto, titulada Redes.\n\n{WHEN}",
        "Conversatorios de Puerto",
    ),
    "with what could be a country": (f"# Nets\n\nUS-Net Talk Series\n\n{WHEN}", "US-Net Talk Series"),
    "with the day": ("Harbour Webinar 4 March 2027\n\nNets of hemp: how they last\n\n18:00 UTC", "Harbour Webinar"),
    "before the title": (f"Member Call: Nets of hemp\n\n{WHEN}", "Member Call"),
    "after the number of the meeting": (
        f"Redes\n\nEn el tercer encuentro del Ciclo de charlas del puerto, hablamos de redes.\n\n{WHEN}",
        "Ciclo de charlas del puerto",
    ),
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
