"""The one door to time zones: instants, the zone line, and the lint of what people print.

Everything else handles aware UTC instants (`*_at`) or naive local times that are named so (`*_wall`).
"""

from webinars.pure.times.clock_changes import (
    UnsettledWallTime,
    WallTimeRepeated,
    WallTimeSkipped,
    clock_changes,
    first_instant,
    instant,
    instants,
)
from webinars.pure.times.hour_words import (
    HourStyle,
    duration_text,
    format_day,
    format_hour,
    format_weekday,
    offset_text,
)
from webinars.pure.times.lint.durations import read_duration
from webinars.pure.times.lint.mentions import Mention, begins_with, find_mentions, has_date, has_time
from webinars.pure.times.lint.problem_texts import dates_left_out, days_disagree, hours_disagree
from webinars.pure.times.lint.read_start import read_start
from webinars.pure.times.lint.reading import Claim, Problem, StartReading
from webinars.pure.times.lint.several_days import read_rhythm
from webinars.pure.times.lint.zone_sentences import zone_of_all_hours
from webinars.pure.times.typed_zone import read_zone, zone_name_of, zone_sentence
from webinars.pure.times.unusual_weeks import UnusualWeeks, unusual_weeks
from webinars.pure.times.zone_line import (
    DisplayZone,
    DisplayZonesUnreadable,
    ZoneLine,
    ZoneTime,
    ends_text,
    format_display_zones,
    parse_display_zones,
    reader_line,
    zone_line,
    zone_line_date,
)
from webinars.pure.times.zone_names import (
    TimezoneChoice,
    all_timezones,
    display_name,
    line_label,
    place_name,
    why_unsettled,
)
from webinars.pure.times.zones import (
    FIRST_YEAR,
    LAST_YEAR,
    DateOutOfRange,
    TimesError,
    UnknownTimezone,
    canonical,
    is_known,
    known_name,
    presentable,
    utc_offset,
    wall,
    zone_data_version,
)

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "Claim",
    "DateOutOfRange",
    "DisplayZone",
    "DisplayZonesUnreadable",
    "HourStyle",
    "Mention",
    "Problem",
    "StartReading",
    "TimesError",
    "TimezoneChoice",
    "UnknownTimezone",
    "UnsettledWallTime",
    "UnusualWeeks",
    "WallTimeRepeated",
    "WallTimeSkipped",
    "ZoneLine",
    "ZoneTime",
    "all_timezones",
    "begins_with",
    "canonical",
    "clock_changes",
    "dates_left_out",
    "days_disagree",
    "display_name",
    "duration_text",
    "ends_text",
    "find_mentions",
    "first_instant",
    "format_day",
    "format_display_zones",
    "format_hour",
    "format_weekday",
    "has_date",
    "has_time",
    "hours_disagree",
    "instant",
    "instants",
    "is_known",
    "known_name",
    "line_label",
    "offset_text",
    "parse_display_zones",
    "place_name",
    "presentable",
    "read_duration",
    "read_rhythm",
    "read_start",
    "read_zone",
    "reader_line",
    "unusual_weeks",
    "utc_offset",
    "wall",
    "why_unsettled",
    "zone_data_version",
    "zone_line",
    "zone_line_date",
    "zone_name_of",
    "zone_of_all_hours",
    "zone_sentence",
]
