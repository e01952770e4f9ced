"""How far webinars reach: one, each of several, and all of them together."""

import pytest

from tests.factories import add_appearance, make_organisation, make_series, make_speaker, make_webinar
from webinars import clock
from webinars.domain.calendars.reach_counts import Reach, reach_of, reach_of_all, reaches_of
from webinars.domain.programme.editor_queries import load_whole
from webinars.models import FeedKind, Follow, PersonalFeed, Status, Visibility


@pytest.fixture
def host(session):
    return make_organisation(session)


@pytest.fixture
def draft(session, host):
    def draft(title, **values):
        return make_webinar(session, host, title, **{"status": Status.DRAFT} | values)

    return draft


@pytest.fixture
def follow(session):
    """`follow((kind, id), …)`: one more calendar that follows these."""

    def follow(*subjects):
        number = session.query(PersonalFeed).count()
        feed = PersonalFeed(page_digest=f"{number:064}", created_at=clock.now(), changed_at=clock.now())
        feed.follows = [Follow(kind=kind, subject_id=subject_id) for kind, subject_id in subjects]
        session.add(feed)
        session.flush()

    return follow


def test_a_feed_or_a_calendar_that_has_several_counts_once(session, host, draft, follow):
    slow = make_series(session, host)
    first, second, hidden = draft("First", series=slow), draft("Second"), draft("Third", visibility=Visibility.UNLISTED)
    add_appearance(session, second, make_speaker(session, host))
    webinars = [first, second, hidden]
    for each in webinars:
        load_whole(session, each)
    follow((FeedKind.ORGANISATION, host.id))
    follow((FeedKind.SERIES, slow.id), (FeedKind.ORGANISATION, host.id))
    follow((FeedKind.SERIES, slow.id))
    follow((FeedKind.SERIES, slow.id + 999))

    each = {first.id: Reach(3, 3), second.id: Reach(3, 2), hidden.id: Reach(0, 0)}
    assert reaches_of(session, webinars) == each
    assert {webinar.id: reach_of(session, webinar) for webinar in webinars} == each
    # The site, the host, the series and the speaker.
    assert reach_of_all(session, webinars) == Reach(4, 3)
    assert reach_of_all(session, []) == Reach(0, 0)
    assert reaches_of(session, []) == {}
