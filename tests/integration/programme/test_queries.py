import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import add_appearance, add_co_organiser, make_organisation, make_series, make_speaker, make_webinar
from webinars import clock
from webinars.domain.programme.queries import (
    PAGE_SIZE,
    current_slug,
    listed,
    next_beside,
    of,
    page_of,
    past_webinars,
    past_years,
    upcoming_webinars,
)
from webinars.domain.programme.subject_queries import organisation_index, series_index, speaker_index, topic_index
from webinars.models import FormerSlug, Status, Visibility, Webinar

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def titles(session, query):
    return [webinar.title for webinar in session.scalars(query)]


def test_only_what_is_public_and_no_draft_is_listed(session):
    host = make_organisation(session)
    for status in Status:
        make_webinar(session, host, f"Public {status}", status=status)
        make_webinar(session, host, f"Unlisted {status}", status=status, visibility=Visibility.UNLISTED)

    found = sorted(session.scalars(sa.select(Webinar.title).where(listed())))

    assert found == ["Public cancelled", "Public postponed", "Public published"]


def test_coming_webinars_stand_soonest_first_and_those_without_a_date_last(session):
    host = make_organisation(session)
    make_webinar(session, host, "Postponed", status=Status.POSTPONED, starts_in=-30 * DAY)
    make_webinar(session, host, "Later", starts_in=9 * DAY)
    make_webinar(session, host, "Sooner", starts_in=2 * DAY)
    make_webinar(session, host, "Live", starts_in=-HOUR)
    make_webinar(session, host, "Over", starts_in=-2 * HOUR)

    assert titles(session, upcoming_webinars(clock.now())) == ["Live", "Sooner", "Later", "Postponed"]


def test_past_webinars_stand_latest_first_with_those_of_which_only_the_date_is_known(session):
    host = make_organisation(session)
    make_webinar(session, host, "Last year", starts_in=-370 * DAY)
    make_webinar(session, host, "Last week", starts_in=-7 * DAY)
    make_webinar(session, host, "Long ago", starts_in=None, starts_on=dt.date(1998, 3, 4))
    make_webinar(session, host, "Coming")

    assert titles(session, past_webinars(clock.now())) == ["Last week", "Last year", "Long ago"]
    assert titles(session, past_webinars(clock.now(), year=1998)) == ["Long ago"]


def test_webinars_without_an_hour_stand_behind_the_others_of_their_kind_on_every_database(session):
    host = make_organisation(session)
    today = clock.now().date()
    make_webinar(session, host, "Postponed without a date", starts_in=None, status=Status.POSTPONED)
    make_webinar(session, host, "Postponed", status=Status.POSTPONED)
    make_webinar(session, host, "Some hour", starts_in=None, starts_on=today + 3 * DAY)
    make_webinar(session, host, "Known hour", starts_in=3 * DAY)
    held = make_webinar(session, host, "Held at an hour", starts_in=-3 * DAY)
    make_webinar(session, host, "Held at some hour", starts_in=None, starts_on=held.starts_on)

    coming = ["Known hour", "Some hour", "Postponed", "Postponed without a date"]
    assert titles(session, upcoming_webinars(clock.now())) == coming
    assert titles(session, past_webinars(clock.now())) == ["Held at an hour", "Held at some hour"]


def test_years_of_the_past_are_counted(session):
    host = make_organisation(session)
    for day in (1, 2):
        make_webinar(session, host, f"Minutes {day}", starts_in=None, starts_on=dt.date(1998, 12, day))
    make_webinar(session, host, "Older minutes", starts_in=None, starts_on=dt.date(1997, 1, 1))
    make_webinar(session, host, "Secret minutes", starts_in=None, starts_on=dt.date(1996, 1, 1), status=Status.DRAFT)

    assert past_years(session, clock.now()) == [(1998, 2), (1997, 1)]


def test_a_webinar_belongs_to_its_host_and_to_co_organisers_that_accepted(session):
    host, accepted, invited = (make_organisation(session, name) for name in ("Host", "Accepted", "Invited"))
    webinar = make_webinar(session, host, "Comets")
    add_co_organiser(session, webinar, accepted)
    add_co_organiser(session, webinar, invited, is_accepted=False)

    now = clock.now()
    assert titles(session, upcoming_webinars(now, of(host))) == ["Comets"]
    assert titles(session, upcoming_webinars(now, of(accepted))) == ["Comets"]
    assert titles(session, upcoming_webinars(now, of(invited))) == []


def test_a_webinar_belongs_to_its_series_and_its_speakers(session):
    host = make_organisation(session)
    series, other_series = make_series(session, host), make_series(session, host, "Tides")
    speaker, other_speaker = make_speaker(session, host), make_speaker(session, host, "Mary Somerville")
    webinar = make_webinar(session, host, "Comets", series=series)
    add_appearance(session, webinar, speaker)

    now = clock.now()
    assert [titles(session, upcoming_webinars(now, of(each))) for each in (series, other_series)] == [["Comets"], []]
    assert [titles(session, upcoming_webinars(now, of(each))) for each in (speaker, other_speaker)] == [["Comets"], []]


def test_a_long_list_comes_in_pages(session):
    host = make_organisation(session)
    for number in range(PAGE_SIZE + 1):
        make_webinar(session, host, f"Lecture {number}", starts_in=(number + 1) * DAY)

    first = page_of(session, upcoming_webinars(clock.now()), 1)
    second = page_of(session, upcoming_webinars(clock.now()), 2)

    assert (first.count, first.page_count) == (PAGE_SIZE + 1, 2)
    assert len(first.webinars) == PAGE_SIZE
    assert [webinar.title for webinar in second.webinars] == [f"Lecture {PAGE_SIZE}"]


def test_what_comes_next_is_of_the_same_series(session):
    host = make_organisation(session)
    series = make_series(session, host)
    webinar = make_webinar(session, host, "Comets", series=series, starts_in=-7 * DAY)
    make_webinar(session, host, "Elsewhere", starts_in=DAY)
    make_webinar(session, host, "Called off", series=series, starts_in=DAY, status=Status.CANCELLED)
    make_webinar(session, host, "Nebulae", series=series, starts_in=3 * DAY)

    assert next_beside(session, webinar, clock.now()).title == "Nebulae"


def test_what_comes_next_without_a_series_is_of_the_same_host(session):
    host = make_organisation(session)
    webinar = make_webinar(session, host, "Comets", starts_in=-7 * DAY)
    make_webinar(session, make_organisation(session, "Elsewhere"), "Tides", starts_in=DAY)
    make_webinar(session, host, "Nebulae", starts_in=3 * DAY)

    assert next_beside(session, webinar, clock.now()).title == "Nebulae"


def test_a_former_slug_leads_to_the_present_one(session):
    webinar = make_webinar(session, make_organisation(session), slug="comets-and-tails")
    session.add(FormerSlug(kind="webinar", slug="comets", target_id=webinar.id))
    session.add(FormerSlug(kind="webinar", slug="deleted", target_id=None))

    assert current_slug(session, Webinar, "comets") == "comets-and-tails"
    assert current_slug(session, Webinar, "unheard-of") is None
    with pytest.raises(LookupError):
        current_slug(session, Webinar, "deleted")


@pytest.mark.parametrize("index", [organisation_index, series_index, speaker_index, topic_index])
def test_an_index_asks_nothing_again_for_every_row(session, index):
    """Of 1,000 organisations and 20,000 webinars the pairs are too many to be asked one by one."""
    asked = []
    engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", note := lambda _c, _cursor, *said: asked.append(said[:2]))
    index(session)
    sa.event.remove(engine, "before_cursor_execute", note)

    explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[engine.dialect.name]
    ((statement, values),) = [(said, values) for said, values in asked if said.startswith("SELECT")]
    plan = str(session.connection().exec_driver_sql(f"{explain} {statement}", values).all())

    assert "webinar" in plan
    assert "CORRELATED" not in plan
    assert "SubPlan" not in plan
