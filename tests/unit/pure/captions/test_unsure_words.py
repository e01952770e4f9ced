import pytest

from webinars.pure.captions.caption import stretches_of
from webinars.pure.captions.reading.reader import read_captions


def unsure_words(*lines, names=()):
    file = "WEBVTT\n\n" + "\n\n".join(
        f"00:0{number}.000 --> 00:0{number + 1}.000\n{each}" for number, each in enumerate(lines)
    )
    captions = read_captions(file, names, is_by_machine=True)
    return [(each.text, [each.text[first:last] for first, last in stretches_of(each.unsure)]) for each in captions]


@pytest.mark.parametrize(
    ("written", "text", "unsure"),
    [
        ("near <c.unsure>taurus</c>, it", "near taurus, it", ["taurus"]),
        ("near<c.unsure> taurus </c>  it", "near taurus it", ["taurus"]),
        ("<c.unsure>The <i>horn</i></c> of\n  <c.unsure>taurus</c>", "The horn of\ntaurus", ["The horn", "taurus"]),
        ("a <c.unsure>&lt;b&gt;</c>", "a <b>", ["<b>"]),
        ("<c.unsure></c>a <c.unsure>b", "a b", []),
        ("<c.loud>a</c> b", "a b", []),
        ("a\x01b\x02 c", "ab c", []),
    ],
)
def test_what_stands_in_the_class_is_unsure(written, text, unsure):
    assert unsure_words(written) == [(text, unsure)]


def test_names_are_taken_from_the_words_as_ever():
    assert unsure_words("Ada Byron: <c.unsure>Good</c> evening.", names=["Ada Byron"]) == [("Good evening.", ["Good"])]


def test_what_people_give_holds_nothing_unsure():
    assert read_captions("WEBVTT\n\n00:01.000 --> 00:02.000\n<c.unsure>Good</c> evening.\n")[0].unsure == ""


def test_of_very_many_stretches_as_many_are_kept_as_there_is_room_for():
    file = "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<c.unsure>a</c> " * 200
    unsure = read_captions(file, is_by_machine=True)[0].unsure

    assert 290 < len(unsure) <= 300
    assert all(last == first + 1 for first, last in stretches_of(unsure))


@pytest.mark.parametrize(
    ("written", "stretches"), [("", []), ("3-9 41-48", [(3, 9), (41, 48)]), ("3- a-b", []), ("moonlight", [])]
)
def test_what_is_no_stretch_is_passed_over(written, stretches):
    assert stretches_of(written) == stretches
