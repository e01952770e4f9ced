"""How much a page asks of the database does not grow with the programme."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_recording,
    make_organisation,
    make_series,
    make_speaker,
    make_topic,
    make_webinar,
)
from webinars.models import AgendaQuestion, Appearance, CoOrganiser, Webinar, webinar_topic

pytestmark = pytest.mark.usefixtures("derived")


DAY = dt.timedelta(days=1)
COUNTS = {
    "/": 18,
    "/webinars": 7,
    "/webinars?past": 6,
    "/webinars/coming-0": 8,
    "/webinars/past-0": 12,
    "/organisations": 1,
    "/organisations/lunar-society": 23,
    "/series": 1,
    "/series/the-night-sky": 9,
    "/speakers": 2,
    "/speakers/caroline-herschel": 11,
    "/topics": 1,
    "/topics/astronomy": 10,
    "/join/code-0": 1,
    "/sitemap.xml": 6,
    "/sitemaps/speakers-1.xml": 1,
    "/sitemaps/webinars-1.xml": 1,
    "/sitemaps/recordings-1.xml": 3,
}


def fill(session, lunar, count):
    """`count` webinars, half of them past, each with everything."""
    series = make_series(session, lunar, "The Night Sky")
    topic = make_topic(session, "Astronomy")
    speakers = [make_speaker(session, lunar, name) for name in ("Caroline Herschel", "Mary Somerville")]
    spitalfields = make_organisation(session, "Spitalfields Mathematical Society")
    webinars = [
        make_webinar(
            session,
            lunar,
            f"{'Coming' if number % 2 else 'Past'} {number // 2}",
            starts_in=(DAY if number % 2 else -DAY) * (number % 300 + 1),
            series=series,
            join_code=f"code-{number}",
        )
        for number in range(count)
    ]
    co_organiser = {"organisation_id": spitalfields.id, "invited_at": lunar.created_at, "accepted_at": lunar.created_at}
    # In bulk: one by one, a thousand of each would take most of the suite's time.
    insert(session, CoOrganiser, [{"webinar_id": webinar.id, "position": 0, **co_organiser} for webinar in webinars])
    insert(
        session,
        Appearance,
        [
            {"webinar_id": webinar.id, "speaker_id": speaker.id, "position": position}
            for webinar in webinars
            for position, speaker in enumerate(speakers)
        ],
    )
    insert(session, AgendaQuestion, [{"webinar_id": each.id, "position": 0, "text": "Why?"} for each in webinars])
    session.execute(sa.insert(webinar_topic), [{"webinar_id": each.id, "topic_id": topic.id} for each in webinars])
    for webinar in webinars[::2]:
        add_recording(session, webinar, f"Film of {webinar.title}")


def insert(session, model, rows):
    session.execute(sa.insert(model), rows)


@pytest.mark.parametrize("count", [10, 200, pytest.param(1000, marks=pytest.mark.thorough)])
def test_pages_ask_the_same_however_long_the_programme(client, session, lunar, count_statements, count):
    fill(session, lunar, count)
    session.commit()
    assert session.scalar(sa.select(sa.func.count(Webinar.id))) == count

    asked = {}
    for address in COUNTS:
        with count_statements() as statements:
            response = client.get(address)
        assert response.status_code == 200, address
        asked[address] = len(statements)

    assert {address: count for address, count in asked.items() if count > COUNTS[address]} == {}
    assert len(asked) == len(COUNTS)
