"""What people print for a zone, and what they mean by it: "Britain", "US Eastern", "CET", "UTC+5:30", "Aukland"."""

import datetime as dt
import difflib
from collections.abc import Sequence
from functools import cache

from webinars.pure.times import zones
from webinars.pure.times.abbreviations import LOWER_CASE, Abbreviation, abbreviations
from webinars.pure.times.place_names import (
    AMERICAN_CLOCKS,
    LONGEST_NAME,
    Label,
    begins_name,
    is_continental,
    names,
    place,
    place_label,
)
from webinars.pure.times.places import COUNTRIES_WITH_A_MAIN_CLOCK
from webinars.pure.times.tokens import DASHES, FOUR_DIGITS, TWO_DIGITS, Token, peek

# Offsets from UTC as people print them: "UTC+5:30", "GMT -3", "14:00+02:00", and "UTC300", which is none.


_MINUTES_IN_HOUR = 60
_MINUTES_AFTER_A_COLON = {"00": 0, "15": 15, "30": 30, "45": 45}
_MINUTES_AFTER_A_DOT = {**_MINUTES_AFTER_A_COLON, "0": 0, "5": 30, "25": 15, "75": 45}
_FURTHEST_OFFSETS = {"+": 14 * _MINUTES_IN_HOUR, "-": 12 * _MINUTES_IN_HOUR}
_NO_OFFSET = Label("offset", ())
"""An offset that clocks nowhere have."""
_FIRST_HOUR_OF_RANGE = 12
# Half-hour offsets have no zone of their own in the database; these keep such an offset all year or for a season.
_ZONES_OF_ODD_OFFSETS = {
    -570: "Pacific/Marquesas",
    -210: "America/St_Johns",
    -150: "America/St_Johns",
    210: "Asia/Tehran",
    270: "Asia/Kabul",
    330: "Asia/Kolkata",
    345: "Asia/Kathmandu",
    390: "Asia/Yangon",
    525: "Australia/Eucla",
    570: "Australia/Darwin",
    630: "Australia/Lord_Howe",
    765: "Pacific/Chatham",
    825: "Pacific/Chatham",
}


def offset_label(minutes: int) -> Label:
    """Returns a fixed offset from UTC, in minutes that clocks somewhere keep."""
    return Label("offset", (_offset_zone(minutes),), minutes)


def _offset_zone(minutes: int) -> str:
    if minutes == 0:
        return "Etc/UTC"
    if minutes % 60 == 0:
        hours = minutes // 60
        # In these names the sign is turned round: "Etc/GMT+3" is three hours behind UTC.
        return f"Etc/GMT{-hours:+d}"
    return _ZONES_OF_ODD_OFFSETS[minutes]


def read_offset(tokens: Sequence[Token], at: int) -> tuple[Label, int] | None:
    """Read "UTC-3", "GMT +5:30", "UTC+05:30", and of "UTC300" and "UTC+25" say that they are none."""
    if tokens[at].key not in {"utc", "gmt", "ut"}:
        return None
    if peek(tokens, at + 1).text == "/" and peek(tokens, at + 2).key in {"utc", "gmt"}:
        at += 2
    return _signed(tokens, at + 1) or _impossible(tokens, at + 1)


def _impossible(tokens: Sequence[Token], at: int) -> tuple[Label, int] | None:
    """Read what stands where an offset would and is none: no sign, no figure, beyond all zones, with odd minutes."""
    sign = peek(tokens, at)
    behind = peek(tokens, at + 1)
    is_figure = behind.kind == "number" and not behind.is_spaced
    if sign.text in {"+", "±"} and not sign.is_spaced and not (is_figure and sign.text == "+"):
        return _NO_OFFSET, at + 1
    number_at = at if sign.kind == "number" else at + 1
    number = peek(tokens, number_at)
    if number.kind != "number" or number.is_spaced or (number_at == at and not int(number.text)):
        return None
    mark, minutes = peek(tokens, number_at + 1), peek(tokens, number_at + 2)
    has_minutes = mark.text in {":", "."} and minutes.kind == "number" and not (mark.is_spaced or minutes.is_spaced)
    # "20:00 UTC–21:30" is a range of hours.
    is_hour = has_minutes or (len(number.text) == FOUR_DIGITS and sign.text not in {"-", "−"})
    is_range = sign.text in DASHES and is_hour and int(number.text[:2]) >= _FIRST_HOUR_OF_RANGE
    if number_at > at and (is_range or sign.text not in DASHES | {"+"}):
        return None
    return _NO_OFFSET, number_at + (3 if has_minutes else 1)


def read_bare_offset(tokens: Sequence[Token], at: int) -> tuple[Label, int] | None:
    """Read "+02:00" right after an hour, as in machine-readable times."""
    if at == 0 or tokens[at - 1].kind != "number":
        return None
    is_four_digits = len(peek(tokens, at + 1).text) == FOUR_DIGITS
    if tokens[at].is_spaced:
        return _signed(tokens, at) if is_four_digits else None
    return _signed(tokens, at) if is_four_digits or peek(tokens, at + 2).text == ":" else None


def _signed(tokens: Sequence[Token], at: int) -> tuple[Label, int] | None:
    sign, number = peek(tokens, at).text, peek(tokens, at + 1)
    if sign not in {"+", "-", "−", "–", "‐", "‑"} or number.kind != "number" or number.is_spaced:
        return None
    if len(number.text) == FOUR_DIGITS:
        hours, minutes, after = int(number.text[:2]), int(number.text[2:]), at + 2
    elif len(number.text) <= TWO_DIGITS:
        hours, minutes, after = int(number.text), 0, at + 2
        mark, rest = peek(tokens, at + 2), peek(tokens, at + 3)
        if mark.text in {":", "."} and rest.kind == "number" and not rest.is_spaced:
            fractions = _MINUTES_AFTER_A_COLON if mark.text == ":" else _MINUTES_AFTER_A_DOT
            if rest.text not in fractions:
                return None
            minutes, after = fractions[rest.text], at + 4
    else:
        return None
    total = hours * 60 + minutes
    is_east = sign == "+"
    offset = total if is_east else -total
    is_kept = minutes == 0 or offset in _ZONES_OF_ODD_OFFSETS
    if total > _FURTHEST_OFFSETS["+" if is_east else "-"] or not is_kept:
        return None
    return offset_label(offset), after


_LONGEST_ZONE_NAME = 12

_SHORTEST_FUZZY = 6
_MOST_DOTTED_LETTERS = 4
_CLOSE = 0.86
_SHORT_IN_LOWER_CASE = frozenset({"uk", "nz", "gb"})
# "et" is a word elsewhere; in "8pm et" it is a clock.
_CLOCKS_IN_LOWER_CASE = frozenset({"et", "ct", "mt", "pt"})
# "18h ARG / 23h Esp.": words of other languages when written small.
_COUNTRY_CODES = frozenset({"arg", "bra", "col", "ecu", "esp", "mex", "uru"})
_HALVES = frozenset({"AM", "PM"})
# Of the United States and Canada.
_STATES = (
    "AB AK AL AR AZ BC CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MB MD ME MI MN MO MS MT NB NC ND NE NH NJ NL "
    "NM NS NT NU NV NY OH OK ON OR PA PE QC RI SC SD SK TN TX UT VA VT WA WI WV WY YT"
)
_SEASON_WORDS = {
    "standard": False,
    "winter": False,
    "daylight": True,
    "summer": True,
    "sommer": True,
    "normal": False,
    "mean": False,
    "sommerzeit": True,
    "winterzeit": False,
    "normalzeit": False,
}
# Long names that are used as their abbreviation is: of "AEST" in December the one of Brisbane is meant.
_SEASONAL_ABBREVIATIONS = {
    ("greenwich", "Europe/London"): ("GMT", "BST"),
    ("mountain", "America/Denver"): ("MST", "MDT"),
    ("australian", "Australia/Sydney"): ("AEST", "AEDT"),
    ("eastern", "Australia/Sydney"): ("AEST", "AEDT"),
    ("australian", "Australia/Adelaide"): ("ACST", "ACDT"),
    ("central", "Australia/Adelaide"): ("ACST", "ACDT"),
}
_ANY_YEAR = 2026
_EUROPEAN_BY_RULE = frozenset(
    {
        "Africa/Ceuta", "Arctic/Longyearbyen", "Asia/Famagusta", "Asia/Nicosia", "Atlantic/Azores",
        "Atlantic/Canary", "Atlantic/Faroe", "Atlantic/Madeira", "Atlantic/Reykjavik",
    }
)  # fmt: skip


def voice(timezone: str) -> str:
    """Returns the clock regime a claim speaks for: the US and Canada, Europe, UTC, or else the zone itself."""
    present = zones.canonical(timezone)
    if present.startswith("Etc/"):
        return "UTC"
    if present in _north_american():
        return "US and Canada"
    if present.startswith("Europe/") or present in _EUROPEAN_BY_RULE:
        return "Europe"
    return present


@cache
def _north_american() -> frozenset[str]:
    return frozenset(zones.country_timezones("US") + zones.country_timezones("CA"))


def read_label(tokens: Sequence[Token], at: int) -> tuple[Label, int] | None:
    """Returns the zone label that begins at token `at`, the longest there is, and the index after it."""
    token = tokens[at]
    if token.kind == "flag":
        return _flag(token), at + 1
    if token.kind != "word":
        return read_bare_offset(tokens, at)
    return _zone_name(tokens, at) or read_offset(tokens, at) or _abbreviation(tokens, at) or _name(tokens, at)


def _zone_name(tokens: Sequence[Token], at: int) -> tuple[Label, int] | None:
    """Read the database's own name: "Europe/London"."""
    if peek(tokens, at + 1).text != "/" or peek(tokens, at + 1).is_spaced:
        return None
    name, found = tokens[at].text, None
    for index in range(at + 1, min(at + _LONGEST_ZONE_NAME, len(tokens))):
        if tokens[index].is_spaced:
            break
        name += tokens[index].text
        if zones.is_known(name):
            found = place(zones.canonical(name)), index + 1
    return found


def _flag(token: Token) -> Label:
    return _country("".join(chr(ord(char) - 0x1F1E6 + ord("A")) for char in token.text))


def _country(territory: str) -> Label:
    """Returns the clock of a country by its two letters.

    It is a region where the country has several, and where there is no such country.
    """
    timezones = zones.country_timezones(territory)
    if territory in COUNTRIES_WITH_A_MAIN_CLOCK:
        return place(COUNTRIES_WITH_A_MAIN_CLOCK[territory])
    return place(timezones[0]) if len(timezones) == 1 else Label("region", ())


def read_country_code(token: Token, *, is_sure: bool) -> Label | None:
    """Returns the country of two capital letters, as in "19hs (UY)", or None where they are not two, or name none.

    Letters that are a state of North America as well ("CO") name a country only if `is_sure`, else any of several.
    """
    code = token.text
    is_code = len(code) == TWO_DIGITS and code.isascii() and code.isupper() and code not in _HALVES
    if not is_code or not zones.country_timezones(code):
        return None
    return _country(code) if is_sure or code not in _STATES else Label("region", ())


def _abbreviation(tokens: Sequence[Token], at: int) -> tuple[Label, int] | None:
    text, after = _dotted_letters(tokens, at)
    found = abbreviations().get(text.upper())
    is_behind_half = peek(tokens, at - 1).key in {"am", "pm"} and text in _CLOCKS_IN_LOWER_CASE
    if found is None or not (text.isupper() or text.casefold() in LOWER_CASE or is_behind_half):
        return None
    return Label("abbreviation", found.timezones, found.minutes, found), after


def _dotted_letters(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """Returns the word at `at`, or "EST" for "E.S.T.", and the index after it."""
    text, after = tokens[at].text, at + 1
    for _ in range(_MOST_DOTTED_LETTERS - 1):
        dot, letter = peek(tokens, after), peek(tokens, after + 1)
        is_letter = letter.kind == "word" and len(letter.text) == 1 and not letter.is_spaced
        if dot.text != "." or not is_letter or len(tokens[at].text) > 1:
            break
        text, after = text + letter.text, after + TWO_DIGITS
    if text.upper() == "CT":
        # "19 Uhr C.T." begins a quarter of an hour later.
        return tokens[at].text, at + 1
    is_dotted = after > at + 1 and peek(tokens, after).text == "."
    return text, after + is_dotted


def _name(tokens: Sequence[Token], at: int) -> tuple[Label, int] | None:
    if not begins_name(tokens[at].key):
        return None
    words: list[str] = []
    ends: list[int] = []
    index = at
    while index < len(tokens) and len(words) < LONGEST_NAME:
        token = tokens[index]
        if token.kind == "word":
            words.append(token.key)
            ends.append(index + 1)
        elif not (token.text in {".", "-", "'", "(", ")", "/"} and words):
            break
        index += 1
    for count in range(len(words), 0, -1):
        label = place_label(tuple(words[:count]))
        if label is not None and _is_written_as_name(tokens[at : ends[count - 1]]):
            return _with_season(label, tokens, at, ends[count - 1])
    return None


def _is_written_as_name(tokens: Sequence[Token]) -> bool:
    # "kl 18" and "la" are words of other languages: what is as short is a place only as printed on maps.
    is_short = len(tokens) == 1 and len(tokens[0].key) == TWO_DIGITS and tokens[0].key.isascii()
    if is_short and tokens[0].key not in _SHORT_IN_LOWER_CASE:
        return tokens[0].text.isupper()
    if len(tokens) == 1 and tokens[0].key in _COUNTRY_CODES:
        return tokens[0].is_capital
    # Inside a name only dots and hyphens may stand; a bracket only as in "Eastern (US)".
    marks = {token.text for token in tokens if token.kind == "mark"}
    if marks & {"(", ")", "/"}:
        if is_continental(tuple(token.key for token in tokens if token.kind == "word")):
            return True
        return tokens[0].key in AMERICAN_CLOCKS and tokens[-1].key in {"us", "usa", "s", "a", "states", "canada"}
    return True


def _with_season(label: Label, tokens: Sequence[Token], at: int, after: int) -> tuple[Label, int]:
    """Take in "Standard Time" and "Daylight Time", which name an offset as abbreviations do."""
    is_summer = _SEASON_WORDS.get(peek(tokens, after).key)
    if is_summer is None or label.kind != "place":
        return label, after
    timezone = label.timezones[0]
    short = _SEASONAL_ABBREVIATIONS.get((tokens[at].key, timezone))
    if short is not None:
        found = abbreviations()[short[is_summer]]
        return Label("abbreviation", found.timezones, found.minutes, found), after + 1
    winter, summer = _offsets(timezone)
    if winter == summer or timezone == "Europe/Dublin":
        # Clocks that never change; and Irish Standard Time is the one of summer.
        return label, after + 1
    minutes = summer if is_summer else winter
    named = Abbreviation(" ".join(token.text for token in tokens[at : after + 1]), (timezone,), minutes)
    return Label("abbreviation", (timezone,), minutes, named), after + 1


@cache
def _offsets(timezone: str) -> tuple[int, int]:
    """Returns minutes ahead of UTC in the zone's winter and in its summer."""
    days = (dt.datetime(_ANY_YEAR, month, 1, tzinfo=dt.UTC) for month in (1, 7))
    minutes = [round(zones.utc_offset(day, timezone).total_seconds() / _MINUTES_IN_HOUR) for day in days]
    return min(minutes), max(minutes)


def read_misspelt(token: Token) -> Label | None:
    """Returns the place a word was meant for that names none: "Aukland"."""
    if len(token.key) < _SHORTEST_FUZZY or not token.is_capital:
        return None
    close = difflib.get_close_matches(
        token.key, [w for w in _single_words() if w[0] == token.key[0]], n=2, cutoff=_CLOSE
    )
    if not close:
        return None
    labels = {names()[(word,)] for word in close}
    return Label("place", labels.pop().timezones) if len(labels) == 1 else None


@cache
def _single_words() -> tuple[str, ...]:
    return tuple(key[0] for key in names() if len(key) == 1 and len(key[0]) >= _SHORTEST_FUZZY - 1)
