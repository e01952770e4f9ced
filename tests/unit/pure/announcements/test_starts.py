"""Starts of whole texts, read where the zone of the reader is known: never another day or hour without a question."""

import datetime as dt

import pytest

from webinars.pure.announcements.model import Kind
from webinars.pure.announcements.reader import read

PUBLISHED_ON = dt.date(2027, 3, 20)
SAID = {
    "an author beside the day of posting": (
        "Kelp\n\n8 March 2027 · Ada Example · 3 min read\n\nThe webinar takes place next Friday (12) at 18:00.",
        "2027-03-12T18:00",
    ),
    "the day of a law": (
        "Nets\n\n8 March 2027\n\nNew rules hold from 16 August.\n\nThe webinar is on Thursday (11) at 17:00.",
        "2027-03-11T17:00",
    ),
    "a weekday with its month": (
        "Alghe\n8 marzo 2027\n\nGiovedì 11 marzo\n\nh. 17,30 - 19,00 - Presentazione",
        "2027-03-11T17:30",
    ),
    "a weekday with its number, and the hour in another sentence": (
        "Redes\n\nAug 31, 2026\n\nEl taller será la próxima semana, el lunes (7).\n\nLa sesión es de 9h a 14h30.",
        "2026-09-07T09:00",
    ),
    "the day of the webinar itself": (
        "Kelp\n\n18 March 2027\n\nJoin us on Thursday at 18:00 for a webinar on kelp.",
        "2027-03-18T18:00",
    ),
    "the hour right below its day": (
        "Kelp\n\n4 March 2027\n\n18:00\n\nWe meet every Monday at 9:00 too.",
        "2027-03-04T18:00",
    ),
    "a room that is open before": (
        "Nets\n\n25 March 2027\n\nThe office is open from 9:00 to 17:00.\n\nThe webinar starts at 18:30.",
        "2027-03-25T18:30",
    ),
    "a running order that ends in one word": (
        "Nets\n\n25 March 2027\n\n18:30 Ada Example: kelp\n19:15 Ben Sample: nets\n20:00 End",
        "2027-03-25T18:30",
    ),
    "a day and its hour on lines of their own, before the start of something else": (
        (
            "Kelp\n\nHarbour School\n\nThursday, March 25, 2027\n6:00 PM to 7:00 PM GMT\n\n"
            "It goes with the Week of Nets, which is held in many towns. It starts on April 8 at 4:00 PM London."
        ),
        "2027-03-25T18:00",
    ),
    "places that can be had until another day": (
        "Lichens\n\n25 March 2027, 18:00\n\nPlaces can be booked till 20 March 2027, 12:00.",
        "2027-03-25T18:00",
    ),
}
ASKED = {
    "two hours of one day, each on lines of their own": (
        (
            "Kelp\n\nThursday, March 25, 2027\n6:00 PM to 6:45 PM\n\nWelcome back.\n\n"
            "Date: Thursday 25 March\nTime: 5:30pm to 6:00pm"
        ),
        {"times_disagree"},
    ),
    "two days, each with its hour on lines of their own": (
        "Kelp\n\nThursday, March 25, 2027\n6:00 PM\n\nWelcome back to all.\n\nDate: Friday 9 April 2027\nTime: 5:30 PM",
        {"times_disagree"},
    ),
    "a weekday after the day of posting": (
        "Kelp\n\n8 March 2027\n\nHarbour School invites to an online talk on Thursday at 18:00.",
        {"date_relative"},
    ),
    "a day of each month": (
        "Lichens\n\n7 March 2027\n\nAs ever, on the second Tuesday of each month we meet at 19:00.",
        {"date_relative"},
    ),
    "the date of another weekday": (
        "Lichens\n\n28 March 2027\n\nAs ever, on the second Tuesday of each month we meet at 19:00.",
        {"weekday_mismatch"},
    ),
    "two days in prose": (
        (
            "Nets\n\nThe next is at noon UTC on Tuesday, 23 March 2027.\n\n"
            "If you cannot make it, the next is held at 9 pm UTC on Tuesday 6 April 2027."
        ),
        {"times_disagree"},
    ),
}


def test_the_day_without_an_hour_on_which_something_takes_place():
    text = "Kelp\n\n1 March 2027\n\nThe kelp fair {verb} online on 21 {month}."
    coming, over = text.format(verb="will take place", month="March"), text.format(verb="took place", month="February")

    days = [read(one, published_on=PUBLISHED_ON, kind=Kind.ANNOUNCEMENT).webinars[0].date for one in (coming, over)]

    assert days == [dt.date(2027, 3, 21), dt.date(2027, 3, 1)]


def test_a_day_that_is_printed_twice_goes_before_that_of_something_else():
    other = "Auch zur Veranstaltung am Dienstag, 30.3. ab 15:00 Uhr in Berlin sind alle eingeladen."
    text = f"Flechten\n{{}}\n\nDas Treffen findet am Donnerstag, 11. März um 13:00 Uhr statt.\n\n{other}"

    days = [
        read(text.format(head), published_on=dt.date(2027, 3, 1)).webinars[0].date
        for head in ("Einladung zur Sitzung am 11.3.2027!", "Einladung zur Sitzung!")
    ]

    assert days == [dt.date(2027, 3, 11), dt.date(2027, 3, 30)]


@pytest.mark.parametrize(("text", "starts"), SAID.values(), ids=SAID)
def test_a_start_is_that_of_the_webinar(text, starts):
    reading = read(text, published_on=PUBLISHED_ON if "2026" not in text else dt.date(2026, 9, 1), timezone="UTC")

    assert not reading.is_blocked, reading.problems
    wall = reading.webinars[0].start.value.starts_wall
    assert wall.isoformat(timespec="minutes") == starts


def test_sessions_are_of_the_year_of_the_head():
    text = (
        "Knots: session 2\n\nWednesday, October 14, 2026\n5:30 PM to 7:00 PM London\n\nOutline\n"
        "Session 1 (7 October): Ropes\nSession 2 (14 October): Sails\n\nBoth are at 17:30 London."
    )
    reading = read(text, published_on=dt.date(2026, 10, 10))

    assert [webinar.start.value.date.isoformat() for webinar in reading.webinars] == ["2026-10-07", "2026-10-14"]


@pytest.mark.parametrize(("text", "codes"), ASKED.values(), ids=ASKED)
def test_what_cannot_be_told_is_asked(text, codes):
    reading = read(text, published_on=PUBLISHED_ON, timezone="UTC")

    assert {problem.code for problem in reading.problems if problem.blocks} == codes


def test_the_end_may_stand_on_another_line_with_the_same_start():
    text = "Kelp\n\nDate\nMar 25, 2027 10:00 AM — 11:00 AM\n\nWe meet on 25 March 2027 at 10:00 London time."
    start = read(text, published_on=PUBLISHED_ON, timezone="Europe/London").webinars[0].start.value

    assert start.ends_at == dt.datetime(2027, 3, 25, 11, tzinfo=dt.UTC)


def test_the_minute_of_a_comment_is_no_start():
    text = (
        "Kelp: the recording\n\nMarch 8, 2027\n\nAda Example spoke about kelp. Watch the recording.\n\n"
        "Ben Sample says:\nMarch 9, 2027 at 7:12 pm\nThank you!"
    )
    start = read(text, published_on=PUBLISHED_ON, timezone="Europe/London").webinars[0].start.value

    assert (start.date, start.starts_at) == (dt.date(2027, 3, 8), None)
