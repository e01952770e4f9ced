"""Which webinars stand in which feed, and where feeds are."""

import datetime as dt
import re

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from tests.factories import (
    add_appearance,
    add_co_organiser,
    make_membership,
    make_organisation,
    make_series,
    make_speaker,
    make_topic,
    make_user,
    make_webinar,
)
from webinars import clock
from webinars.domain.calendars import feed_limits
from webinars.domain.calendars.actions import move_windows
from webinars.models import FormerSlug, Series, Speaker, Status, Visibility, Webinar

SUBJECT_FEEDS = [
    "/organisations/lunar-society/calendar.ics",
    "/series/the-night-sky/calendar.ics",
    "/speakers/caroline-herschel/calendar.ics",
    "/topics/astronomy/calendar.ics",
]
EVERY_FEED = ["/calendar.ics", *SUBJECT_FEEDS]


def make_placed_webinar(session, title="Comets", **values):
    """A webinar that belongs to one feed of each kind, made once for all that are placed so."""
    host = session.info.setdefault("host", None) or make_organisation(session)
    if session.info["host"] is None:
        session.info |= {
            "host": host,
            "series": make_series(session, host),
            "speaker": make_speaker(session, host),
            "topic": make_topic(session),
        }
    webinar = make_webinar(session, host, title, series=session.info["series"], **values)
    add_appearance(session, webinar, session.info["speaker"])
    session.refresh(webinar, ["topics"])
    webinar.topics.append(session.info["topic"])
    session.flush()
    return webinar


@pytest.fixture
def placed(session):
    session.info.pop("host", None)
    return lambda *args, **values: make_placed_webinar(session, *args, **values)


@pytest.mark.parametrize("path", EVERY_FEED)
def test_a_webinar_is_in_the_feed_of_each_thing_it_belongs_to(placed, feed, path):
    webinar = placed()

    (entry,) = feed(path)

    assert entry["UID"] == webinar.uid


@pytest.mark.parametrize("path", EVERY_FEED)
@pytest.mark.parametrize(
    "hidden",
    [
        {"status": Status.DRAFT},
        {"visibility": Visibility.UNLISTED},
        {"visibility": Visibility.UNLISTED, "status": Status.CANCELLED},
    ],
    ids=str,
)
def test_what_is_not_public_is_in_no_feed(placed, client, path, hidden):
    placed("Shown")
    secret = placed("Secret meeting", **hidden)

    text = client.get(path).text

    assert "Shown" in text
    assert "Secret" not in text
    assert secret.uid not in text


def test_all_feeds_and_the_file_hold_the_same_octets(placed, client):
    placed()

    entries = {
        tuple(part for part in client.get(path).data.split(b"BEGIN:VEVENT")[1].split(b"END:VEVENT")[:1])
        for path in [*EVERY_FEED, "/webinars/comets.ics"]
    }

    assert len(entries) == 1


def test_a_co_organiser_has_it_once_it_has_accepted(session, feed):
    host, bath = make_organisation(session), make_organisation(session, "Bath Philosophical Society")
    make_membership(session, bath, make_user(session, "Thomas"))
    webinar = make_webinar(session, host)
    co_organiser = add_co_organiser(session, webinar, bath, is_accepted=False)
    path = "/organisations/bath-philosophical-society/calendar.ics"
    assert feed(path) == []

    co_organiser.accepted_at = clock.now()

    assert len(feed(path)) == 1
    assert len(feed()) == 1


def test_a_speaker_who_is_taken_out_loses_the_webinar(session, placed, client, feed):
    webinar = placed()
    path = "/speakers/caroline-herschel/calendar.ics"
    before = client.get(path)
    assert len(feed(path)) == 1
    session.refresh(webinar, ["lineup"])

    webinar.lineup.clear()

    assert feed(path) == []
    assert len(feed()) == 1
    assert client.get(path, headers={"If-Modified-Since": before.headers["Last-Modified"]}).status_code == 200


@pytest.mark.parametrize("path", ["/calendar.ics", "/organisations/lunar-society/calendar.ics"])
def test_a_feed_without_entries_is_a_calendar(session, client, path):
    make_webinar(session, make_organisation(session), visibility=Visibility.UNLISTED)

    response = client.get(path)

    assert response.status_code == 200
    calendar = Calendar.from_ical(response.data)
    assert calendar.walk("VEVENT") == []
    assert len(calendar.walk("VTIMEZONE")) == 1


def test_a_feed_that_became_empty_is_a_calendar(session, placed, client):
    webinar = placed(starts_in=dt.timedelta(days=-2))
    assert "Comets" in client.get("/calendar.ics").text

    webinar.visibility = Visibility.UNLISTED

    assert len(Calendar.from_ical(client.get("/calendar.ics").data).walk("VTIMEZONE")) == 1


@pytest.mark.parametrize("path", [path.replace("calendar", "nothing/calendar") for path in SUBJECT_FEEDS])
def test_a_feed_of_nothing_is_404(client, path):
    nothing = "/".join([*path.split("/")[:2], "nothing", "calendar.ics"])

    assert client.get(nothing).status_code == 404


def test_a_draft_does_not_give_away_its_speaker(session, client):
    host = make_organisation(session)
    draft = make_webinar(session, host, status=Status.DRAFT)
    add_appearance(session, draft, make_speaker(session, host))

    assert client.get("/speakers/caroline-herschel/calendar.ics").status_code == 404


def test_an_old_slug_leads_to_the_feed_for_ever(session, placed, client, feed):
    placed()
    session.commit()
    series = session.query(Series).one()
    session.add(FormerSlug(kind="series", slug=series.slug, target_id=series.id))

    series.slug = "nights"

    response = client.get("/series/the-night-sky/calendar.ics")
    assert response.status_code == 308
    assert response.location == "/series/nights/calendar.ics"
    assert len(feed("/series/nights/calendar.ics")) == 1


def test_a_renamed_speaker_renames_the_feed(session, placed, client):
    placed()
    before = client.get("/speakers/caroline-herschel/calendar.ics")

    session.query(Speaker).one().name = "Caroline Lucretia Herschel"

    after = client.get("/speakers/caroline-herschel/calendar.ics")
    assert b"NAME:Caroline Lucretia Herschel\r\n" in after.data
    assert after.headers["ETag"] != before.headers["ETag"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("A, B; C\\d", r"A\, B\; C\\d"),
        ("C\\n", "C/n"),
        ("Friends\r\nX-EVIL:yes", "Friends X-EVIL:yes"),
        ("الجمعية", "الجمعية"),
        ("🔭 Society", "🔭 Society"),
    ],
)
def test_any_name_is_written_safely(session, client, name, written):
    make_webinar(session, make_organisation(session, name, slug="named"))

    lines = client.get("/organisations/named/calendar.ics").text.split("\r\n")

    assert f"NAME:{written}" in lines
    assert f"X-WR-CALNAME:{written}" in lines


def test_webinars_leave_a_year_after_and_cancelled_ones_a_month_after(session, client, feed):
    host = make_organisation(session)
    make_webinar(session, host, "Long ago", starts_in=dt.timedelta(days=-370))
    make_webinar(session, host, "Last year", starts_in=dt.timedelta(days=-360))
    make_webinar(session, host, "Called off", starts_in=dt.timedelta(days=-29), status=Status.CANCELLED)
    make_webinar(session, host, "In ten years", starts_in=dt.timedelta(days=3650))
    path = f"/organisations/{host.slug}/calendar.ics"
    assert [str(entry["SUMMARY"]) for entry in feed(path)] == ["Last year", "Cancelled: Called off", "In ten years"]
    assert client.get("/webinars/long-ago.ics").status_code == 200
    before = client.get(path)

    assert move_windows(session, clock.now() + dt.timedelta(days=10)) == 2

    assert [str(entry["SUMMARY"]) for entry in feed(path)] == ["In ten years"]
    after = client.get(path, headers={"If-Modified-Since": before.headers["Last-Modified"]})
    assert after.status_code == 200
    assert move_windows(session, clock.now() + dt.timedelta(days=10)) == 0


@pytest.fixture(params=[2_000, 2], ids=["all held", "few held"])
def _held(request, monkeypatch):
    """What a process holds of a feed is nothing that anybody could see."""
    monkeypatch.setattr(feed_limits, "ALL_HELD", request.param)


@pytest.mark.usefixtures("_held")
def test_the_feed_of_everything_holds_what_is_near_and_says_where_the_rest_is(session, client, feed, monkeypatch):
    window = feed_limits.FeedWindow(past=feed_limits.OF_SITE.past, coming=3)
    monkeypatch.setattr("webinars.site.calendars.views.feeds.OF_SITE", window)
    host = make_organisation(session)
    for days in (-70, -50, -1, 4, 2, 1, 3):
        make_webinar(session, host, f"Day {days + 100}", starts_in=dt.timedelta(days=days))

    assert [str(entry["SUMMARY"]) for entry in feed()] == ["Day 50", "Day 99", "Day 101", "Day 102", "Day 103"]
    assert len(feed(f"/organisations/{host.slug}/calendar.ics")) == 7
    told = re.sub(r"\r\n ", "", client.get("/calendar.ics").text)
    assert "X-WR-CALDESC:The next 1\\,000 webinars and those of the last two months." in told
    assert "http://localhost/follow" in told

    # One of those that are near is far away now: another takes its place, in the same process.
    webinar = session.execute(sa.select(Webinar).where(Webinar.title == "Day 101")).scalar_one()
    for name in ("starts_wall", "starts_on", "starts_at", "ends_at"):
        setattr(webinar, name, getattr(webinar, name) + dt.timedelta(days=30))
    session.commit()

    assert [str(entry["SUMMARY"]) for entry in feed()][-3:] == ["Day 102", "Day 103", "Day 104"]


def test_a_webinar_of_which_only_the_date_is_known_has_no_entry(session, client, feed):
    make_webinar(session, make_organisation(session), starts_in=None, starts_on=dt.date(2019, 5, 4))

    assert feed() == []
    assert client.get("/webinars/comets-and-their-tails.ics").status_code == 404


@pytest.mark.usefixtures("_held")
def test_a_feed_that_grows_large_takes_the_short_form_and_drops_nothing_to_come(session, feed, monkeypatch):
    monkeypatch.setattr("webinars.domain.calendars.feed_limits.FEED_LIMIT", 6000)
    host = make_organisation(session)
    past = [
        make_webinar(session, host, f"Past {number}", starts_in=dt.timedelta(days=-100 + number)) for number in range(3)
    ]
    make_webinar(session, host, "To come", summary="A long text. " * 30)
    assert "A long text" in feed()[-1]["DESCRIPTION"]

    for number in range(8):
        make_webinar(session, host, f"To come {number}")

    entries = feed()
    assert [str(entry["SUMMARY"]) for entry in entries[-9:]] == ["To come", *(f"To come {n}" for n in range(8))]
    assert len(entries) < len(past) + 9
    assert "A long text" not in entries[-9]["DESCRIPTION"]
