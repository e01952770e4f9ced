"""What people print for a zone, and what they mean by it: "Britain", "US Eastern", "CET", "UTC+5:30", "Aukland"."""

import datetime as dt
import difflib
from collections.abc import Sequence
from functools import cache

from webinars.pure.times import zones
from webinars.pure.times.abbreviations import LOWER_CASE, Abbreviation, abbreviations
from webinars.pure.times.place_names import AMERICAN_CLOCKS, LONGEST_NAME, Label, begins_name, named, names, place
from webinars.pure.times.places import COUNTRIES_WITH_A_MAIN_CLOCK
from webinars.pure.times.tokens import FOUR_DIGITS, TWO_DIGITS, Token, peek

_LONGEST_ZONE_NAME = 12
_MINUTES_IN_HOUR = 60
_MINUTES_AFTER_A_COLON = {"00": 0, "15": 15, "30": 30, "45": 45}
_MINUTES_AFTER_A_DOT = {**_MINUTES_AFTER_A_COLON, "0": 0, "5": 30, "25": 15, "75": 45}
_FURTHEST_OFFSET = 14 * _MINUTES_IN_HOUR
_SHORTEST_FUZZY = 6
_MOST_DOTTED_LETTERS = 4
_CLOSE = 0.86
_SHORT_IN_LOWER_CASE = frozenset({"uk", "nz", "gb"})
# "et" is a word elsewhere; in "8pm et" it is a clock.
_CLOCKS_IN_LOWER_CASE = frozenset({"et", "ct", "mt", "pt"})
# "18h ARG / 23h Esp.": words of other languages when written small.
_COUNTRY_CODES = frozenset({"arg", "bra", "col", "ecu", "esp", "mex", "uru"})
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
_EUROPEAN_BY_RULE = frozenset(
    {
        "Africa/Ceuta", "Arctic/Longyearbyen", "Asia/Famagusta", "Asia/Nicosia", "Atlantic/Azores",
        "Atlantic/Canary", "Atlantic/Faroe", "Atlantic/Madeira", "Atlantic/Reykjavik",
    }
)  # fmt: skip


def offset_label(minutes: int) -> Label:
    """A fixed offset from UTC, in minutes."""
    return Label("offset", (_offset_zone(minutes),), minutes)


def _offset_zone(minutes: int) -> str:
    if minutes == 0:
        return "Etc/UTC"
    if minutes % 60 == 0:
        hours = minutes // 60
        # In these names the sign is turned round: "Etc/GMT+3" is three hours behind UTC.
        return f"Etc/GMT{-hours:+d}"
    return _ZONES_OF_ODD_OFFSETS.get(minutes, "Etc/UTC")


def voice(timezone: str) -> str:
    """The clock regime a claim speaks for: the US and Canada, Europe, UTC, or else the zone itself."""
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
    """The zone label that begins at token `at`, the longest there is, and the index after it."""
    token = tokens[at]
    if token.kind == "flag":
        return _flag(token), at + 1
    if token.kind != "word":
        return _bare_offset(tokens, at)
    return _zone_name(tokens, at) or _offset(tokens, at) or _abbreviation(tokens, at) or _name(tokens, at)


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
    territory = "".join(chr(ord(char) - 0x1F1E6 + ord("A")) for char in token.text)
    timezones = zones.country_timezones(territory)
    if territory in COUNTRIES_WITH_A_MAIN_CLOCK:
        return place(COUNTRIES_WITH_A_MAIN_CLOCK[territory])
    return place(timezones[0]) if len(timezones) == 1 else Label("region", ())


def _offset(tokens: Sequence[Token], at: int) -> tuple[Label, int] | None:
    """Read "UTC-3", "GMT +5:30", "UTC+05:30"."""
    if tokens[at].key not in {"utc", "gmt", "ut"}:
        return None
    if peek(tokens, at + 1).text == "/" and peek(tokens, at + 2).key in {"utc", "gmt"}:
        at += 2
    return _signed(tokens, at + 1)


def _bare_offset(tokens: Sequence[Token], at: int) -> tuple[Label, int] | None:
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
    if total > _FURTHEST_OFFSET or minutes >= _MINUTES_IN_HOUR:
        return None
    return offset_label(total if sign == "+" else -total), after


def _abbreviation(tokens: Sequence[Token], at: int) -> tuple[Label, int] | None:
    text, after = _dotted_letters(tokens, at)
    found = abbreviations().get(text.upper())
    is_behind_half = peek(tokens, at - 1).key in {"am", "pm"} and text in _CLOCKS_IN_LOWER_CASE
    if found is None or not (text.isupper() or text.casefold() in LOWER_CASE or is_behind_half):
        return None
    return Label("abbreviation", found.timezones, found.minutes, found), after


def _dotted_letters(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The word at `at`, or "EST" for "E.S.T.", and the index after it."""
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
        label = named(tuple(words[:count]))
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
    """Minutes ahead of UTC in the zone's winter and in its summer."""
    days = (dt.datetime(_ANY_YEAR, month, 1, tzinfo=dt.UTC) for month in (1, 7))
    minutes = [round(zones.utc_offset(day, timezone).total_seconds() / _MINUTES_IN_HOUR) for day in days]
    return min(minutes), max(minutes)


def read_misspelt(token: Token) -> Label | None:
    """The place a word was meant for that names none: "Aukland"."""
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
