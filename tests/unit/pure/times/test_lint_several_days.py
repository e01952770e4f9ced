"""A range or a list of days gives its first day and says so, and never silently another one."""

import datetime as dt

import pytest

from webinars.pure.times import read_start

PUBLISHED_ON = dt.date(2026, 11, 26)
FIRST = dt.date(2027, 3, 1)
RANGES = """
1 March 2027 – 5 March 2027, 10:00 CET
1-5 March 2027, 10:00 CET
1st of March 2027 to 5th of March 2027, 10:00 CET
Monday, March 1, 2027 – Friday, March 5, 2027, 10:00 am EST
March 1, 2027 through March 5, 2027 at 10:00 am EST
1 March 2027 up to and including 5 March 2027, 10:00 CET
From 1 March 2027 until 5 March 2027, 10:00 CET
Between 1 March 2027 and 5 March 2027, 10:00 CET
1 March 2027 -> 5 March 2027, 10:00 CET
1 March 2027 … 5 March 2027, 10:00 CET
1 March 2027 ... 5 March 2027, 10:00 CET
1 March '27 – 5 March '27, 10:00 CET
2027-03-01 – 2027-03-05, 10:00 CET
2027-03-01/2027-03-05, 10:00 CET
1. bis 5. März 2027, 10 Uhr MEZ
1.–5. März 2027, 10 Uhr MEZ
1. März 2027 bis 5. März 2027, 10 Uhr MEZ
vom 1. März 2027 bis zum 5. März 2027, 10 Uhr MEZ
Montag, 1. März 2027 – Freitag, 5. März 2027, 10 Uhr MEZ
01.03.2027–05.03.2027, 10 Uhr MEZ
1./2. März 2027, 10 Uhr MEZ
du lundi 1er mars 2027 au vendredi 5 mars 2027, 10h00 heure de Paris
1er mars 2027 au 5 mars 2027, 10h00 heure de Paris
del 1 de marzo de 2027 al 5 de marzo de 2027, 10:00 hora de Madrid
1 de março de 2027 a 5 de março de 2027, 10h, horário de Lisboa
dal 1 marzo 2027 al 5 marzo 2027, ore 10:00 Roma
1 maart 2027 t/m 5 maart 2027, 10:00 uur Amsterdam
1 mars 2027 till 5 mars 2027, kl 10:00 Stockholm
1. mars 2027 til 5. mars 2027, kl. 10:00 Oslo
1. marts 2027 til 5. marts 2027, kl. 10:00 CET
1 marca 2027 do 5 marca 2027, godz. 10:00 Warszawa
с 1 марта 2027 по 5 марта 2027, 10:00 Москва
2027年3月1日-2027年3月5日 10:00 北京时间
2027年3月1日至5日 10:00 北京时间
1 March 2027, 8 March 2027 and 15 March 2027, 10:00 CET
1 March 2027 & 5 March 2027, 10:00 CET
1 March 2027 – 3 April 2027, 10:00 CET
1 March 2027 – 3 January 2028, 10:00 CET
1 March, 3 April 2027, 10:00 CET
1 March – 5 March, 10:00 CET
10:00 CET, 1 March 2027 – 5 March 2027
1 March 2027, 10:00 CET – 5 March 2027, 12:00 CET
1 March 2027 (10:00 CET) – 5 March 2027
Start: 1 March 2027, end: 5 March 2027, 10:00 CET
Beginn: 1. März 2027. Ende: 5. März 2027. 10 Uhr MEZ
""".strip().splitlines()


@pytest.mark.parametrize(
    "text",
    [
        *RANGES,
        "1 March 2027 –\n5 March 2027\n10:00 CET",
        "1 March 2027\n8 March 2027\n15 March 2027\n10:00 CET",
        "Start: 1 March 2027\nEnd: 5 March 2027\n10:00 CET",
    ],
)
def test_of_several_days_the_first_is_read_and_the_others_are_said(text: str) -> None:
    reading = read_start(text, published_on=PUBLISHED_ON)

    said = [problem for problem in reading.problems if problem.code == "dates_left_out"]
    assert (reading.date, len(said)) == (FIRST, 1)
    assert not reading.blocks
    assert reading.starts_at is not None
    assert reading.starts_at.date() == FIRST


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("5 March 2027 – 1 March 2027, 10:00 CET", 1),
        ("3 February 2027\n4 March 2027, 18:00 Berlin", 4),
        ("3 March 2027 | 4 March 2027, 10:00 CET", 4),
        ("Ada Example speaks on 25 March 2027 at 18:00. Ben Sample follows on 1 April 2027 at 18:00.", 25),
    ],
)
def test_a_day_beside_the_one_read_is_said_wherever_it_stands(text: str, day: int) -> None:
    reading = read_start(text, published_on=PUBLISHED_ON, timezone="Europe/Berlin")

    assert reading.date is not None
    assert reading.date.day == day
    assert [problem.code for problem in reading.problems] == ["dates_left_out"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("moved from 1 March 2027 to 5 March 2027, 10:00 CET", 5),
        ("3 March 2027, 9pm EST / 4 March 2027, 2am GMT", 3),
        ("4 March 2027, 2am GMT (3 March 2027, 9pm EST)", 4),
        ("Updated 3 February 2026\n5 March 2027, 10:00 CET", 5),
        ("5 March 2027, 10:00 CET. The first of them was on 3 February 2026.", 5),
    ],
)
def test_a_day_that_is_no_further_one_is_not_said(text: str, day: int) -> None:
    reading = read_start(text, published_on=PUBLISHED_ON)

    assert reading.date is not None
    assert reading.date.day == day
    assert reading.problems == ()


def test_figures_that_can_be_read_both_ways_block_as_a_range_too() -> None:
    reading = read_start("3/1/2027 - 3/5/2027, 10:00 am EST", published_on=PUBLISHED_ON)

    assert reading.starts_at is None
    assert [(problem.code, problem.blocks) for problem in reading.problems] == [("date_ambiguous", True)]
