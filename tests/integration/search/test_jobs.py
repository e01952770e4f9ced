"""An update may empty the index or read words otherwise; the worker writes it anew by itself."""

import pytest
import sqlalchemy as sa

from tests.factories import add_appearance, add_recording, add_transcript, make_speaker, make_webinar
from webinars.clock import now
from webinars.domain.search.jobs import is_behind, keep_search
from webinars.domain.search.queries import search
from webinars.domain.search.verification import find_differences
from webinars.models import SearchDocument, SearchPassage, Status


@pytest.fixture
def recording(session, lunar, webinar):
    """What search has to know: a recording with what is said in it, a coming webinar, a speaker; and a hidden draft."""
    add_appearance(session, webinar, make_speaker(session, lunar))
    recording = add_recording(session, webinar, "All of the evening")
    add_transcript(session, recording, "It has two tails.")
    make_webinar(session, lunar, "On tides")
    make_webinar(session, lunar, "Nobody knows of this", status=Status.DRAFT)
    session.commit()
    return recording


def found(session, text):
    return [hit.ref_id for hit in search(session, text, {}, today=now().date())]


@pytest.mark.usefixtures("recording")
def test_nothing_is_written_where_search_knows_everything(session, count_statements):
    with count_statements() as statements:
        keep_search(session)

    assert len(statements) == 1
    assert find_differences(session).count == 0


def test_emptied_index_is_written_anew(session, recording):
    session.execute(sa.delete(SearchDocument))
    session.execute(sa.delete(SearchPassage))
    session.commit()
    assert found(session, "tails") == []

    keep_search(session)
    session.rollback()

    assert find_differences(session).count == 0
    assert found(session, "two tails") == [recording.id]
    assert found(session, "nobody") == []


@pytest.mark.usefixtures("recording")
@pytest.mark.parametrize("kind", [SearchDocument, SearchPassage])
def test_words_in_tokens_of_an_older_version_are_written_anew(session, kind):
    session.execute(sa.update(kind).values(token_version=0))
    session.commit()
    assert is_behind(session)

    keep_search(session)

    assert not is_behind(session)
    assert find_differences(session).count == 0
