"""Pages that tell programs of their webinars, and short ways to ask what was read of them."""

import datetime as dt
import json

from webinars.pure.announcements.reader import read

PUBLISHED_ON = dt.date(2026, 11, 26)

KELP = {
    "@context": "https://schema.org",
    "@type": "EducationEvent",
    "name": "Kelp and cold water: what the nets say",
    "startDate": "2027-02-04T18:00:00+01:00",
    "endDate": "2027-02-04T19:30:00+01:00",
    "performer": [
        {"@type": "Person", "name": "Ada Example", "affiliation": {"@type": "Organization", "name": "Harbour School"}},
        {"@type": "Person", "name": "Ben Sample"},
    ],
    "organizer": {"@type": "Organization", "name": "Institute for Reefs and Dunes"},
    "offers": {"@type": "Offer", "url": "https://tickets.example/kelp"},
    "description": "An evening on kelp, nets and those who mend them.",
}
BODY = "<h1>Kelp and cold water</h1><p>Thursday 4 February 2027, 18:00 Berlin</p>"


def script(*things):
    return "".join(f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things)


def page(*things, body=BODY, head=""):
    return f"<!doctype html><html><head>{head}{script(*things)}</head><body>{body}</body></html>"


def event(**changes):
    """The webinar on kelp; None leaves a key out."""
    return {key: value for key, value in {**KELP, **changes}.items() if value is not None}


def reading_of(html, **hints):
    return read(html, **{"published_on": PUBLISHED_ON, **hints})


def start_of(html, **hints):
    """The start of the only webinar in UTC; None if it is not settled or blocked."""
    (webinar,) = reading_of(html, **hints).webinars
    start = webinar.start.value if webinar.start else None
    return None if start is None or start.starts_at is None or start.blocks else f"{start.starts_at:%Y-%m-%dT%H:%M}"


def codes(html, **hints):
    """The codes of all problems, each with a mark if it blocks."""
    return [problem.code + "!" * problem.blocks for problem in reading_of(html, **hints).problems]
