"""What people print for a zone, and what they mean by it: "Britain", "US Eastern", "CET", "UTC+5:30", "Aukland"."""

import datetime as dt
import difflib
from collections.abc import Sequence
from functools import cache

from webinars.pure.times import zones
from webinars.pure.times.abbreviations import LOWER_CASE, Abbreviation, abbreviations
from webinars.pure.times.offsets import read_bare_offset, read_offset
from webinars.pure.times.place_names import (
    AMERICAN_CLOCKS,
    LONGEST_NAME,
    Label,
    begins_name,
    is_continental,
    named,
    names,
    place,
)
from webinars.pure.times.places import COUNTRIES_WITH_A_MAIN_CLOCK
from webinars.pure.times.tokens import TWO_DIGITS, Token, peek

_LONGEST_ZONE_NAME = 12
_MINUTES_IN_HOUR = 60
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
    """The clock of a country by its two letters; a region where it has several, and where there is no such country."""
    timezones = zones.country_timezones(territory)
    if territory in COUNTRIES_WITH_A_MAIN_CLOCK:
        return place(COUNTRIES_WITH_A_MAIN_CLOCK[territory])
    return place(timezones[0]) if len(timezones) == 1 else Label("region", ())


def read_country_code(token: Token, *, is_sure: bool) -> Label | None:
    """The country of two capital letters, as in "19hs (UY)"; None where they are not two, or name no country.

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
