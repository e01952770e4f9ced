"""Every name of a place we know, and the zone its clocks are in.

From the zone database (its cities), from CLDR by Babel (cities and countries in several languages), and from `places`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from babel import Locale

from webinars.times import zones
from webinars.times.abbreviations import Abbreviation
from webinars.times.places import COUNTRIES_WITH_A_MAIN_CLOCK, REGIONS_WITHOUT_ONE_CLOCK, place_rows
from webinars.times.tokens import tokenize

LabelKind = Literal["place", "abbreviation", "offset", "region"]
_LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "sv")
LONGEST_NAME = 5
_US = ("us", "usa", "united states", "north american", "american", "u s", "u s a", "canada", "canadian", "us canada")
AMERICAN_CLOCKS = {
    "eastern": "America/New_York",
    "east": "America/New_York",
    "east coast": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "west coast": "America/Los_Angeles",
    "west": "America/Los_Angeles",
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
}
# Names of places that are also everyday words, or names of persons, or of other things; not zones in running text.
_NOT_PLACES = frozenset(
    {
        "nice", "reading", "mobile", "male", "date", "of", "man", "split", "bath", "hull", "center", "chad",
        "jordan", "georgia", "mayotte", "metz", "midway", "easter", "wake", "guam", "troll", "davis", "casey",
        "vincent", "thomas", "louisville", "monticello", "marengo", "winamac", "tell", "city", "petersburg",
        "knox", "beulah", "vostok", "mawson", "palmer", "syowa", "macquarie", "rainy", "river", "east",
        "west", "central", "america", "world", "universal",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """A zone as printed, and what it can mean."""

    kind: LabelKind
    timezones: tuple[str, ...]
    """The likelier first; none for a region such as "Australia", or an offset no zone keeps."""
    minutes: int | None = None
    """The offset it names when taken literally; None where it names a clock."""
    abbreviation: Abbreviation | None = None


def place(timezone: str) -> Label:
    return Label("place", (timezone,))


@cache
def names() -> dict[tuple[str, ...], Label]:
    names: dict[tuple[str, ...], Label] = {}

    def add(name: str, label: Label) -> None:
        key = key_of(name)
        if key and len(key) <= LONGEST_NAME and " ".join(key) not in _NOT_PLACES:
            names.setdefault(key, label)

    for timezone, further in place_rows().items():
        for name in further:
            names.setdefault(key_of(name), place(timezone))
    for name, timezone in _american_names():
        names[key_of(name)] = place(timezone)
    for timezone in zones.present_timezones():
        add(timezone.rpartition("/")[2].replace("_", " "), place(timezone))
    for name, label in _translated_names():
        add(name, label)
    names[("utc",)] = names[("z",)] = Label("offset", ("Etc/UTC",), 0)
    return names


def _american_names() -> Iterator[tuple[str, str]]:
    for clock, timezone in AMERICAN_CLOCKS.items():
        for country in _US:
            yield f"{country} {clock}", timezone
            yield f"{clock} {country}", timezone


def _translated_names() -> Iterator[tuple[str, Label]]:
    for language in _LANGUAGES:
        locale = Locale(language)
        for territory, name in locale.territories.items():
            timezones = zones.country_timezones(territory)
            if territory in REGIONS_WITHOUT_ONE_CLOCK:
                yield name, Label("region", ())
            elif territory in COUNTRIES_WITH_A_MAIN_CLOCK:
                yield name, place(COUNTRIES_WITH_A_MAIN_CLOCK[territory])
            elif len(timezones) == 1:
                yield name, place(timezones[0])
        for timezone, words in locale.time_zones.items():
            city = words.get("city")
            if city and zones.is_known(timezone):
                yield city, place(zones.canonical(timezone))
    for name in ("US", "USA", "U.S.", "U.S.A.", "America", "Australian", "Canadian"):
        yield name, Label("region", ())


def key_of(name: str) -> tuple[str, ...]:
    return tuple(token.key for token in tokenize(name) if token.kind in {"word", "number"})


@cache
def first_words() -> frozenset[str]:
    return frozenset(key[0] for key in names())
