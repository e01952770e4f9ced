"""What the lint says: the shape of the answer, the sentences, and what no input may do."""

import datetime as dt
import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import Effort
from webinars.pure import times
from webinars.pure.times import DisplayZone, Problem, StartReading

PUBLISHED_ON = dt.date(2027, 1, 10)


def read(text: str, **options: object) -> StartReading:
    return times.read_start(text, **{"published_on": PUBLISHED_ON, **options})  # type: ignore[arg-type]


def problem(text: str, code: str, **options: object) -> Problem:
    return next(problem for problem in read(text, **options).problems if problem.code == code)


def codes(reading: StartReading) -> set[str]:
    return {problem.code for problem in reading.problems}


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def test_a_right_line_becomes_the_promised_json() -> None:
    assert read("Sunday 14 February 2027, 4pm-5.30pm Britain, 11am US Eastern").as_json() == {
        "starts_at": "2027-02-14T16:00:00Z",
        "ends_at": "2027-02-14T17:30:00Z",
        "timezone": "Europe/London",
        "date": "2027-02-14",
        "times": [
            {"label": "Britain", "timezone": "Europe/London", "wall": "2027-02-14T16:00", "agrees": True},
            {"label": "US Eastern", "timezone": "America/New_York", "wall": "2027-02-14T11:00", "agrees": True},
        ],
        "problems": [],
    }


def test_a_line_of_the_split_weeks_disagrees_with_the_usual_difference() -> None:
    assert read("Sunday 16 March 2025, 4pm Britain, 11am US Eastern").as_json() == {
        "starts_at": None,
        "ends_at": None,
        "timezone": None,
        "date": "2025-03-16",
        "times": [
            {"label": "Britain", "timezone": "Europe/London", "wall": "2025-03-16T16:00", "agrees": False},
            {"label": "US Eastern", "timezone": "America/New_York", "wall": "2025-03-16T11:00", "agrees": False},
        ],
        "problems": [
            {
                "code": "times_disagree",
                "blocks": True,
                "text": "4pm Britain, 11am US Eastern",
                "message": "4pm Britain and 11am US Eastern are different moments on 16 March 2025: "
                "4pm in Britain is 12 noon US Eastern.",
            }
        ],
    }


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (
            "Saturday 14 February 2027, 4pm Britain",
            "weekday_mismatch",
            "14 February 2027 is a Sunday. Write Sunday 14 February or Saturday 13 February.",
        ),
        (
            "12 July 2027, 4pm IST",
            "timezone_ambiguous",
            "“IST” is used in India, Jerusalem and Dublin. Write the place instead.",
        ),
        (
            "12 July 2027, 4pm EST",
            "abbreviation_out_of_season",
            "EST is not the clock of New York on 12 July 2027. Write “4pm New York” if that is meant.",
        ),
        (
            "28 March 2027, 1.30am Britain",
            "wall_time_skipped",
            "1.30am on 28 March 2027 does not exist in Britain: clocks go from 1am to 2am. Choose 12.30am or 2.30am.",
        ),
        (
            "3/4/2027, 4pm Britain",
            "date_ambiguous",
            "“3/4/2027” can be 4 March 2027 or 3 April 2027. Write the month as a word.",
        ),
        ("14 February 2027 at 4 GMT", "ampm_missing", "“4 GMT” can be 4am or 4pm. Write which."),
        (
            "tomorrow, 4pm Britain",
            "date_relative",
            "“tomorrow” depends on when it is read. Write Monday 11 January 2027 if that is meant.",
        ),
        ("14 February, 4pm Britain", "year_assumed", "“14 February” has no year; it is taken as 14 February 2027."),
        (
            "14 February 2027, 4pm Britain, 3am Sydney",
            "day_rollover_missing",
            "3am Sydney is on Monday 15 February. Write “3am Monday Sydney”.",
        ),
        (
            "14 February 2027, 4pm",
            "timezone_missing",
            "“4pm” has no zone, so nobody elsewhere knows when it is. Write a place, such as “4pm Britain”.",
        ),
        (
            "14 February 2027, 4pm Lilliput time",
            "timezone_unknown",
            "“Lilliput” is no zone we know. Write a city or a country, such as “Berlin” or “Kenya”.",
        ),
        (
            "14 February 2027, 4pm Australia",
            "timezone_ambiguous",
            "“Australia” has several zones. Write the city instead.",
        ),
        (
            "14 February 2027, midnight Britain",
            "date_ambiguous",
            "“midnight Britain” can be the start or the end of Sunday 14 February. Write 11.59pm or 12.01am.",
        ),
        ("31 June 2027, 4pm Britain", "date_missing", "“31 June 2027” is not in the calendar. Write the right date."),
        ("4pm Britain", "date_missing", "There is no date. Write one, such as “Sunday 14 February 2027”."),
        ("14 February 2027", "time_missing", "There is no hour. Write one with its zone, such as “4pm Britain”."),
        (
            "14 February 2027, 4-5pm Britain, 11am-1pm US Eastern",
            "ends_disagree",
            "The ends printed are different moments. Write one of them.",
        ),
        (
            "14 February 2027, 10am and 4pm CET",
            "times_disagree",
            "10am CET and 4pm CET are different hours. Write only the one at which it starts.",
        ),
        (
            "Sun 14 February 2027 10am CET; Mon 15 February 2027 10am CET",
            "times_disagree",
            "Sunday 14 February and Monday 15 February are different days. Write only the one on which it starts.",
        ),
        (
            "Next Tuesday, 4pm CET",
            "date_relative",
            "“Next Tuesday” says no date. Write one, such as “Sunday 14 February 2027”.",
        ),
    ],
)
def test_each_problem_says_what_is_true_and_what_to_write(text: str, code: str, message: str) -> None:
    assert problem(text, code).message == message


def test_a_problem_knows_the_place_of_its_words() -> None:
    text = "The talk.\n\nSaturday 14 February 2027, 4pm Britain"

    found = problem(text, "weekday_mismatch")

    assert found.start is not None
    assert text[found.start : found.end] == "Saturday 14 February 2027"


def test_a_claim_knows_the_place_of_its_words() -> None:
    text = "Sunday 14 February 2027: Berlin 5pm,\n4pm (UK time)"

    claims = read(text).times

    assert [text[claim.start : claim.end] for claim in claims] == ["Berlin 5pm", "4pm (UK time)"]
    assert [claim.label for claim in claims] == ["Berlin", "UK time"]


def test_a_loser_is_shown_and_does_not_block() -> None:
    reading = read("14 February 2027, 4pm Britain, 11am US Eastern, 6pm China")

    assert reading.starts_at == utc("2027-02-14T16:00")
    assert [claim.agrees for claim in reading.times] == [True, True, False]
    assert not problem("14 February 2027, 4pm Britain, 11am US Eastern, 6pm China", "times_disagree").blocks


def test_the_zone_is_that_of_the_first_claim_that_agrees() -> None:
    reading = read("14 February 2027, 3pm Britain, 11am US Eastern, midnight China")

    assert (reading.timezone, reading.starts_wall) == (
        "America/New_York",
        dt.datetime.fromisoformat("2027-02-14T11:00"),
    )


def test_american_zones_are_one_voice_and_europe_is_another() -> None:
    assert read("15 March 2026, 4pm Britain, 5pm Berlin, 11am ET, 8am PT").starts_at is None
    assert read("15 March 2026, 4pm Britain, 11am ET, 8am PT, midnight China").starts_at == utc("2026-03-15T16:00")


def test_within_one_voice_the_larger_number_of_claims_wins() -> None:
    assert read("14 February 2027, 11am ET, 10am CT, 9am PT").starts_at == utc("2027-02-14T16:00")


def test_an_offset_beside_a_place_is_no_second_voice() -> None:
    assert read("12 July 2027, 3pm CET (UTC+1)").starts_at is None
    assert read("12 July 2027, 3pm CEST (UTC+2)").starts_at == utc("2027-07-12T13:00")


def test_an_abbreviation_out_of_season_that_is_confirmed_does_not_block() -> None:
    reading = read("12 July 2027, 10am EST, 3pm Britain")

    assert reading.starts_at == utc("2027-07-12T14:00")
    assert codes(reading) == {"abbreviation_out_of_season"}
    assert not reading.blocks
    assert [claim.is_out_of_season for claim in reading.times] == [True, False]


def test_gmt_in_summer_is_confirmed_by_one_hour_from_elsewhere() -> None:
    reading = read("4pm GMT / 11am US Eastern, Sunday 19 April 2026")

    assert reading.starts_at == utc("2026-04-19T15:00")
    assert codes(reading) == {"abbreviation_out_of_season"}
    assert not reading.blocks


def test_a_zone_asked_for_fills_in_and_an_assumed_one_is_said() -> None:
    given_zone = read("14 February 2027, 4pm", timezone="Europe/Berlin")
    assumed = read("14 February 2027, 4pm", assumed_timezone="Europe/Berlin")

    assert (given_zone.starts_at, codes(given_zone)) == (utc("2027-02-14T15:00"), set())
    assert (assumed.starts_at, codes(assumed)) == (utc("2027-02-14T15:00"), {"timezone_assumed"})
    assert assumed.times[0].label == ""
    assert not assumed.blocks


def test_a_printed_zone_is_stronger_than_the_one_asked_for() -> None:
    assert read("14 February 2027, 4pm Britain", timezone="Asia/Tokyo").timezone == "Europe/London"


def test_a_zone_asked_for_settles_an_abbreviation() -> None:
    assert read("12 July 2027, 4pm IST", timezone="Asia/Jerusalem").starts_at == utc("2027-07-12T13:00")
    assert read("12 July 2027, 4pm IST", timezone="Asia/Kolkata").starts_at == utc("2027-07-12T10:30")


def test_an_unknown_zone_asked_for_is_refused() -> None:
    with pytest.raises(times.UnknownTimezone):
        read("14 February 2027, 4pm", timezone="Europe/Lodnon")


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        ("14 February, 4pm Britain", "announcement", "2027-02-14"),
        ("9 January, 4pm Britain", "announcement", "2028-01-09"),
        ("10 January, 4pm Britain", "announcement", "2027-01-10"),
        ("14 February, 4pm Britain", "recap", "2026-02-14"),
        ("10 January, 4pm Britain", "recap", "2027-01-10"),
        ("29 February, 4pm Britain", "recap", "2024-02-29"),
        ("Sunday, 4pm Britain", "announcement", "2027-01-10"),
        ("Saturday, 4pm Britain", "recap", "2027-01-09"),
    ],
)
def test_the_year_comes_from_the_day_of_publication(text: str, kind: str, date: str) -> None:
    assert read(text, kind=kind).date == dt.date.fromisoformat(date)


def test_a_recap_may_have_a_date_only() -> None:
    reading = read("The webinar took place on 3 July 2026.", kind="recap")

    assert reading.date == dt.date(2026, 7, 3)
    assert codes(reading) == {"time_missing"}


def test_the_weekday_never_chooses_the_year() -> None:
    # 14 February 2027 is a Sunday; in 2028 it is a Monday.
    reading = read("Monday 14 February, 4pm Britain")

    assert (reading.date, reading.starts_at) == (dt.date(2027, 2, 14), None)
    assert "weekday_mismatch" in codes(reading)


def test_a_wrong_weekday_is_settled_by_the_same_date_with_the_right_one() -> None:
    reading = read("Saturday 14 February 2027, 4pm Britain. See you on Sunday 14 February")

    assert reading.starts_at == utc("2027-02-14T16:00")
    assert "weekday_mismatch" in codes(reading)


def test_other_dates_in_the_text_are_not_the_start() -> None:
    text = "Posted 3 January 2027. Register by 12 February. Sunday 14 February 2027, 4pm Britain."

    assert read(text).starts_at == utc("2027-02-14T16:00")


@pytest.mark.parametrize(
    ("text", "ends_at"),
    [
        ("14 February 2027, 11pm-1am Britain", "2027-02-15T01:00"),
        ("14 February 2027, 11am EST to 12.30pm EST", "2027-02-14T17:30"),
        ("Start: 14 February 2027, 4pm GMT. End: 6pm", "2027-02-14T18:00"),
        ("14 February 2027, 2-4 GMT / 3-5pm CET", "2027-02-14T16:00"),
        ("14 February 2027, 16:00-17:15 GMT", "2027-02-14T17:15"),
    ],
)
def test_the_end_is_read(text: str, ends_at: str) -> None:
    assert read(text).ends_at == utc(ends_at)


@pytest.mark.parametrize("year", [1850, 1972, 2038, 2099])
def test_a_year_that_cannot_be_worked_out_is_said(year: int) -> None:
    reading = read(f"14 February {year}, 4pm Britain")

    assert reading.starts_at is None
    assert "not between 1973 and 2037" in reading.problems[-1].message


PIECES = (
    "Monday", "14", "February", "2027", "4pm", "11", ":", "30", "Britain", "ET", "(", ")", "/", "-", "–", ",",
    ".", "\n", "UTC", "+", "5", "IST", "noon", "midnight", "to", "and", "next", "day", "3/12", "Uhr", "h", "at",
    "🇬🇧", "de", "a", "31", "Sydney", "half", "past", "seven", "Etc/GMT+3", "9999", "1", "0", "24:00", "Mar",
    "end", "tomorrow", "|", "month",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(["", " "]), st.dates())
@settings(max_examples=400)
def test_no_order_of_the_words_it_knows_breaks_it(words: list[str], joint: str, published_on: dt.date) -> None:
    text = joint.join(words)

    reading = times.read_start(text, published_on=published_on)

    assert (reading.starts_at is None) == (reading.timezone is None)
    assert reading.starts_at is not None or reading.blocks
    for claim in reading.times:
        assert 0 <= claim.start < claim.end <= len(text)
        if claim.agrees and reading.starts_at is not None:
            assert claim.timezone is not None
            assert claim.wall is not None
            assert reading.starts_at in times.instants(claim.wall, claim.timezone)


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    reading = read(text)

    assert reading.starts_at is not None or reading.blocks
    for before, after in pairwise(times.find_mentions(text)):
        assert before.end <= after.start


@pytest.mark.parametrize("part", ["E.S.T.", "1/2 ", "4pm (", "晚上8点", "4pm/", "evening 7:30 ", "tickets until "])
def test_hostile_lines_cost_no_more_than_their_length(part: str) -> None:
    read(part * 20)
    costs = []
    for length in (2_000, 16_000):
        effort = Effort()
        read((part * length)[:length])
        costs.append(effort.seconds())

    # Eight times the text, eight times the work of the processor, with room for what else it does; not sixty-four.
    assert costs[1] < max(24 * costs[0], 2)


LABELS = {
    "Britain": "Europe/London",
    "US Eastern": "America/New_York",
    "US Pacific": "America/Los_Angeles",
    "China": "Asia/Shanghai",
    "India": "Asia/Kolkata",
    "Sydney": "Australia/Sydney",
    "Kathmandu": "Asia/Kathmandu",
    "São Paulo": "America/Sao_Paulo",
    "Lord Howe Island": "Australia/Lord_Howe",
    "UTC": "Etc/UTC",
}


@given(
    st.datetimes(dt.datetime.fromisoformat("2015-01-02"), dt.datetime.fromisoformat("2037-12-30")),
    st.lists(st.sampled_from(sorted(LABELS)), min_size=2, max_size=6, unique=True),
    st.sampled_from([times.HourStyle.TWELVE, times.HourStyle.TWELVE_COLON, times.HourStyle.TWENTY_FOUR]),
    st.booleans(),
)
def test_a_line_we_write_is_read_back_without_a_problem(
    moment: dt.datetime,
    labels: list[str],
    style: times.HourStyle,
    merge: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    starts_at = moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0, tzinfo=dt.UTC)
    shown = [DisplayZone(label, LABELS[label]) for label in labels]
    line = times.zone_line(starts_at, shown[0].timezone, shown, style=style, merge=merge)

    reading = times.read_start(line.text, published_on=PUBLISHED_ON)

    assert reading.starts_at == starts_at
    assert reading.date == line.date
    assert codes(reading) <= {"wall_time_repeated"}


def hostile_texts() -> dict[str, str]:
    chooser = random.Random(1)
    return {
        "digits": "9" * 1_000_000,
        "brackets": "(" * 1_000_000,
        "lines": "\n" * 1_000_000,
        "hours": "4pm Britain, " * 80_000,
        "colons": "1:" * 500_000,
        "dashes": "4-" * 500_000,
        "weekdays": "Monday the " * 100_000,
        "days": "1 and " * 150_000,
        "offsets": "UTC+" * 250_000,
        "misspelt": "4pm in Aukland " * 60_000,
        "accents": "a" + "\u0301" * 1_000_000,
        "zones": "Europe/" * 140_000,
        "noise": "".join(chooser.choices("0123456789:-/ .,apmUTCMon\n(", k=1_000_000)),
    }


@pytest.mark.parametrize("name", sorted(hostile_texts()))
def test_a_megabyte_of_anything_is_answered_at_once(name: str) -> None:
    text = hostile_texts()[name]
    effort = Effort()

    reading = read(text)

    assert effort.seconds() < 3
    assert reading.problems or reading.starts_at
