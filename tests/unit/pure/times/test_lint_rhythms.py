"""What comes again is more than the one day that is read, and that is said."""

import datetime as dt

import pytest

from webinars.pure.announcements.reader import read
from webinars.pure.times import read_rhythm, read_start

PUBLISHED_ON = dt.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "rhythm"),
    [
        ("Daily from 2 February 2027, 17:00 CET", "Daily"),
        ("2 February 2027, 17:00 CET, weekly", "weekly"),
        ("monthly: 4 February 2027, 18:00 CET", "monthly"),
        ("weekdays 10:00 CET from 1 February 2027", "weekdays"),
        ("weekly on Tuesdays at 17:00 CET, starting 2 February 2027", "weekly"),
        ("Tuesdays from 2 February 2027, 17:00 CET", "Tuesdays"),
        ("every other Tuesday from 2 February 2027, 17:00 CET", "every other Tuesday"),
        ("every 2 weeks from 2 February 2027, 17:00 CET", "every 2 weeks"),
        ("2 February 2027, 17:00 CET and every week after that", "every week"),
        ("first Thursday of each month, from 4 February 2027, 18:00 CET", "first Thursday of each month"),
        ("4 February 2027, 18:00 CET, then on the first Thursday of the month", "first Thursday of the month"),
        ("on the 1st Thursday of the month, from 4 February 2027, 18:00 CET", "1st Thursday of the month"),
        ("jeden Dienstag ab 2. Februar 2027, 18 Uhr MEZ", "jeden Dienstag"),
        ("alle zwei Wochen ab 2. Februar 2027, 18 Uhr MEZ", "alle zwei Wochen"),
        ("täglich um 10 Uhr MEZ, ab 2. Februar 2027", "täglich"),
        ("dienstags, 18 Uhr MEZ, Beginn 2. Februar 2027", "dienstags"),
        ("am ersten Donnerstag im Monat, ab 4. Februar 2027, 18 Uhr MEZ", "ersten Donnerstag im Monat"),
        ("tous les mardis à partir du 2 février 2027, 18h, heure de Paris", "tous les mardis"),
        ("le premier jeudi du mois, dès le 4 février 2027, 18h, heure de Paris", "premier jeudi du mois"),
        ("cada martes, desde el 2 de febrero de 2027, 18:00 hora de Madrid", "cada martes"),
        ("todas as terças a partir de 2 de fevereiro de 2027, 18h, horário de Lisboa", "todas as terças"),
        ("ogni martedì dal 2 febbraio 2027, ore 18:00 Roma", "ogni martedì"),
        ("elke dinsdag vanaf 2 februari 2027, 18:00 uur Amsterdam", "elke dinsdag"),
        ("varje tisdag från 2 februari 2027 kl 18:00 Stockholm", "varje tisdag"),
    ],
)
def test_a_rhythm_beside_a_date_is_said(text: str, rhythm: str) -> None:
    reading = read_start(text, published_on=PUBLISHED_ON)

    assert reading.starts_at is not None
    assert [(problem.code, problem.text, problem.blocks) for problem in reading.problems] == [
        ("dates_left_out", rhythm, False)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Join our weekly seminar on 2 February 2027 at 17:00 CET",
        "The monthly talk: 2 February 2027, 17:00 CET",
        "Daily Harbour, 2 February 2027, 17:00 CET",
        "Tuesday 2 February 2027, 17:00 CET. Each of us is invited.",
        "Alle sind eingeladen: Dienstag, 2. Februar 2027, 18 Uhr MEZ",
        "Jueves 4 de febrero de 2027, 18:00 hora de Madrid, todos invitados",
        "Lunes 1 de febrero de 2027, 18:00 hora de Madrid",
    ],
)
def test_a_single_day_has_no_rhythm(text: str) -> None:
    assert read_start(text, published_on=PUBLISHED_ON).problems == ()
    assert read_rhythm(text) is None


def test_a_rhythm_told_away_from_the_start_is_said() -> None:
    text = "Nets and ropes\n\nStarts 2 February 2027, 18:00 CET\n\nWe meet every Tuesday and talk about ropes."
    said = read(text, published_on=PUBLISHED_ON).problems

    assert [(problem.code, problem.text) for problem in said] == [("dates_left_out", "every Tuesday")]


def test_a_rhythm_whose_days_are_all_webinars_is_not_said() -> None:
    text = "Spring talks\n\nTuesdays, 17:00 CET\n\n2 March 2027: Nets\n9 March 2027: Kelp"

    assert read(text, published_on=PUBLISHED_ON).problems == ()


def test_a_range_with_its_rhythm_is_said_once() -> None:
    reading = read_start("1–5 March 2027, daily 10:00 CET", published_on=PUBLISHED_ON)

    assert [problem.text for problem in reading.problems] == ["1–5 March 2027"]
