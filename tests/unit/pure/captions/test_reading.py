import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import Effort
from webinars.domain.transcripts.export import as_webvtt
from webinars.pure.captions.caption import Caption
from webinars.pure.captions.errors import TranscriptUnreadable
from webinars.pure.captions.limits import MAX_BYTES, MAX_CUES
from webinars.pure.captions.reading.reader import decoded, read_captions


def said(text, names=()):
    """(start, end, voice, text) of each cue, in seconds."""
    return [
        (caption.starts_ms / 1000, caption.ends_ms / 1000, caption.voice, caption.text)
        for caption in read_captions(text, names)
    ]


WEBVTT = """WEBVTT - Note G
Kind: captions
Language: en

STYLE
::cue { color: yellow }

NOTE Corrected in March.

1
00:00.500 --> 00:04.000 align:start position:0%
<v Ada Lovelace>The engine weaves <i>algebraic</i> patterns
as the loom weaves flowers &amp; leaves.

end
01:00:04.000 --> 01:00:06.250
<v.loud Charles Babbage>It carries <c.number>ahead</c>.</v>
"""
SUBRIP = """1
00:00:00,500 --> 00:00:04,000
{\\an8}<font color="#ffff00">The engine weaves</font>
<b>patterns</b>.

2
00:00:04,000 --> 00:00:06,250
Does it?
"""
SBV = """0:00:00.500,0:00:04.000
The engine weaves
patterns.

0:00:04.000,0:00:06.250
Does it?
"""
YOUTUBE = """0:00
good evening and welcome
0:03
to the first
of our letters
1:02:05
and good night
"""


def test_webvtt_is_read_with_its_voices_and_without_its_tags():
    assert said(WEBVTT) == [
        (0.5, 4, "Ada Lovelace", "The engine weaves algebraic patterns\nas the loom weaves flowers & leaves."),
        (3604, 3606.25, "Charles Babbage", "It carries ahead."),
    ]


@pytest.mark.parametrize("text", [SUBRIP, SBV])
def test_subrip_and_sbv_are_read(text):
    assert said(text) == [(0.5, 4, "", "The engine weaves\npatterns."), (4, 6.25, "", "Does it?")]


def test_transcript_copied_from_youtube_is_read():
    assert said(YOUTUBE) == [
        (0, 3, "", "good evening and welcome"),
        (3, 13, "", "to the first\nof our letters"),
        (3725, 3735, "", "and good night"),
    ]


def test_transcript_copied_with_time_and_words_on_one_line_is_read():
    assert said("0:00 good evening\n0:03\tand welcome") == [(0, 3, "", "good evening"), (3, 13, "", "and welcome")]


@pytest.mark.parametrize(
    "spoken", [("3 seconds", "1 minute, 3 seconds"), ("3秒", "1分钟3秒钟"), ("3 Sekunden", "1 Minute und 3 Sekunden")]
)
def test_times_that_were_copied_for_screen_readers_too_are_left_out(spoken):
    text = f"0:03\n{spoken[0]}\ngood evening\n1:03\n{spoken[1]}\nand welcome"

    assert [words for *_, words in said(text)] == ["good evening", "and welcome"]


def test_words_that_happen_to_be_a_number_stay():
    assert [words for *_, words in said("0:03\n3 ships\n0:05\nsailed")] == ["3 ships", "sailed"]


@pytest.mark.parametrize("comma", [",", "."])
@pytest.mark.parametrize("head", ["WEBVTT\n\n", "", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_decimal_sign_head_and_line_ends_make_no_difference(comma, head, end):
    text = f"{head}00:00:01{comma}250 --> 00:00:02{comma}5\nYes.\n".replace("\n", end)

    assert said(text) == [(1.25, 2.5, "", "Yes.")]


def test_cues_without_an_empty_line_between_them_are_told_apart():
    text = "1\n00:00:01,000 --> 00:00:02,000\nOne.\n2\n00:00:02,000 --> 00:00:03,000\nTwo.\n"

    assert [words for *_, words in said(text)] == ["One.", "Two."]


def test_cue_that_ends_before_it_starts_lasts_until_the_next():
    text = "WEBVTT\n\n00:05.000 --> 00:01.000\nOne.\n\n00:06.000 --> 00:06.000\nTwo.\n"

    assert said(text) == [(5, 6, "", "One."), (6, 8, "", "Two.")]


def test_cues_come_in_order_whatever_the_order_of_the_file():
    text = "WEBVTT\n\n00:05.000 --> 00:06.000\nTwo.\n\n00:01.000 --> 00:02.000\nOne.\n"

    assert [words for *_, words in said(text)] == ["One.", "Two."]


def test_two_voices_in_one_cue_are_two_cues():
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>Does it?</v> <v Charles>It does.\n"

    assert said(text) == [(1, 2, "Ada", "Does it?"), (1, 2, "Charles", "It does.")]


ROLLING = """WEBVTT
Kind: captions

00:00:00.000 --> 00:00:02.000 align:start position:0%

good<00:00:00.400><c> evening</c>

00:00:02.000 --> 00:00:02.010 align:start position:0%
good evening


00:00:02.010 --> 00:00:05.000 align:start position:0%
good evening
and<00:00:02.300><c> welcome</c>

00:00:05.000 --> 00:00:05.010 align:start position:0%
and welcome


00:00:05.010 --> 00:00:08.000 align:start position:0%
and welcome
to<00:00:05.500><c> all</c>
"""


@pytest.mark.parametrize("piece", ["<v ", "<v.", "<v.loud ", "<v" + " " * 40])
def test_voices_that_nobody_closed_are_not_looked_for_again_and_again(piece):
    effort = Effort()

    with pytest.raises(TranscriptUnreadable, match="Part it in pieces"):
        read_captions("WEBVTT\n\n00:01.000 --> 00:02.000\n" + (piece + "x") * 20_000)

    assert effort.seconds() < 1


def test_automatic_captions_that_roll_are_said_once():
    # A cue that begins with an empty line has no words for players; in these files it is the line that comes first.
    assert [words for *_, words in said(ROLLING)] == ["good evening", "and welcome", "to all"]


def test_speaker_who_repeats_a_word_is_not_taken_for_rolling_captions():
    cues = ["No.", "No.", "It does not.", "Why?", "Because."]
    text = "WEBVTT\n\n" + "\n\n".join(f"00:0{at}.000 --> 00:0{at + 1}.000\n{cue}" for at, cue in enumerate(cues))

    assert [words for *_, words in said(text)] == cues


def cues_of(*words):
    return "WEBVTT\n\n" + "\n\n".join(f"00:{at:02}.000 --> 00:{at + 1:02}.000\n{line}" for at, line in enumerate(words))


def test_names_in_capitals_and_marks_of_change_become_voices():
    text = cues_of(
        "MARY SOMERVILLE: Good evening.", "Sit down.", "&gt;&gt; Thank you.", ">> DR BABBAGE: Does it think?"
    )

    assert [(voice, words) for _, _, voice, words in said(text)] == [
        ("MARY SOMERVILLE", "Good evening."),
        ("MARY SOMERVILLE", "Sit down."),
        ("", "Thank you."),
        ("DR BABBAGE", "Does it think?"),
    ]


def test_names_of_the_line_up_become_voices_and_other_words_before_a_colon_stay():
    text = cues_of("Ada Lovelace: Good evening.", "One thing: it weaves.", "王贞仪：月食不是怪事。", "Thank you.")

    assert [(voice, words) for _, _, voice, words in said(text, ["Ada Lovelace", "王贞仪"])] == [
        ("Ada Lovelace", "Good evening."),
        ("Ada Lovelace", "One thing: it weaves."),
        ("王贞仪", "月食不是怪事。"),
        ("王贞仪", "Thank you."),
    ]


def test_file_that_names_everybody_who_speaks_is_believed():
    text = cues_of("Jane Marcet: Good evening.", "Guest 2: Good evening.", "Jane Marcet: Well: so be it.")

    assert [voice for _, _, voice, _ in said(text)] == ["Jane Marcet", "Guest 2", "Jane Marcet"]


def test_file_all_in_capitals_shouts_no_names():
    text = cues_of("THE ANSWER IS: NO", "THEN GOOD NIGHT")

    assert [(voice, words) for _, _, voice, words in said(text)] == [
        ("", "THE ANSWER IS: NO"),
        ("", "THEN GOOD NIGHT"),
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "No times were found"),
        ("WEBVTT\n\nwords alone", "No times were found"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<i></i>\n", "no words beside them"),
        ("WEBVTT\n\n999:00:00.000 --> 999:00:02.000\nLate.\n", "after a week"),
        ("WEBVTT\n\n01:02:03.000 --> 01:02:04.000\n" + "a" * 2001, "What is said at 1:02:03 has 2001 characters"),
        ("\n".join(f"{at // 60}:{at % 60:02} word {at}" for at in range(MAX_CUES + 1)), "has 20001 cues"),
        ("0:00 " + "a" * MAX_BYTES, "larger than 1.5 MB"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_reason(text, sentence):
    with pytest.raises(TranscriptUnreadable, match=sentence):
        read_captions(text)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_are_decoded(encoding):
    assert decoded("0:00 月食".encode(encoding)).removeprefix("\ufeff") == "0:00 月食"


def test_file_in_another_encoding_is_refused_with_the_way_out():
    with pytest.raises(TranscriptUnreadable, match="Save it as UTF-8"):
        decoded("0:00 café".encode("cp1252"))


TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Cn", "Co", "Zs"), exclude_characters=":："),
    min_size=1,
).filter(lambda text: not text.lstrip().startswith(">>"))


@given(st.lists(st.tuples(st.integers(1, 5000), st.integers(1, 5000), TEXT, TEXT), min_size=1, max_size=8))
def test_what_is_written_is_read_as_it_was(parts):
    starts = itertools.accumulate(gap for gap, *_ in parts)
    captions = [
        Caption(starts_ms=at, ends_ms=at + lasts, text=text, voice=voice[:200])
        for at, (_, lasts, text, voice) in zip(starts, parts, strict=True)
    ]

    assert read_captions(as_webvtt(captions)) == captions
