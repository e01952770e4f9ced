"""A webinar in figures: acts, not people, and none that is under five."""

import csv
import datetime as dt
import re

import pytest
import time_machine

from tests.factories import add_recording, make_member, make_webinar, open_desk
from tests.integration.registration.reading import words_of
from webinars.domain.insight.figures import figures_of
from webinars.domain.recordings.short_codes import code_of
from webinars.models import Act, ActCount, FeedKind, Follow, FormerSlug, PersonalFeed, RecordingKind, Role

START = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)
"""Half past one in London, half an hour before clocks there go back: that hour comes twice."""
DAY, TEN_MINUTES = dt.timedelta(days=1), dt.timedelta(minutes=10)
MIDNIGHT = dt.datetime(2026, 10, 19, 23, tzinfo=dt.UTC)
"""Of 20 October in London."""


@pytest.fixture(autouse=True)
def that_night():
    """Feeds leave out what is long over."""
    with time_machine.travel(START):
        yield


@pytest.fixture
def webinar(session, lunar):
    webinar = make_webinar(
        session, lunar, "The moons", starts_wall=dt.datetime(2026, 10, 24, 18), timezone="Europe/London"
    )
    webinar.starts_at, webinar.ends_at = START, START + dt.timedelta(hours=2)
    open_desk(session, webinar)
    return webinar


@pytest.fixture
def count(session, webinar):
    """`count(Act.DOOR, START, 7)`"""

    def count(act, at, number, about=""):
        session.add(ActCount(webinar_id=webinar.id, act=act, at=at, about=about, count=number))
        session.flush()

    return count


def told(series):
    return [(each.first, each.length, each.count) for each in series.found]


def test_days_are_those_of_the_webinars_zone_and_small_ones_stand_together(session, webinar, count):
    for days, number in ((0, 7), (1, 2), (3, 4), (4, 9)):
        count(Act.REGISTERED, MIDNIGHT + days * DAY, number, "Europe/Rome")

    found = figures_of(session, webinar).registrations

    assert found.begins[0] == dt.datetime(2026, 10, 20)
    assert told(found) == [(0, 1, 7), (1, 3, 6), (4, 1, 9)]
    assert found.total == 22


def test_zones_by_their_names_and_the_small_ones_together(session, webinar, count):
    for zone, number in (
        ("Europe/London", 20),
        ("Europe/Belfast", 4),
        ("Europe/Rome", 6),
        ("Asia/Kolkata", 1),
        ("Asia/Calcutta", 1),
        ("", 1),
    ):
        count(Act.REGISTERED, MIDNIGHT, number, zone)

    rows = [(row.name, row.count) for row in figures_of(session, webinar).zones]

    # Three would be found by subtraction: the smallest that could stand alone joins them.
    assert rows == [("Britain", 24), ("Other zones, together", 9)]


def test_where_no_zone_can_stand_alone_they_are_all_together(session, webinar, count):
    for zone in ("Europe/Rome", "Asia/Kolkata"):
        count(Act.REGISTERED, MIDNIGHT, 3, zone)

    assert [(row.name, row.count) for row in figures_of(session, webinar).zones] == [("All zones, together", 6)]


def test_doors_of_the_hour_that_comes_twice_are_counted_apart(client, sign_in, olga, session, webinar, count):
    for minutes, number in ((0, 8), (60, 6)):
        count(Act.DOOR, START + dt.timedelta(minutes=minutes), number)

    found = figures_of(session, webinar).doors
    assert (len(found.begins), [each.count for each in found.found if each.count]) == (7, [8, 6])

    sign_in(client, olga)
    page = client.get(f"/manage/webinars/{webinar.slug}/insight")
    assert words_of(page).count("1.30am to 1.40am") == 2


def test_doors_of_several_days_name_the_day(client, sign_in, olga, session, webinar, count):
    count(Act.DOOR, START, 7)
    count(Act.DOOR, START + 2 * DAY, 9)
    sign_in(client, olga)

    words = words_of(client.get(f"/manage/webinars/{webinar.slug}/insight"))

    assert "1.30am on 25 Oct to" in words
    assert "on 27 Oct" in words


def test_a_webinar_without_an_hour_has_figures(client, sign_in, olga, session, webinar, count):
    webinar.starts_at = webinar.ends_at = webinar.starts_wall = webinar.timezone = None
    for at in (MIDNIGHT, MIDNIGHT + 400 * DAY):
        for act in (Act.REGISTERED, Act.DOOR, Act.PLAY):
            count(act, at, 2_000_000_000, "Pacific/Kiritimati")
    sign_in(client, olga)

    for address in ("insight", "insight/figures.csv"):
        answer = client.get(f"/manage/webinars/{webinar.slug}/{address}")
        assert (answer.status_code, "4000000000" in answer.text) == (200, True)


@pytest.mark.usefixtures("derived")
def test_calendars_are_those_that_follow_a_feed_with_it(session, webinar, lunar):
    for number in range(7):
        feed = PersonalFeed(page_digest=f"{number:064}", created_at=START, changed_at=START)
        feed.follows = [Follow(kind=FeedKind.ORGANISATION, subject_id=lunar.id if number < 6 else lunar.id + 999)]
        session.add(feed)
    session.commit()

    assert figures_of(session, webinar).calendars.total == 6


def test_plays_by_day_and_by_recording(session, webinar, count):
    full = add_recording(session, webinar, "All of it", kind=RecordingKind.FULL)
    talk = add_recording(session, webinar, "Io", kind=RecordingKind.PRESENTATION)
    count(Act.PLAY, MIDNIGHT, 30, code_of(full.slug))
    count(Act.PLAY, MIDNIGHT, 7, code_of(talk.slug))
    # It had another address once.
    session.add(FormerSlug(kind="recording", slug="europa", target_id=talk.id))
    count(Act.PLAY, MIDNIGHT, 5, code_of("europa"))
    count(Act.PLAY, MIDNIGHT + 9 * DAY, 5, "a-recording-that-is-gone")

    found = figures_of(session, webinar)

    assert (found.play_count, found.plays.total) == (47, 42)
    assert [(row.name, row.count) for row in found.recordings] == [
        ("The full stream", 30),
        ("Io", 12),
        ("Removed recordings", 5),
    ]


def test_few_late_plays_are_not_to_be_found_by_subtraction(client, sign_in, olga, session, webinar, count):
    full = add_recording(session, webinar, "All of it", kind=RecordingKind.FULL)
    count(Act.PLAY, MIDNIGHT, 30, code_of(full.slug))
    count(Act.PLAY, MIDNIGHT + 9 * DAY, 3, code_of(full.slug))

    found = figures_of(session, webinar)

    assert (found.play_count, found.plays.total) == (33, 33)
    assert told(found.plays) == [(0, 9, 33)]
    sign_in(client, olga)
    words = words_of(client.get(f"/manage/webinars/{webinar.slug}/insight"))
    assert "Plays by day" in words
    assert "Plays in the first eight days" not in words


def test_the_page_shows_pictures_with_the_same_as_tables(client, sign_in, olga, webinar, count):
    for days, number in ((0, 58), (1, 31)):
        count(Act.REGISTERED, MIDNIGHT + days * DAY, number, "Europe/Rome")
    count(Act.DOOR, START, 3)
    sign_in(client, olga)

    page = client.get(f"/manage/webinars/{webinar.slug}/insight")

    words = words_of(page)
    assert "89 registrations, fewer than 5 doors opened" in words
    assert 'role="img" aria-label="Registrations by day: 58 of them in 20 October' in page.text
    assert re.search(r'<th scope="row">20 October</th><td class="number">58</td>', page.text)
    assert "style=" not in page.text
    assert not re.search(r"(?<![\d.])3</", page.text)


def test_a_long_title_leaves_the_figure_its_room(client, sign_in, olga, session, webinar, count):
    title = "Of the moons of Jupiter, and of what they told about light"
    talk = add_recording(session, webinar, title, kind=RecordingKind.PRESENTATION)
    count(Act.PLAY, MIDNIGHT, 7, code_of(talk.slug))
    sign_in(client, olga)

    page = client.get(f"/manage/webinars/{webinar.slug}/insight").text

    assert ">Of the moons of Jupiter, and of what th…</text>" in page
    assert f'<th scope="row">{title}</th>' in page


def test_nothing_counted_says_so(client, sign_in, olga, webinar):
    sign_in(client, olga)

    page = client.get(f"/manage/webinars/{webinar.slug}/insight")

    assert "Nothing has been counted yet." in words_of(page)
    assert "<svg role" not in page.text


def test_the_file_has_the_same_and_tells_no_small_figure(client, sign_in, olga, webinar, count):
    count(Act.REGISTERED, MIDNIGHT, 58, "Europe/Rome")
    count(Act.DOOR, START, 3)
    sign_in(client, olga)

    answer = client.get(f"/manage/webinars/{webinar.slug}/insight/figures.csv")

    rows = list(csv.reader(answer.text.removeprefix("\ufeff").splitlines()))
    assert ["Registrations by zone", "Rome", "58"] in rows
    assert ["Doors opened", "1.30am to 1.40am", "fewer than 5"] in rows
    assert not [row for row in rows if row[2] == "3"]


def test_no_title_in_the_file_is_a_formula(client, sign_in, olga, session, webinar, count):
    talk = add_recording(session, webinar, "=1+1", kind=RecordingKind.PRESENTATION)
    count(Act.PLAY, MIDNIGHT, 7, code_of(talk.slug))
    sign_in(client, olga)

    answer = client.get(f"/manage/webinars/{webinar.slug}/insight/figures.csv")

    rows = list(csv.reader(answer.text.removeprefix("\ufeff").splitlines()))
    assert ["Plays by recording", "'=1+1", "7"] in rows


def test_members_see_it_and_co_organisers_do_not_yet(client, sign_in, session, webinar, lunar, oskar):
    viewer = make_member(session, lunar, "Vivian", Role.VIEWER)
    for person, status in ((viewer, 200), (oskar, 404)):
        sign_in(client, person)
        assert client.get(f"/manage/webinars/{webinar.slug}/insight").status_code == status
