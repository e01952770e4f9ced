import datetime as dt

import pytest

from webinars.lib.player_times import playing_time
from webinars.web.filters import instant, monogram, title_class, together


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (59, "0:59"), (1060, "17:40"), (3600, "1:00:00"), (6500, "1:48:20")]
)
def test_playing_times_look_as_in_players(seconds, text):
    assert playing_time(seconds) == text


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ada Lovelace", "AL"),
        ("Luigi Federico Menabrea", "LM"),
        ("王貞儀", "王"),
        ("湯川 秀樹", "湯"),
        ("王 贞仪", "王"),
        ("Hypatia", "H"),
        ("ابن الهيثم", "ه"),
        ("مريم ميرزاخاني", "م"),
        ("الخوارزمي", "خ"),
        ("Ibn al-Haytham", "IH"),
        ("Al-Khwarizmi", "K"),
        ("Alan Turing", "AT"),
        ("Al Gore", "AG"),
        ("", ""),
        ("(the) Turk", "T"),
    ],
)
def test_a_monogram_stands_for_a_person(name, letters):
    assert monogram(name) == letters


@pytest.mark.parametrize(
    ("title", "class_names"),
    [
        ("x" * 36, "title"),
        ("x" * 37, "title title-mid"),
        ("x" * 90, "title title-mid"),
        ("x" * 91, "title title-long"),
        ("星" * 18, "title"),
        ("星" * 19, "title title-mid"),
    ],
)
def test_titles_are_set_by_their_length(title, class_names):
    assert title_class(title) == class_names


def test_an_instant_is_written_for_machines():
    assert instant(dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)) == "2027-02-14T16:00:00Z"


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        ("Sunday 14 February 2027", "Sunday 14\xa0February 2027"),
        ("14 February", "14\xa0February"),
        ("Sonntag, 14. Februar", "Sonntag, 14. Februar"),
        ("February 2027", "February 2027"),
    ],
)
def test_day_and_month_stay_together(words, joined):
    assert together(words) == joined
