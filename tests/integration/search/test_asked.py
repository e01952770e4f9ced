"""Questions from the audience are found: answered ones at their moment, others with the webinar."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import add_asked
from tests.factories import add_question, add_recording, make_webinar
from webinars import clock
from webinars.domain.questions.answer_actions import answer_in_writing, answer_now, end_answer, set_moment
from webinars.domain.questions.asker_actions import QuestionInput, ask
from webinars.domain.questions.boards import lock_board
from webinars.domain.questions.moderator_actions import Moderator, hide, show
from webinars.domain.questions.voter_actions import Voter, vote
from webinars.domain.search.actions import reindex
from webinars.domain.search.hit_positions import found_passages
from webinars.domain.search.queries import search
from webinars.domain.search.terms import terms_of
from webinars.domain.search.verification import find_differences
from webinars.models import CalendarEntry, QuestionState, SearchDocument, SearchPassage

TODAY = dt.date(2027, 6, 1)
CAROLINE = Moderator(name="Caroline Herschel")
ANSWERED = QuestionState.ANSWERED


@pytest.fixture
def webinar(session, lunar):
    return make_webinar(session, lunar, "Comets and their tails", starts_in=dt.timedelta(days=-1))


@pytest.fixture
def stream(session, webinar):
    return add_recording(session, webinar, "The whole evening", slug="evening", sync_s=300)


@pytest.fixture(autouse=True)
def _as_written_anew(session):
    """However it came about, what is stored is what would be written of it now."""
    yield
    session.commit()
    assert find_differences(session).count == 0


def found(session, text):
    session.commit()
    return [hit.ref_id for hit in search(session, text, {}, today=TODAY)]


def at(session, text, recording):
    session.commit()
    return [each.starts_s for each in found_passages(session, terms_of(text), [recording.id]).get(recording.id, ())]


def kept(session):
    """All that is stored of the text, as it was written."""
    session.commit()
    tables = ("search_document", "search_passage")
    return repr([session.execute(sa.text(f"SELECT * FROM {table} ORDER BY id")).all() for table in tables])


def stored(session, webinar):
    """What calendars and search keep of the webinar, with when it was written."""
    session.commit()
    session.expire_all()
    entry = session.scalars(sa.select(CalendarEntry).where(CalendarEntry.webinar_id == webinar.id)).one()
    documents = session.execute(sa.select(SearchDocument.id, SearchDocument.digest).order_by(SearchDocument.id)).all()
    passages = session.execute(sa.select(SearchPassage.id, SearchPassage.digest).order_by(SearchPassage.id)).all()
    return (
        {column.key: getattr(entry, column.key) for column in sa.inspect(CalendarEntry).column_attrs},
        documents,
        passages,
    )


def test_an_answered_question_is_found_at_its_moment_until_it_is_hidden(session, webinar, stream):
    add_question(session, webinar, "What is a tail made of?").answered_s = 600
    add_asked(session, webinar, "Does it cast a penumbra?", state=ANSWERED, answered_s=600)
    assert at(session, "penumbra", stream) == [300]
    assert found(session, "penumbra") == [stream.id]

    set_moment(session, lock_board(session, webinar.id), CAROLINE, 1, 660, now=clock.now())
    assert at(session, "penumbra", stream) == [360]

    hide(session, lock_board(session, webinar.id), CAROLINE, 1, now=clock.now())
    assert (at(session, "penumbra", stream), found(session, "penumbra")) == ([], [])
    assert at(session, "tail", stream) == [300]

    show(session, lock_board(session, webinar.id), CAROLINE, 1, now=clock.now())
    assert at(session, "penumbra", stream) == [360]


def test_what_comes_after_the_end_of_the_video_has_no_moment_and_is_found_all_the_same(session, webinar, stream):
    stream.duration_s = 200
    add_asked(session, webinar, "Does it cast a penumbra?", state=ANSWERED, answered_s=600)

    assert at(session, "penumbra", stream) == []
    assert found(session, "penumbra") == [stream.id]


def test_written_answers_and_open_questions_are_found_with_the_recording(session, webinar, stream):
    add_asked(session, webinar, "Does it cast a penumbra?")
    target = add_asked(session, webinar, "Asked here")
    add_asked(session, webinar, "Put in words about umbrage", state=QuestionState.MERGED, merged_into_id=target.id)
    assert found(session, "penumbra") == [stream.id]
    assert found(session, "umbrage") == []

    answer_in_writing(session, lock_board(session, webinar.id), CAROLINE, 2, "By *heliography*.", now=clock.now())
    session.commit()

    assert found(session, "heliography") == [stream.id]


@pytest.mark.parametrize("values", [{"is_hidden": True}, {"state": QuestionState.PENDING}])
@pytest.mark.parametrize("is_recorded", [True, False])
def test_hidden_and_waiting_ones_are_nowhere_in_search(session, webinar, request, is_recorded, values):
    if is_recorded:
        request.getfixturevalue("stream")
    texts = {"text": "Planted penumbra", "answer": "Planted umbrage"}
    question = add_asked(session, webinar, state=ANSWERED, answered_s=600, **texts)
    assert {word for word in texts.values() if word in kept(session)} == set(texts.values())

    for name, value in values.items():
        setattr(question, name, value)

    assert "Planted" not in kept(session)
    assert found(session, "penumbra") == found(session, "umbrage") == []
    reindex(session)
    assert "Planted" not in kept(session)


def test_a_question_that_is_taken_back_is_found_no_longer(session, webinar, stream):
    question = add_asked(session, webinar, "Does it cast a penumbra?", state=ANSWERED, answered_s=600)
    assert found(session, "penumbra") == [stream.id]

    session.delete(question)

    assert (found(session, "penumbra"), at(session, "penumbra", stream)) == ([], [])


def test_asking_and_a_hundred_votes_write_neither_calendar_nor_search(session, webinar, settings):
    add_asked(session, webinar, "Does it cast a penumbra?")
    before = stored(session, webinar)

    for number in range(100):
        vote(session, webinar.id, 1, Voter(f"{number:064}"), now=clock.now())
        session.commit()
    ask(session, settings, webinar.id, QuestionInput(text="Is it hot?"), whence="192.0.2.1", now=clock.now())

    assert stored(session, webinar) == before


def test_votes_for_what_was_answered_write_nothing_either(session, webinar, stream):
    question = add_asked(session, webinar, "Does it cast a penumbra?", state=ANSWERED, answered_s=600)
    before = stored(session, webinar)
    assert before[2]

    question.vote_count += 1
    question.rank = 2

    assert stored(session, webinar) == before


def test_what_becomes_of_a_question_is_told_to_search_and_to_no_calendar(session, webinar, stream):
    add_asked(session, webinar, "Does it cast a penumbra?")
    entry, documents, passages = stored(session, webinar)

    answer_now(session, lock_board(session, webinar.id), CAROLINE, 1, now=webinar.starts_at + dt.timedelta(minutes=10))
    end_answer(
        session, lock_board(session, webinar.id), CAROLINE, number=1, now=webinar.starts_at + dt.timedelta(minutes=12)
    )
    answer_in_writing(session, lock_board(session, webinar.id), CAROLINE, 1, "By heliography.", now=clock.now())

    later = stored(session, webinar)
    assert later[0] == entry
    assert later[1] != documents
    assert later[2] != passages
