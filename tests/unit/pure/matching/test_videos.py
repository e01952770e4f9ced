import datetime as dt

import pytest

from webinars.pure.matching.similarity import Talk, WebinarCandidate
from webinars.pure.matching.videos import propose
from webinars.pure.playlists.reading import read_list

ADA, IBN, XU = Talk(key="ada", name="Ada Lovelace"), Talk(key="ibn", name="Ibn Battuta"), Talk(key="xu", name="徐霞客")
LEONARDO = Talk(key="leonardo", name="Leonardo Bonacci", title="How nothing became a number")
SALT = WebinarCandidate(
    key="salt", title="The salt roads: trade before money", date=dt.date(2027, 2, 14), lineup=(ADA, IBN, XU)
)
ZERO = WebinarCandidate(
    key="zero",
    title="A short history of zero",
    date=dt.date(2027, 3, 14),
    lineup=(LEONARDO, Talk(key="ada-again", name="Ada Lovelace")),
)


def proposed(lines, candidates=(SALT, ZERO), home=None):
    """For each line of a list: the webinar, whose talk or "full", and whether it is doubtful."""
    text = "\n".join(f"{line} https://youtu.be/{number:011d}" for number, line in enumerate(lines))
    return [
        (each.webinar, "full" if each.is_full else each.talk, each.is_doubtful)
        for each in propose(read_list(text).videos, candidates, home=home)
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ibn Battuta: On the road", ("salt", "ibn", False)),
        ("BATTUTA on the road", ("salt", "ibn", False)),
        ("Leonardo Bonacci – the abacus", ("zero", "leonardo", False)),
        ("How nothing became a number", ("zero", "leonardo", False)),
        ("徐霞客谈盐路", ("salt", "xu", False)),
        ("Ada Lovelace: A short history of zero", ("zero", "ada-again", False)),
        ("Ada Lovelace speaks, 14 March 2027", ("zero", "ada-again", False)),
        ("A short history of zero", ("zero", "full", False)),
        ("The salt roads (full stream)", ("salt", "full", False)),
    ],
)
def test_video_finds_its_webinar_and_its_speaker(line, expected):
    assert proposed([line]) == [expected]


@pytest.mark.parametrize("line", ["Ada Lovelace speaks", "Music for the evening", ""])
def test_what_fits_nothing_or_two_is_left_to_a_person(line):
    assert proposed([line]) == [(None, None, True)]


def test_list_pasted_for_one_webinar_is_of_that_one():
    assert proposed(["Ada Lovelace speaks", "Music", "Leonardo Bonacci"], home="salt") == [
        ("salt", "ada", False),
        ("salt", None, True),
        ("zero", "leonardo", False),
    ]


def test_with_one_webinar_there_is_no_question():
    assert proposed(["Ada Lovelace", "Welcome"], [SALT], home="salt") == [("salt", "ada", False), ("salt", None, True)]


def test_much_the_longest_is_the_full_stream():
    lines = ["Ada Lovelace (21:00)", "Sunday evening (1:45:00)", "Welcome (4:00)"]

    assert [whose for _webinar, whose, _doubt in proposed(lines, [SALT], home="salt")] == ["ada", "full", None]


def test_there_is_one_full_stream():
    lines = ["Full event", "Full event, second part"]
    has_one = WebinarCandidate(key="salt", title=SALT.title, has_full=True)

    assert [whose for _webinar, whose, _doubt in proposed(lines, [SALT], home="salt")] == ["full", None]
    assert [whose for _webinar, whose, _doubt in proposed(lines, [has_one], home="salt")] == [None, None]


def test_no_candidates_are_no_proposals():
    assert proposed(["Ada Lovelace"], []) == [(None, None, True)]
