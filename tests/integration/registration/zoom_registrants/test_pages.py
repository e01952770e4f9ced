"""What follows from it: the own link, who came, what pages say, and what is kept of a person."""

import datetime as dt
import json
import logging

import pytest
import sqlalchemy as sa

from tests.factories import add_co_organiser, make_member, make_organisation, make_series
from tests.integration.registration.conftest import NOW, STARTS
from tests.integration.registration.reading import words_of
from tests.integration.registration.zoom_registrants.conftest import MEETING, OTHER, ROOM
from webinars.domain.accounts.queries import actor_of
from webinars.domain.personal_data.erasure import erase_everything
from webinars.domain.personal_data.report import as_report, personal_data_of
from webinars.domain.recording_sources.actions import add_source
from webinars.domain.recording_sources.places import Place
from webinars.domain.registration.erasure import erase
from webinars.domain.registration.links import join_code
from webinars.domain.site_settings.encryption import seal
from webinars.models import AuditEvent, JoinAccess, Organisation, OutboundEmail, RecordingSourceKind, Registration, Role
from webinars.pure.film_lists.answers import FilmList

PEOPLE = "/manage/webinars/comets/registrations"
SOURCES = "/manage/organisations/lunar-society/sources"
MINUTE = dt.timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("derived")


@pytest.fixture
def way_in(client, settings):
    return lambda registration: client.get(f"/join/{join_code(settings, registration)}")


@pytest.fixture
def owner(client, sign_in, olga):
    sign_in(client, olga)
    return client


def test_each_is_led_in_by_a_link_of_their_own(session, zoom, source, people, look, noon, way_in, webinar):
    first, second = people(2)
    look()
    people(1)
    noon.move_to(STARTS)

    led = [way_in(each).headers["Location"] for each in (first, second)]

    assert led == [zoom.meetings[MEETING].people[each.email_normal]["join_url"] for each in (first, second)]
    assert way_in(first).headers["Cache-Control"] == "no-store"
    assert way_in(people(1)[0]).headers["Location"] == ROOM
    webinar.join_url = ROOM.replace(MEETING, OTHER)
    session.commit()
    assert way_in(first).headers["Location"] == webinar.join_url


def test_nobody_is_led_elsewhere_by_what_zoom_answers(zoom, source, people, look, noon, way_in, monkeypatch):
    (person,) = people(1)
    answer = type(zoom)._register

    def register(self, *args):
        status, said, headers = answer(self, *args)
        said["registrants"][0]["join_url"] = f"https://zoom.us.example/w/{MEETING}?tk=1"
        return status, said, headers

    monkeypatch.setattr(type(zoom), "_register", register)
    look()
    noon.move_to(STARTS)

    assert way_in(person).headers["Location"] == ROOM


@pytest.fixture
def registered(caplog, source, people, look):
    """Somebody whom the worker has registered, while everything was logged."""
    caplog.set_level(logging.DEBUG)
    (person,) = people(1)
    look()
    return person


def test_the_own_link_stands_nowhere(session, settings, zoom, noon, owner, caplog, registered):
    person = registered
    noon.move_to(STARTS)
    own = zoom.meetings[MEETING].people[person.email_normal]["join_url"].partition("tk=")[2]
    assert own

    for address in (PEOPLE, SOURCES, "/webinars/comets", "/webinars/comets.ics", "/calendar.ics", f"{PEOPLE}?q=Ana"):
        assert own not in owner.get(address).text
    assert own not in owner.post(f"{PEOPLE}/table.csv").text
    kept = as_report(session, settings, personal_data_of(session, person.email_normal), now=NOW)
    assert own not in json.dumps(kept)
    assert own not in caplog.text
    tables = {table: session.execute(sa.select(table)).all() for table in Registration.metadata.sorted_tables}
    assert own not in str(tables)
    assert person.email_normal not in str(tables[next(each for each in tables if each.name == "zoom_registrant")])


def test_after_another_key_the_room_is_led_to_until_the_secret_is_entered_anew(
    session, settings, look, noon, way_in, olga, rows, registered
):
    person = registered
    for row in rows():
        row.sealed = seal("another key", json.dumps({"email": "e", "link": "l"}))
    noon.move_to(STARTS)
    session.commit()
    assert way_in(person).headers["Location"] == ROOM
    place = Place(kind=RecordingSourceKind.ZOOM, key="account", secret={"client_id": "i", "client_secret": "s"})
    actor, lunar = actor_of(session, olga.id), session.scalars(sa.select(Organisation)).one()
    add_source(session, actor, lunar, place, FilmList(), url="https://zoom.us", settings=settings, now=STARTS)

    look()

    assert "tk=own-" in way_in(person).headers["Location"]


@pytest.fixture
def came(zoom, noon, look):
    """`came(person, 12)`: so many minutes. The worker comes by after the end."""

    def came(*stays):
        report = zoom.meetings[MEETING].report
        for who, minutes, values in stays:
            begin, end = STARTS, STARTS + minutes * MINUTE
            row = {"name": who.name, "join_time": f"{begin:%Y-%m-%dT%H:%M:%SZ}", "status": "in_meeting"}
            number = zoom.meetings[MEETING].people.get(who.email_normal, {}).get("id", "")
            row |= {"leave_time": f"{end:%Y-%m-%dT%H:%M:%SZ}", "user_email": "", "registrant_id": number}
            report.append(row | values)
        noon.move_to(STARTS + dt.timedelta(hours=3))
        look()

    return came


def test_who_came_is_fetched_after_the_end_and_what_was_given_by_hand_stays(
    session, zoom, source, people, look, came, noon
):
    by_id, by_email, by_hand, away, by_name, waited = people(6)
    look()
    by_hand.attended_minutes = 7
    nobody = {"registrant_id": ""}
    came(
        (by_id, 40, {}),
        (by_email, 30, {**nobody, "user_email": by_email.email_normal.upper()}),
        (by_hand, 99, {}),
        (by_name, 20, nobody),
        (waited, 20, {"status": "in_waiting_room"}),
    )

    minutes = [each.attended_minutes for each in (by_id, by_email, by_hand, away, by_name, waited)]
    assert minutes == [40, 30, 7, None, None, None]
    event = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "registration:attendance")).one()
    assert (event.actor_id, event.detail) == (None, {"count": 3})
    calls = len(zoom.calls)
    noon.move_to(STARTS + dt.timedelta(hours=20))
    look()
    assert len(zoom.calls) == calls
    assert len(zoom.meetings[MEETING].registered) == 6


def test_a_report_that_is_late_is_asked_for_again(zoom, source, people, look, came, noon, rows):
    (person,) = people(1)
    look()
    came()
    assert person.attended_minutes is None

    noon.move_to(STARTS + dt.timedelta(hours=4))
    came((person, 30, {}))
    noon.move_to(STARTS + dt.timedelta(hours=5))
    look()

    assert person.attended_minutes == 30


def test_a_report_of_another_evening_says_nothing(zoom, source, people, look, came):
    (person,) = people(1)
    look()
    came((person, 30, {"join_time": "2027-02-07T16:00:00Z", "leave_time": "2027-02-07T16:30:00Z"}))

    assert person.attended_minutes is None


def test_the_registrations_say_how_it_stands(session, zoom, source, people, look, owner, webinar, noon):
    assert "Who gets a place is registered at Zoom too." in words_of(owner.get(PEOPLE))
    made = people(3)
    zoom.refused.add(made[0].email_normal)
    look()

    said = words_of(owner.get(PEOPLE))

    assert "2 of 3 are registered at Zoom. Zoom says “Not a valid registrant: …”." in said
    for failure, sentence in {
        "no registration": "It never does for one that recurs without a fixed time",
        "no meeting": "Its account at Zoom knows no meeting with the number",
        "secret": "The secret of the Zoom account cannot be read any more.",
    }.items():
        session.execute(sa.text("UPDATE zoom_registrant SET failure = :said WHERE failure <> ''"), {"said": failure})
        session.commit()
        assert sentence in words_of(owner.get(PEOPLE))


def test_who_cannot_be_cancelled_and_what_keeps_the_report_is_said(session, source, people, look, owner, rows, zoom):
    people(2)
    look()
    gone, report = rows()
    gone.is_wanted, gone.state, gone.failure = False, "failed", "no scope"
    report.kind, report.is_wanted, report.failure = "report", False, "no report scope"
    session.commit()

    said = words_of(owner.get(PEOPLE))

    assert "One who has no place any more could not be cancelled there: do so at Zoom." in said
    assert "Instead of who came Zoom says “no report scope”. Its report can be given to us by hand." in said


def test_the_line_stands_only_where_people_are_given_to_zoom(session, source, people, owner):
    people(1)
    source.registers_people = False
    session.commit()

    assert "at Zoom" not in words_of(owner.get(PEOPLE))


def test_owners_switch_it_on_and_off_and_one_account_does_it(session, lunar, settings, source, webinar, owner):
    other = type(source)(
        organisation_id=lunar.id, kind=RecordingSourceKind.ZOOM, key="other", url="https://zoom.us/recording",
        name="Other", created_at=NOW, secret=source.secret, asked_at=NOW, answered_at=NOW,
    )  # fmt: skip
    session.add(other)
    session.commit()
    page = words_of(owner.get(SOURCES))
    assert "Register nobody there any more" in page
    assert "Register people there too" in page
    assert "meeting:write:batch_registrants" in page

    owner.post(f"{SOURCES}/{other.id}", data={"press": "register"})
    session.expire_all()
    assert (source.registers_people, other.registers_people) == (False, True)
    assert "Who has a place is registered at Zoom within a minute or two." in words_of(owner.get(SOURCES))
    owner.post(f"{SOURCES}/{other.id}", data={"press": "register-nobody"})

    session.expire_all()
    assert (source.registers_people, other.registers_people) == (False, False)
    actions = session.scalars(sa.select(AuditEvent.action)).all()
    assert actions == ["organisation:register_at_zoom"] * 2


def test_no_other_place_and_nobody_else_switches_it_on(session, lunar, source, webinar, client, sign_in, owner):
    tube = type(source)(
        organisation_id=lunar.id, kind=RecordingSourceKind.PEERTUBE, key="a@b.example", url="https://b.example/c/a",
        name="Tube", created_at=NOW, asked_at=NOW, answered_at=NOW,
    )  # fmt: skip
    source.registers_people = False
    session.add(tube)
    session.commit()
    assert owner.post(f"{SOURCES}/{tube.id}", data={"press": "register"}).status_code == 403
    sign_in(client, make_member(session, lunar, "Ed", Role.EDITOR))
    session.commit()

    assert client.post(f"{SOURCES}/{source.id}", data={"press": "register"}).status_code in {403, 404}
    session.expire_all()
    assert (source.registers_people, tube.registers_people) == (False, False)


def test_who_is_registered_stays_so_when_it_is_switched_off(session, zoom, source, people, look, noon, way_in, rows):
    first, second = people(2)
    look()
    source.registers_people = False
    people(1)
    erase(session, second.id, now=NOW)
    look()

    assert zoom.meetings[MEETING].registered == {first.email_normal}
    assert [each.registration_id for each in rows()] == [first.id]
    noon.move_to(STARTS)
    assert "tk=own-" in way_in(first).headers["Location"]


GIVEN = "Zoom gets your name and address once you have a place"


def test_the_form_says_to_whom_people_are_given(session, source, webinar, client, owner, lunar):
    series = make_series(session, lunar)
    webinar.series_id = series.id
    session.commit()
    forms = ["/webinars/comets/register", f"/series/{series.slug}/register"]
    for address in forms:
        said = words_of(client.get(address))
        assert GIVEN in said
    owner.post(f"{SOURCES}/{source.id}", data={"press": "register-nobody"})
    for address in forms:
        said = words_of(client.get(address))
        assert GIVEN not in said
        assert "Nobody else, and it is not used for anything else." in said


@pytest.mark.parametrize(
    "values", [{"join_url": "https://meet.example/1"}, {"join_url": None}, {"join_access": JoinAccess.OPEN}]
)
def test_the_form_says_nothing_of_it_elsewhere(session, source, webinar, client, values):
    for name, value in values.items():
        setattr(webinar, name, value)
    session.commit()

    assert GIVEN not in words_of(client.get("/webinars/comets/register"))


def test_an_account_of_a_co_organiser_is_not_asked(session, source, webinar, client):
    other = make_organisation(session, "Royal Society")
    add_co_organiser(session, webinar, other)
    source.organisation_id = other.id
    session.commit()

    assert GIVEN not in words_of(client.get("/webinars/comets/register"))


def test_one_is_told_of_it_and_it_goes_with_the_rest(session, settings, zoom, source, people, look, rows):
    first, second = people(2)
    look()
    (kept,) = as_report(session, settings, personal_data_of(session, first.email_normal), now=NOW)["registrations"]
    assert kept["given_to_zoom"] is True
    email = first.email_normal

    erase_everything(session, email, now=NOW)
    look()

    assert [each.registration_id for each in rows()] == [second.id]
    assert zoom.meetings[MEETING].registered == {second.email_normal}
    assert [each for each in session.scalars(sa.select(OutboundEmail.failure)) if email in each] == []


def test_one_who_is_not_there_is_told_so(session, settings, zoom, source, people):
    (person,) = people(1)

    (kept,) = as_report(session, settings, personal_data_of(session, person.email_normal), now=NOW)["registrations"]

    assert kept["given_to_zoom"] is False


def test_the_worker_does_it(app, session, source, people, zoom, monkeypatch, rows):
    from webinars.app import worker  # noqa: PLC0415 - Huey takes its time

    people(1)
    monkeypatch.setattr(worker, "outside", zoom.sites.outside)
    worker.jobs_of(app)._register_at_zoom()

    assert len(zoom.meetings[MEETING].registered) == 1
