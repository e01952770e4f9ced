"""Pages that tell programs of their webinars, on their way into the database."""

import datetime as dt
import io

import pytest
import sqlalchemy as sa
from lxml import html

from tests import factories
from tests.unit.pure.announcements.structured_data.pages import KELP, event, page
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.imports.errors import PublicationBlocked
from webinars.domain.imports.texts import ImportChoices, import_text
from webinars.domain.programme.editor_queries import whole
from webinars.models import Role, Status, Webinar

NOW = dt.datetime(2026, 11, 26, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def load(session):
    def load(text, **choices):
        report = import_text(session, OPERATOR, text, ImportChoices(published_on=NOW.date(), **choices), now=NOW)
        session.commit()
        session.expunge_all()
        return [outcome.became for outcome in report.outcomes]

    return load


@pytest.fixture
def the_webinar(session):
    def the_webinar():
        return session.scalars(sa.select(Webinar).options(*whole())).one()

    return the_webinar


def test_a_page_becomes_a_webinar_with_all_that_it_tells_programs(load, the_webinar):
    assert load(page(KELP), is_published=True) == ["created"]

    webinar = the_webinar()
    assert webinar.title == "Kelp and cold water: what the nets say"
    assert webinar.status == Status.PUBLISHED
    assert (webinar.starts_at, webinar.timezone) == (dt.datetime(2027, 2, 4, 17, tzinfo=dt.UTC), "Europe/Berlin")
    assert (webinar.duration_minutes, webinar.is_duration_assumed) == (90, False)
    assert [(each.speaker.name, each.affiliation) for each in webinar.lineup] == [
        ("Ada Example", "Harbour School"),
        ("Ben Sample", ""),
    ]
    assert webinar.host.name == "Institute for Reefs and Dunes"
    assert webinar.registration_url == "https://tickets.example/kelp"
    assert webinar.description == "An evening on kelp, nets and those who mend them."


def test_the_same_page_again_changes_nothing_and_a_moved_one_moves_it(load, the_webinar):
    body = "<h1>Kelp and cold water</h1><p>An evening of talks at the harbour.</p>"
    load(page(KELP, body=body))
    assert load(page(KELP, body=body)) == ["unchanged"]

    moved = event(startDate="2027-02-04T20:00:00+01:00", endDate=None)
    assert load(page(moved, body=body)) == ["updated"]
    assert the_webinar().starts_at == dt.datetime(2027, 2, 4, 19, tzinfo=dt.UTC)


def test_a_page_that_contradicts_itself_is_not_published(session, load, the_webinar):
    contradicting = page(event(startDate="2027-02-04T18:00:00-05:00"))

    with pytest.raises(PublicationBlocked):
        load(contradicting, is_published=True)
    session.rollback()
    assert load(contradicting) == ["created"]
    assert (the_webinar().starts_wall, the_webinar().display_zones) == (None, [])


def test_the_page_of_a_paste_shows_what_stands_in_no_line(session, client, sign_in):
    user = factories.make_user(session, "Olga")
    factories.make_membership(session, factories.make_organisation(session, "Lunar Society"), user, Role.EDITOR)
    sign_in(client, user)
    form = html.fromstring(client.get("/manage/paste").get_data(as_text=True))
    data = {
        "csrf_token": form.xpath("//input[@name='csrf_token']/@value")[0],
        "published_on": "2026-11-26",
        "file": (io.BytesIO(page(KELP).encode()), "kelp.html"),
    }

    answer = client.post("/manage/paste", data=data, content_type="multipart/form-data")

    assert answer.status_code == 200
    fields = html.fromstring(answer.get_data(as_text=True)).get_element_by_id("result").form_values()
    values = " ".join(value for _name, value in fields if isinstance(value, str))
    for words in ("Kelp and cold water: what the nets say", "Ada Example", "Ben Sample", "18:00", "tickets.example"):
        assert words in values
