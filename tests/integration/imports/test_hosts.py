"""For whom a pasted text becomes a draft, where somebody works for several organisations."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests import factories
from tests.integration.imports.test_views import confirm, form_of, page_of, read, texts
from tests.integration.imports.texts import ANNOUNCEMENT
from webinars.domain.programme.editor_queries import whole
from webinars.models import AuditEvent, Organisation, Role, Webinar
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


class TestWithoutMembers:
    """Administrators may work for every organisation, and so for those that were made because a text named them."""

    NAMED = "What the nets say\n\nThursday 4 February 2027, 18:00 London\n\nOrganised by the Harbour School of Ropes."

    @pytest.fixture(autouse=True)
    def admin(self, session, client, sign_in, lunar):
        factories.make_membership(session, lunar, factories.make_user(session, "Olga"), Role.OWNER)
        factories.make_organisation(session, "Harbour School of Ropes")
        admin = factories.make_user(session, "Ada", is_admin=True)
        session.commit()
        sign_in(client, admin)
        return admin

    def test_nobody_else_s_webinar_becomes_theirs_by_their_name(self, session, client, admin, lunar, works):
        works(admin, lunar, 9)
        page = page_of(read(client, self.NAMED, organisation=""))

        assert host_on(page) == ["lunar-society"]
        confirm(client, page)
        webinar = session.scalars(sa.select(Webinar).options(*whole())).one()
        assert webinar.host_id == lunar.id
        assert [each.organisation.name for each in webinar.co_organisers] == ["Harbour School of Ropes"]

    def test_nor_is_a_text_for_them_because_they_were_made_last(self, session, client, admin, lunar, works):
        works(admin, lunar, 9)
        harbour = session.scalars(sa.select(Organisation).where(Organisation.name.startswith("Harbour"))).one()
        works(admin, harbour, 20)

        assert host_on(page_of(read(client, PLAIN, organisation=""))) == ["lunar-society"]

    def test_nor_a_calendar(self, client, admin, lunar, works):
        works(admin, lunar, 9)
        calendar = CALENDAR.replace("SUMMARY", "ORGANIZER;CN=Harbour School of Ropes:mailto:a@example.org\nSUMMARY")

        page = page_of(read(client, calendar, organisation=""))

        assert page.xpath("//select[@name='organisation']/option[@selected]/@value") == ["lunar-society"]

    @pytest.mark.parametrize("text", [NAMED, CALENDAR], ids=["text", "calendar"])
    def test_where_nothing_else_says_whose_it_is_it_is_asked(self, client, text):
        answer = read(client, text, organisation="").get_data(as_text=True)

        assert "names none with members that you may work for." in answer

    @pytest.mark.parametrize("text", [NAMED, CALENDAR], ids=["text", "calendar"])
    def test_who_says_so_gives_it_to_them(self, client, text):
        page = page_of(read(client, text, organisation="harbour-school-of-ropes"))

        assert page.xpath("//select[@name='organisation']/option[@selected]/@value") == ["harbour-school-of-ropes"]
