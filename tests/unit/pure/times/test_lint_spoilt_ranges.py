"""An hour behind one that cannot be read is an end, and never the start."""

import datetime as dt

import pytest

from webinars.pure.announcements.reader import read
from webinars.pure.times import read_start

PUBLISHED_ON = dt.date(2026, 11, 26)


@pytest.mark.parametrize(
    "hours",
    [
        "4.p.m. to 6 p.m. GMT",
        "4.p.m. GMT to 6 p.m. GMT",
        "4.p.m. until 6 p.m. GMT",
        "4.p.m.–6 p.m. GMT",
        "4:p.m. to 6 p.m. GMT",
        "4..30 p.m. to 6 p.m. GMT",
        "4.pm to 6 pm GMT",
        "4 p.n. to 6 p.m. GMT",
        "4pn - 6pm GMT",
        "4om to 6pm GMT",
        "4;30 pm - 6 pm GMT",
        "4 :30 pm – 6 pm GMT",
        "4:3 pm - 6 pm GMT",
        "4 o clock to 6 pm GMT",
        "16;30-18:00 GMT",
        "16:3o - 18:00 GMT",
        "16-00 - 18:00 GMT",
        "1600 - 18:00 GMT",
        "l6:00 - 18:00 GMT",
        "25:00 - 18:00 GMT",
        "25h00 - 18h00 GMT",
        "16. Uhr bis 18 Uhr MEZ",
        "16.h à 18h heure de Paris",
        "16.h a 18 h hora de Madrid",
        "starting 4.p.m., ending 6 p.m. GMT",
        "\nStart: 4.p.m.\nEnd: 6 p.m. GMT",
        "4.p.m. to\n6 p.m. GMT",
        "\nEnd: 6 p.m. GMT",
    ],
)
def test_an_end_whose_start_cannot_be_read_is_no_start(hours: str) -> None:
    alone = read_start(f"5 March 2027, {hours}", published_on=PUBLISHED_ON)
    pasted = read(f"Nets and ropes\n\n5 March 2027, {hours}", published_on=PUBLISHED_ON).webinars[0].start

    assert (alone.starts_at, alone.blocks) == (None, True)
    assert pasted is not None
    assert (pasted.value.starts_at, pasted.value.blocks) == (None, True)


@pytest.mark.parametrize(
    "text",
    [
        "5 March 2027, Webinar 3 – 18:00 GMT",
        "5 March 2027 – 6pm GMT",
        "2027-03-05 – 18:00 GMT",
        "5.3.2027 – 18:00 GMT",
        "Printing in 3D – 18:00 GMT, 5 March 2027",
        "The 21st – 18:00 GMT, 5 March 2027",
        "Since 1945 – 18:00 GMT, 5 March 2027",
        "Moved to 6pm GMT, 5 March 2027",
        "Ends: 8pm GMT\nStarts: 6pm GMT\n5 March 2027",
        "5 March 2027, 6pm – 8pm GMT",
    ],
)
def test_an_hour_behind_another_number_is_a_start(text: str) -> None:
    reading = read_start(text, published_on=PUBLISHED_ON)

    assert reading.starts_at == dt.datetime(2027, 3, 5, 18, tzinfo=dt.UTC)
    assert not reading.blocks
