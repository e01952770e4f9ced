"""How long a webinar lasts, where its text tells no end."""

import datetime as dt

import pytest

from webinars.pure.announcements import reader

HEADS = {
    "en": "Nets of the north\n\nThursday 11 March 2027, 6pm Britain",
    "de": "Netze des Nordens\n\nDonnerstag, 11. März 2027, 18 Uhr MEZ",
    "fr": "Filets du Nord\n\nJeudi 11 mars 2027, 18h (heure de Paris)",
    "es": "Redes del norte\n\nJueves 11 de marzo de 2027, 18:00 h (Madrid)",
    "pt": "Redes do norte\n\nQuinta-feira, 11 de março de 2027, 18h (Lisboa)",
    "it": "Reti del nord\n\nGiovedì 11 marzo 2027, ore 18 (Roma)",
}


def minutes_of(language, behind, below=""):
    text = f"{HEADS[language]}{behind}\n{below}\n\nConfirmed speakers\n\nAda Example (Harbour School)\n"
    start = reader.read(text, published_on=dt.date(2027, 2, 1)).webinars[0].start.value
    return (start.ends_at - start.starts_at).seconds // 60 if start.ends_at else None


@pytest.mark.parametrize(
    ("language", "behind", "minutes"),
    [
        ("en", ", 60 minutes", 60),
        ("en", " (90 min)", 90),
        ("en", ", 90 mins", 90),
        ("en", " – 60 min", 60),
        ("en", " for 1 hour", 60),
        ("en", ", 1 hour 15 minutes", 75),
        ("de", ", 90 Min.", 90),
        ("de", ", 60 Minuten", 60),
        ("fr", ", 90 minutes", 90),
        ("es", ", 60 minutos", 60),
        ("pt", ", 60 minutos", 60),
        ("it", ", 60 minuti", 60),
    ],
)
def test_a_length_behind_the_hour_gives_the_end(language, behind, minutes):
    assert minutes_of(language, behind) == minutes


@pytest.mark.parametrize(
    ("language", "below", "minutes"),
    [
        ("en", "Duration: 1h30", 90),
        ("en", "Length: one hour", 60),
        ("en", "It lasts an hour and a half.", 90),
        ("en", "The webinar lasts one and a half hours.", 90),
        ("en", "A 60-minute webinar with time for questions.", 60),
        ("en", "⏱ 75 minutes", 75),
        ("de", "Dauer: 1 Std. 30 Min.", 90),
        ("de", "Dauer: ca. 1,5 Stunden", 90),
        ("de", "Die Veranstaltung dauert anderthalb Stunden.", 90),
        ("fr", "Durée : 1 h 30", 90),
        ("fr", "La rencontre dure une heure et demie.", 90),
        ("es", "Duración: una hora y media", 90),
        ("es", "Duración: 1 h 30 min", 90),
        ("pt", "O encontro dura uma hora e meia.", 90),
        ("pt", "Duração: 1h30", 90),
        ("it", "Durata: un’ora e mezza", 90),
        ("it", "Durata: 1 ora e 30", 90),
    ],
)
def test_a_length_that_a_line_tells_gives_the_end(language, below, minutes):
    assert minutes_of(language, "", below) == minutes


@pytest.mark.parametrize(
    ("language", "below"),
    [
        ("en", "10 minutes of questions"),
        ("en", "The talk takes 40 minutes, with 30 minutes of questions."),
        ("en", "Each speaker has 20 minutes."),
        ("en", "Doors open 30 minutes before."),
        ("de", "Danach 30 Minuten Fragen"),
        ("fr", "30 minutes de questions"),
        ("pt", "30 minutos de perguntas"),
        ("en", "60 minutes\n90 minutes"),
    ],
)
def test_what_is_a_length_of_something_else_or_two_lengths_gives_none(language, below):
    assert minutes_of(language, "", below) is None


def test_a_printed_end_counts_before_a_length():
    assert minutes_of("en", " – 7.15pm", "Duration: 90 minutes") == 75


def test_a_length_far_from_the_start_is_that_of_something_else():
    assert minutes_of("en", "", "\nA talk on nets.\n\nFilm: Boats\n\n90 minutes") is None
