"""An organisation that has members is named in public once it has accepted: not before, and not after declining."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import (
    add_appearance,
    add_recording,
    make_member,
    make_series,
    make_speaker,
    make_topic,
    make_webinar,
)
from tests.factories import make_organisation as make
from tests.unfolded_calendar import unfolded
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.programme.co_organisers.actions import set_co_organisers
from webinars.models import CoOrganiser, Role

pytestmark = pytest.mark.usefixtures("derived")


DAY = dt.timedelta(days=1)
NAME = "Spitalfields Mathematical Society"
WORD = "spitalfields"
PAGES = [
    "/",
    "/webinars",
    "/webinars?past",
    "/recordings",
    "/recordings?q=comets",
    f"/recordings?q={WORD}",
    f"/recordings.json?q={WORD}",
    "/recordings.json?q=comets",
    "/recordings.rss",
    "/podcast.rss",
    "/calendar.ics",
    "/embed/next",
    "/embed/programme",
    "/sitemaps/recordings-1.xml",
    "/sitemaps/webinars-1.xml",
    *(
        f"/{subject}{part}"
        for subject in ("organisations/lunar-society", "series/the-night-sky", "speakers/ada", "topics/astronomy")
        for part in ("", "/calendar.ics", "/recordings.rss", "/podcast.rss")
    ),
    *(
        address
        for when in ("coming", "live", "past")
        for address in (
            f"/webinars/{when}",
            f"/webinars/{when}.ics",
            f"/embed/webinars/{when}",
            f"/oembed?url=http://localhost/webinars/{when}",
            f"/recordings/{when}-film",
            f"/recordings/{when}-film/citation",
            f"/recordings/{when}-film/citation.bib",
            f"/recordings/{when}-film/citation.json",
            f"/embed/recordings/{when}-film",
        )
    ),
]
ITS_OWN = [f"/organisations/{WORD}", f"/organisations/{WORD}/calendar.ics", f"/organisations/{WORD}/recordings.rss"]


@pytest.fixture
def society(session):
    return make(session, NAME, slug=WORD)


@pytest.fixture
def owner(session, society):
    return make_member(session, society, "Thomas", Role.OWNER)


@pytest.fixture
def webinars(session, lunar):
    """One to come, one that runs and one that is over, each with a recording."""
    shared = {"series": make_series(session, lunar, "The Night Sky")}
    speaker, topic = make_speaker(session, lunar, "Ada"), make_topic(session, "Astronomy")
    webinars = []
    for slug, starts_in in {"coming": DAY, "live": -dt.timedelta(minutes=10), "past": -DAY}.items():
        webinar = make_webinar(session, lunar, "Comets", slug=slug, starts_in=starts_in, **shared)
        add_appearance(session, webinar, speaker)
        session.refresh(webinar, ["topics"])
        webinar.topics.append(topic)
        add_recording(session, webinar, "Comets", slug=f"{slug}-film")
        webinars.append(webinar)
    session.commit()
    return webinars


@pytest.fixture
def invited(session, webinars, society, olga):
    """The host's owner has named the society in each."""
    actor = actor_of(session, olga.id)
    for webinar in webinars:
        set_co_organisers(session, actor, webinar, [society], now=clock.now())
    session.commit()
    return session.scalars(sa.select(CoOrganiser)).all()


def naming(client, addresses):
    """Those of the addresses whose answer names the society."""
    answers = {each: unfolded(client.get(each).get_data(as_text=True)) for each in addresses}
    return {each for each, text in answers.items() if NAME.casefold() in text.casefold()}


@pytest.mark.usefixtures("owner", "invited")
def test_before_it_accepts_it_is_named_nowhere(new_client):
    stranger = new_client()

    assert naming(stranger, PAGES) == set()
    for address in ITS_OWN:
        assert "comets" not in stranger.get(address).get_data(as_text=True).casefold()


@pytest.mark.usefixtures("owner", "invited")
def test_texts_for_other_places_do_not_name_it_either(client, sign_in, olga):
    sign_in(client, olga)

    assert NAME not in client.get("/manage/webinars/coming/announcements").text
    assert NAME in client.get("/manage/webinars/coming").text


def test_once_it_has_accepted_it_is_named(new_client, sign_in, owner, invited):
    thomas = new_client()
    sign_in(thomas, owner)
    for each in invited:
        assert thomas.post(f"/manage/invitations/{each.id}/acceptance").status_code == 303

    stranger = new_client()
    named = naming(stranger, PAGES)
    for address in (
        "/webinars/coming",
        "/webinars/coming.ics",
        "/calendar.ics",
        "/embed/webinars/live",
        "/webinars/past",
    ):
        assert address in named
    assert f"/recordings.json?q={WORD}" in named or WORD in stranger.get(f"/recordings?q={WORD}").text
    for address in ITS_OWN:
        assert "comets" in stranger.get(address).get_data(as_text=True).casefold()


def test_after_declining_it_is_named_nowhere(new_client, sign_in, owner, invited):
    thomas = new_client()
    sign_in(thomas, owner)
    for each in invited:
        assert thomas.post(f"/manage/invitations/{each.id}/refusal").status_code == 303

    assert naming(new_client(), PAGES) == set()


@pytest.mark.usefixtures("society", "invited")
def test_one_without_members_is_named_at_once(new_client):
    assert {"/webinars/coming", "/webinars/coming.ics", "/webinars/past"} <= naming(new_client(), PAGES)
