import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinars.lib.i18n import use_locale
from webinars.pure import times
from webinars.pure.times import DisplayZone, HourStyle, zones

BRITAIN = DisplayZone("Britain", "Europe/London")
EASTERN = DisplayZone("US Eastern", "America/New_York")
PACIFIC = DisplayZone("US Pacific", "America/Los_Angeles")
SYDNEY = DisplayZone("Sydney", "Australia/Sydney")
CHINA = DisplayZone("China", "Asia/Shanghai")
START = dt.datetime(2027, 2, 14, 16, tzinfo=dt.UTC)


def test_the_line_has_the_labels_and_the_order_of_the_organiser() -> None:
    line = times.zone_line(START, "Europe/London", [BRITAIN, EASTERN, PACIFIC])

    assert line.text == "Sunday 14 February 2027, 4pm Britain, 11am US Eastern, 8am US Pacific"
    assert line.times_text == "4pm Britain, 11am US Eastern, 8am US Pacific"
    assert [time.wall.hour for time in line.times] == [16, 11, 8]


def test_the_date_is_that_of_the_first_zone_and_another_day_is_named() -> None:
    line = times.zone_line(START, "Europe/London", [SYDNEY, BRITAIN])

    assert line.text == "Monday 15 February 2027, 3am Sydney, 4pm Sunday Britain"
    assert line.date == dt.date(2027, 2, 15)


def test_a_table_gets_the_date_of_another_day() -> None:
    sydney = times.zone_line(START, "Europe/London", [BRITAIN, SYDNEY]).times[1]

    assert (sydney.hour_text, sydney.day_text, sydney.date_text) == ("3am", "Monday", "Monday 15 February")
    assert sydney.text == "3am Monday Sydney"
    assert sydney.offset_text == "UTC+11"


def test_the_year_is_said_where_the_other_day_is_in_another() -> None:
    line = times.zone_line(dt.datetime(2026, 12, 31, 20, tzinfo=dt.UTC), "Europe/London", [BRITAIN, SYDNEY])

    assert line.times[1].date_text == "Friday 1 January 2027"


def test_midnight_says_between_which_days_it_lies() -> None:
    line = times.zone_line(START, "Europe/London", [BRITAIN, CHINA])

    assert line.times[1].text == "midnight Sunday to Monday China"
    assert line.times[1].date_text == "Monday 15 February"


def test_a_reader_elsewhere_reads_her_hour_first_and_the_days_of_her_calendar() -> None:
    line = times.reader_line(START, "Australia/Sydney", "Europe/London", [BRITAIN, EASTERN, SYDNEY])

    assert line.text == "Monday 15 February 2027, 3am Sydney, 4pm Sunday Britain, 11am Sunday US Eastern"
    rome = times.reader_line(START, "Europe/Rome", "Europe/London", [BRITAIN, SYDNEY])
    assert rome.text == "Sunday 14 February 2027, 5pm Rome, 4pm Britain, 3am Monday Sydney"


def test_a_readers_own_zone_stands_once_and_is_called_what_the_organiser_calls_it() -> None:
    line = times.reader_line(START, "Europe/Belfast", "Europe/London", [BRITAIN, DisplayZone("New York", "US/Eastern")])

    assert line.times_text == "4pm Britain, 11am New York"
    alone = times.reader_line(START, "Europe/London", "Europe/London")
    assert alone.text == "Sunday 14 February 2027, 4pm Britain"


def test_zones_that_share_an_hour_are_joined_beside_the_readers() -> None:
    portugal = DisplayZone("Portugal", "Europe/Lisbon")

    line = times.reader_line(START, "Atlantic/Madeira", "Europe/London", [BRITAIN, portugal], merge=True)

    assert line.times_text == "4pm Madeira, 4pm Britain and Portugal"


def test_a_reader_in_a_zone_that_is_no_more_reads_utc() -> None:
    assert times.reader_line(START, "Gone/Forever", "Europe/London").times_text == "4pm UTC, 4pm Britain"


def test_in_figures_midnight_needs_no_second_day() -> None:
    line = times.zone_line(START, "Europe/London", [BRITAIN, CHINA], style=HourStyle.TWENTY_FOUR)

    assert line.times_text == "16:00 Britain, 00:00 Monday China"


def test_an_abbreviation_never_stands_alone() -> None:
    cet, utc = DisplayZone("CET", "Europe/Berlin"), DisplayZone("UTC", "Etc/UTC")

    line = times.zone_line(START, "Europe/Berlin", [cet, utc])

    assert line.times_text == "5pm CET (Berlin), 4pm UTC"


def test_the_promised_zone_leads_where_it_was_left_out() -> None:
    line = times.zone_line(START, "Asia/Kolkata", [BRITAIN])

    assert line.text == "Sunday 14 February 2027, 9.30pm India, 4pm Britain"


def test_an_old_name_of_the_promised_zone_is_not_shown_twice() -> None:
    kyiv = DisplayZone("Kyiv", "Europe/Kyiv")

    assert times.zone_line(START, "Europe/Kiev", [kyiv]).times_text == "6pm Kyiv"


def test_zones_that_share_an_hour_are_merged_if_asked() -> None:
    lisbon = DisplayZone("Portugal", "Europe/Lisbon")

    merged = times.zone_line(START, "Europe/London", [BRITAIN, EASTERN, lisbon], merge=True)

    assert merged.times_text == "4pm Britain and Portugal, 11am US Eastern"


def test_a_place_whose_name_is_a_list_is_joined_with_none() -> None:
    places = [
        DisplayZone("Barbados", "America/Barbados"),
        DisplayZone("Trinidad and Tobago", "America/Port_of_Spain"),
        DisplayZone("Halifax, Nova Scotia", "America/Halifax"),
        DisplayZone("Puerto Rico", "America/Puerto_Rico"),
    ]

    merged = times.zone_line(START, "America/Barbados", places, merge=True)

    assert merged.times_text == (
        "12 noon Barbados and Puerto Rico, 12 noon Trinidad and Tobago, 12 noon Halifax, Nova Scotia"
    )


def test_a_zone_that_was_removed_from_the_database_does_not_break_the_line() -> None:
    gone = DisplayZone("Atlantis", "Europe/Atlantis")

    assert times.zone_line(START, "Europe/Atlantis", [gone, BRITAIN]).times_text == "4pm Britain"
    assert times.zone_line(START, "Europe/Atlantis", [gone]).times_text == "4pm UTC"
    assert times.display_name("Europe/Atlantis") == "Europe/Atlantis"
    assert times.place_name("Europe/Atlantis") == "Europe/Atlantis"


@pytest.mark.parametrize(
    ("hour", "style", "text"),
    [
        ("16:00", HourStyle.TWELVE, "4pm"),
        ("21:30", HourStyle.TWELVE, "9.30pm"),
        ("21:30", HourStyle.TWELVE_COLON, "9:30pm"),
        ("21:05", HourStyle.TWENTY_FOUR, "21:05"),
        ("12:00", HourStyle.TWELVE, "12 noon"),
        ("00:00", HourStyle.TWELVE, "midnight"),
        ("00:30", HourStyle.TWELVE, "12.30am"),
        ("12:01", HourStyle.TWELVE, "12.01pm"),
        ("00:00", HourStyle.TWENTY_FOUR, "00:00"),
    ],
)
def test_hours_are_written_in_the_style_of_the_organisation(hour: str, style: HourStyle, text: str) -> None:
    assert times.format_hour(dt.time.fromisoformat(hour), style) == text


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en_GB", "4.30pm"),
        ("de", "16.30 Uhr"),
        ("fr", "16 h 30"),
        ("es", "16:30"),
    ],
)
def test_hours_follow_the_language_of_the_page(locale: str, text: str) -> None:
    with use_locale(locale):
        assert times.format_hour(dt.time(16, 30)) == text


def test_an_hour_in_french_is_no_length() -> None:
    with use_locale("fr"):
        assert [times.format_hour(dt.time(hour)) for hour in (0, 9, 10, 16)] == ["0 h 00", "9 h 00", "10 h", "16 h"]


def test_dates_follow_the_language_of_the_page() -> None:
    with use_locale("de"):
        line = times.zone_line(START, "Europe/Berlin", [DisplayZone("Berlin", "Europe/Berlin"), SYDNEY])

    assert line.text == "Sonntag, 14. Februar 2027, 17 Uhr Berlin, 3 Uhr Montag Sydney"


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (45, "45 minutes"),
        (60, "1 hour"),
        (90, "1 hour and 30 minutes"),
        (121, "2 hours and 1 minute"),
    ],
)
def test_a_length_is_said_in_words(minutes: int, text: str) -> None:
    assert times.duration_text(minutes) == text


def test_the_end_names_its_day_only_where_it_is_another() -> None:
    ends_at = START + dt.timedelta(minutes=90)

    assert times.ends_text(ends_at, START, "Europe/London") == "until 5.30pm"
    assert times.ends_text(ends_at + dt.timedelta(hours=8), START, "Europe/London") == "until 1.30am Monday"
    assert times.ends_text(ends_at, START, "Europe/Atlantis") == "until 5.30pm"


def test_display_zones_are_read_and_written() -> None:
    text = "Britain=Europe/London, US Eastern=America/New_York"

    assert times.parse_display_zones(text) == (BRITAIN, EASTERN)
    assert times.format_display_zones([BRITAIN, EASTERN]) == text
    assert times.parse_display_zones(" ") == ()
    assert times.parse_display_zones("Kiev=Europe/Kiev") == (DisplayZone("Kiev", "Europe/Kyiv"),)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Britain", "Write “Britain” as a label, =, and a zone."),
        ("=Europe/London", "Write “=Europe/London” as a label, =, and a zone."),
        ("Britain=Europe/Lodnon", "There is no zone “Europe/Lodnon”."),
        (", ".join(["A=Etc/UTC"] * 25), "A zone line holds at most 24 zones."),
    ],
)
def test_display_zones_that_cannot_be_read_are_named(text: str, sentence: str) -> None:
    with pytest.raises(times.DisplayZonesUnreadable) as raised:
        times.parse_display_zones(text)

    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "UTC"), (60, "UTC+1"), (330, "UTC+5:30"), (-570, "UTC−9:30"), (765, "UTC+12:45")]
)
def test_offsets_have_a_real_minus_sign(minutes: int, text: str) -> None:
    assert times.offset_text(dt.timedelta(minutes=minutes)) == text


@pytest.mark.parametrize(
    ("timezone", "name"),
    [
        ("Europe/London", "Britain (Europe/London)"),
        ("Europe/Berlin", "Berlin (Europe/Berlin)"),
        ("America/New_York", "US Eastern (America/New_York)"),
        ("Europe/Kiev", "Kyiv (Europe/Kyiv)"),
        ("Etc/UTC", "UTC"),
        ("Etc/GMT+3", "UTC−3"),
    ],
)
def test_zones_have_names_for_people(timezone: str, name: str) -> None:
    assert times.display_name(timezone) == name


def test_the_list_of_zones_holds_every_present_zone_once_with_its_offset() -> None:
    choices = times.all_timezones(START)

    names = [choice.timezone for choice in choices]
    assert len(names) == len(set(names)) > 400
    assert {times.canonical(name) for name in names} == set(names)
    assert next(c for c in choices if c.timezone == "Asia/Kathmandu").offset_text == "UTC+5:45"
    assert next(c for c in choices if c.timezone == "Europe/London").text == "Britain (Europe/London)"


@pytest.mark.parametrize(
    ("wall", "timezone", "sentence"),
    [
        (
            "2027-03-28T01:30",
            "Europe/London",
            "1.30am on 28 March 2027 does not exist in Britain: clocks go from 1am to 2am. Choose 12.30am or 2.30am.",
        ),
        (
            "2027-10-31T01:30",
            "Europe/London",
            (
                "1.30am on 31 October 2027 happens twice in Britain: clocks go back from 2am to 1am. "
                "Choose 12.30am or 2.30am."
            ),
        ),
        (
            "2025-03-30T00:30",
            "Asia/Beirut",
            (
                "12.30am on 30 March 2025 does not exist in Beirut: clocks go from midnight to 1am. "
                "Choose 11.30pm on 29 March 2025 or 1.30am on 30 March 2025."
            ),
        ),
        (
            "2011-12-30T16:00",
            "Pacific/Apia",
            (
                "30 December 2011 does not exist in Apia: the calendar skips it. "
                "Choose 4pm on 29 December 2011 or 4pm on 31 December 2011."
            ),
        ),
    ],
)
def test_a_refused_wall_time_is_explained_with_a_way_out(wall: str, timezone: str, sentence: str) -> None:
    with pytest.raises(times.UnsettledWallTime) as raised:
        times.instant(dt.datetime.fromisoformat(wall), timezone)

    assert times.why_unsettled(raised.value) == sentence


@given(
    st.datetimes(dt.datetime(1974, 1, 1), dt.datetime(2037, 12, 30)),
    st.lists(st.sampled_from(zones.pytz.all_timezones), min_size=1, max_size=6),
    st.sampled_from(HourStyle),
    st.booleans(),
)
def test_any_start_in_any_zones_makes_a_line(
    start: dt.datetime,
    names: list[str],
    style: HourStyle,
    merge: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    shown = [DisplayZone(f"Place {index}", name) for index, name in enumerate(names)]
    starts_at = start.replace(second=0, microsecond=0, tzinfo=dt.UTC)

    line = times.zone_line(starts_at, names[0], shown, style=style, merge=merge)

    assert {label for label in (zone.label for zone in shown) if label in line.text} == {zone.label for zone in shown}
    for time in line.times:
        assert starts_at in times.instants(time.wall, time.timezone)
        assert (time.date_text is not None) == (time.wall.date() != line.date)
        assert time.day_text is not None or time.wall.date() == line.date


@given(
    st.integers(0, 48 * 700),
    st.sampled_from(["en_GB", "de", "fr", "es", "pt"]),
    st.lists(
        st.sampled_from(
            [
                BRITAIN,
                EASTERN,
                SYDNEY,
                CHINA,
                DisplayZone("Portugal", "Europe/Lisbon"),
                DisplayZone("India", "Asia/Kolkata"),
                DisplayZone("Berlin", "Europe/Berlin"),
            ]
        ),
        min_size=1,
        max_size=5,
        unique=True,
    ),
    st.sampled_from([HourStyle.LANGUAGE, HourStyle.TWENTY_FOUR]),
    st.booleans(),
)
def test_a_line_is_read_back_in_the_language_it_is_written_in(
    half_hours: int,
    language: str,
    shown: list[DisplayZone],
    style: HourStyle,
    merge: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    starts_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=30 * half_hours)
    with use_locale(language):
        line = times.zone_line(starts_at, shown[0].timezone, shown, style=style, merge=merge)

    reading = times.read_start(line.text, published_on=line.date - dt.timedelta(days=3))

    assert reading.starts_at == starts_at
    assert {claim.timezone for claim in reading.times} == {zone.timezone for zone in shown}
