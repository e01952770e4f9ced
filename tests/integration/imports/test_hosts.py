"""For whom a pasted text becomes a draft, where somebody works for several organisations."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests import factories
from tests.integration.imports.test_views import confirm, form_of, page_of, read, texts
from tests.integration.imports.texts import ANNOUNCEMENT
from webinars.domain.programme.editor_queries import whole
from webinars.models import AuditEvent, Role, Webinar
from webinars.pure.announcements import reader

PLAIN = ANNOUNCEMENT.replace("Co-organised by the Lunar Society and the Accademia dei Lincei.\n", "")
CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:lamps@example
SUMMARY:Lamps
DTSTART:20280305T180000Z
DURATION:PT1H
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def wisdom(session):
    return factories.make_organisation(session, "House of Wisdom")


@pytest.fixture
def olga(session, client, sign_in, lunar, wisdom):
    user = factories.make_user(session, "Olga")
    for organisation in (lunar, wisdom):
        factories.make_membership(session, organisation, user, Role.EDITOR)
    sign_in(client, user)
    return user


@pytest.fixture
def works(session):
    def works(user, organisation, day):
        at = dt.datetime(2027, 1, day, tzinfo=dt.UTC)
        event = AuditEvent(at=at, action="webinar:update", actor_id=user.id, organisation_id=organisation.id)
        session.add(event)
        session.commit()

    return works


def host_on(page):
    return page.xpath("//form[@id='result']//select[@name='organisation']/option[@selected]/@value")


def test_a_text_that_names_none_is_for_the_one_worked_for_last(session, client, olga, lunar, wisdom, works):
    works(olga, wisdom, 9)
    works(olga, lunar, 3)
    stranger = factories.make_user(session, "Otto")
    works(stranger, lunar, 20)

    first = page_of(client.get("/manage/paste"))
    assert texts(first, "//select[@name='organisation']/option")[0] == (
        "The one that the text names, else House of Wisdom"
    )
    page = page_of(read(client, PLAIN, organisation=""))

    assert host_on(page) == ["house-of-wisdom"]
    confirm(client, page)
    assert session.scalars(sa.select(Webinar)).one().host_id == wisdom.id


def test_the_one_that_the_text_names_counts_before_it(client, olga, wisdom, works):
    works(olga, wisdom, 9)
    assert host_on(page_of(read(client, ANNOUNCEMENT, organisation=""))) == ["lunar-society"]


def test_the_one_that_is_chosen_counts_before_both(client, olga, lunar, works):
    works(olga, lunar, 9)
    assert host_on(page_of(read(client, ANNOUNCEMENT, organisation="house-of-wisdom"))) == ["house-of-wisdom"]


def test_another_one_can_be_chosen_beside_what_was_read(session, client, olga, lunar, wisdom, works):
    works(olga, lunar, 9)
    page = page_of(read(client, PLAIN, organisation=""))
    assert ("organisation", "lunar-society") in form_of(page)

    confirm(client, page, organisation="house-of-wisdom")

    assert session.scalars(sa.select(Webinar)).one().host_id == wisdom.id


def test_who_has_worked_for_none_of_them_is_asked(client, olga):
    assert "Choose the organisation" in read(client, PLAIN, organisation="").get_data(as_text=True)


def test_a_calendar_is_for_the_one_worked_for_last_and_can_be_taken_for_another(session, client, olga, wisdom, works):
    works(olga, wisdom, 9)
    page = page_of(read(client, CALENDAR, organisation=""))
    assert page.xpath("//select[@name='organisation']/option[@selected]/@value") == ["house-of-wisdom"]
    fields = dict(page.xpath("//form[.//textarea[@name='text']]")[0].form_values()) | {"organisation": "lunar-society"}

    other = page_of(client.post("/manage/paste", data=fields))
    assert "a draft of Lunar Society" in texts(other, "//header/p")[-1]
    client.post("/manage/paste/entries", data=fields)

    assert [webinar.host.slug for webinar in session.scalars(sa.select(Webinar).options(*whole()))] == ["lunar-society"]


def test_who_works_for_one_has_nothing_to_choose(session, client, sign_in, lunar):
    otto = factories.make_user(session, "Otto")
    factories.make_membership(session, lunar, otto, Role.EDITOR)
    sign_in(client, otto)

    assert texts(page_of(client.get("/manage/paste")), "//select[@name='organisation']/option") == ["Lunar Society"]
    assert page_of(read(client, PLAIN)).xpath("//input[@type='hidden'][@name='organisation']/@value") == [
        "lunar-society"
    ]


def test_a_text_is_read_once_for_an_organisation_that_was_chosen(client, olga, lunar, monkeypatch):
    first, times = reader.read, []
    monkeypatch.setattr(reader, "read", lambda *arguments, **more: times.append(1) or first(*arguments, **more))

    read(client, ANNOUNCEMENT, organisation=lunar.slug)

    assert len(times) == 1


def test_no_draft_is_made_for_another_organisation_than_the_one_that_was_chosen(session, client, olga):
    factories.make_organisation(session, "Society of Others")
    page = page_of(read(client, ANNOUNCEMENT))

    response = confirm(client, page, organisation="society-of-others", **{"0-series": "Letters"})

    refused = page_of(response)
    assert response.status_code == 422
    assert "Choose another one." in texts(refused, "//p[@id='organisation-error']")[0]
    assert refused.get_element_by_id("0-series").get("value") == "Letters"
    assert session.scalars(sa.select(Webinar)).all() == []
    assert confirm(client, refused).status_code == 303


@pytest.mark.parametrize("text", [ANNOUNCEMENT, CALENDAR], ids=["text", "calendar"])
def test_an_organisation_that_is_not_ones_own_is_refused_when_a_text_is_read(session, client, olga, text):
    factories.make_organisation(session, "Society of Others")

    response = read(client, text, organisation="society-of-others")

    assert response.status_code == 422
    assert "Choose another one." in texts(page_of(response), "//p[@id='organisation-error']")[0]
