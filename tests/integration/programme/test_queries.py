import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import make_organisation, make_series, make_webinar
from webinars import clock
from webinars.domain.programme.listing.lists import list_of, next_related_webinar, soonest_webinar
from webinars.domain.programme.public_visibility import listed
from webinars.domain.programme.queries import current_slug
from webinars.domain.programme.subject_queries import organisation_index, series_index, speaker_index, topic_index
from webinars.models import FormerSlug, Status, Visibility, Webinar

pytestmark = pytest.mark.usefixtures("derived")


HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def test_only_what_is_public_and_no_draft_is_listed(session):
    host = make_organisation(session)
    for status in Status:
        make_webinar(session, host, f"Public {status}", status=status)
        make_webinar(session, host, f"Unlisted {status}", status=status, visibility=Visibility.UNLISTED)

    found = sorted(session.scalars(sa.select(Webinar.title).where(listed())))

    assert found == ["Public cancelled", "Public postponed", "Public published"]


def test_what_comes_next_is_of_the_same_series(session):
    host = make_organisation(session)
    series = make_series(session, host)
    webinar = make_webinar(session, host, "Comets", series=series, starts_in=-7 * DAY)
    make_webinar(session, host, "Elsewhere", starts_in=DAY)
    make_webinar(session, host, "Called off", series=series, starts_in=DAY, status=Status.CANCELLED)
    make_webinar(session, host, "Nebulae", series=series, starts_in=3 * DAY)

    session.commit()
    assert next_related_webinar(session, webinar, clock.now()).title == "Nebulae"


def test_what_comes_next_without_a_series_is_of_the_same_host(session):
    host = make_organisation(session)
    webinar = make_webinar(session, host, "Comets", starts_in=-7 * DAY)
    make_webinar(session, make_organisation(session, "Elsewhere"), "Tides", starts_in=DAY)
    make_webinar(session, host, "Nebulae", starts_in=3 * DAY)

    session.commit()
    assert next_related_webinar(session, webinar, clock.now()).title == "Nebulae"


def test_what_comes_next_has_not_begun_and_is_not_what_is_looked_at(session):
    host = make_organisation(session)
    make_webinar(session, host, "Live", starts_in=-HOUR / 4)
    webinar = make_webinar(session, host, "Comets", starts_in=DAY)
    make_webinar(session, host, "Postponed", starts_in=2 * DAY, status=Status.POSTPONED)
    make_webinar(session, host, "Nebulae", starts_in=3 * DAY)
    make_webinar(session, host, "Tides", starts_in=4 * DAY)

    session.commit()
    assert next_related_webinar(session, webinar, clock.now()).title == "Nebulae"


def test_the_soonest_is_on_or_announced(session):
    host = make_organisation(session)
    make_webinar(session, host, "Over", starts_in=-DAY)
    make_webinar(session, host, "Called off", starts_in=HOUR, status=Status.CANCELLED)
    make_webinar(session, host, "Postponed", starts_in=HOUR, status=Status.POSTPONED)
    make_webinar(session, make_organisation(session, "Elsewhere"), "Sails", starts_in=HOUR)
    session.commit()
    assert soonest_webinar(session, clock.now(), list_of(host)) is None

    make_webinar(session, host, "Nebulae", starts_in=3 * DAY)
    session.commit()
    assert soonest_webinar(session, clock.now(), list_of(host)).title == "Nebulae"

    make_webinar(session, host, "Live", starts_in=-HOUR / 4)
    session.commit()
    assert soonest_webinar(session, clock.now(), list_of(host)).title == "Live"


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
