"""Which date, which zone and which year hold for an hour that stands lines below them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.pure.times.test_zone_truth import truth, zone_of
from webinars.pure.announcements.reader import read
from webinars.pure.times import zone_of_all_hours

PUBLISHED_ON = dt.date(2026, 11, 26)


def starts(text: str, published_on: dt.date = PUBLISHED_ON) -> list[str | None]:
    """Every start in UTC, None for one that is not settled or blocks."""
    reading = read(text, published_on=published_on)
    return [
        None
        if webinar.start is None or webinar.start.value.starts_at is None or webinar.start.value.blocks
        else f"{webinar.start.value.starts_at:%Y-%m-%dT%H:%M}"
        for webinar in reading.webinars
    ]


def codes(text: str) -> set[str]:
    return {problem.code for problem in read(text, published_on=PUBLISHED_ON).problems}


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Bees of Norway, 12 May 2027, 3 PM EDT\nTime: 3 PM", "2027-05-12T19:00"),
        ("Bees of Norway\n\n12 May 2027, 3 PM EDT\nTime: 3 PM", "2027-05-12T19:00"),
        ("Bees of Norway, 12 May 2027\n\nTime: 3 PM EDT", "2027-05-12T19:00"),
        ("Bees of Norway, 12 May 2027, 3 PM\nTime: 3 PM", None),
    ],
)
def test_the_zone_of_an_hour_is_never_that_of_a_title(text: str, instant: str | None) -> None:
    assert starts(text) == [instant]


@pytest.mark.parametrize(
    "sentence",
    [
        "Hours are those of Berlin.",
        "Dear all, every hour below is CET:",
        "All times are in Central European Time.",
        "Alle Zeiten in MEZ",
        "Toutes les heures sont celles de Paris.",
        "Todos los horarios son de Madrid.",
        "Time zone: Europe/Berlin",
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "Nets\nThursday 4 February 2027\n{}\n18:00 Rope\n19:00 Sails",
        "Nets\n{}\n\nThursday 4 February 2027\n18:00 Rope\n19:00 Sails",
        "Nets\n\nThursday 4 February 2027, 18:00\n\n{}",
    ],
)
def test_a_sentence_gives_the_zone_of_all_hours_without_one(text: str, sentence: str) -> None:
    assert starts(text.format(sentence)) == ["2027-02-04T17:00"]


@pytest.mark.parametrize(
    "sentence",
    [
        "She spent hours in Berlin.",
        "Hours in Berlin",
        "The hour of China",
        "Office hours are in Berlin",
        "Ada Example lives in Berlin.",
        "All times are those of Berlin, and of Tokyo",
        "Long is the time in Kenya",
        "Hours in Berlin are long.",
    ],
)
def test_a_sentence_that_only_names_a_place_gives_no_zone(sentence: str) -> None:
    text = f"Nets\nThursday 4 February 2027\n{sentence}\n18:00 Rope\n19:00 Sails"

    assert zone_of_all_hours(sentence) is None
    assert starts(text) == [None]
    assert "timezone_missing" in codes(text)


def test_a_zone_of_all_hours_does_not_change_one_beside_its_hour() -> None:
    assert starts("Nets\nAll times CET\n\n4 February 2027, 18:00 Tokyo") == ["2027-02-04T09:00"]


def test_a_zone_of_all_hours_goes_before_that_of_the_organisation() -> None:
    reading = read(
        "Nets\nHours are those of Berlin.\n4 February 2027, 18:00",
        published_on=PUBLISHED_ON,
        assumed_timezone="America/Lima",
    )

    assert [webinar.start.value.timezone for webinar in reading.webinars if webinar.start] == ["Europe/Berlin"]
    assert reading.problems == ()


def test_an_abbreviation_of_all_hours_that_is_out_of_season_blocks() -> None:
    assert starts("Nets\nAll times EST\n\n4 July 2027, 6pm") == [None]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        (
            "HARBOUR, 3 March 2026 – A debate on kelp takes place on 14 April at 6pm Berlin time.",
            "2026-04-14T16:00",
        ),
        ("A debate on kelp takes place on 14 April at 6pm Berlin time.", "2027-04-14T16:00"),
        (
            "HARBOUR, April 3, 2026 (Moss News) - Kelp will be debated.\n\nIt begins on 14 April at 6pm Berlin time.",
            "2026-04-14T16:00",
        ),
        (
            "HARBOUR, April 3, 2026 (Moss News) - Kelp will be debated.\n\n14 April, 6pm Berlin time",
            "2026-04-14T16:00",
        ),
        ("3 March 2027, 6pm Berlin – a debate on kelp, after that of 14 April", "2027-03-03T17:00"),
    ],
)
def test_a_dateline_finds_the_year(text: str, instant: str) -> None:
    assert starts(text) == [instant]


MAIL = "Date: Tue, 06 Oct 2026 09:12:41 +0200\n"


@pytest.mark.parametrize(
    "head",
    [
        f"Subject: The moss assembly\n{MAIL}",
        f"{MAIL}Subject: The moss assembly\n",
        f"From: Moss Circle <moss@example.org>\n{MAIL}Subject: The moss assembly\n",
        "From: Moss Circle <moss@example.org>\nSent: Tuesday, 6 October 2026 09:12\nSubject: The moss assembly\n",
    ],
)
def test_the_day_of_a_mail_is_no_start_and_finds_the_year(head: str) -> None:
    assert starts(f"{head}\nDear all,\n\nSaturday, October 17, 14:00 UTC") == ["2026-10-17T14:00"]
    assert starts(f"{head}\nDear all, let us meet.") in ([], [None])


def test_the_day_of_a_mail_below_finds_no_year_of_a_text_above() -> None:
    assert starts(f"Moss\n\n3 March, 14:00 UTC\n\nSubject: Old\n{MAIL}\nLet us meet.") == ["2027-03-03T14:00"]


def test_a_label_date_is_no_mail_head() -> None:
    assert starts("Subject: Moss\nDate: Wednesday, 3 March 2027, 14:00 UTC") == ["2027-03-03T14:00"]


SEVERAL = {
    "a programme under a mail head": (
        "Subject: Programme of the moss assembly\n" + MAIL + "\nDear all, every hour below is UTC:\n"
        "Saturday, October 17\n14:00-15:30 Opening\nSunday, October 18\n14:00-15:00 Closing",
        ["2026-10-17T14:00", "2026-10-18T14:00"],
    ),
    "blocks laid out alike": (
        (
            "Nets\n\nThursday 4 February 2027\n18:00 Berlin Ropes, Ada Example\n\n"
            "Friday 5 February 2027\n18:00 Berlin Sails, Ben Sample"
        ),
        ["2027-02-04T17:00", "2027-02-05T17:00"],
    ),
    "a list of dates": (
        (
            "Lichens in three evenings\n\n- Tuesday 2 February 2027, 6pm Nairobi | 4pm Berlin\n"
            "- Tuesday 9 February 2027, 6pm Nairobi | 4pm Berlin\n- Tuesday 16 February 2027, 6pm Nairobi | 4pm Berlin"
        ),
        ["2027-02-02T15:00", "2027-02-09T15:00", "2027-02-16T15:00"],
    ),
    "one hour above for all": (
        "Nets in two evenings\n\nAlways at 18:00 Berlin:\n\n- 4 February 2027: Ropes\n- 11 February 2027: Sails",
        ["2027-02-04T17:00", "2027-02-11T17:00"],
    ),
    "one hour below for all": (
        "Nets in two evenings\n\n- 4 February 2027\n- 11 February 2027\n\nAlways at 18:00 Berlin.",
        ["2027-02-04T17:00", "2027-02-11T17:00"],
    ),
    "running orders of two days": (
        (
            "Nets\n\nAll times CET\n\n4 February 2027\n18:00 Opening of the evening\n18:30 Knots and ropes\n\n"
            "5 February 2027\n17:00 Opening of the day\n18:30 Sails and masts"
        ),
        ["2027-02-04T17:00", "2027-02-05T16:00"],
    ),
    "lines that count": (
        "Nets\n\nLesson 1: Ropes\n4 February 2027, 18:00 Berlin\n\nLesson 2: Sails\n11 February 2027, 18:00 Berlin",
        ["2027-02-04T17:00", "2027-02-11T17:00"],
    ),
    "counted for two parts of the world": (
        "Nets\n\n4 February 2027\n\nRound A: 08:00 UTC\nRound B: 20:00 UTC",
        ["2027-02-04T08:00", "2027-02-04T20:00"],
    ),
    "German": (
        "Netze\n\nDonnerstag, 4. Februar 2027, 18 Uhr (Berlin)\nSeile\n\nDonnerstag, 11. Februar 2027, 18 Uhr (Berlin)",
        ["2027-02-04T17:00", "2027-02-11T17:00"],
    ),
    "a start printed twice": (
        "Nets\n\n4 February 2027, 18:00 Berlin\n\n11 February 2027, 18:00 Berlin\n\n4 February 2027, 18:00 Berlin",
        ["2027-02-04T17:00", "2027-02-11T17:00"],
    ),
    "dates below people and a form": (
        (
            "Nets\n\nThu 4 February 2027, 18:00 Berlin\n\nSpeakers:\n- Ada Example\n\n"
            "Thu 11 February 2027, 18:00 Berlin\n\nRegistration:\nhttps://example.org/form\n\n"
            "Thu 18 February 2027, 18:00 Berlin"
        ),
        ["2027-02-04T17:00", "2027-02-11T17:00", "2027-02-18T17:00"],
    ),
    "days without a zone": (
        "Nets\n\n- 4 February 2027, 18:00\n- 11 February 2027, 18:00",
        [None, None],
    ),
    "one without its zone": (
        "Nets\n\n4 February 2027, 18:00 Berlin\n11 February 2027, 18:00",
        ["2027-02-04T17:00", None],
    ),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_dates_laid_out_alike_are_several_webinars(name: str) -> None:
    text, instants = SEVERAL[name]

    assert starts(text) == instants


ONE = {
    "a moment in two zones": (
        "Nets\n\nThu 4 Feb 2027, 23:00 Berlin\nFri 5 Feb 2027, 07:00 Tokyo",
        "2027-02-04T22:00",
    ),
    "two zones that disagree": ("Nets\n\nThu 4 Feb 2027, 23:00 Berlin\nFri 5 Feb 2027, 06:00 Tokyo", None),
    "start and end": (
        "Nets\n\nStart: 4 February 2027, 18:00 Berlin\nEnd: 5 February 2027, 19:00 Berlin",
        "2027-02-04T17:00",
    ),
    "an end behind a dash": (
        "Nets\n\n4 February 2027, 18:00 Berlin –\n5 February 2027, 19:00 Berlin",
        "2027-02-04T17:00",
    ),
    "other events below": (
        (
            "Nets\n\nThursday 4 February 2027, 18:00 Berlin\n\nA talk on nets.\n\nOther events\n\n"
            "- 11 February 2027, 18:00 Berlin: Ropes\n- 18 February 2027, 18:00 Berlin: Sails"
        ),
        "2027-02-04T17:00",
    ),
    "related events on lines of calendars": (
        (
            "Nets\n\nThursday 4 February 2027, 18:00 Berlin\n\nA talk on nets.\n\nRelated events\n\n"
            "Ropes\n11 February 2027, 18:00 Berlin\n\nSails\n18 February 2027, 18:00 Berlin"
        ),
        "2027-02-04T17:00",
    ),
    "a date on four lines": (
        "Nets\n\nThu\n4\nFeb\n2027\n\n18:00 Berlin\n\nA talk on nets.",
        "2027-02-04T17:00",
    ),
    "a deadline": (
        "Nets\n\nRegister by 1 February 2027, 18:00 Berlin\nThursday 4 February 2027, 18:00 Berlin",
        "2027-02-04T17:00",
    ),
    "the day of posting": ("Nets\n\n3 February 2027\n\n4 March 2027, 18:00 Berlin", "2027-03-04T17:00"),
    "with and without the year": (
        "Nets\n\nThursday 4 February, 18:00 Berlin\n\nA talk.\n\nThursday 4 February 2027, 18:00 Berlin",
        "2027-02-04T17:00",
    ),
    "parts of one evening": ("Nets\n\n4 February 2027\nPanel 1: 10:00 UTC Ropes\nPanel 2: 11:30 UTC Sails", None),
    "a running order": (
        "Nets\n\n4 February 2027\n\n18:00 Opening of the evening\n18:30 Knots and ropes\n\nAll times CET",
        "2027-02-04T17:00",
    ),
}


@pytest.mark.parametrize("name", ONE)
def test_other_dates_are_no_webinars_of_their_own(name: str) -> None:
    text, instant = ONE[name]

    assert starts(text) == [instant]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Nets\n\nWhen: 4 February 2027, 18:00\n\nThe talk of 3 March 2027, 19:00 Berlin, was a success.", None),
        ("Nets\n\n4 February 2027, 18:00\n\nTime: 18:00 Berlin", "2027-02-04T17:00"),
        ("Nets\n\n4 February 2027, 18:00\n\nWhen: 4 February 2027, 18:00 Berlin", "2027-02-04T17:00"),
    ],
)
def test_a_further_line_completes_a_start_and_never_replaces_its_date(text: str, instant: str | None) -> None:
    assert starts(text) == [instant]


def test_a_date_of_which_nothing_was_made_is_listed() -> None:
    reading = read("Nets\n\n3 February 2027\n\n4 March 2027, 18:00 Berlin", published_on=PUBLISHED_ON)

    assert [line.text for line in reading.not_understood] == ["3 February 2027"]


def test_what_lasts_days_has_no_end_on_its_first_day() -> None:
    for text in (ONE["start and end"][0], "Nets\n4 February 2027, 18:00 Berlin to 6 February 2027, 12:00"):
        reading = read(text, published_on=PUBLISHED_ON)
        assert [webinar.start.value.ends_at for webinar in reading.webinars if webinar.start] == [None]
    overnight = read("Nets\n4 February 2027, 23:00 Berlin to 5 February 2027, 01:00", published_on=PUBLISHED_ON)
    assert overnight.webinars[0].start is not None
    assert overnight.webinars[0].start.value.ends_at == dt.datetime(2027, 2, 5, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("days", "are_several"),
    [
        ("4–5 February 2027", True),
        ("4–5, 11–12 February 2027", True),
        ("1. bis 5. März 2027", True),
        ("1. – 5. februar 2027", True),
        ("4 February 2027", False),
        ("Thursday, 4 February 2027", False),
    ],
)
def test_days_that_are_listed_but_not_read_are_said(days: str, *, are_several: bool) -> None:
    said = read(f"Nets\n{days}, 18:00 Berlin", published_on=PUBLISHED_ON).problems

    assert [(problem.code, problem.text, problem.blocks) for problem in said] == (
        [("dates_left_out", days, False)] if are_several else []
    )


@pytest.mark.parametrize("rhythm", ["monthly on Thursdays", "every other Thursday", "every second Thursday"])
def test_a_rhythm_that_leaves_out_weeks_stays_one_webinar_that_says_so(rhythm: str) -> None:
    text = f"Nets\n{rhythm}, from 4 February to 4 March 2027, 18:00 Berlin"

    assert starts(text) == ["2027-02-04T17:00"]
    assert codes(text) == {"dates_left_out"}


@pytest.mark.parametrize(
    ("days", "wanted"),
    [
        ("4 and 5 February 2027", "02-04 02-05"),
        ("11 & 12 February 2027", "02-11 02-12"),
        ("4, 11 and 18 February 2027", "02-04 02-11 02-18"),
        ("February 4 and 5, 2027", "02-04 02-05"),
        ("4 y 5 de febrero de 2027", "02-04 02-05"),
        ("Tuesday 2 and Thursday 4 March 2027", "03-02 03-04"),
        ("25 February and 4 March 2027", "02-25 03-04"),
        ("every Thursday from 4 to 25 February 2027", "02-04 02-11 02-18 02-25"),
        ("Thursdays, 4 February to 18 February 2027", "02-04 02-11 02-18"),
        ("daily from 4 to 6 February 2027", "02-04 02-05 02-06"),
        ("jeden Tag vom 4. bis 6. Februar 2027", "02-04 02-05 02-06"),
    ],
)
def test_each_day_that_is_listed_for_one_hour_is_a_webinar(days: str, wanted: str) -> None:
    text = f"Nets\n{days}, 18:00 Berlin\n\nWith Ada Example"

    assert starts(text) == [f"2027-{day}T17:00" for day in wanted.split()]
    assert codes(text) == set()


def test_each_listed_day_is_read_with_the_clocks_of_its_day() -> None:
    text = "Nets\n25 March and 1 April 2027, 18:00–19:30 Berlin"
    webinars = read(text, published_on=PUBLISHED_ON).webinars

    assert starts(text) == ["2027-03-25T17:00", "2027-04-01T16:00"]
    ends = [webinar.start.value.ends_at for webinar in webinars if webinar.start]
    assert ends == [dt.datetime(2027, 3, 25, 18, 30, tzinfo=dt.UTC), dt.datetime(2027, 4, 1, 17, 30, tzinfo=dt.UTC)]


def test_hours_of_two_zones_that_disagree_block_each_of_the_listed_days() -> None:
    text = "Nets\n4 and 11 February 2027, 18:00 Berlin / {}"

    assert starts(text.format("2 am Tokyo (+1)")) == ["2027-02-04T17:00", "2027-02-11T17:00"]
    assert starts(text.format("11 pm Tokyo")) == [None, None]


def test_listed_days_of_a_recap_are_one_webinar() -> None:
    text = "Nets: recap\nOn 4 and 11 February 2026, 18:00 Berlin, we met. Thanks to all who came!"

    assert len(read(text, published_on=PUBLISHED_ON).webinars) == 1


EVENINGS = """Three evenings of the Harbour School

We invite you to three talks on the sea, online and free.

{first}With Ada Example of the Harbour School
We have asked forty crews what they remember of the nets.

{second}With {name}
Where the kelp has come back, and who dives there.

{third}With Cleo Muster of the Moss Society
How knots were taught.

All of it is moderated by Dora Probe.
"""
DATES = [f"Thursday {day} February 2027, 6pm Berlin\n" for day in (4, 11, 18)]


@pytest.mark.parametrize("is_above", [True, False])
@pytest.mark.parametrize("name", ["Ben Sample of the Reef Institute", "somebody whom we shall announce"])
def test_each_webinar_of_a_text_has_its_own_people_and_description(name: str, *, is_above: bool) -> None:
    heads = [
        f"{title}\n{date}" if is_above else f"{date}{title}\n"
        for title, date in zip(("What the nets say", "Kelp and cold water", "Ropes"), DATES, strict=True)
    ]
    text = EVENINGS.format(first=heads[0], second=heads[1], third=heads[2], name=name)
    webinars = read(text, published_on=dt.date(2027, 1, 1)).webinars

    assert [one.title.value for one in webinars if one.title] == ["What the nets say", "Kelp and cold water", "Ropes"]
    people = [{found.value.name for found in (*one.lineup, *one.offers.lineup)} for one in webinars]
    second = {"Ben Sample"} if name.startswith("Ben") else set()
    assert people == [{"Ada Example", "Dora Probe"}, {*second, "Dora Probe"}, {"Cleo Muster", "Dora Probe"}]
    said = [one.description.value for one in webinars if one.description]
    assert ["forty crews" in one for one in said] == [True, False, False]
    assert ["the kelp has come back" in one for one in said] == [False, True, False]
    assert all("three talks on the sea" in one for one in said)


def test_webinars_of_a_text_have_their_titles() -> None:
    text = "Spring talks\n\n{}4 February 2027, 18:00 Berlin{}\n\n{}11 February 2027, 18:00 Berlin{}"
    for parts in (
        ("What the nets say\n", "", "Ropes for all\n", ""),
        ("- ", ": What the nets say", "- ", ": Ropes for all"),
        ("## What the nets say\n\n", "", "## Ropes for all\n\n", ""),
        ("", "\nSpeaker: Ada Example\nWhat the nets say", "", "\nSpeaker: Ben Sample\nRopes for all"),
        ("What the nets say\n\n", "", "Ropes for all\n\n", ""),
    ):
        reading = read(text.format(*parts), published_on=PUBLISHED_ON)
        assert [webinar.title.value for webinar in reading.webinars if webinar.title] == [
            "What the nets say",
            "Ropes for all",
        ]


def test_who_speaks_is_no_title_and_the_day_of_another_no_description() -> None:
    text = (
        "Three evenings of the Harbour School\n\nThursday 4 February 2027, 18:00 (Berlin)\nSpeaker: Ada Example\n"
        "What the nets say\n\nThursday 11 February 2027, 18:00 (Berlin)\nSpeaker: Ben Sample\nKelp and cold water"
    )
    webinars = read(text, published_on=PUBLISHED_ON).webinars

    assert [one.title.value for one in webinars if one.title] == ["What the nets say", "Kelp and cold water"]
    assert [one.description for one in webinars] == [None, None]
    for webinar in webinars:
        assert [found.value for found in webinar.offers.title] == ["Three evenings of the Harbour School"]
    text = "Redes\n\n4 de febrero de 2027 a las 18\nCon Ada Example\n\n11 de febrero de 2027 a las 18\nCon Ben Sample"
    webinars = read(text, published_on=PUBLISHED_ON).webinars
    assert [one.title.value for one in webinars if one.title] == ["Redes", "Redes"]


TABLES = [
    (
        "| Date | Title | Speaker |\n|---|---|---|\n"
        "| 4 February 2027, 18:00 Berlin | What the nets say | Ada Example, Harbour School |\n"
        "| 11 February 2027, 18:00 Berlin | Kelp and cold water | Ben Sample, Reef Institute |"
    ),
    (
        "Speaker\tDate\tTitle\nAda Example, Harbour School\t4 February 2027, 18:00 Berlin\tWhat the nets say\n"
        "Ben Sample, Reef Institute\t11 February 2027, 18:00 Berlin\tKelp and cold water"
    ),
]


@pytest.mark.parametrize("table", TABLES)
def test_each_row_of_a_table_is_a_webinar_with_the_cells_of_its_columns(table: str) -> None:
    text = f"# Spring talks\n\n{table}"
    webinars = read(text, published_on=PUBLISHED_ON).webinars

    assert starts(text) == ["2027-02-04T17:00", "2027-02-11T17:00"]
    assert [one.title.value for one in webinars if one.title] == ["What the nets say", "Kelp and cold water"]
    people = [[(found.value.name, found.value.affiliation) for found in one.lineup] for one in webinars]
    assert people == [[("Ada Example", "Harbour School")], [("Ben Sample", "Reef Institute")]]
    assert all("|" not in offered.value for one in webinars for offered in one.offers.title)
    # A single word, “Spring”, is no question.
    assert all(one.offers.questions == () for one in webinars)


WEEKS = st.lists(st.integers(0, 20), min_size=2, max_size=6, unique=True).map(sorted)
LAYOUTS = ["- {day}, {hour} {zone}", "{day}\n{hour} {zone}\n", "Evening {number}: {day}, {hour} {zone}",
           "## Talk {number}\n\n{day}, {hour} {zone}\n", "{day} | {hour} ({zone}) | Ropes and knots"]  # fmt: skip
CLOCKS = {
    "Berlin": "Europe/Berlin",
    "Nairobi": "Africa/Nairobi",
    "Tokyo": "Asia/Tokyo",
    "US Eastern": "America/New_York",
}


@settings(deadline=None)
@given(WEEKS, st.sampled_from(LAYOUTS), st.sampled_from(sorted(CLOCKS)), st.integers(10, 21))
def test_every_date_of_a_series_is_a_webinar(weeks: list[int], layout: str, zone: str, hour: int) -> None:
    walls = [dt.datetime(2027, 1, 5, hour) + dt.timedelta(weeks=week) for week in weeks]
    lines = [
        layout.format(day=f"{wall:%A} {wall.day} {wall:%B %Y}", hour=f"{hour}:00", zone=zone, number=number)
        for number, wall in enumerate(walls, start=1)
    ]

    reading = read("Lichens and moss\n\n" + "\n".join(lines), published_on=PUBLISHED_ON)

    found = [webinar.start.value.starts_at for webinar in reading.webinars if webinar.start]
    assert found == [truth(wall, zone_of(CLOCKS[zone]))[0] for wall in walls]


PROGRAMMES = {
    "lines": "2 March 2027: What the nets say, with Ada Example\n9 March 2027: Kelp, with Ben Sample\n"
    "16 March 2027: Ropes, with Cleo Muster",
    "blocks": "2 March 2027\nWhat the nets say\nAda Example, Harbour School\n\n9 March 2027\nKelp\n"
    "Ben Sample, Reef Institute\n\n16 March 2027\nRopes\nCleo Muster, Moss Society",
    "items": "- 2 March: What the nets say (Ada Example)\n"
    "- 9 March: Kelp (Ben Sample)\n- 16 March: Ropes (Cleo Muster)",
}


@pytest.mark.parametrize(
    "hour",
    [
        "Tuesdays, 17:00 CET",
        "Every Tuesday at 17:00 CET",
        "All on Tuesdays at 5pm CET, online",
        "Dienstags, 17 Uhr MEZ",
    ],
)
@pytest.mark.parametrize("programme", PROGRAMMES)
@pytest.mark.parametrize("is_above", [True, False])
def test_each_date_of_a_weekly_programme_is_a_webinar_with_its_own_people(
    hour: str, programme: str, *, is_above: bool
) -> None:
    pieces = [hour, PROGRAMMES[programme]] if is_above else [PROGRAMMES[programme], hour]
    reading = read("\n\n".join(["Spring talks of the Harbour School", *pieces]), published_on=PUBLISHED_ON)

    assert starts("\n\n".join(["Spring talks", *pieces])) == [f"2027-03-{day:02}T16:00" for day in (2, 9, 16)]
    for webinar, name in zip(reading.webinars, ("Ada Example", "Ben Sample", "Cleo Muster"), strict=True):
        people = {person.value.name for person in (*webinar.lineup, *webinar.offers.lineup)}
        assert people <= {name}


def test_a_date_of_a_weekly_programme_on_another_weekday_blocks() -> None:
    reading = read(
        "Spring talks\n\nTuesdays, 17:00 CET\n\n2 March 2027: Nets\n10 March 2027: Kelp", published_on=PUBLISHED_ON
    )

    assert [webinar.start.value.blocks for webinar in reading.webinars if webinar.start] == [False, True]
    assert [problem.code for problem in reading.problems] == ["weekday_mismatch"]


def test_days_to_come_that_are_laid_out_in_another_way_are_said() -> None:
    text = (
        "Nets\n\n4 March 2027, 18:00 Berlin\n\nWe meet online.\n\n11 March 2027 at the same hour\n\n3 May 2026: notes"
    )
    said = [problem for problem in read(text, published_on=PUBLISHED_ON).problems if problem.code == "dates_left_out"]

    assert [(problem.text, problem.blocks) for problem in said] == [("11 March 2027", False)]


LABELLED = "Date/Time: Monday, 18 January 2027 @ 12:00 p.m. EST"


@pytest.mark.parametrize(
    "text",
    [
        "Nets\n\nI can join the 9am EST call\n\n{}",
        "Nets\n\nBen: I can join the 9am EST call.\n\n{}\n\nSpeakers: Ada Example",
        "Nets\n\nI can join the 9am EST call on January 19\n\n{}",
        "Nets\n\nBen wrote: I can join the 9am EST call on Monday, January 18\n\n{}",
        "Nets\n\n{}\n\nI can join the 9am EST call",
        "Nets\n\n{}\n\nNine in the morning, 9 am, is too early for me",
    ],
)
def test_a_labelled_start_goes_before_what_somebody_says_of_another_hour(text: str) -> None:
    assert starts(text.format(LABELLED)) == ["2027-01-18T17:00"]
    apart = LABELLED.replace("Date/Time", "Date").replace(" @ ", "\nTime: ")
    assert starts(text.format(apart)) == ["2027-01-18T17:00"]


@pytest.mark.parametrize("line", ["4pm GMT", "That is 4pm GMT in London", "Or 9am EST"])
def test_an_hour_that_may_show_the_label_wrong_blocks(line: str) -> None:
    assert starts(f"Nets\n\n{LABELLED}\n{line}") == [None]
