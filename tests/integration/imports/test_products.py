"""What single products say of speakers in their calendars, on its way to the line-up."""

import sqlalchemy as sa

from tests.factories import make_organisation
from tests.integration.imports.test_calendars import bring, webinars
from webinars.domain.imports.texts import ImportEffect
from webinars.models import Source

PAGE = "https://indico.example/event/7/"


def indico(people, text="On wicks."):
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//CERN//INDICO//EN",
        "BEGIN:VEVENT",
        "UID:indico-event-7@i.example",
    ]
    lines += ["SUMMARY:Wicks", "DTSTART:20270701T140000Z", "DTEND:20270701T150000Z", f"URL:{PAGE}"]
    lines += [rf"DESCRIPTION:Speakers: {people}\n\n{text}\n\n{PAGE}", "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def line_up(webinar):
    return [(appearance.speaker.name, appearance.affiliation) for appearance in webinar.lineup]


def test_who_speaks_is_the_line_up_and_no_description(session):
    make_organisation(session)

    bring(session, indico(r"Ada Wick (Lamp Works)\, Bo Glim"))

    (webinar,) = webinars(session)
    assert line_up(webinar) == [("Ada Wick", "Lamp Works"), ("Bo Glim", "")]
    assert webinar.description == f"On wicks.\n\n{PAGE}"


def test_another_speaker_follows_and_the_same_calendar_changes_nothing(session):
    make_organisation(session)
    bring(session, indico("Ada Wick (Lamp Works)"))

    again = bring(session, indico("Ada Wick (Lamp Works)"))
    other = bring(session, indico("Cy Flint"))

    assert (again.outcomes[0].became, other.outcomes[0].became) == (ImportEffect.UNCHANGED, ImportEffect.UPDATED)
    (webinar,) = webinars(session)
    assert line_up(webinar) == [("Cy Flint", "")]


def test_a_title_before_a_known_name_is_no_difference(session):
    make_organisation(session)
    bring(session, indico("Ada Wick"))

    titled = bring(session, indico("Dr Ada Wick"))
    other = bring(session, indico("Dr Ada Wick\\, Bo Glim"))

    assert (titled.outcomes[0].became, titled.outcomes[0].left) == (ImportEffect.UNCHANGED, [])
    assert other.outcomes[0].became is ImportEffect.UPDATED
    (webinar,) = webinars(session)
    assert line_up(webinar) == [("Ada Wick", ""), ("Bo Glim", "")]


def test_what_was_imported_before_people_were_read_gets_them(session):
    make_organisation(session)
    bring(session, indico("Ada Wick"))
    (webinar,) = webinars(session)
    source = session.scalars(sa.select(Source)).one()
    source.values = {**source.values, "lineup": [], "description": f"Speakers: Ada Wick\n\nOn wicks.\n\n{PAGE}"}
    webinar.lineup.clear()
    webinar.description = source.values["description"]
    session.commit()

    bring(session, indico("Ada Wick"))

    (webinar,) = webinars(session)
    assert line_up(webinar) == [("Ada Wick", "")]
    assert webinar.description == f"On wicks.\n\n{PAGE}"


def test_of_several_hosts_one_that_is_on_the_site_is_enough(session):
    make_organisation(session, "Solar Society")
    lunar = make_organisation(session, "Lunar Society")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Luma//Lamps//EN", "BEGIN:VEVENT", "UID:evt-aB1@events.lu.ma"]
    lines += ["SUMMARY:Wicks", "DTSTART:20270701T140000Z", 'ORGANIZER;CN="Ada Wick":MAILTO:calendar-invite@lu.ma']
    lines += [
        r"DESCRIPTION:On wicks.\n\nHosted by Ada Wick\, Lunar Society & Bo Glim",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]

    bring(session, "\r\n".join(lines).encode())

    assert [webinar.host_id for webinar in webinars(session)] == [lunar.id]
