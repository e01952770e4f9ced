"""Which film is of which webinar: by beginning and length, never by a title alone."""

import datetime as dt

import pytest
from msgspec.structs import replace

from webinars.pure.film_lists.answers import ListedFilm
from webinars.pure.matching.films import Evening, Verdict, fit_of, fits
from webinars.pure.matching.similarity import Talk

BEGAN = dt.datetime(2027, 2, 14, 16, 2, tzinfo=dt.UTC)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
EVENING = Evening(
    key=1,
    title="Comets, and how to tell them from nebulae",
    began_at=BEGAN,
    is_begun_by_press=True,
    length_s=6740,
    is_ended_by_press=True,
    stream="youtube:www.youtube.com:aBcDeFgHiJk",
    talks=(Talk(key=7, name="Charles Messier"), Talk(key=8, name="Nicole-Reine Lepaute")),
    talk_lengths={7: 1080},
)
FILM = ListedFilm(
    film="youtube:www.youtube.com:lllllllllll",
    url="https://www.youtube.com/watch?v=lllllllllll",
    title="La soirée entière",
    published_at=BEGAN + DAY,
    began_at=BEGAN,
    duration_s=6751,
)
UPLOAD = replace(FILM, began_at=None)
SAME_TITLE = "Comets and how to tell them from nebulae"


@pytest.mark.parametrize(
    ("film", "verdict"),
    [
        (FILM, Verdict.SURE),
        (replace(FILM, began_at=BEGAN + 9 * MINUTE), Verdict.SURE),
        (replace(FILM, began_at=BEGAN + 11 * MINUTE), Verdict.NO),
        (replace(FILM, began_at=BEGAN + 11 * MINUTE, title=SAME_TITLE), Verdict.NO),
        (replace(FILM, duration_s=None), Verdict.LESS_SURE),
        (replace(FILM, duration_s=11000), Verdict.NO),
        (replace(FILM, film=EVENING.stream, began_at=None, duration_s=None, published_at=BEGAN - DAY), Verdict.SURE),
        (replace(FILM, film="other", also=EVENING.stream, began_at=None, duration_s=None), Verdict.SURE),
        (replace(FILM, film=EVENING.stream, began_at=BEGAN - DAY), Verdict.NO),
        (UPLOAD, Verdict.NO),
        (replace(UPLOAD, title=SAME_TITLE), Verdict.SURE),
        (replace(UPLOAD, title=SAME_TITLE, duration_s=None), Verdict.LESS_SURE),
        (replace(UPLOAD, title=SAME_TITLE, duration_s=5000), Verdict.LESS_SURE),
        (replace(UPLOAD, title=SAME_TITLE, duration_s=2000), Verdict.NO),
        (replace(UPLOAD, title=SAME_TITLE, published_at=BEGAN + 22 * DAY), Verdict.NO),
        (replace(UPLOAD, title=SAME_TITLE, published_at=BEGAN - DAY), Verdict.NO),
        (replace(UPLOAD, title=SAME_TITLE, published_at=None), Verdict.NO),
    ],
)  # fmt: skip
def test_beginning_and_length_decide(film, verdict):
    assert fit_of(film, EVENING).verdict is verdict


def test_where_there_is_only_the_plan_a_beginning_may_be_half_an_hour_away_and_no_length_is_sure_by_itself():
    planned = replace(EVENING, is_begun_by_press=False, is_ended_by_press=False, stream="")

    assert fit_of(replace(FILM, began_at=BEGAN + 29 * MINUTE), planned).verdict is Verdict.SURE
    assert fit_of(replace(UPLOAD, title=SAME_TITLE), planned).verdict is Verdict.LESS_SURE


@pytest.mark.parametrize(
    ("duration_s", "title", "talk"),
    [(1084, "Messier, extrait", 7), (1700, "Messier, extrait", None), (1084, "Extrait", None), (5000, "Lepaute", 8)],
)
def test_a_part_is_a_talk_of_a_named_speaker_with_its_length(duration_s, title, talk):
    fit = fit_of(replace(UPLOAD, duration_s=duration_s, title=title), EVENING)

    assert (fit.talk, fit.verdict) == (talk, Verdict.NO if talk is None else Verdict.LESS_SURE)


def test_why_it_fits_is_told_in_seconds():
    fit = fit_of(replace(FILM, began_at=BEGAN + dt.timedelta(seconds=20)), EVENING)

    assert (fit.begins_apart_s, fit.length_apart_s, fit.is_address, fit.title) == (20, 11, False, 0.0)


@pytest.mark.parametrize(("room", "verdict"), [("81234567890", Verdict.SURE), ("999", Verdict.NO), ("", Verdict.NO)])
def test_what_was_recorded_in_another_room_is_not_proposed(room, verdict):
    film = replace(FILM, room="81234567890")

    assert fit_of(film, replace(EVENING, room=room)).verdict is verdict


def test_a_film_that_is_surely_of_one_webinar_is_of_no_other():
    other = replace(EVENING, key=2, title="La soirée entière", began_at=BEGAN + 5 * MINUTE, stream="")

    assert [evening.key for _film, evening in fits([FILM], [other, EVENING])] == [1]


def test_a_film_that_is_surely_of_none_is_offered_to_each_that_it_may_be_of():
    other = replace(EVENING, key=2)
    film = replace(UPLOAD, title=SAME_TITLE, duration_s=None)

    assert [evening.key for _film, evening in fits([film], [EVENING, other])] == [1, 2]
