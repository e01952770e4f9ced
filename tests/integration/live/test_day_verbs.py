"""What is said of the hour by one press each: in which phase, twice, and taken back."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.audience_question_factories import open_board
from tests.factories import add_appearance, make_speaker, make_user
from tests.integration.live.day import ENDS_AT, STARTS_AT, minutes
from webinars.domain.accounts.queries import actor_of
from webinars.domain.live import actions, turns
from webinars.domain.live.actions import Conductor
from webinars.domain.live.errors import HourHasChanged, LaterInvalid
from webinars.domain.programme.phases import Phase, phase_of
from webinars.models import AuditEvent, Status


@pytest.fixture
def olgas(session, olga):
    return Conductor(actor=actor_of(session, olga.id))


def acts(session):
    return list(
        session.scalars(sa.select(AuditEvent.action).where(AuditEvent.action.startswith("day:")).order_by("id"))
    )


def test_it_has_begun_when_it_is_said_and_the_second_press_changes_nothing(session, webinar, olgas):
    board = open_board(session, webinar)
    at = STARTS_AT + minutes(3)

    actions.start(session, olgas, webinar, now=at)
    actions.start(session, olgas, webinar, now=at + minutes(1))

    assert webinar.began_at == at
    assert board.stream_began_at == at
    assert phase_of(webinar, at) is Phase.LIVE
    assert acts(session) == ["day:started"]


def test_it_may_begin_half_an_hour_before_and_not_earlier(session, webinar, olgas):
    with pytest.raises(HourHasChanged):
        actions.start(session, olgas, webinar, now=STARTS_AT - minutes(31))
    actions.start(session, olgas, webinar, now=STARTS_AT - minutes(30))

    assert phase_of(webinar, STARTS_AT - minutes(30)) is Phase.LIVE


def test_a_start_is_taken_back_with_the_beginning_of_its_stream(session, webinar, olgas):
    board = open_board(session, webinar)
    actions.start(session, olgas, webinar, now=STARTS_AT - minutes(4))
    turns.begin_turn(session, webinar, None, now=STARTS_AT - minutes(4))

    actions.take_back_start(session, olgas, webinar, now=STARTS_AT - minutes(3))
    actions.take_back_start(session, olgas, webinar, now=STARTS_AT - minutes(3))

    assert webinar.began_at is None
    assert board.stream_began_at is None
    assert phase_of(webinar, STARTS_AT - minutes(3)) is Phase.OPEN
    assert not any(each.ended_at is None for each in turns.said_turns(session, webinar))
    assert acts(session) == ["day:started", "day:not_started"]


def test_what_was_said_of_the_stream_stays(session, webinar, olgas):
    said = STARTS_AT - minutes(9)
    board = open_board(session, webinar, stream_began_at=said)

    actions.start(session, olgas, webinar, now=STARTS_AT)

    assert board.stream_began_at == said


def test_minutes_add_up_to_thirty_and_two_who_press_at_once_mean_ten(session, webinar, olgas):
    at = STARTS_AT - minutes(5)

    actions.begin_later(session, olgas, webinar, 10, seen=0, now=at)
    actions.begin_later(session, olgas, webinar, 10, seen=0, now=at)

    assert (webinar.late_minutes, webinar.late_at) == (10, at)
    actions.begin_later(session, olgas, webinar, 15, seen=10, now=at)
    assert webinar.late_minutes == 25
    with pytest.raises(LaterInvalid, match="up to 30 minutes"):
        actions.begin_later(session, olgas, webinar, 10, seen=25, now=at)
    with pytest.raises(LaterInvalid):
        actions.begin_later(session, olgas, webinar, 3, seen=25, now=at)
    with pytest.raises(HourHasChanged, match="Olga has pressed “Start later” meanwhile"):
        actions.begin_later(session, olgas, webinar, 5, seen=0, now=at)
    assert webinar.starts_at == STARTS_AT
    assert phase_of(webinar, STARTS_AT + minutes(24)) is Phase.LATE


def test_it_begins_at_its_hour_after_all(session, webinar, olgas):
    at = STARTS_AT - minutes(5)
    actions.begin_at_its_hour(session, olgas, webinar, now=at)
    actions.begin_later(session, olgas, webinar, 10, seen=0, now=at)

    actions.begin_at_its_hour(session, olgas, webinar, now=at)
    actions.begin_at_its_hour(session, olgas, webinar, now=at)

    assert webinar.late_minutes == 0
    assert phase_of(webinar, at) is Phase.OPEN
    assert acts(session) == ["day:later", "day:on_time"]


def test_nobody_says_later_of_what_has_begun(session, webinar, olgas):
    actions.start(session, olgas, webinar, now=STARTS_AT)

    with pytest.raises(HourHasChanged, match="Olga has pressed “We have started”"):
        actions.begin_later(session, Conductor(link_id=1), webinar, 10, seen=0, now=STARTS_AT)


def test_it_ends_when_it_is_said_and_whoever_speaks_has_ended(session, lunar, webinar, olgas):
    speaker = add_appearance(session, webinar, make_speaker(session, lunar, "Wang Zhenyi"))
    at = STARTS_AT + minutes(70)
    actions.start(session, olgas, webinar, now=STARTS_AT)
    turns.begin_turn(session, webinar, speaker, now=STARTS_AT + minutes(10))

    actions.end(session, olgas, webinar, now=at)
    actions.end(session, olgas, webinar, now=at + minutes(1))

    assert webinar.ended_at == at
    assert phase_of(webinar, at) is Phase.AFTER
    assert [each.ended_at for each in turns.said_turns(session, webinar)] == [at]
    assert acts(session) == ["day:started", "day:over"]


def test_it_is_not_over_yet(session, webinar, olgas):
    actions.end(session, olgas, webinar, now=STARTS_AT + minutes(70))

    actions.take_back_end(session, olgas, webinar, now=STARTS_AT + minutes(71))
    actions.take_back_end(session, olgas, webinar, now=STARTS_AT + minutes(71))

    assert (webinar.ended_at, webinar.continued_at) == (None, None)
    assert phase_of(webinar, STARTS_AT + minutes(71)) is Phase.LIVE


def test_long_after_its_plan_it_is_not_over_for_half_an_hour_more(session, webinar, olgas):
    at = ENDS_AT + minutes(25)
    actions.end(session, olgas, webinar, now=at)

    actions.take_back_end(session, olgas, webinar, now=at + minutes(20))

    assert webinar.continued_at == at + minutes(20)
    assert phase_of(webinar, at + minutes(45)) is Phase.RUNNING_OVER


def test_an_hour_later_it_stays_over(session, webinar, olgas):
    at = STARTS_AT + minutes(70)
    actions.end(session, olgas, webinar, now=at)

    with pytest.raises(HourHasChanged, match="Olga has pressed “We are over”"):
        actions.take_back_end(session, olgas, webinar, now=at + minutes(60))


def test_it_goes_on_for_half_an_hour_from_each_press(session, webinar, olgas):
    with pytest.raises(HourHasChanged):
        actions.keep_going(session, olgas, webinar, now=ENDS_AT - minutes(1))
    at = ENDS_AT + minutes(20)

    actions.keep_going(session, olgas, webinar, now=at)
    actions.keep_going(session, olgas, webinar, now=at + dt.timedelta(seconds=9))

    assert webinar.continued_at == at
    assert webinar.over_at == at + minutes(30)
    assert acts(session) == ["day:going_on"]


@pytest.mark.parametrize("status", [Status.POSTPONED, Status.CANCELLED])
def test_nothing_is_said_of_what_does_not_take_place(session, webinar, olgas, status):
    webinar.cancelled_at, webinar.status = STARTS_AT, status
    session.flush()

    for verb in (actions.start, actions.keep_going, actions.end, actions.take_back_end):
        with pytest.raises(HourHasChanged):
            verb(session, olgas, webinar, now=STARTS_AT)


def test_what_was_pressed_of_another_start_names_nobody(session, webinar, olgas):
    make_user(session, "Ada")
    actions.start(session, olgas, webinar, now=STARTS_AT)
    webinar.starts_wall += dt.timedelta(days=7)
    webinar.starts_at += dt.timedelta(days=7)
    webinar.ends_at += dt.timedelta(days=7)
    session.flush()

    with pytest.raises(HourHasChanged, match="This has changed meanwhile"):
        actions.end(session, olgas, webinar, now=webinar.starts_at - minutes(1))
