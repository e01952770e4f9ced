"""Who has said no stands nowhere that strangers can look, and who has not answered only where the webinar says so."""

import json

import lxml.html
import pytest
import sqlalchemy as sa

from tests.factories import add_appearance, add_recording, make_speaker, make_webinar
from tests.public_addresses import public_addresses
from tests.unfolded_calendar import unfolded
from webinars.config import Settings
from webinars.domain.announcements.texts import FORMS, announcement_of
from webinars.domain.media.share_cards.contents import card_of_recording
from webinars.domain.programme.editor_queries import load_whole
from webinars.domain.recordings.queries import recording_page
from webinars.models import Agreement, Appearance, CalendarEntry, DocumentKind, Recording, SearchDocument
from webinars.pure.announcements.writer import Phase

pytestmark = pytest.mark.usefixtures("derived")


DECLINED, OPEN, SURE, PRINTED = "Zqdeclined Person", "Zqopen Person", "Zqsure Person", "Zqprinted Person"


@pytest.fixture
def plant(session, lunar, webinar):
    """The same three people in a coming webinar and in a past one with a recording."""

    def plant(*, is_confirmed_only=False):
        wall = webinar.starts_wall.replace(year=2026)
        past = make_webinar(session, lunar, "Nebulae and their names", starts_wall=wall, timezone="Europe/London")
        webinar.is_lineup_confirmed_only = past.is_lineup_confirmed_only = is_confirmed_only
        for name, values in {
            DECLINED: {"agreement": Agreement.DECLINED, "talk_title": "Zqdeclined talk"},
            OPEN: {"agreement": Agreement.ASKED, "talk_title": "Zqopen talk"},
            SURE: {"agreement": Agreement.AGREED, "name": PRINTED},
        }.items():
            speaker = make_speaker(session, lunar, name)
            for each in (webinar, past):
                add_appearance(session, each, speaker, **values)
        add_recording(session, past)
        session.commit()

    return plant


@pytest.fixture
def planted(plant):
    plant()


def everything(app, client, session):
    """What strangers are answered anywhere: the words by address."""
    return {each: unfolded(client.get(each).data.decode(errors="replace")) for each in public_addresses(app, session)}


def telling(client, answers, *words):
    """Where one of the words stands. An address that leads nowhere repeats what it was asked for."""
    found = [address for address, text in answers.items() if any(word in text for word in words)]
    return [address for address in found if client.get(address).status_code == 200]


@pytest.mark.parametrize("is_confirmed_only", [False, True])
def test_a_no_is_nowhere(app, client, session, plant, is_confirmed_only):
    plant(is_confirmed_only=is_confirmed_only)

    answers = everything(app, client, session)

    assert telling(client, answers, "Zqdeclined", "zqdeclined") == []
    assert len(answers) > 50


def test_who_has_not_answered_is_nowhere_where_only_the_confirmed_stand(app, client, session, plant):
    plant(is_confirmed_only=True)

    answers = everything(app, client, session)

    # Of nobody there is a feed too: it is empty, and names nobody.
    assert telling(client, answers, "Zqopen", "zqopen") == []
    assert client.get("/speakers/zqopen-person").status_code == 404


def test_that_somebody_has_not_answered_is_said_to_nobody(app, client, session, planted, webinar):
    answers = everything(app, client, session)

    assert OPEN in answers[f"/webinars/{webinar.slug}"]
    assert "Zqopen Person: “Zqopen talk”" in answers[f"/webinars/{webinar.slug}.ics"]
    assert client.get("/speakers/zqopen-person").status_code == 200
    del answers["/privacy"]
    assert telling(client, answers, "to be confirmed", "not yet confirmed", "has not answered") == []


def test_pages_count_who_has_agreed_and_nobody_else(client, session, planted, webinar):
    def counted():
        page = lxml.html.fromstring(client.get(f"/webinars/{webinar.slug}").text)
        return page.xpath('string(//*[@id="lineup-head"]//*[@class="meta"])')

    assert counted() == "1 confirmed"
    for each in session.scalars(sa.select(Appearance)):
        each.agreement = Agreement.NOT_ASKED if each.has_agreed else each.agreement
    session.commit()
    assert counted() == ""


def test_a_name_of_its_own_is_printed_wherever_the_lineup_is(app, client, session, planted, webinar):
    answers = everything(app, client, session)

    for address in (f"/webinars/{webinar.slug}", f"/webinars/{webinar.slug}.ics", "/recordings.rss"):
        assert PRINTED in answers[address], address
        assert SURE not in answers[address], address
    # The person's own pages, and lists of people to choose from, keep the record's name.
    kept = ("/speakers", "/follow", "/recordings", "/sitemap", "/organisations/")
    assert [each for each in telling(client, answers, SURE) if not each.startswith(kept)] == ["/"]
    assert SURE in answers["/speakers/zqsure-person"]


def test_search_engines_are_told_of_who_speaks_with_the_own_page(client, planted, webinar):
    page = lxml.html.fromstring(client.get(f"/webinars/{webinar.slug}").text)
    event, _way = page.xpath('//script[@type="application/ld+json"]/text()')

    performers = [(each["name"], each["url"]) for each in json.loads(event)["performer"]]
    assert performers == [
        (OPEN, "http://localhost/speakers/zqopen-person"),
        (PRINTED, "http://localhost/speakers/zqsure-person"),
    ]


def test_a_name_of_its_own_is_drawn_on_the_card_of_a_recording(session, planted):
    recording = recording_page(session, session.scalars(sa.select(Recording.slug)).one())

    drawn = card_of_recording(recording, site="Learned Societies").card.hours.replace("\N{NO-BREAK SPACE}", " ")
    # Who has not answered is not said to have spoken.
    assert drawn == PRINTED


def test_announcements_search_and_entries_follow(session, settings: Settings, planted, webinar):
    load_whole(session, webinar)
    for phase in Phase:
        announcement = announcement_of(webinar, phase, settings)
        for form in FORMS.values():
            text = form.write(announcement)
            assert "Zqdeclined" not in text
            assert SURE not in text
    found = sa.select(SearchDocument.title).where(SearchDocument.kind == DocumentKind.SPEAKER)
    assert sorted(session.scalars(found)) == [OPEN, SURE]
    people = " ".join(session.scalars(sa.select(SearchDocument.people)))
    assert PRINTED in people
    assert "Zqdeclined" not in people
    for form in (CalendarEntry.full, CalendarEntry.short):
        entries = unfolded(b"".join(session.scalars(sa.select(form))))
        assert b"Zqprinted" in entries
        assert b"Zqdeclined" not in entries


def test_a_no_changes_the_entry_in_calendars(client, session, own, webinar, link):
    before = session.scalar(sa.select(CalendarEntry.sequence).where(CalendarEntry.webinar_id == webinar.id))

    client.post(f"{own}/reply", data={"answer": "no"})

    session.expire_all()
    entry = session.scalars(sa.select(CalendarEntry).where(CalendarEntry.webinar_id == webinar.id)).one()
    assert entry.sequence == before + 1
    assert b"Wang Zhenyi" not in unfolded(entry.full)
    assert "Wang Zhenyi" not in client.get(f"/webinars/{webinar.slug}").text
    assert client.get("/speakers/wang-zhenyi").status_code == 404
