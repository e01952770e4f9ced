"""Where questions from the audience were answered: moments of every recording that shows them."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import add_asked, open_board
from tests.factories import add_question, add_recording
from webinars import clock
from webinars.domain.accounts.queries import actor_of
from webinars.domain.questions.answer_actions import answer_now, end_answer, set_stream_began
from webinars.domain.questions.boards import lock_board
from webinars.domain.questions.moderator_actions import Moderator, hide
from webinars.domain.recordings import actions, timeline_actions
from webinars.domain.recordings.actions import RecordingDetails
from webinars.domain.recordings.moments import MomentKind, moments_of
from webinars.domain.recordings.queries import recording_page
from webinars.models import AudienceQuestion, Chapter, QuestionState, Recording, RecordingKind

ANSWERED = QuestionState.ANSWERED
CAROLINE = Moderator(name="Caroline Herschel")
FULL = {"kind": RecordingKind.FULL, "url": "https://videos.example/comets.mp4", "title": "The whole evening"}


@pytest.fixture
def stream(session, webinar):
    return add_recording(session, webinar, "The whole evening", slug="evening", sync_s=300)


def told(session, slug="evening"):
    session.expire_all()
    moments = moments_of(recording_page(session, slug))
    return [(each.place_s, each.number, each.title) for each in moments if each.kind == MomentKind.QUESTION]


def add(session, webinar, olga, **values):
    actor = actor_of(session, olga.id)
    return actions.add_recording(session, actor, webinar, RecordingDetails(**{**FULL, **values}), now=clock.now())


def test_answers_to_the_audience_stand_between_those_to_the_agenda(session, webinar, stream):
    add_question(session, webinar, "What is a tail made of?").answered_s = 400
    add_question(session, webinar, "Is it hot?").answered_s = 900
    add_asked(session, webinar, "Does it cast a shadow?", state=ANSWERED, answered_s=600, language="fr")

    assert told(session) == [
        (100, None, "What is a tail made of?"),
        (300, 1, "Does it cast a shadow?"),
        (600, None, "Is it hot?"),
    ]
    asked = next(each for each in moments_of(recording_page(session, "evening")) if each.number == 1)
    assert asked.language == "fr"


@pytest.mark.parametrize(
    "values",
    [
        {"is_hidden": True},
        {"state": QuestionState.OPEN},
        {"state": QuestionState.PENDING},
        {"state": QuestionState.ANSWERING},
        {"answered_s": None, "answer": "No."},
        {"answered_s": 100},
    ],
)
def test_what_is_hidden_waits_or_is_not_in_the_video_is_no_moment(session, webinar, stream, values):
    question = add_asked(session, webinar, "Does it cast a shadow?", state=ANSWERED, answered_s=600)
    assert told(session) == [(300, 1, "Does it cast a shadow?")]

    for name, value in values.items():
        setattr(question, name, value)
    session.flush()

    assert told(session) == []


def test_a_press_leads_to_the_moment_in_a_stream_that_began_later_without_another_hand(session, webinar, olga):
    add_asked(session, webinar, "Does it cast a shadow?")
    began_at = webinar.starts_at + dt.timedelta(minutes=4)
    board = lock_board(session, webinar.id)
    set_stream_began(session, board, CAROLINE, began_at, now=began_at)
    answer_now(session, board, CAROLINE, 1, now=webinar.starts_at + dt.timedelta(minutes=34))
    end_answer(session, board, CAROLINE, number=1, now=webinar.starts_at + dt.timedelta(minutes=36))
    session.commit()

    recording = add(session, webinar, olga)
    session.commit()

    assert recording.sync_s == 240
    assert told(session, recording.slug) == [(1800, 1, "Does it cast a shadow?")]


def test_streams_follow_when_it_is_said_later_and_what_was_marked_in_their_file_stays(session, webinar, olga):
    add_asked(session, webinar, "Does it cast a shadow?", state=ANSWERED, answered_s=600)
    recording = add(session, webinar, olga)
    session.commit()
    session.refresh(recording, ["chapters"])
    recording.chapters.append(Chapter(at_s=60, title="Welcome"))
    session.commit()

    began_at = webinar.starts_at + dt.timedelta(minutes=4)
    set_stream_began(session, lock_board(session, webinar.id), CAROLINE, began_at, now=clock.now())
    session.commit()

    assert told(session, recording.slug) == [(360, 1, "Does it cast a shadow?")]
    chapters = moments_of(recording_page(session, recording.slug))
    assert [each.place_s for each in chapters if each.kind == MomentKind.CHAPTER] == [60]

    set_stream_began(session, lock_board(session, webinar.id), CAROLINE, None, now=clock.now())
    session.commit()

    assert told(session, recording.slug) == [(600, 1, "Does it cast a shadow?")]


def test_a_stream_that_was_set_by_hand_stays(session, webinar, stream):
    open_board(session, webinar)
    session.commit()

    began_at = webinar.starts_at + dt.timedelta(minutes=4)
    set_stream_began(session, lock_board(session, webinar.id), CAROLINE, began_at, now=clock.now())
    session.commit()

    assert session.scalars(sa.select(Recording.sync_s)).one() == 300


def test_moving_everything_with_the_file_moves_answers_too_and_hidden_ones(session, webinar, stream, olga):
    board = open_board(session, webinar)
    add_asked(session, webinar, "Does it cast a shadow?", state=ANSWERED, answered_s=600)
    add_asked(session, webinar, "Hidden", state=ANSWERED, answered_s=700, is_hidden=True)
    add_asked(session, webinar, "Before the video", state=ANSWERED, answered_s=10)
    session.commit()
    revision = board.revision
    actor = actor_of(session, olga.id)

    timeline_actions.set_timing(session, actor, webinar, stream, sync_s=310, cuts=[], stays=True, now=clock.now())
    session.commit()

    moved = session.scalars(sa.select(AudienceQuestion.answered_s).order_by(AudienceQuestion.number)).all()
    assert moved == [610, 710, 10]
    session.refresh(board)
    assert board.revision > revision
    assert told(session) == [(300, 1, "Does it cast a shadow?")]


def test_hidden_words_are_on_no_page_of_a_recording(client, session, webinar, stream):
    add_asked(session, webinar, "Does it cast a shadow?", state=ANSWERED, answered_s=600)
    add_asked(session, webinar, "Planted words", state=ANSWERED, answered_s=660)
    session.commit()
    addresses = (
        "/recordings/evening",
        "/recordings/evening/chapters.vtt",
        "/recordings/evening/chapters.json",
        "/embed/recordings/evening",
    )
    pages = [client.get(address) for address in addresses]
    assert [page.status_code for page in pages] == [200] * len(addresses)
    assert all("Planted words" in page.text and "cast a shadow" in page.text for page in pages)

    hide(session, lock_board(session, webinar.id), CAROLINE, 2, now=clock.now())
    session.commit()

    pages = [client.get(address) for address in addresses]
    assert all("Planted words" not in page.text and "cast a shadow" in page.text for page in pages)
