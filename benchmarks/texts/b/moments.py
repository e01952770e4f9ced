"""Starts: when something truly begins, and how it is printed."""

import datetime as dt
import importlib.resources
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from benchmarks.texts.b import clock_words as words
from benchmarks.texts.labelled import TrueSession

_PREPOSITIONS = ("from ", "von ", "de ", "das ", "dalle ")
_HOURS_FIRST = {"en": " on ", "fr": " le ", "es": " del ", "it": " di ", "pt": " de ", "de": " am "}
_BEFORE_DIGITS = {"it": " del ", "pt": " do dia "}
SURE, DISAGREE, NO_ZONE, WRONG_WEEKDAY = "sure", "disagree", "no zone", "wrong weekday"


@dataclass(frozen=True, slots=True)
class Moment:
    """A start as it is printed: its day, its hours (one text, and one for each clock), and all of it in one phrase."""

    truth: TrueSession
    day: dt.date
    date: str
    hours: str
    claims: tuple[str, ...]
    phrase: str
    line: str
    """All of it where it stands alone: some authors write the hours first there."""
    clock: str
    first_hour: str
    """The first hour without zone or end."""
    clock_minutes: int
    """Minutes from midnight to the start, on the first clock."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How one author prints starts, the same for all starts of a text."""

    language: str
    clocks: tuple[str, ...]
    date: str
    hour: str
    range_: str
    join: str
    is_hours_first: bool
    label: int
    comma: str
    has_year: bool
    has_end: bool
    doubt: str
    is_out_of_season: bool


@cache
def zone(name: str) -> ZoneInfo:
    """Returns a zone by the rules of the tzdata package, whichever rules the machine has."""
    package, _, file = name.rpartition("/")
    with importlib.resources.files("tzdata").joinpath("zoneinfo", *package.split("/"), file).open("rb") as stream:
        return ZoneInfo.from_file(stream, name)


@cache
def _names(language: str) -> tuple[tuple[tuple[str, ...], ...], dict[str, tuple[str, ...]]]:
    data = tomllib.loads((Path(__file__).parent / "zones.toml").read_text(encoding="utf-8"))[language]
    combos = tuple(tuple(line.split()) for line in data["combos"].splitlines() if line)
    return combos, {name: tuple(labels.split("|")) for name, labels in data["names"].items()}


def habit(language: str, chance: Random) -> Habit:
    """Returns one author's way to print starts, and what may be wrong with them."""
    combos, _ = _names(language)
    clocks = chance.choice(combos)
    doubt = chance.choices((SURE, DISAGREE, NO_ZONE, WRONG_WEEKDAY), (92, 3, 3, 2))[0]
    if doubt == DISAGREE:
        clocks = chance.choice([combo for combo in combos if len(combo) == 2 and "Etc/UTC" not in combo])
    elif doubt == NO_ZONE:
        clocks = clocks[:1]
    has_year = chance.random() < 0.72 or doubt == WRONG_WEEKDAY
    date = chance.choice((words.DATES if has_year else words.SHORT_DATES)[language].split("|"))
    while doubt == WRONG_WEEKDAY and "W" not in date:
        date = chance.choice(words.DATES[language].split("|"))
    return Habit(
        language=language,
        clocks=clocks,
        date=date,
        hour=chance.choice(words.HOURS[language].split("|")),
        range_=chance.choice(words.RANGES[language].split("|")),
        join=chance.choice(words.JOINS[language].split("|")),
        is_hours_first=chance.random() < 0.15,
        label=chance.randrange(12),
        comma=chance.choice((" / ", ", ", " | ", " - ", "; ", " (", "/")),
        has_year=has_year,
        has_end=chance.random() < 0.35,
        doubt=doubt,
        is_out_of_season=chance.random() < 0.05,
    )


def made_day(chance: Random) -> dt.date:
    return dt.date(2023, 1, 10) + dt.timedelta(days=chance.randrange(2300))


def moment(style: Habit, day: dt.date, hour: int, minute: int, chance: Random, title: str | None = None) -> Moment:
    """Returns a start at a wall time of the habit's first clock."""
    start = dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone(style.clocks[0]))
    end = start + dt.timedelta(minutes=chance.choice((60, 60, 75, 90, 90, 120))) if style.has_end else None
    if end is not None and end.date() != day:
        end = None
    claims = tuple(_claim(style, start, end, number, chance) for number in range(len(style.clocks)))
    hours = _joined(claims, style.comma)
    printed_day = day + dt.timedelta(days=chance.randrange(1, 6)) if style.doubt == WRONG_WEEKDAY else day
    date = printed_date(style.date, day, style.language, weekday=printed_day.weekday())
    is_sure = style.doubt == SURE or (style.doubt == DISAGREE and "" in claims)
    phrase = _phrase(replace(style, join=", ") if style.join == "\n" else style, date, hours)
    line = _hours_first(style.language, date, hours) if style.is_hours_first else _phrase(style, date, hours)
    truth = TrueSession(
        starts_at=start.astimezone(dt.UTC) if is_sure else None,
        ends_at=end.astimezone(dt.UTC) if end is not None and is_sure else None,
        title=title,
    )
    return Moment(
        truth=truth,
        day=day,
        date=date,
        hours=hours,
        claims=claims,
        phrase=phrase,
        line=line,
        clock=_label(style, style.clocks[0], start).strip("()"),
        first_hour=_hour(style.hour, start, style.language),
        clock_minutes=60 * hour + minute,
    )


def printed_date(pattern: str, day: dt.date, language: str, weekday: int | None = None) -> str:
    """Returns a day in a pattern of `clock_words`."""
    number = day.weekday() if weekday is None else weekday
    month = day.month - 1
    first = "1º" if language in {"pt", "it"} else "1er" if language == "fr" else "1"
    values = {
        "W": words.WEEKDAYS[language].split()[number],
        "w": words.SHORT_WEEKDAYS[language].split()[number],
        "D": first if day.day == 1 and "N" not in pattern else str(day.day),
        "O": f"{day.day}{_ordinal(day.day)}",
        "Z": f"{day.day:02}",
        "M": words.MONTHS[language].split()[month],
        "m": words.SHORT_MONTHS[language].split()[month],
        "N": f"{day.month:02}" if "Z" in pattern else str(day.month),
        "Y": str(day.year),
    }
    tokens = (
        pattern.replace("del", "\0").replace("den", "\1").replace("the", "\2").replace("de", "\3").replace("of", "\4")
    )
    printed = "".join(values.get(letter, letter) for letter in tokens)
    for mark, word in enumerate(("del", "den", "the", "de", "of")):
        printed = printed.replace(chr(mark), word)
    return printed


def _ordinal(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def _claim(style: Habit, start: dt.datetime, end: dt.datetime | None, number: int, chance: Random) -> str:
    clock = zone(style.clocks[number])
    shift = dt.timedelta(hours=chance.choice((1, 2))) if style.doubt == DISAGREE and number else dt.timedelta()
    local = start.astimezone(clock) + shift
    local_end = (end.astimezone(clock) + shift) if end is not None else None
    is_whole = local_end is not None and local_end.date() == local.date()
    hours = (
        _range(style, local, local_end)
        if is_whole and local_end is not None
        else _hour(style.hour, local, style.language)
    )
    if style.doubt == NO_ZONE:
        return hours
    label = _label(style, style.clocks[number], local, is_last=number == len(style.clocks) - 1)
    day = ""
    if local.date() > start.date():
        day = f" {words.NEXT_DAY[style.language][style.label % 2]}"
    elif local.date() < start.date():
        return ""
    if label.startswith("("):
        return f"{hours}{day} {label}"
    if style.label % 4 == 0 and style.comma != " (":
        return f"{hours}{day} ({label})"
    return f"{hours} {label}{day}"


def _label(style: Habit, clock: str, local: dt.datetime, *, is_last: bool = False) -> str:
    season = "s" if local.dst() else "w"
    names = _names(style.language)[1][clock]
    fitting = [name.partition("@")[0] for name in names if name.partition("@")[2] in {"", season}]
    if style.is_out_of_season and is_last and len(style.clocks) > 1 and season == "s":
        fitting = [name.partition("@")[0] for name in names if name in {"CET@w", "EST@w", "MEZ@w"}] or fitting
    if len(style.clocks) > 1 and style.comma == " (":
        fitting = [name for name in fitting if not name.endswith(")")]
    if style.doubt == DISAGREE:
        fitting = [name for name in fitting if not name.strip("()").isupper()] or fitting
    return fitting[style.label % len(fitting)]


def _joined(claims: tuple[str, ...], comma: str) -> str:
    said = [claim for claim in claims if claim]
    if comma == " (":
        return said[0] + (f" ({', '.join(said[1:])})" if said[1:] else "")
    return comma.join(said)


def _hours_first(language: str, date: str, hours: str) -> str:
    preposition = _HOURS_FIRST[language]
    if date[0].isdigit():
        preposition = _BEFORE_DIGITS.get(language, preposition)
    if language == "it" and date.startswith(("8", "11")):
        preposition = ", "
    return f"{hours}{preposition}{date}"


def _phrase(style: Habit, date: str, hours: str) -> str:
    join = style.join
    if hours.startswith((*_PREPOSITIONS, "ore", "h ")) or (style.has_end and style.language != "en"):
        join = join.replace("a las ", "").replace("às ", "").replace("à ", "").replace("um ", "").replace("at ", "")
    if "a las" in join and hours.startswith("1 "):
        join = ", "
    return f"{date}{join or ' '}{hours}"


def _hour(pattern: str, local: dt.datetime, language: str) -> str:
    half = "am" if local.hour < 12 else "pm"
    if pattern.startswith("12"):
        return _twelve(pattern, local, half, language)
    if pattern == "24":
        return f"{local.hour:02}:{local.minute:02}"
    if "MM" not in pattern and local.minute:
        pattern = pattern.replace("H", "H.MM" if language in {"de", "it"} else "H:MM")
    if "hMM" in pattern and not local.minute:
        return f"{local.hour}h"
    if "h MM" in pattern and not local.minute:
        return f"{local.hour} h"
    digits = f"{local.hour:02}" if "HH" in pattern else str(local.hour)
    return pattern.replace("HH", "H").replace("H", digits).replace("MM", f"{local.minute:02}")


def _twelve(pattern: str, local: dt.datetime, half: str, language: str) -> str:
    hour = (local.hour - 1) % 12 + 1
    needs_minutes = bool(local.minute) or ":00" in pattern
    dot = "." if pattern == "12.pm" else ":"
    minutes = f"{dot}{local.minute:02}" if needs_minutes else ""
    blank = " " if " " in pattern else ""
    if language == "es":
        return f"{hour}{minutes} {half[0]}. m." if "p. m." in pattern else f"{hour}{minutes} {half}"
    if local.hour == 12 and not local.minute and ":00" not in pattern:
        return "12 noon"
    return f"{hour}{minutes}{blank}{half.upper() if 'PM' in pattern else half}"


def _range(style: Habit, start: dt.datetime, end: dt.datetime) -> str:
    first, last = (_hour(style.hour, local, style.language) for local in (start, end))
    if (start.hour < 12) == (end.hour < 12):
        first = first.removesuffix("PM").removesuffix("AM").removesuffix("pm").removesuffix("am").rstrip()
    first = first.removesuffix(" Uhr").removesuffix(" horas")
    if first.endswith(" h") and last.endswith(" h"):
        first = first.removesuffix(" h")
    for prefix in ("ore ", "h "):
        if last.startswith(prefix):
            last = last.removeprefix(prefix)
            if style.range_.startswith("dalle"):
                first = first.removeprefix(prefix)
    return style.range_.replace("A", "\0").replace("B", "\1").replace("\0", first).replace("\1", last)
