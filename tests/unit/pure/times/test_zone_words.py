"""Words for zones, ends and past days: each rule with phrases that it reads and phrases that it must leave alone."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.pure.times.test_zone_truth import truth, zone_of
from webinars.pure import times
from webinars.pure.times import StartReading

PUBLISHED_ON = dt.date(2026, 11, 26)


def read(text: str, published_on: dt.date = PUBLISHED_ON, **options: object) -> StartReading:
    return times.read_start(text, published_on=published_on, **options)  # type: ignore[arg-type]


def start(text: str, published_on: dt.date = PUBLISHED_ON) -> str | None:
    """The start in UTC, if nothing stands against publishing it."""
    reading = read(text, published_on)
    return None if reading.blocks or reading.starts_at is None else f"{reading.starts_at:%Y-%m-%dT%H:%M}"


def blocking(text: str, **options: object) -> list[tuple[str, str]]:
    return [(problem.code, problem.text) for problem in read(text, **options).problems if problem.blocks]


@pytest.mark.parametrize(
    ("phrase", "instant"),
    [
        ("9 March 2027, 19h30 Europe Central (18:30 UTC)", "2027-03-09T18:30"),
        ("9 March 2027, 19h30 Europe/Central", "2027-03-09T18:30"),
        ("9 March 2027, 7.30pm Central (Europe)", "2027-03-09T18:30"),
        ("9 March 2027, 19:30 Europe Eastern", "2027-03-09T17:30"),
        ("9 March 2027, 19:30 Western Europe", "2027-03-09T19:30"),
        ("9 March 2027, 19:30 Africa Central", "2027-03-09T17:30"),
        ("9 March 2027, 19:30 Eastern African time", "2027-03-09T16:30"),
        ("On Europe, Central time 7pm, 9 March 2027", "2027-03-10T01:00"),
        ("9 March 2027, 7pm Central (US)", "2027-03-10T01:00"),
        ("9 March 2027, 7pm Eastern/6pm Central", "2027-03-10T00:00"),
        ("9 March 2027, 7pm Central", "2027-03-10T01:00"),
    ],
)
def test_a_continent_beside_a_point_of_the_compass_decides(phrase: str, instant: str | None) -> None:
    assert start(phrase) == instant


@pytest.mark.parametrize(
    "region", ["Central America", "America Central", "Central Asia", "Asia Central", "Asia/Central"]
)
def test_a_part_of_a_continent_without_one_clock_blocks(region: str) -> None:
    assert [code for code, _ in blocking(f"9 March 2027, 7pm {region}")] == ["timezone_ambiguous"]


@pytest.mark.parametrize(
    ("phrase", "instant", "minutes"),
    [
        (
            "The talk begins at 5:15 pm CET on 9 March 2027 and will last approximately until 7 p.m. CET",
            "2027-03-09T16:15",
            105,
        ),
        ("9 March 2027, 5:15 pm CET, and ends about 7 pm CET", "2027-03-09T16:15", 105),
        ("9 March 2027, 5:15 pm CET, lasting until about 7 pm", "2027-03-09T16:15", 105),
        ("9 de marzo de 2027, 17:15 CET, dura hasta las 19:00 CET", "2027-03-09T16:15", 105),
        ("9. März 2027, 17:15 MEZ, bis etwa 19:00 MEZ", "2027-03-09T16:15", 105),
        ("9. März 2027, 17:15 Uhr MEZ, dauert bis ca. 19:00 Uhr MEZ", "2027-03-09T16:15", 105),
    ],
)
def test_words_introduce_an_end(phrase: str, instant: str, minutes: int) -> None:
    reading = read(phrase)

    assert start(phrase) == instant
    assert reading.starts_at is not None
    assert reading.ends_at == reading.starts_at + dt.timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "phrase",
    [
        "9 March 2027, 5:15 pm CET, again at 7 pm CET",
        "9 de marzo de 2027, 17:15 CET, a las 19:00 CET",
        "9 March 2027, 5:15 pm CET; questions can be sent until 7 pm CET",
    ],
)
def test_another_hour_is_no_end(phrase: str) -> None:
    assert [code for code, _ in blocking(phrase)] == ["times_disagree"]


@pytest.mark.parametrize("offset", ["UTC300", "UTC+300", "UTC+25", "GMT+2:20", "UTC-300"])
def test_an_impossible_offset_is_noise_beside_a_zone_and_blocks_alone(offset: str) -> None:
    beside = read(f"9 March 2027, 20:00 bis 21:30 (Europe/Vienna / {offset})")

    assert (beside.starts_at, beside.blocks) == (dt.datetime(2027, 3, 9, 19, tzinfo=dt.UTC), False)
    assert [(problem.code, problem.text) for problem in beside.problems] == [("timezone_unknown", offset)]
    assert blocking(f"9 March 2027, 20:00 {offset}") == [("timezone_unknown", offset)]
    assert read(f"9 March 2027, 20:00 {offset}").starts_at is None


@pytest.mark.parametrize(
    ("phrase", "instant"),
    [
        ("9 March 2027, 20:00 UTC+3", "2027-03-09T17:00"),
        ("9 March 2027, 20:00 UTC-0300", "2027-03-09T23:00"),
        ("9 March 2027, 20:00 UTC–21:30 UTC", "2027-03-09T20:00"),
        ("9 March 2027, 20:00 UTC, 300 places", "2027-03-09T20:00"),
        ("9 March 2027, 20:00 UTC+00:00", "2027-03-09T20:00"),
    ],
)
def test_offsets_that_can_be_are_read_as_ever(phrase: str, instant: str) -> None:
    assert start(phrase) == instant


@pytest.mark.parametrize("offset", ["UTC3", "UTC-13", "UTC+15"])
def test_an_offset_without_its_sign_or_beyond_all_zones_blocks(offset: str) -> None:
    assert blocking(f"9 March 2027, 20:00 {offset}") == [("timezone_unknown", offset)]


@pytest.mark.parametrize(
    ("phrase", "instant"),
    [
        ("9 March 2027, 19hs (UY)", "2027-03-09T22:00"),
        ("9 March 2027, 19h (PE)", "2027-03-10T00:00"),
        ("9 March 2027, 19hs (UY) / 17h (PE)", "2027-03-09T22:00"),
        ("9 March 2027, 7 pm (KE)", "2027-03-09T16:00"),
        ("9 March 2027, 19h (AR)", "2027-03-09T22:00"),
        ("9 March 2027, 19h (CO)", "2027-03-10T00:00"),
        ("9 de marzo de 2027, 19:00 (CO)", "2027-03-10T00:00"),
        ("9 March 2027, 19h (DE)", "2027-03-09T18:00"),
    ],
)
def test_two_letters_in_brackets_behind_an_hour_are_a_country(phrase: str, instant: str) -> None:
    assert start(phrase) == instant


@pytest.mark.parametrize(
    "phrase",
    [
        "9 March 2027, 7pm (CO)",
        "9 March 2027, 7pm (DE)",
        "9 March 2027, 7pm (IN)",
        "9 March 2027, 19:00 (SO)",
        "9. März 2027, 19:00 Uhr (SO)",
        "9 March 2027, 19h (US)",
        "9 March 2027, 19h (AU)",
        "9 March 2027, 7pm (DE) Delaware",
        "9 March 2027, 19h (DE) Delaware",
        "9 March 2027, 19h (XQ)",
        "9 March 2027, 7:30 (AM)",
        "9 March 2027, 7pm (Ke)",
    ],
)
@pytest.mark.parametrize("assumed", [None, "Europe/London"])
def test_what_may_be_a_state_or_a_day_is_no_country(phrase: str, assumed: str | None) -> None:
    reading = read(phrase, assumed_timezone=assumed)

    assert reading.timezone in {None, assumed}
    assert assumed or reading.blocks


@pytest.mark.parametrize("code", ["CO", "DE", "IN"])
def test_such_letters_block_even_where_the_organisation_has_a_zone(code: str) -> None:
    assert blocking(f"9 March 2027, 7pm ({code})", assumed_timezone="Europe/London")


PAST = dt.date(2025, 5, 8)


@pytest.mark.parametrize(
    ("phrase", "date"),
    [
        ("Originally presented 3 May, 7 PM CEST", "2025-05-03"),
        ("Recorded 3 May, 7 PM CEST", "2025-05-03"),
        ("Recorded: Saturday, 3 May, 7 PM CEST", "2025-05-03"),
        ("The talk was held on 3 May, 7 PM CEST", "2025-05-03"),
        ("It took place on Saturday 3 May, 7 PM CEST", "2025-05-03"),
        ("Grabado el 3 de mayo, 19:00 CEST", "2025-05-03"),
        ("Aufgezeichnet am 3. Mai, 19:00 MESZ", "2025-05-03"),
        ("An evening of recorded music, 15 June, 7pm Berlin", "2025-06-15"),
        ("It will be recorded. 3 May, 7 PM CEST", "2026-05-03"),
        ("It will be held on 3 May, 7 PM CEST", "2026-05-03"),
        ("To be presented on 3 May, 7 PM CEST", "2026-05-03"),
        ("Nets, first presented in 2019. Next on 3 May, 7 PM CEST", "2026-05-03"),
        ("3 May, 7 PM CEST", "2026-05-03"),
        ("Recorded 3 May 2024, 7 PM CEST", "2024-05-03"),
    ],
)
def test_words_of_the_past_choose_the_last_such_day(phrase: str, date: str) -> None:
    assert str(read(phrase, PAST).date) == date


@pytest.mark.parametrize(
    ("phrase", "instant"),
    [
        ("Bees of Norway, 12 May 2027, 3 PM EDT\nTime: 3 PM", "2027-05-12T19:00"),
        ("Bees of Norway, 12 May 2027, 3 PM\nTime: 3 PM EDT", "2027-05-12T19:00"),
        ("Bees of Norway, 12 May 2027, 3 PM\nTime: 3 PM", None),
        ("Berlin, 12 May 2027, 18:00, Tokyo, 13 May 2027, 01:00", "2027-05-12T16:00"),
        ("Berlin 12 May 2027 18:00 Tokyo 13 May 2027 01:00", "2027-05-12T16:00"),
        ("Tehran time: 12 May 2027, 18:00; 19:30", "2027-05-12T14:30"),
        ("Norway: 12 May 2027, 3 PM EDT, doors at 2 PM", "2027-05-12T19:00"),
    ],
)
def test_a_zone_beside_its_hour_never_loses_to_one_across_a_date(phrase: str, instant: str | None) -> None:
    assert start(phrase) == instant


COUNTRIES = ["Norway", "Kenya", "Japan", "Peru", "London", "Iceland", "India"]
CLOCKS = {"EDT": "America/New_York", "CEST": "Europe/Berlin", "Nairobi": "Africa/Nairobi", "JST": "Asia/Tokyo"}
AROUND = [
    "",
    "\nTime: {hour}",
    "\n{hour}",
    "\nDoors open 2 PM",
    "\nTime: {hour} {clock}",
    ", a talk on kelp",
    " | online",
]


@given(
    st.sampled_from(COUNTRIES),
    st.sampled_from(["Bees of {}, ", "{}: ", "Nets in {} | ", "{} and its kelp\n", "A letter from {} – ", "{}\n"]),
    st.integers(0, 27),
    st.integers(1, 12),
    st.sampled_from(["AM", "PM"]),
    st.sampled_from(sorted(CLOCKS)),
    st.lists(st.sampled_from(AROUND), max_size=2),
)
def test_whatever_stands_around_an_hour_with_its_zone_it_is_right_or_blocks(
    country: str, title: str, day: int, hour: int, half: str, clock: str, around: list[str]
) -> None:
    printed = f"{hour} {half}"
    text = title.format(country) + f"{day + 1} July 2027, {printed} {clock}"
    text += "".join(around).format(hour=printed, clock=clock)
    wall = dt.datetime(2027, 7, day + 1, hour % 12 + 12 * (half == "PM"))

    reading = read(text)

    assert reading.blocks or [reading.starts_at] == truth(wall, zone_of(CLOCKS[clock])), text


@given(
    st.sampled_from(["UY", "PE", "KE", "NO", "JP", "CO", "DE", "AR", "IT"]),
    st.integers(1, 23),
    st.sampled_from(["h", "hs", ":00", " Uhr"]),
    st.sampled_from(["", " online", "\nZoom", ", a talk on nets", " Delaware", " (Zoom)"]),
)
def test_two_letters_behind_an_hour_are_the_country_or_block(code: str, hour: int, mark: str, behind: str) -> None:
    reading = read(f"9 March 2027, {hour}{mark} ({code}){behind}")
    clocks = {"UY": "America/Montevideo", "PE": "America/Lima", "KE": "Africa/Nairobi", "NO": "Europe/Oslo",
              "JP": "Asia/Tokyo", "CO": "America/Bogota", "DE": "Europe/Berlin",
              "AR": "America/Argentina/Buenos_Aires", "IT": "Europe/Rome"}  # fmt: skip

    assert reading.blocks or [reading.starts_at] == truth(dt.datetime(2027, 3, 9, hour), zone_of(clocks[code]))


@given(st.integers(0, 9999), st.sampled_from(["", "+", "-"]), st.sampled_from(["UTC", "GMT"]), st.integers(0, 23))
def test_any_figures_behind_utc_are_their_offset_or_block(figures: int, sign: str, name: str, hour: int) -> None:
    reading = read(f"9 March 2027, {hour:02}:00 {name}{sign}{figures}")
    digits = str(figures)
    hours, minutes = (int(digits[:2]), int(digits[2:])) if len(digits) == 4 else (figures, 0)
    offset = dt.timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1)
    wall = dt.datetime(2027, 3, 9, hour, tzinfo=dt.UTC)
    # "20:00 UTC-2130" is a range of hours.
    is_range = sign == "-" and reading.ends_at is not None

    assert reading.blocks or reading.starts_at == (wall if is_range else wall - offset)
