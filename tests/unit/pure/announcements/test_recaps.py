"""What a recap tells: when the webinar was, and whose videos it shows. All names are of earlier centuries."""

import datetime as dt

import pytest

from webinars.pure.announcements.reader import read

PUBLISHED_ON = dt.date(2027, 2, 10)


@pytest.mark.parametrize(
    "text",
    [
        "A Night of Comets\n\n17 November 2026\n\nThe recording of our webinar of 10 November 2026 is now online.",
        "A Night of Comets\n\n16 November\n\nThe Comet Circle held its first evening on Tuesday, 10 November",
        '---\ntitle: "A Night of Comets"\ndate: 2026-11-17\n---\n\nOn 10 November 2026 we held a webinar.',
        (
            "A Night of Comets\n\nThe Comet Circle held a webinar on Tuesday, 10 November 2026.\n\n"
            "This webinar looked at the passage over Geneva from 30 November to 3 December 2026."
        ),
        "Eine Nacht der Kometen\n\n17. November 2026\n\nDie Veranstaltung fand am 10. November 2026 statt.",
    ],
)
def test_the_day_of_a_post_is_not_the_day_of_the_webinar(text):
    assert read(text, published_on=PUBLISHED_ON).webinars[0].date == dt.date(2026, 11, 10)


def test_a_day_that_nothing_contradicts_stays():
    text = "Video: A Night of Comets\n\n10 November 2026\n\nThe videos of the webinar are embedded below."

    assert read(text, published_on=PUBLISHED_ON).webinars[0].date == dt.date(2026, 11, 10)


def test_a_link_to_a_talk_names_the_speaker_first():
    text = (
        "Videos: A Night of Comets\n\nThe event was held on 10 November 2026.\n\n"
        "Here is the link to the first talk: Caroline Herschel – Sweeping the sky\nhttps://youtu.be/Cmt1b-50aZ1\n\n"
        "Here is the link to the second talk: Maria Kirch – White Tail, a comet of 1702\nhttps://youtu.be/Cmt2b-50aZ2\n"
    )

    webinar = read(text, published_on=PUBLISHED_ON).webinars[0]

    assert [found.value.speaker for found in webinar.recordings] == ["Caroline Herschel", "Maria Kirch"]
    assert [found.value.name for found in webinar.lineup] == ["Caroline Herschel", "Maria Kirch"]


def test_a_link_to_a_clock_of_the_world_is_no_zone():
    text = "Comets\n\nDate and time: July 14, 2026, 8:00am Pacific | 10:00am Central | 11:00am Eastern (World clock)"

    start = read(text, published_on=dt.date(2026, 7, 1)).webinars[0].start

    assert start is not None
    assert start.value.starts_at == dt.datetime(2026, 7, 14, 15, tzinfo=dt.UTC)
