import datetime as dt

import pytest

from webinars.domain.programme.join_window import is_room_open, running_over_text
from webinars.domain.programme.page_expiry import next_change
from webinars.domain.programme.phases import Phase, countdown_text, phase_of
from webinars.domain.programme.recording_plan import is_recording_promised
from webinars.lib.i18n import use_locale
from webinars.models import Organisation, RecordingPlan, Status, Webinar

START = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)
END = START + dt.timedelta(minutes=90)
OVER = END + dt.timedelta(minutes=30)
SECOND, MINUTE, HOUR, DAY = (dt.timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))


def webinar(status=Status.PUBLISHED, *, starts_at=START, ends_at=END, starts_on=None):
    host = Organisation(
        slug="lunar",
        name="Lunar Society",
        name_key="lunar society",
        timezone="Europe/London",
        created_at=START,
        updated_at=START,
    )
    return Webinar(
        slug="comets",
        uid="1",
        join_code="1",
        title="Comets",
        host=host,
        status=status,
        starts_at=starts_at,
        ends_at=ends_at,
        starts_on=starts_on,
        created_at=START,
        updated_at=START,
    )


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (START - 30 * MINUTE - SECOND, Phase.BEFORE),
        (START - 30 * MINUTE, Phase.OPEN),
        (START - SECOND, Phase.OPEN),
        (START, Phase.LIVE),
        (END - SECOND, Phase.LIVE),
        (END, Phase.RUNNING_OVER),
        (OVER - SECOND, Phase.RUNNING_OVER),
        (OVER, Phase.AFTER),
    ],
)
def test_phases_change_at_the_start_at_the_end_and_half_an_hour_later(now, phase):
    assert phase_of(webinar(), now) == phase


@pytest.mark.parametrize(
    ("status", "phase"), [(Status.CANCELLED, Phase.CANCELLED), (Status.POSTPONED, Phase.POSTPONED)]
)
def test_what_does_not_take_place_has_no_hour(status, phase):
    for now in (START - DAY, START, END + DAY):
        assert phase_of(webinar(status), now) == phase


def test_a_webinar_with_a_date_alone_is_over_on_that_day():
    old = webinar(starts_at=None, ends_at=None, starts_on=dt.date(1998, 3, 4))

    assert phase_of(old, dt.datetime(1998, 3, 3, 23, tzinfo=dt.UTC)) == Phase.BEFORE
    assert phase_of(old, dt.datetime(1998, 3, 4, 0, 30, tzinfo=dt.UTC)) == Phase.AFTER


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (START - 30 * MINUTE - SECOND, False),
        (START - 30 * MINUTE, True),
        (END, True),
        (OVER - SECOND, True),
        (OVER, False),
    ],
)
def test_the_room_is_open_from_30_minutes_before_until_30_minutes_after(now, is_open):
    assert is_room_open(webinar(), now) is is_open


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CANCELLED, Status.POSTPONED])
def test_the_room_stays_closed_when_nothing_takes_place(status):
    assert not is_room_open(webinar(status), START)


@pytest.mark.parametrize(
    ("plan", "more"),
    [
        (RecordingPlan.UNDECIDED, [OVER + 60 * DAY]),
        (RecordingPlan.NO, []),
        (RecordingPlan.YES, [OVER + 28 * DAY, OVER + 60 * DAY]),
    ],
)
def test_a_page_changes_with_the_phases_and_when_a_recording_is_promised_or_waited_for_no_more(plan, more):
    shown = webinar()
    shown.recording_plan = plan
    moments, now = [], START - DAY
    while (now := next_change([shown], now)) is not None:
        moments.append(now)

    assert moments == [START - 30 * MINUTE, START, END, OVER, *more]
    assert [is_recording_promised(shown, at) for at in (START - DAY, OVER + 28 * DAY - SECOND, OVER + 28 * DAY)] == [
        *([plan is RecordingPlan.YES] * 2),
        False,
    ]


def test_of_what_is_cancelled_no_recording_is_promised():
    shown = webinar(Status.CANCELLED)
    shown.recording_plan = RecordingPlan.YES

    assert not is_recording_promised(shown, START - DAY)


def test_what_may_still_be_running_says_when_it_should_have_ended():
    assert running_over_text(webinar()) == "It should have ended at 5.30pm Britain; it may still be running."


def test_what_is_cancelled_leaves_the_lists_when_it_would_have_ended():
    assert next_change([webinar(Status.CANCELLED)], START - DAY) == OVER


def test_what_is_postponed_changes_by_no_clock():
    assert next_change([webinar(Status.POSTPONED)], START - DAY) is None


def test_a_list_changes_with_the_first_of_its_webinars():
    dated = webinar(starts_at=None, ends_at=None, starts_on=dt.date(2027, 2, 13))

    assert next_change([webinar(), dated], START - 2 * DAY) == dt.datetime(2027, 2, 13, 0, 30, tzinfo=dt.UTC)
    assert next_change([webinar(), dated], START - HOUR) == START - 30 * MINUTE
    assert next_change([], START) is None


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (5 * DAY, "in 5 days"),
        (47 * HOUR + 40 * MINUTE, "in 2 days"),
        (47 * HOUR + 20 * MINUTE, "in 47 hours"),
        (90 * MINUTE, "in 2 hours"),
        (60 * MINUTE, "in 1 hour"),
        (59 * MINUTE + 40 * SECOND, "in 1 hour"),
        (40 * MINUTE, "in 40 minutes"),
        (10 * SECOND, "in 1 minute"),
        (0 * SECOND, "now"),
        (-12 * SECOND, "now"),
        (-30 * SECOND, "1 minute ago"),
        (-24 * MINUTE, "24 minutes ago"),
        (-2 * HOUR, "2 hours ago"),
        (400 * DAY, "in 400 days"),
    ],
)
def test_distances_in_words(distance, words):
    assert countdown_text(START + distance, START) == words


def test_distances_in_another_language():
    with use_locale("de"):
        assert countdown_text(START + 5 * DAY, START) == "in 5 Tagen"


def pressed(**said):
    one = webinar()
    for name, value in said.items():
        setattr(one, name, value)
    return one


@pytest.mark.parametrize(
    ("said", "now", "phase"),
    [
        # It has begun, before or after its hour.
        ({"began_at": START - 2 * MINUTE}, START - 2 * MINUTE, Phase.LIVE),
        ({"began_at": START + 9 * MINUTE}, START + 9 * MINUTE, Phase.LIVE),
        # It begins later: the promise stays, what is expected moves.
        ({"late_at": START - 5 * MINUTE, "late_minutes": 10}, START - MINUTE, Phase.LATE),
        ({"late_at": START - 5 * MINUTE, "late_minutes": 10}, START + 9 * MINUTE, Phase.LATE),
        ({"late_at": START - 5 * MINUTE, "late_minutes": 10}, START + 10 * MINUTE, Phase.LIVE),
        ({"late_at": START - 5 * MINUTE, "late_minutes": 10}, END + 9 * MINUTE, Phase.LIVE),
        ({"late_at": START - 5 * MINUTE, "late_minutes": 10}, END + 10 * MINUTE, Phase.RUNNING_OVER),
        ({"late_at": START - 5 * MINUTE, "late_minutes": 10}, OVER + 9 * MINUTE, Phase.RUNNING_OVER),
        ({"late_at": START - 5 * MINUTE, "late_minutes": 10}, OVER + 10 * MINUTE, Phase.AFTER),
        ({"late_at": START - 3 * MINUTE, "late_minutes": 0}, START - MINUTE, Phase.OPEN),
        # Somebody conducts it, and has not said anything yet.
        ({"conducted_at": START - 2 * MINUTE}, START - SECOND, Phase.OPEN),
        ({"conducted_at": START - 2 * MINUTE}, START, Phase.DUE),
        ({"conducted_at": START - 2 * MINUTE}, START + 5 * MINUTE - SECOND, Phase.DUE),
        ({"conducted_at": START - 2 * MINUTE}, START + 5 * MINUTE, Phase.LIVE),
        # Known too late, it takes nothing from those who watch.
        ({"conducted_at": START - MINUTE}, START, Phase.LIVE),
        ({"conducted_at": START + MINUTE}, START + 2 * MINUTE, Phase.LIVE),
        ({"conducted_at": START - 2 * MINUTE, "began_at": START + MINUTE}, START + 2 * MINUTE, Phase.LIVE),
        ({"conducted_at": START, "late_at": START, "late_minutes": 5}, START + 5 * MINUTE, Phase.DUE),
        # It is over, before or after its end; or goes on.
        ({"began_at": START, "ended_at": END - 9 * MINUTE}, END - 9 * MINUTE, Phase.AFTER),
        ({"ended_at": OVER + HOUR, "continued_at": OVER}, OVER + MINUTE, Phase.RUNNING_OVER),
        ({"continued_at": OVER - MINUTE}, OVER + 29 * MINUTE - SECOND, Phase.RUNNING_OVER),
        ({"continued_at": OVER - MINUTE}, OVER + 29 * MINUTE, Phase.AFTER),
        ({"continued_at": END - HOUR}, OVER, Phase.AFTER),
        # What was said of another start counts no more.
        ({"began_at": START - 31 * MINUTE, "ended_at": START - 31 * MINUTE}, START - MINUTE, Phase.OPEN),
        ({"late_at": START - DAY, "late_minutes": 60, "conducted_at": START - DAY}, START, Phase.LIVE),
    ],
)
def test_what_is_said_on_the_day_moves_phases(said, now, phase):
    one = pressed(**said)

    assert phase_of(one, now) is phase
    # A page that shows it is looked at again before that is otherwise.
    before = now - SECOND
    change = next_change([one], before)
    assert phase_of(one, before) is phase or change == now


def test_a_page_is_looked_at_again_at_each_moment_at_which_a_phase_ends():
    one = pressed(conducted_at=START - 2 * MINUTE, late_at=START - 5 * MINUTE, late_minutes=10)
    moment, phases = START - HOUR, []
    while (moment := next_change([one], moment)) is not None:
        phases.append(phase_of(one, moment))

    # The last is when nobody waits for a recording any longer.
    assert phases == [Phase.LATE, Phase.DUE, Phase.LIVE, Phase.RUNNING_OVER, Phase.AFTER, Phase.AFTER]
