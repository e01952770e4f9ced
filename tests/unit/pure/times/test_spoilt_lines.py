"""Lines in which an hour or a zone cannot be read: the rest is read right, or asked for, never taken for another."""

import datetime as dt

import pytest

from webinars.pure.times import read_start

PUBLISHED = dt.date(2027, 1, 4)


def read(text):
    reading = read_start(text, published_on=PUBLISHED)
    return None if reading.blocks or reading.starts_at is None else reading.starts_at.isoformat()[:16]


@pytest.mark.parametrize(
    "text",
    [
        "Thursday 4 March 2027, 24h61 Berlin",
        "jeudi 4 mars 2027, 24h61 (Paris)",
        "4. März 2027, 18 Uhr (GMT±x)",
        "4 March 2027, 18:00 GMT+ 2",
        "4. März 2027 um TBC UTC (22 Uhr türkischer Zeit)",
        "4. März 2027 um ?? MEZ (13 Uhr New Yorker Zeit)",
        "4. März 2027, von 25:70 Berliner Zeit (17:00 Uhr britischer Zeit)",
        "4 de marzo de 2027, a las ?? (UTC) / 17:00 horas Villanueva",
        "4 de março de 2027, às xx:xx horário de Brasília / 17:00 (Vilanova)",
        "jeudi 4 mars 2027, à ?? (heure de Paris), 21 h (heure moscovite)",
        "4. März 2027, um ?? (Zürich) / 20:45 XST",
        "4 March 2027, from 1x.30 to 16:30 hrs London",
        "4 March 2027, from 1x.30 to\n16:30 hrs London",
        "4. März 2027, ?? bis 19:30 Uhr Berlin",
        "4. März 2027, ab kurz nach sieben MEZ (19:45 Uhr Neustadt)",
    ],
)
def test_what_is_left_of_a_spoilt_line_is_asked_for(text):
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "starts_at"),
    [
        ("4 March 2027 at xx:xx (EST) / 1 a.m. London, next day", "2027-03-05T01:00"),
        ("4 March 2027 at xx:xx (EST) / 1 a.m.\nLondon, next day", "2027-03-05T01:00"),
        ("4. März 2027, ?? MEZ / 2 Uhr UTC+8 (am nächsten Tag)", "2027-03-04T18:00"),
        ("4 marzo 2027\n?? (CET) / 03:00 (UTC+9) (+1 giorno)", "2027-03-04T18:00"),
        ("4 March 2027, 6pm London time (?? NZDT, next day)", "2027-03-04T18:00"),
        ("4 March 2027, 18:00 (Lagos time), ?? (Sydney time) (+1 day), 12:00 (UTC-5)", "2027-03-04T17:00"),
        ("?? BRT (01:00 Paris, dia seguinte, 00:00 Lisboa, dia seguinte), 4 de março de 2027", "2027-03-05T00:00"),
        ("4 de marzo de 2027, TBC (Maputo) / 18h (hora de Luanda) / 17h (Villanueva)", "2027-03-04T17:00"),
        ("4 de marzo de 2027 · ?? GMT−3 (12:45 h Venezuela, 11:45 h hora de Perú)", "2027-03-04T16:45"),
    ],
)
def test_what_else_a_spoilt_line_says_is_read(text, starts_at):
    assert read(text) == starts_at


@pytest.mark.parametrize(
    ("text", "starts_at"),
    [
        ("Berlin 4 March 2027 18:00, Tokyo 5 March 2027 02:00", "2027-03-04T17:00"),
        ("4 March 2027, Berlin | 18:00 London | 17:00", "2027-03-04T17:00"),
        ("4 March 2027, London 5pm, Berlin 6pm (Zoom)", "2027-03-04T17:00"),
        ("4 March 2027, Berlin (18:00), London (17:00)", "2027-03-04T17:00"),
        ("4 March 2027, 18:00 London (Tokyo 3am, next day)", "2027-03-04T18:00"),
        ("4 March 2027, 18:00 London, next day 3am Tokyo", "2027-03-04T18:00"),
        ("4 March 2027, 1 am (Tokyo, next day)", "2027-03-04T16:00"),
        ("Webinar 3 – 18:00 CET, 4 March 2027", "2027-03-04T17:00"),
        ("4. März 2027, MEZ: 18 Uhr, in dieser Zeit", "2027-03-04T17:00"),
        ("4 mars 2027, heure de Paris : 18 h, heure de Moscou : 20 h", "2027-03-04T17:00"),
        ("jeudi 4 mars 2027, Paris, 18 h en ligne", "2027-03-04T17:00"),
        ("4 March 2027, 18:00 UTC+2", "2027-03-04T16:00"),
    ],
)
def test_a_line_in_which_all_can_be_read_is_read_as_before(text, starts_at):
    assert read(text) == starts_at
