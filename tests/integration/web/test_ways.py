"""No public page leads to an address of ours where nothing is, and every feed for calendars is a calendar."""

import datetime as dt
from urllib.parse import urldefrag, urljoin

import lxml.html
import pytest
from icalendar import Calendar

from tests.factories import add_appearance, make_organisation, make_speaker, make_webinar
from tests.public_addresses import public_addresses
from webinars import clock
from webinars.demo.load import load_demo
from webinars.lib.i18n import spoken_languages
from webinars.models import Status

pytestmark = pytest.mark.usefixtures("derived")


SITE = "http://localhost"
LEADING = ("href", "src", "poster", "data-refresh-from")


@pytest.fixture
def paths(app, session, settings):
    """Every public address of the demo, beside webinars that have no hour, and one that is going on."""
    load_demo(session, settings, now=clock.now())
    host = make_organisation(session, "Kit-Cat Club")
    for title, name, days in (("Comets", "Caroline Herschel", 9), ("Tides", "Mary Somerville", -9)):
        day = clock.now().date() + dt.timedelta(days=days)
        webinar = make_webinar(session, host, title, slug=title.lower(), starts_in=None, starts_on=day)
        speaker = make_speaker(session, host, name, slug=f"{name[:4].lower()}-of-a-day")
        add_appearance(session, webinar, speaker)
    day = clock.now().date()
    make_webinar(session, host, "Clouds", starts_in=None, starts_on=day, status=Status.CANCELLED)
    make_webinar(session, host, "Rain", starts_in=None, status=Status.POSTPONED)
    make_webinar(session, host, "Now", starts_in=-dt.timedelta(minutes=9), join_url="https://room.example/1")
    session.commit()
    return public_addresses(app, session)


def test_no_page_leads_to_where_nothing_is(client, paths):
    links = {}
    for path in paths:
        answer = client.get(path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            for link in links_of(answer.text, SITE + path):
                links.setdefault(link, path)

    broken = [(path, link) for link, path in links.items() if client.get(link).status_code >= 400]

    assert broken == []
    assert len(links) > 150


def test_every_feed_for_calendars_has_something_in_it(client, paths):
    feeds = [path for path in paths if path.endswith("calendar.ics")]

    empty = [path for path in feeds if not Calendar.from_ical(client.get(path).data).subcomponents]

    assert empty == []
    assert len(feeds) > 20


def links_of(text, page):
    """The addresses of this site that a page leads to or shows; those of other sites nobody asks here."""
    tree = lxml.html.document_fromstring(text)
    values = (
        each.get(name) for name in LEADING for each in tree.iter() if isinstance(each.tag, str) and each.get(name)
    )
    links = {urldefrag(urljoin(page, value)).url for value in values}
    # The same page in another language is made by the same view.
    elsewhere = tuple(f"{SITE}/{language}/" for language in spoken_languages())
    return {each for each in links if (each.startswith(SITE + "/") or each == SITE) and not each.startswith(elsewhere)}
