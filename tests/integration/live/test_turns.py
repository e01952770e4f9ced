"""Who was said to speak: shown in order, one at a time, and chapters of the recording afterwards."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.factories import add_appearance, make_speaker, make_webinar
from webinars import clock
from webinars.domain.accounts.actor import Actor
from webinars.domain.live.turns import begin_turn, end_turn, turns_of
from webinars.domain.recordings.actions import RecordingDetails
from webinars.domain.recordings.actions import add_recording as add
from webinars.models import Agreement, Chapter, RecordingKind, Role

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def webinar(session, lunar):
    return make_webinar(session, lunar, "Comets and their tails", starts_in=-60 * MINUTE)


@pytest.fixture
def people(session, webinar, lunar):
    """Three of a line-up, of whom the last has said no."""
    herschel, messier, declined = (
        add_appearance(session, webinar, make_speaker(session, lunar, name), talk_title=talk)
        for name, talk in (
            ("Caroline Herschel", "Eight in eleven years"),
            ("Charles Messier", ""),
            ("Ana Gone", "Never"),
        )
    )
    declined.agreement = Agreement.DECLINED
    session.commit()
    return herschel, messier


def chapters(session):
    session.flush()
    return list(map(tuple, session.execute(sa.select(Chapter.at_s, Chapter.title).order_by(Chapter.at_s))))


def shown(session, webinar):
    return [
        ("questions" if turn.appearance is None else turn.appearance.shown_name, turn.is_done, turn.is_now)
        for turn in turns_of(session, webinar)
    ]


def test_one_speaks_at_a_time(session, webinar, people):
    herschel, messier = people
    now = clock.now()
    assert shown(session, webinar) == [
        ("Caroline Herschel", False, False),
        ("Charles Messier", False, False),
        ("questions", False, False),
    ]

    begin_turn(session, webinar, herschel, now=now)
    begin_turn(session, webinar, herschel, now=now + MINUTE)
    begin_turn(session, webinar, messier, now=now + 2 * MINUTE)
    begin_turn(session, webinar, None, now=now + 3 * MINUTE)
    begin_turn(session, webinar, herschel, now=now + 4 * MINUTE)

    assert shown(session, webinar) == [
        ("Caroline Herschel", False, True),
        ("Charles Messier", True, False),
        ("questions", True, False),
    ]
    assert turns_of(session, webinar)[0].began_at == now + 4 * MINUTE
    end_turn(session, webinar, now=now + 5 * MINUTE)
    end_turn(session, webinar, now=now + 6 * MINUTE)
    assert turns_of(session, webinar)[0].ended_at == now + 5 * MINUTE


def test_what_was_said_of_another_start_is_not_shown(session, webinar, people):
    begin_turn(session, webinar, people[0], now=webinar.starts_at - 31 * MINUTE)

    assert not any(turn.is_now or turn.is_done for turn in turns_of(session, webinar))


def test_turns_become_chapters_of_the_full_stream(session, webinar, people, lunar):
    herschel, messier = people
    begin_turn(session, webinar, herschel, now=webinar.starts_at + 2 * MINUTE)
    begin_turn(session, webinar, messier, now=webinar.starts_at + 20 * MINUTE)
    begin_turn(session, webinar, None, now=webinar.starts_at + 40 * MINUTE)
    begin_turn(session, webinar, herschel, now=webinar.starts_at - 31 * MINUTE)
    webinar.began_at = webinar.starts_at + MINUTE
    session.commit()
    actor = Actor(user_id=None, name="Olga", roles={lunar.id: Role.EDITOR})

    full = RecordingDetails(url="https://youtu.be/dQw4w9WgXcQ", kind=RecordingKind.FULL)
    stream = add(session, actor, webinar, full, now=clock.now())
    session.commit()

    assert chapters(session) == [
        (120, "Eight in eleven years"),
        (1200, "Charles Messier"),
        (2400, "Questions from the audience"),
    ]
    # The file begins when the webinar was said to begin.
    assert stream.sync_s == 60


def test_a_talk_has_no_chapters_of_the_stream(session, webinar, people, lunar):
    begin_turn(session, webinar, people[0], now=webinar.starts_at + 2 * MINUTE)
    actor = Actor(user_id=None, name="Olga", roles={lunar.id: Role.EDITOR})

    talk = RecordingDetails(url="https://youtu.be/dQw4w9WgXcQ", kind=RecordingKind.PRESENTATION, appearance=people[0])

    add(session, actor, webinar, talk, now=clock.now())

    assert chapters(session) == []
