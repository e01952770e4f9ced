import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.domain.recordings.chapters.reading import ChapterLine, read_chapters
from webinars.lib.player_times import playing_time


@pytest.mark.parametrize(
    "line",
    [
        "24:10 Sweeping the sky",
        "24:10 - Sweeping the sky",
        "24:10 – Sweeping the sky",
        "24:10: Sweeping the sky",
        "0:24:10 Sweeping the sky",
        "00:24:10.000 Sweeping the sky",
        "[24:10] Sweeping the sky",
        "(24:10) Sweeping the sky",
        "• 24:10 Sweeping the sky",
        "- [24:10] – Sweeping the sky",
        "* 24:10 | Sweeping the sky",
        "3. 24:10 Sweeping the sky",
        "3) (24:10) Sweeping the sky",
        "🔭 24:10 Sweeping the sky",
        "24:10 – 31:05 Sweeping the sky",
        "24:10-1:02:03 Sweeping the sky",
        "[24:10](https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1450s) Sweeping the sky",
        "２４：１０　Sweeping the sky",
        "  24:10\tSweeping   the sky  ",
        "24:10\nSweeping the sky",
        "Sweeping the sky 24:10",
        "Sweeping the sky - 24:10",
        "Sweeping the sky (24:10)",
        "Sweeping the sky: [24:10]",
    ],
)
def test_a_chapter_is_read_however_it_is_written(line):
    assert read_chapters(line) == (ChapterLine(1450, "Sweeping the sky"),)


def test_hours_and_long_minutes_are_read():
    assert read_chapters("1:02:03 One\n75:30 Two") == (ChapterLine(3723, "One"), ChapterLine(4530, "Two"))


def test_only_the_list_is_read_out_of_a_description():
    description = (
        "Recorded on Sunday, doors at 18:30\r\n"
        "https://videos.example/watch?t=12:30\r\n\r\n"
        "Chapters:\r\n0:00 Welcome\r\n1:30:00 Discussion: is 2:1 a ratio?\r\n5:00 Sweeping (part 1)\r\n"
        "Write to us by 23:59."
    )

    assert read_chapters(description) == (
        ChapterLine(0, "Welcome"),
        ChapterLine(300, "Sweeping (part 1)"),
        ChapterLine(5400, "Discussion: is 2:1 a ratio?"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No times at all",
        "24:10",
        "12:99 Too many seconds",
        "1:75:00 Too many minutes",
        "999:00:00 Too late",
        "\x00",
    ],
)
def test_what_is_no_chapter_is_left_out(text):
    assert read_chapters(text) == ()


def test_the_first_of_two_at_one_second_stays():
    assert read_chapters("0:00 One\n0:00 Two") == (ChapterLine(0, "One"),)


def test_other_scripts_are_read():
    assert read_chapters("0:00 介绍\n10:00 مقدمة") == (ChapterLine(0, "介绍"), ChapterLine(600, "مقدمة"))


titles = st.text(st.characters(codec="utf-8", categories=["L"]), min_size=1, max_size=40)


@given(st.dictionaries(st.integers(0, 500_000), titles, max_size=20))
def test_what_players_show_is_read_back(chapters):
    text = "\n".join(f"{playing_time(second)} {title}" for second, title in chapters.items())

    assert [chapter.shown_s for chapter in read_chapters(text)] == sorted(chapters)


@given(st.text(max_size=300))
def test_nothing_that_is_pasted_breaks_it(text):
    for chapter in read_chapters(text):
        assert chapter.title
        assert chapter.shown_s >= 0
