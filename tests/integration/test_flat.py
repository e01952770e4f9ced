"""What a public page asks of the database is as much on a large site as on a small one: every address is asked."""

import datetime as dt
import itertools

import pytest

from tests.factories import (
    add_appearance,
    add_co_organiser,
    add_question,
    add_recording,
    add_transcript,
    ask,
    make_organisation,
    make_registration,
    make_series,
    make_speaker,
    make_topic,
    make_webinar,
    open_desk,
)
from tests.public_addresses import public_addresses
from webinars.models import RegistrationState

pytestmark = pytest.mark.usefixtures("derived")


MORE = 3
"""Times as much of everything."""
ASKED = {
    "webinars": ["webinar-0", "webinar-1"],
    "recordings": ["webinar-1"],
    "organisations": ["lunar-society"],
    "series": ["the-night-sky"],
    "speakers": ["caroline-herschel"],
    "topics": ["astronomy"],
}
"""What is there from the beginning, and has the more beside it."""


def grow(session, settings, world, count):
    """So many more webinars, past and coming by turns, with all that belongs to them."""
    lunar, royal, series, caroline, topic, numbers = world
    for number in itertools.islice(numbers, count):
        days = dt.timedelta(days=number // 2 + 1)
        is_past = number % 2 == 1
        webinar = make_webinar(
            session,
            lunar,
            f"Webinar {number}",
            starts_in=-days if is_past else days,
            series=series,
            join_url="https://rooms.example/7",
        )
        other = make_organisation(session, f"Society {number}")
        add_co_organiser(session, webinar, royal)
        add_co_organiser(session, webinar, other)
        add_appearance(session, webinar, caroline)
        add_appearance(session, webinar, make_speaker(session, other, f"Person {number}"))
        session.refresh(webinar, ["topics"])
        webinar.topics += [topic, make_topic(session, f"Topic {number}")]
        elsewhere = make_series(session, other, f"Series {number}")
        make_webinar(session, other, f"Beside {number}", starts_in=days, series=elsewhere)
        open_desk(session, webinar, capacity=1)
        ask(session, webinar)
        for name in ("Ana", "Wanda", f"Attendee {number}"):
            state = RegistrationState.CONFIRMED if name == "Wanda" else RegistrationState.WAITING
            make_registration(session, settings, webinar, name, state=state)
        for place in range(2):
            add_question(session, webinar, f"What is comet {place} made of?")
        if is_past:
            recording = add_recording(session, webinar, slug=webinar.slug)
            add_transcript(session, recording, "Comets are made of ice.", "And of dust.")
    session.commit()


WITHOUT_DATABASE = ("/static/", "/covers/", "/accents/", "/cards/", "/account/")


def asked(app, session, client, count_statements):
    """Statements by address."""
    counts = {}
    for path in public_addresses(app, session, slugs=ASKED):
        if path.startswith(WITHOUT_DATABASE):
            continue
        with count_statements() as statements:
            client.get(path)
        counts[path] = len(statements)
    return counts


def test_no_public_page_asks_more_of_a_larger_site(app, session, settings, client, count_statements):
    lunar, royal = make_organisation(session, "Lunar Society"), make_organisation(session, "Royal Society")
    world = (
        lunar,
        royal,
        make_series(session, lunar),
        make_speaker(session, lunar),
        make_topic(session),
        itertools.count(),
    )
    grow(session, settings, world, 4)
    # What a process asks only once is no matter of size.
    client.get("/health/ready")
    few = asked(app, session, client, count_statements)

    grow(session, settings, world, 4 * MORE)
    many = asked(app, session, client, count_statements)

    shared = few.keys() & many.keys()
    assert len(shared) > len(few) * 0.8
    assert {path: (few[path], many[path]) for path in shared if many[path] > few[path]} == {}
