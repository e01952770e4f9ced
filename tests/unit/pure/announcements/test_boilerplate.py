"""What a site prints around a post is no part of it."""

import datetime as dt

import pytest

from webinars.pure.announcements.reader import read
from webinars.pure.announcements.reader.text.boilerplate import boilerplate_lines
from webinars.pure.announcements.reader.text.lines import text_lines

PUBLISHED_ON = dt.date(2027, 2, 10)
POST = "Candle Clocks and their Makers\n\nSunday 14 March 2027, 4pm Britain\n"


@pytest.mark.parametrize(
    "above",
    [
        "Home > Events > Lectures",
        "Home » Media releases » Clocks",
        "Accueil > Agenda > Conférences en ligne",
        "Inicio / Agenda",
        "Events / Online",
        "You are here: Home › Archive",
        "Join us Donate",
        "Home | About us | Contact",
        "Past Events",
        "Termine",
        "NOTÍCIAS",
        "Clocks/Calendars 2027-02-03 1834",
        "Feb 3, 2027 • 55min",
        "Back to top",
        "Posted in Clocks",
        "Share on Facebook",
        "Share this page",
        "Partager sur LinkedIn",
        "Jump to navigation Jump to search",
        "---------- Forwarded message ---------",
    ],
)
def test_a_line_of_the_site_is_not_the_title(above):
    webinar = read(f"{above}\n\n{POST}", published_on=PUBLISHED_ON).webinars[0]

    assert webinar.title is not None
    assert webinar.title.value == "Candle Clocks and their Makers"
    assert webinar.date == dt.date(2027, 3, 14)


@pytest.mark.parametrize(
    "text",
    ["Agenda of the Clockmakers", "Categories of time: who counts?", "Home and the Clock", "Posted to Siberia", "News"],
)
def test_a_line_of_the_text_stays(text):
    assert boilerplate_lines(text_lines(f"{POST}\n\nby candle light\n\n{text}\n\nmore")) == set()


def test_rows_of_a_menu_take_no_time():
    assert boilerplate_lines(text_lines("agenda " * 30 + "x\n\n" + "share on " * 20)) == set()
