"""A conference's schedule on its way to being drafts: by the page, by hand, and again when talks have moved."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa
from lxml import html

from tests import factories
from tests.integration.imports.test_calendar_views import boxes, paste, send, words_of
from webinars import clock
from webinars.domain.accounts.actor import OPERATOR
from webinars.domain.imports.calendars.drafts import store_calendar
from webinars.domain.imports.calendars.files import read_calendar_for
from webinars.domain.imports.errors import PublicationBlocked
from webinars.domain.imports.large_files import bring_calendar
from webinars.domain.imports.texts import ImportChoices, ImportEffect
from webinars.domain.programme.editor_queries import whole
from webinars.models import AppearanceRole, Source, Speaker, Status, Webinar

ROOM = "https://zoom.us/j/123?pwd=SECRET"


@pytest.fixture
def lunar(session):
    return factories.make_organisation(session, "Lunar Society", timezone="Europe/London")


def talk(guid="wicks", title="Wicks", at="2027-07-01T18:00:00+02:00", **fields):
    usual = {
        "guid": guid,
        "date": at,
        "start": at[11:16],
        "duration": "00:45",
        "title": title,
        "language": "de",
        "track": "Light",
        "abstract": "On wicks.",
        "persons": [{"public_name": "Ada Wick"}, {"public_name": "Bo Glim"}],
    }
    return usual | fields


def schedule(*talks, zone="Europe/Berlin"):
    days = [{"date": "2027-07-01", "rooms": {"Oil Hall": list(talks)}}]
    conference = {"acronym": "lamps", "title": "Lamp Days", "time_zone_name": zone, "days": days}
    return json.dumps({"schedule": {"base_url": "https://talks.example", "conference": conference}})


def bring(session, text, *, publish=False):
    choices = ImportChoices(published_on=clock.now().date(), is_published=publish)
    reading, host = read_calendar_for(session, text.encode(), choices, now=clock.now())
    report = store_calendar(session, OPERATOR, reading, host, is_published=publish, now=clock.now())
    session.commit()
    return report


def webinars(session):
    session.expunge_all()
    return session.scalars(sa.select(Webinar).options(*whole()).order_by(Webinar.starts_on, Webinar.title)).all()


def test_each_talk_becomes_a_draft_with_all_that_is_said(session, lunar):
    bring(session, schedule(talk(), talk("oil", "Oil", "2027-07-01T20:00:00+02:00", persons=[], language="")))

    oil, wicks = webinars(session)
    assert (wicks.title, wicks.status, wicks.language) == ("Wicks", Status.DRAFT, "de")
    assert (wicks.timezone, wicks.starts_wall, wicks.duration_minutes) == (
        "Europe/Berlin",
        dt.datetime(2027, 7, 1, 18),
        45,
    )
    assert [appearance.speaker.name for appearance in wicks.lineup] == ["Ada Wick", "Bo Glim"]
    assert [topic.name for topic in wicks.topics] == ["Light"]
    assert wicks.description == "On wicks.\n\nPlace: Oil Hall"
    assert (oil.lineup, oil.language) == ([], "en")


def test_the_same_schedule_again_changes_nothing_and_a_moved_talk_moves(session, lunar):
    bring(session, schedule(talk(), talk("oil", "Oil")), publish=True)
    before = {webinar.title: webinar.uid for webinar in webinars(session)}

    again = bring(session, schedule(talk(), talk("oil", "Oil")))
    assert {outcome.became for outcome in again.outcomes} == {ImportEffect.UNCHANGED}

    moved = bring(session, schedule(talk(at="2027-07-02T10:00:00+02:00"), talk("oil", "Oil")))

    assert sorted((outcome.webinar.title, outcome.became) for outcome in moved.outcomes) == [
        ("Oil", ImportEffect.UNCHANGED),
        ("Wicks", ImportEffect.UPDATED),
    ]
    assert {webinar.title: webinar.uid for webinar in webinars(session)} == before
    assert webinars(session)[1].starts_wall == dt.datetime(2027, 7, 2, 10)
    assert session.scalar(sa.select(sa.func.count(Speaker.id))) == 2


def test_an_event_of_indico_is_the_same_in_json_and_in_its_calendar(session, lunar):
    page = "https://indico.example/event/7/"
    start = {"date": "2027-07-01", "time": "14:00:00", "tz": "UTC"}
    person = {"first_name": "Ada", "last_name": "Wick", "affiliation": "Lamp Works"}
    event = {"id": "7", "title": "Wicks", "type": "meeting", "timezone": "Europe/Zurich", "url": page}
    event |= {"startDate": start, "endDate": start | {"time": "15:00:00"}, "chairs": [person]}
    bring(session, json.dumps({"results": [event], "_type": "HTTPAPIResult"}))
    lines = ["PRODID:-//CERN//INDICO//EN", "BEGIN:VEVENT", "UID:indico-event-7@indico.example", "SUMMARY:Wicks"]
    lines += ["DTSTART:20270701T140000Z", "DTEND:20270701T150000Z", f"URL:{page}", f"DESCRIPTION:{page}"]

    again = bring(session, "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VEVENT", "END:VCALENDAR"]))

    (webinar,) = webinars(session)
    assert [(each.speaker.name, each.affiliation, each.role) for each in webinar.lineup] == [
        ("Ada Wick", "Lamp Works", AppearanceRole.CHAIR)
    ]
    assert (webinar.starts_at, webinar.duration_minutes) == (dt.datetime(2027, 7, 1, 14, tzinfo=dt.UTC), 60)
    assert again.outcomes[0].webinar.id == webinar.id


def test_a_talk_that_is_in_it_no_more_is_asked_about_and_left(session, lunar):
    bring(session, schedule(talk(), talk("oil", "Oil")), publish=True)

    report = bring(session, schedule(talk()))

    assert [each.webinar.title for each in report.gone] == ["Oil"]
    assert {webinar.status for webinar in webinars(session)} == {Status.PUBLISHED}


def test_a_line_up_that_a_person_has_edited_stays(session, lunar):
    bring(session, schedule(talk()))
    (webinar,) = webinars(session)
    webinar.lineup[0].affiliation = "Lamp Works"
    session.commit()

    report = bring(session, schedule(talk(persons=[{"public_name": "Bo Glim"}])))

    (webinar,) = webinars(session)
    assert [appearance.speaker.name for appearance in webinar.lineup] == ["Ada Wick", "Bo Glim"]
    assert "Line-up: Bo Glim" in report.outcomes[0].left[0].sentence


def test_a_line_up_that_nobody_has_edited_follows(session, lunar):
    bring(session, schedule(talk()))

    bring(session, schedule(talk(persons=[{"public_name": "Bo Glim"}, {"public_name": "Cy Flint"}])))

    (webinar,) = webinars(session)
    assert [appearance.speaker.name for appearance in webinar.lineup] == ["Bo Glim", "Cy Flint"]


def test_with_a_zone_that_does_not_agree_nothing_is_published(session, lunar):
    with pytest.raises(PublicationBlocked, match=r"UTC\+2"):
        bring(session, schedule(talk(), zone="Europe/London"), publish=True)

    session.rollback()
    assert webinars(session) == []


def test_a_large_one_is_stored_in_steps(session, lunar):
    talks = [talk(f"t{number:02}", f"Talk {number:02}") for number in range(40)]
    data, choices = schedule(*talks).encode(), ImportChoices(published_on=clock.now().date())
    found = read_calendar_for(session, data, choices, now=clock.now())
    done = []

    bring_calendar(session, data, found, choices, now=clock.now(), advance=done.append)

    assert (len(webinars(session)), sum(done)) == (40, 40)


def test_the_page_shows_each_talk_and_what_is_ticked_becomes_a_draft(session, client, olga):
    hostile = "<script>alert(1)</script>"
    page = paste(
        client,
        schedule(talk(links=[{"title": "Zoom", "url": ROOM}]), talk("oil", f"Oil {hostile}", zone="Europe/Berlin")),
    )

    shown = words_of(html.fromstring(page.text).xpath("//main")[0])
    assert page.status_code == 200
    assert "We read your schedule. It has 2 talks." in shown
    assert "Lamp Days. What is ticked becomes a draft of Lunar Society." in shown
    assert "each talk is a webinar of its own" in shown
    assert "Line-up: Ada Wick and Bo Glim." in shown or "Line-up: Ada Wick and Bo Glim" in shown
    assert "Language: German" in shown
    assert hostile not in page.text
    assert [ticked for _title, ticked in boxes(page, "entries")] == [True, True]
    assert session.scalar(sa.select(sa.func.count(Source.id))) == 0

    assert send(client, page).status_code == 303

    by_title = {webinar.title[:3]: webinar for webinar in webinars(session)}
    assert by_title["Wic"].join_url == ROOM
    assert "SECRET" not in by_title["Wic"].description
    again = paste(client, schedule(talk(at="2027-07-02T10:00:00+02:00", links=[{"title": "Zoom", "url": ROOM}])))
    assert boxes(again, "proposals") == [
        ("Start: Friday 2 July 2027, 10am in Berlin, instead of Thursday 1 July 2027, 6pm in Berlin.", True)
    ]


XML = """<?xml version="1.0"?><schedule><conference><title>Lamp Days</title>
<time_zone_name>Europe/Berlin</time_zone_name></conference><day date="2027-07-01"><room name="Oil Hall">
<event guid="wicks"><date>2027-07-01T18:00:00+02:00</date><duration>00:45</duration><title>Wicks</title>
<persons><person>Ada Wick</person></persons></event></room></day></schedule>"""


def test_a_schedule_in_xml_is_the_same_as_in_json(session, client, olga):
    page = paste(client, XML)

    assert "We read your schedule. It has one talk." in page.text
    assert boxes(page, "entries") == [("Wicks", True)]
    send(client, page)
    (webinar,) = webinars(session)
    assert (f"{webinar.starts_at:%H:%M}", webinar.duration_minutes) == ("16:00", 45)
    assert [appearance.speaker.name for appearance in webinar.lineup] == ["Ada Wick"]
    assert boxes(paste(client, schedule(talk())), "entries") == []

    refused = paste(client, "<!DOCTYPE schedule>" + XML.partition("?>")[2])
    assert refused.status_code == 422
    assert "This schedule cannot be read: it declares a document type, which nobody needs there." in refused.text


def test_a_zone_that_is_missing_is_asked_for(session, client, olga):
    page = paste(client, schedule(talk(), zone=None))

    assert "say whose clocks show it" in page.text
    read = send(client, page, to="/manage/paste", timezone="Europe/Paris")
    assert "Thursday 1 July 2027, 6pm Paris, 5pm Britain" in read.text
    assert "say whose clocks show it" not in words_of(html.fromstring(read.text).xpath("//ol")[0])
    send(client, read)
    assert [webinar.timezone for webinar in webinars(session)] == ["Europe/Paris"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"schedule": {"conference": {"days": 5}}}', "schedule.conference.days is not a list."),
        ('{"schedule": {' * 5000, "it is no JSON, or nested too deeply."),
        (schedule(), "The schedule holds no talk."),
        (schedule(*[talk(f"{number}") for number in range(201)]), "more than 200 talks"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_paste(session, client, olga, text, words):
    page = paste(client, text)

    assert page.status_code == 422
    assert words in page.text
    assert webinars(session) == []
