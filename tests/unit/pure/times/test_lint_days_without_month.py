"""Weekdays with the number of their day, hours with a comma, and what only looks like a date or an hour."""

import datetime as dt

import pytest

from webinars.pure.times import read_start

PUBLISHED_ON = dt.date(2027, 3, 1)
READ = [
    ("na próxima quinta-feira (11), às 19h", "2027-03-11T19:00", None),
    ("el próximo jueves 11, a las 19 h", "2027-03-11T19:00", None),
    ("jeudi prochain (11) à 19h", "2027-03-11T19:00", None),
    ("Am kommenden Donnerstag (11.) um 19 Uhr", "2027-03-11T19:00", None),
    ("Thursday the 11th at 19:00", "2027-03-11T19:00", None),
    ("sabato 13 - Incontro\nh. 10,00 - 12,30", "2027-03-13T10:00", "2027-03-13T12:30"),
    ("lundi 8 mars 2027 entre 12h15 et 13h45", "2027-03-08T12:15", "2027-03-08T13:45"),
    ("Das Webinar findet statt am 30. März 2027, 17.00 Uhr", "2027-03-30T17:00", None),
    ("Dienstag, 30. März 2027, 17.00 Uhr (statt am 23. März, 18 Uhr)", "2027-03-30T17:00", None),
    ("7 March 2027, 18:00\nThe doors close on Sunday", "2027-03-07T18:00", None),
    ("25 March 2027\n18:30 doors\n19:00 talk", "2027-03-25T19:00", None),
    ("25. März 2027, 18:30 Uhr Einlass, 19 Uhr Beginn", "2027-03-25T19:00", None),
    ("25 March 2027, 18:30 doors", "2027-03-25T18:30", None),
    ("25 March to 29 April 2027\nThursdays at 18:00", "2027-03-25T18:00", None),
    ("Ada Example (born 4 March 1980) talks at 18:00.\n25 March 2027", "2027-03-25T18:00", None),
]
ASKED = [
    ("na próxima quinta-feira (12), às 19h", "date_relative"),
    ("Thursday 6, Berlin, at 19:00", "date_relative"),
    ("7 March 2027\nevery second Friday of the month at 20:00", "weekday_mismatch"),
    ("10 March 2027\nwe invite you next Thursday (4) to a talk, which begins at 20:00", "weekday_mismatch"),
    ("7 March 2027\nLength – 2h", "time_missing"),
    ("23 March 2027\nThursdays at 18:00, online", "weekday_mismatch"),
    ("23. März 2027\nWir treffen uns donnerstags um 18 Uhr", "weekday_mismatch"),
    ("10 March 2027\nTuesday, 17:00", "weekday_mismatch"),
    ("Tuesdays, 17:00\n10 March 2027", "weekday_mismatch"),
    ("10 March 2027, 17:00 CET (Tuesday)", "weekday_mismatch"),
]


@pytest.mark.parametrize(("text", "starts", "ends"), READ)
def test_they_are_read(text, starts, ends):
    reading = read_start(text, published_on=PUBLISHED_ON, timezone="UTC")

    assert not reading.blocks, reading.problems
    found = [
        at and at.replace(tzinfo=None).isoformat(timespec="minutes") for at in (reading.starts_at, reading.ends_at)
    ]
    assert found == [starts, ends]


@pytest.mark.parametrize(("text", "code"), ASKED)
def test_what_cannot_be_told_blocks(text, code):
    reading = read_start(text, published_on=PUBLISHED_ON, timezone="UTC")

    assert code in {problem.code for problem in reading.problems if problem.blocks}


def test_a_second_day_with_an_hour_is_told():
    text = "Ada Example speaks on 25 March 2027 at 18:00. Ben Sample follows on 1 April 2027 at 18:00."
    reading = read_start(text, published_on=PUBLISHED_ON, timezone="UTC")

    assert [(problem.code, problem.text) for problem in reading.problems] == [("dates_left_out", "1 April 2027")]
