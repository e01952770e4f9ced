"""What the editor loads of a webinar, and that it is not loaded twice."""

import pytest
import sqlalchemy as sa

from tests.desk_world import make_people, make_world
from webinars.domain.editing.queries import webinar_to_save
from webinars.domain.programme.editor_queries import is_whole, load_whole, webinar_to_edit
from webinars.models import Webinar


@pytest.fixture
def slug(session, settings):
    slug = make_world(session, settings, make_people(session), "past", is_full=True).webinar.slug
    session.commit()
    session.expunge_all()
    return slug


def test_properties_are_loaded_in_the_order_of_tests(session):
    """Else what follows would be right or wrong by chance, also once SQLAlchemy keeps them otherwise."""
    names = [each.key for each in sa.inspect(Webinar)._prop_set]

    assert len(names) > 2
    assert names == sorted(names, reverse=session.get_bind().dialect.name == "postgresql")


def test_a_webinar_to_edit_is_whole(session, slug):
    assert is_whole(webinar_to_edit(session, slug))


def test_a_webinar_to_save_is_whole_whichever_part_is_loaded_last(session, slug):
    """Its recordings are loaded last on SQLite, its line-up on PostgreSQL: see `tests.property_order`."""
    loaded = webinar_to_save(session, slug, None)

    assert loaded.recordings[1].appearance in loaded.lineup
    assert is_whole(loaded)


@pytest.mark.parametrize(
    ("of", "part"),
    [
        (lambda webinar: webinar, "host"),
        (lambda webinar: webinar, "questions"),
        (lambda webinar: webinar.lineup[0], "speaker"),
        (lambda webinar: webinar.co_organisers[0], "organisation"),
        (lambda webinar: webinar.recordings[1], "appearance"),
        (lambda webinar: webinar.recordings[0], "copies"),
    ],
)
def test_what_is_missing_is_loaded_and_nothing_is_loaded_again(session, slug, count_statements, of, part):
    webinar = webinar_to_edit(session, slug)
    session.expire(of(webinar), [part])
    assert not is_whole(webinar)

    load_whole(session, webinar)

    assert is_whole(webinar)
    with count_statements() as counted:
        load_whole(session, webinar)
    assert counted == []


def test_a_change_that_is_not_written_yet_stays(session, slug):
    webinar = webinar_to_edit(session, slug)
    session.expire(webinar, ["questions"])
    webinar.topics = []

    load_whole(session, webinar)

    assert webinar.topics == []
