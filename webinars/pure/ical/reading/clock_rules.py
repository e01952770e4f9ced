"""The rules of a VTIMEZONE (RFC 5545, 3.6.5) as a zone, counted by dateutil. What is not understood makes no zone."""

import datetime as dt
import io
import re
from collections.abc import Iterator

from dateutil import tz

from webinars.pure.ical.reading.content_lines import Component

LARGEST_RULES = 40
"""Observances that a zone of a file may have. Real ones have two, some a few for the past."""
MOST_LISTED = 7
"""Values that one part of a rule may list. More could have dateutil count for minutes."""

_KEPT = ("TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RDATE")
_DATE_TIME = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?)?Z?", re.IGNORECASE)
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)(?::?\d\d)?")
_RULE = re.compile(r"(?:[A-Z]+=[^;=]+)(?:;[A-Z]+=[^;=]+)*")
_PARTS = {
    "BYDAY": re.compile(r"[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)"),
    "BYMONTHDAY": re.compile(r"[+-]?[0-9]{1,2}"),
    "BYSETPOS": re.compile(r"[+-]?[1-5]"),
    "WKST": re.compile(r"MO|TU|WE|TH|FR|SA|SU"),
    "COUNT": re.compile(r"[0-9]{1,3}"),
}
"""What may be said by which clocks change beside the month, a value of each."""


class NotUnderstood(ValueError):
    """A rule that is none by which clocks change once a year."""


def zone_by_rules(rules: Component) -> dt.tzinfo | None:
    """Returns the zone whose clocks go by the rules of a VTIMEZONE, or None where one of them cannot be followed.

    A zone of which a rule was dropped would be an hour off for half the year.
    """
    observances = [part for part in rules.components if part.name in {"STANDARD", "DAYLIGHT"}]
    if len(observances) > LARGEST_RULES:
        return None
    lines = ["BEGIN:VTIMEZONE", "TZID:file"]
    try:
        for part in observances:
            lines += [f"BEGIN:{part.name}", *_lines(part), f"END:{part.name}"]
        return tz.tzical(io.StringIO("\n".join([*lines, "END:VTIMEZONE"]))).get("file")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):
        return None


def _lines(observance: Component) -> Iterator[str]:
    """Yields an observance in the form that dateutil takes. Raises NotUnderstood, OverflowError."""
    start, offset = observance.first("DTSTART"), observance.first("TZOFFSETFROM")
    if start is None or offset is None:
        raise NotUnderstood
    onset = _date_time(start.value)
    before = _offset(offset.value)
    yield f"DTSTART:{onset:%Y%m%dT%H%M%S}"
    for each in observance.all(*_KEPT):
        # Offsets without seconds, which no clock has had since 1972.
        is_offset = each.name.startswith("TZOFFSET")
        yield f"{each.name}:{_offset_text(_offset(each.value)) if is_offset else each.value}"
    for rule in observance.all("RRULE"):
        yield f"RRULE:{_clock_rule(rule.value, onset, before)}"


def _clock_rule(value: str, onset: dt.datetime, before: dt.timedelta) -> str:
    """Returns a rule by which clocks change on days of a month, once a year. Raises NotUnderstood."""
    said = value.strip().strip(";").upper()
    if not _RULE.fullmatch(said):
        raise NotUnderstood
    pairs = [part.split("=") for part in said.split(";")]
    parts = {name: each.strip() for name, each in pairs}
    if len(parts) != len(pairs):
        raise NotUnderstood
    month = _month(parts, onset)
    _drop_hour(parts, onset)
    kept = [f"FREQ=YEARLY;BYMONTH={month}"]
    if (until := parts.pop("UNTIL", None)) is not None:
        kept.append(f"UNTIL={_until(until, before):%Y%m%dT%H%M%S}")
    for name, each in parts.items():
        values = each.split(",")
        if name not in _PARTS or len(values) > MOST_LISTED or not all(map(_PARTS[name].fullmatch, values)):
            raise NotUnderstood
        kept.append(f"{name}={each}")
    if not {"BYDAY", "BYMONTHDAY"} & set(parts):
        kept.append(f"BYMONTHDAY={onset.day}")
    return ";".join(kept)


def _month(parts: dict[str, str], onset: dt.datetime) -> int:
    """Returns the month in which clocks change, its parts taken out. Raises NotUnderstood."""
    every = parts.pop("FREQ", ""), parts.pop("INTERVAL", "1")
    said = parts.pop("BYMONTH", "")
    # Every twelve months is every year, in the month of the onset; so is every year without a day.
    if not said and (
        every == ("MONTHLY", "12") or (every == ("YEARLY", "1") and not {"BYDAY", "BYMONTHDAY"} & set(parts))
    ):
        said = str(onset.month)
    is_yearly = every in {("YEARLY", "1"), ("MONTHLY", "1")} or (
        every == ("MONTHLY", "12") and int(said) == onset.month
    )
    if not re.fullmatch(r"0?[1-9]|1[0-2]", said) or not is_yearly:
        raise NotUnderstood
    return int(said)


def _drop_hour(parts: dict[str, str], onset: dt.datetime) -> None:
    """Take out an hour that the onset says already. Raises NotUnderstood for another one."""
    for name, here in (("BYHOUR", onset.hour), ("BYMINUTE", onset.minute), ("BYSECOND", onset.second)):
        said = parts.pop(name, None)
        if said is not None and not (re.fullmatch(r"[0-9]{1,2}", said) and int(said) == here):
            raise NotUnderstood


def _until(value: str, before: dt.timedelta) -> dt.datetime:
    """Returns the last moment of a rule, as clocks show it before they are set, which dateutil wants.

    Raises NotUnderstood.
    """
    end = _date_time(value)
    if value.endswith("Z"):
        return end + before
    return end if "T" in value else end + dt.timedelta(days=1, seconds=-1)


def _date_time(value: str) -> dt.datetime:
    found = _DATE_TIME.fullmatch(value.strip())
    if found is None:
        raise NotUnderstood
    return dt.datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type] # noqa: DTZ001 - of no zone yet


def _offset(value: str) -> dt.timedelta:
    found = _OFFSET.fullmatch(value.strip())
    if found is None:
        raise NotUnderstood
    return (-1 if found[1] == "-" else 1) * dt.timedelta(hours=int(found[2]), minutes=int(found[3]))


def _offset_text(offset: dt.timedelta) -> str:
    minutes = abs(offset) // dt.timedelta(minutes=1)
    return f"{'-' if offset < dt.timedelta(0) else '+'}{minutes // 60:02d}{minutes % 60:02d}"
