"""Lists of webinars: what stands in them, in which order, page by page; and that they follow what is changed."""

import datetime as dt
from importlib.util import module_from_spec, spec_from_file_location

import pytest
import sqlalchemy as sa
from sqlalchemy import orm

from tests.factories import add_appearance, add_co_organiser, make_organisation, make_series, make_speaker, make_webinar
from webinars import clock
from webinars.domain.programme.listing import lists as listing
from webinars.domain.programme.listing.lists import (
    coming_page,
    coming_webinars,
    list_of,
    past_page,
    past_years,
    subject_page,
)
from webinars.domain.programme.queries import PAGE_SIZE
from webinars.models import Agreement, FeedKind, ListedWebinar, Series, Status, Topic, Visibility, Webinar

pytestmark = pytest.mark.usefixtures("derived")


HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
MANY = 1_000


def titles(webinars):
    return [webinar.title for webinar in webinars]


def all_coming(session, *of):
    session.commit()
    return titles(coming_webinars(session, clock.now(), MANY, *of))


def all_past(session, **narrowed):
    session.commit()
    return titles(past_page(session, clock.now(), 1, **narrowed).webinars)


def test_coming_webinars_stand_soonest_first_and_postponed_ones_last(session):
    host = make_organisation(session)
    make_webinar(session, host, "Postponed", status=Status.POSTPONED, starts_in=-30 * DAY)
    make_webinar(session, host, "Later", starts_in=9 * DAY)
    make_webinar(session, host, "Sooner", starts_in=2 * DAY)
    make_webinar(session, host, "Live", starts_in=-HOUR)
    make_webinar(session, host, "Over", starts_in=-2 * HOUR)

    assert all_coming(session) == ["Live", "Sooner", "Later", "Postponed"]


def test_what_goes_on_for_days_is_still_to_come(session):
    make_webinar(session, make_organisation(session), "A week", starts_in=-6 * DAY, duration_minutes=7 * 24 * 60)

    assert all_coming(session) == ["A week"]


def test_past_webinars_stand_latest_first_with_those_of_which_only_the_date_is_known(session):
    host = make_organisation(session)
    make_webinar(session, host, "Last year", starts_in=-370 * DAY)
    make_webinar(session, host, "Last week", starts_in=-7 * DAY)
    make_webinar(session, host, "Long ago", starts_in=None, starts_on=dt.date(1998, 3, 4))
    make_webinar(session, host, "Coming")

    assert all_past(session) == ["Last week", "Last year", "Long ago"]
    assert all_past(session, year=1998) == ["Long ago"]


def test_a_year_is_that_of_the_organisers_own_clock(session):
    host = make_organisation(session)
    for title, zone in (("In Sydney", "Australia/Sydney"), ("In Honolulu", "Pacific/Honolulu")):
        new_year = dt.datetime(2021, 1, 1, 0, 30) if title == "In Sydney" else dt.datetime(2020, 12, 31, 23, 30)
        make_webinar(session, host, title, starts_wall=new_year, timezone=zone)

    assert all_past(session, year=2021) == ["In Sydney"]
    assert all_past(session, year=2020) == ["In Honolulu"]


def test_webinars_without_an_hour_stand_where_their_day_begins(session):
    host = make_organisation(session)
    today = clock.now().date()
    make_webinar(session, host, "Postponed without a date", starts_in=None, status=Status.POSTPONED)
    make_webinar(session, host, "Postponed", status=Status.POSTPONED)
    make_webinar(session, host, "Some hour", starts_in=None, starts_on=today + 3 * DAY)
    make_webinar(session, host, "Before", starts_in=2 * DAY - HOUR)
    make_webinar(session, host, "Behind", starts_in=4 * DAY)
    held = make_webinar(session, host, "Held at an hour", starts_in=-3 * DAY)
    make_webinar(session, host, "Held at some hour", starts_in=None, starts_on=held.starts_on)

    assert all_coming(session) == ["Before", "Some hour", "Behind", "Postponed", "Postponed without a date"]
    assert all_past(session) == ["Held at an hour", "Held at some hour"]


def test_years_of_the_past_are_found(session):
    host = make_organisation(session)
    for day in (1, 2):
        make_webinar(session, host, f"Minutes {day}", starts_in=None, starts_on=dt.date(1998, 12, day))
    make_webinar(session, host, "Older minutes", starts_in=None, starts_on=dt.date(1989, 1, 1))
    make_webinar(session, host, "Secret minutes", starts_in=None, starts_on=dt.date(1996, 1, 1), status=Status.DRAFT)
    make_webinar(session, host, "Coming")
    session.commit()

    assert past_years(session, clock.now()) == [1998, 1989]


def test_months_to_come_are_found(session):
    host = make_organisation(session)
    now = dt.datetime(2027, 1, 31, 12, tzinfo=dt.UTC)
    for on in (dt.date(2027, 2, 1), dt.date(2027, 2, 28), dt.date(2028, 1, 1), dt.date(2027, 1, 1)):
        make_webinar(session, host, f"Minutes of {on}", starts_in=None, starts_on=on)
    session.commit()

    assert listing.coming_months(session, now) == [202702, 202801]
    assert listing.coming_months(session, now, list_of(make_organisation(session, "Elsewhere"))) == []


def test_a_webinar_stands_in_the_lists_of_its_host_and_of_co_organisers_that_accepted(session):
    host, accepted, invited = (make_organisation(session, name) for name in ("Host", "Accepted", "Invited"))
    webinar = make_webinar(session, host, "Comets")
    add_co_organiser(session, webinar, accepted)
    add_co_organiser(session, webinar, invited, is_accepted=False)

    assert [all_coming(session, list_of(each)) for each in (host, accepted, invited)] == [["Comets"], ["Comets"], []]


def test_a_webinar_stands_in_the_lists_of_its_series_and_its_speakers(session):
    host = make_organisation(session)
    series, other_series = make_series(session, host), make_series(session, host, "Tides")
    speaker, other_speaker = make_speaker(session, host), make_speaker(session, host, "Mary Somerville")
    webinar = make_webinar(session, host, "Comets", series=series)
    add_appearance(session, webinar, speaker)

    assert [all_coming(session, list_of(each)) for each in (series, other_series)] == [["Comets"], []]
    assert [all_coming(session, list_of(each)) for each in (speaker, other_speaker)] == [["Comets"], []]


def test_lists_follow_what_is_changed(session):
    host, other = make_organisation(session), make_organisation(session, "Royal Society")
    topic = Topic(name="Comets", slug="comets")
    session.add(topic)
    webinar = make_webinar(session, host, "Comets")
    orm.attributes.set_committed_value(webinar, "topics", [])
    webinar.topics.append(topic)
    speaker = make_speaker(session, host)
    appearance = add_appearance(session, webinar, speaker)
    assert all_coming(session, list_of(speaker)) == all_coming(session, list_of(topic)) == ["Comets"]

    appearance.agreement = Agreement.DECLINED
    webinar.topics.clear()
    webinar.host = other

    lists = (list_of(speaker), list_of(topic), list_of(host), list_of(other))
    assert [all_coming(session, each) for each in lists] == [[], [], [], ["Comets"]]
    webinar.visibility = Visibility.UNLISTED
    assert all_coming(session) == all_coming(session, list_of(other)) == []


def test_what_is_deleted_leaves_no_list_behind(session):
    host = make_organisation(session)
    series = make_series(session, host)
    webinar = make_webinar(session, host, "Comets", series=series)
    gone = make_webinar(session, host, "Tides", series=series)
    session.commit()

    session.delete(gone)
    webinar.series = None
    session.flush()
    session.delete(session.get(Series, series.id))
    session.commit()

    kinds = session.execute(sa.select(ListedWebinar.kind, ListedWebinar.webinar_id).order_by(ListedWebinar.kind)).all()
    assert kinds == [(FeedKind.ORGANISATION, webinar.id), (FeedKind.SITE, webinar.id)]


def test_a_long_list_comes_in_pages_and_ends(session):
    host = make_organisation(session)
    for number in range(PAGE_SIZE + 1):
        make_webinar(session, host, f"Lecture {number}", starts_in=(number + 1) * DAY)
    session.commit()

    first, second, third = (coming_page(session, clock.now(), number) for number in (1, 2, 3))

    assert [len(page.webinars) for page in (first, second, third)] == [PAGE_SIZE, 1, 0]
    assert [page.page_count for page in (first, second, third)] == [2, 2, 2]
    assert titles(second.webinars) == [f"Lecture {PAGE_SIZE}"]


@pytest.mark.parametrize(
    ("ahead", "held"), [(0, 0), (5, 3), (PAGE_SIZE, 4), (PAGE_SIZE + 4, PAGE_SIZE), (2, 70), (65, 1)]
)
def test_the_pages_of_a_subject_have_each_webinar_once_and_what_comes_first(session, ahead, held):
    host = make_organisation(session)
    for number in range(ahead):
        make_webinar(session, host, f"Coming {number}", starts_in=(number + 1) * DAY)
    for number in range(held):
        make_webinar(session, host, f"Past {number}", starts_in=-(number + 1) * DAY)
    session.commit()
    wanted = [f"Coming {n}" for n in range(ahead)] + [f"Past {n}" for n in range(held)]

    found, number, has_more = [], 0, True
    while has_more:
        number += 1
        page = subject_page(session, clock.now(), number, list_of(host))
        assert len(page.coming) + len(page.past) <= PAGE_SIZE
        found += titles([*page.coming, *page.past])
        has_more = page.has_more

    assert found == wanted
    assert number == max(1, -(-len(wanted) // PAGE_SIZE))
    assert subject_page(session, clock.now(), number + 1, list_of(host)).page_count == number


def _migration_of(project, name):
    spec = spec_from_file_location("filling", project / "migrations" / "versions" / name)
    migration = module_from_spec(spec)
    spec.loader.exec_module(migration)
    return migration


def test_what_the_migration_fills_in_is_what_a_change_would_write(session, project):
    """Every list of a site that was there before has the same rows as one that is written anew."""

    host, other = make_organisation(session), make_organisation(session, "Royal Society")
    for number, status in enumerate(Status):
        webinar = make_webinar(session, host, f"Of {status}", status=status, series=make_series(session, host, status))
        add_co_organiser(session, webinar, other, is_accepted=number % 2 == 0)
        appearance = add_appearance(session, webinar, make_speaker(session, host, f"Speaker {number}"))
        if number == 1:
            appearance.agreement = Agreement.DECLINED
    make_webinar(session, host, "Only a date", starts_in=None, starts_on=dt.date(2019, 2, 3))
    make_webinar(session, host, "No date", starts_in=None, status=Status.POSTPONED)
    session.commit()
    written = session.execute(sa.select(ListedWebinar.__table__)).all()

    migration = _migration_of(project, "0019_stored_pages.py")
    words = migration.SAID[session.get_bind().dialect.name]
    session.execute(sa.delete(ListedWebinar))
    # Whether somebody has said no was a column of its own then.
    members = migration.MEMBERS.replace(migration.IN_PUBLIC, "agreement <> 'declined'")
    session.execute(sa.text(migration.FILLING.format(members=members, **words)))
    # What should have ended was over half an hour later; since 0026 the list says when that is.
    _migration_of(project, "0026_the_hour.py").settle(session.connection())

    assert sorted(session.execute(sa.select(ListedWebinar.__table__)).all()) == sorted(written)
    assert len(written) > len(session.scalars(sa.select(Webinar)).all())
