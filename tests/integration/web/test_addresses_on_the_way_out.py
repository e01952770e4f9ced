"""Addresses that came into the database by another way than its forms, which let none in that a browser would run."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import add_appearance, add_recording, make_organisation, make_speaker, make_webinar
from webinars.db import Base, WebAddress, WebAddresses
from webinars.models import Organisation, Recording, Webinar

DAY = dt.timedelta(days=1)
pytestmark = pytest.mark.usefixtures("derived")
PLANTED = "javascript:alert(document.domain)//https://society.example"
PAGES = (
    "/",
    "/webinars",
    "/webinars/comets",
    "/webinars/comets.ics",
    "/webinars.rss",
    "/webinars/tails",
    "/organisations/lunar-society",
    "/speakers/caroline-herschel",
    "/recordings/tails-full",
    "/recordings.json",
    "/embed/webinars/comets",
    "/embed/recordings/tails-full",
    "/embed/programme",
)


def test_every_column_of_an_address_is_of_the_type_that_looks_at_it():
    named = {
        str(column): column.type
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith(("url", "links"))
    }

    assert len(named) >= 7
    assert [name for name, kind in named.items() if not isinstance(kind, WebAddress | WebAddresses)] == []


@pytest.fixture
def planted(session):
    """A site in which each address of a row is one that a browser would run, put there past the application."""
    lunar = make_organisation(session, "Lunar Society")
    coming = make_webinar(session, lunar, "Comets", starts_in=DAY)
    past = make_webinar(session, lunar, "Tails", starts_in=-DAY)
    speaker = make_speaker(session, lunar)
    for webinar in (coming, past):
        add_appearance(session, webinar, speaker)
    add_recording(session, past, "Tails")
    session.commit()
    for table in Base.metadata.sorted_tables:
        values = {
            column.name: [PLANTED, "https://herschel.example"] if isinstance(column.type, WebAddresses) else PLANTED
            for column in table.columns
            if isinstance(column.type, WebAddress | WebAddresses)
        }
        if values:
            session.execute(sa.update(table).values(**values))
    session.commit()
    session.expire_all()


@pytest.mark.parametrize("page", PAGES)
def test_no_page_leads_to_an_address_that_a_browser_would_run(client, planted, page):
    answer = client.get(page)

    assert answer.status_code == 200
    assert "javascript:alert" not in answer.text


def test_the_others_of_a_list_stay(client, planted):
    assert 'href="https://herschel.example"' in client.get("/speakers/caroline-herschel").text


def test_what_was_planted_is_there(session, planted):
    """Else the pages would prove nothing."""
    assert session.scalar(sa.select(sa.type_coerce(Recording.url, sa.String))) == PLANTED


def test_nobody_is_led_there_by_a_room_either(client, session, planted):
    live = make_webinar(session, session.scalars(sa.select(Organisation)).one(), "Moons", starts_in=-DAY / 100)
    session.commit()
    session.execute(sa.update(Webinar.__table__).where(Webinar.id == live.id).values(join_url=PLANTED))
    session.commit()
    session.expire_all()

    answer = client.get(f"/join/{live.join_code}")

    assert answer.status_code == 200
    assert "javascript:alert" not in answer.text
