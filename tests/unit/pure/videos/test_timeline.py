from hypothesis import given
from hypothesis import strategies as st

from webinars.pure.videos.timeline import Timeline, merge_cuts

cut_lists = st.lists(st.tuples(st.integers(-600, 7200), st.integers(1, 900)), max_size=4).map(
    lambda pairs: merge_cuts((start, start + length) for start, length in pairs)
)
timelines = st.builds(
    Timeline, sync_s=st.integers(-1800, 3600), cuts=cut_lists, starts_s=st.integers(0, 1200), ends_s=st.none()
)


def test_a_file_that_begins_with_the_webinar_has_its_time():
    assert Timeline().place(90) == 90
    assert Timeline().at(90) == 90


def test_a_file_that_begins_earlier_shows_everything_later():
    early = Timeline(sync_s=-300)

    assert early.place(90) == 390
    assert early.at(390) == 90


def test_a_file_that_begins_late_lacks_what_was_before():
    late = Timeline(sync_s=60)

    assert late.place(59) is None
    assert late.place(60) == 0


def test_what_comes_after_a_cut_is_seen_earlier():
    timeline = Timeline(cuts=((100, 160), (200, 210)))

    assert timeline.place(99) == 99
    assert timeline.place(100) is None
    assert timeline.place(159) is None
    assert timeline.place(160) == 100
    assert timeline.place(210) == 140
    assert timeline.at(100) == 160
    assert timeline.at(139) == 199


def test_a_cut_before_the_beginning_of_the_file_takes_nothing_from_it():
    timeline = Timeline(sync_s=100, cuts=((0, 50), (90, 130)))

    assert timeline.place(130) == 0
    assert timeline.place(150) == 20
    assert timeline.at(20) == 150


def test_a_stretch_counts_from_its_own_beginning():
    stretch = Timeline(sync_s=-300, starts_s=600, ends_s=900)

    assert stretch.place(299) is None
    assert stretch.place(300) == 0
    assert stretch.place(599) == 299
    assert stretch.place(600) is None
    assert stretch.at(0) == 300


def test_a_moment_outside_is_clamped_to_the_nearest_end():
    stretch = Timeline(starts_s=600, ends_s=900, cuts=((700, 720),))

    assert stretch.clamped(0) == 0
    assert stretch.clamped(710) == 100
    assert stretch.clamped(5000) == 300


@given(timelines, st.integers(0, 9000))
def test_the_way_there_and_back_is_the_same(timeline, place):
    assert timeline.place(timeline.at(place)) == place


@given(timelines, st.integers(-2000, 9000), st.integers(1, 500))
def test_moving_the_sync_point_moves_every_moment_alike(timeline, at, shift):
    moved = Timeline(
        sync_s=timeline.sync_s - shift,
        cuts=tuple(cut for cut in timeline.cuts if cut[0] >= timeline.sync_s),
        starts_s=timeline.starts_s,
    )
    still = Timeline(sync_s=timeline.sync_s, cuts=moved.cuts, starts_s=timeline.starts_s)
    place = still.place(at)

    if place is not None:
        assert moved.place(at) == place + shift


def test_cuts_that_touch_are_one():
    assert merge_cuts([(30, 40), (0, 10), (10, 20), (35, 50)]) == ((0, 20), (30, 50))
