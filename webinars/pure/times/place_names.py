"""Every name of a place we know, and the zone its clocks are in.

From the zone database (its cities), from CLDR by Babel (cities and countries in several languages), and from `places`.
"""

from collections.abc import Iterator
from functools import cache
from typing import Literal

from babel import Locale
from msgspec import Struct

from webinars.pure.times import zones
from webinars.pure.times.abbreviations import Abbreviation
from webinars.pure.times.places import COUNTRIES_WITH_A_MAIN_CLOCK, REGIONS_WITHOUT_ONE_CLOCK, place_rows
from webinars.pure.times.tokens import tokenize
from webinars.pure.times.world_words import locales, script_of

LabelKind = Literal["place", "abbreviation", "offset", "region"]
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "sv")
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
# A point of the compass beside a continent is a clock of that continent, never one of America. None: no one clock.
_CONTINENTS: tuple[tuple[tuple[str, ...], dict[str, str | None]], ...] = (
    (
        ("europe", "european", "europa"),
        {"central": "Europe/Berlin", "eastern": "Europe/Helsinki", "western": "Europe/Lisbon"},
    ),
    (
        ("africa", "african"),
        {"central": "Africa/Maputo", "eastern": "Africa/Nairobi", "western": "Africa/Lagos"},
    ),
    (
        ("australia", "australian"),
        {"central": "Australia/Adelaide", "eastern": "Australia/Sydney", "western": "Australia/Perth"},
    ),
    (("asia", "asian"), {"central": None, "eastern": None, "western": None}),
    (("america",), {"central": None}),
)
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


class Label(Struct, frozen=True):
    """A zone as printed, and what it can mean."""

    kind: LabelKind
    timezones: tuple[str, ...]
    """The likelier first, none for a region such as "Australia", or an offset no zone keeps."""
    minutes: int | None = None
    """The offset it names when taken literally, or None where it names a clock."""
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
    names.update(_continental_names())
    for timezone in zones.present_timezones():
        add(timezone.rpartition("/")[2].replace("_", " "), place(timezone))
    for language in LANGUAGES:
        for name, label in _translated_names(Locale(language)):
            add(name, label)
    for name in ("US", "USA", "U.S.", "U.S.A.", "America", "Australian", "Canadian"):
        add(name, Label("region", ()))
    names[("utc",)] = names[("z",)] = Label("offset", ("Etc/UTC",), 0)
    return names


def _american_names() -> Iterator[tuple[str, str]]:
    for clock, timezone in AMERICAN_CLOCKS.items():
        for country in _US:
            yield f"{country} {clock}", timezone
            yield f"{clock} {country}", timezone


@cache
def _continental_names() -> dict[tuple[str, ...], Label]:
    """Returns folded words such as "europe central" and "east african", in both orders."""
    return {
        words: place(timezone) if timezone else Label("region", ())
        for continent, clocks in _CONTINENTS
        for name in continent
        for point, timezone in clocks.items()
        # "East Africa" is "Eastern Africa".
        for side in (point, point.removesuffix("ern"))
        for words in ((name, side), (side, name))
    }


def is_continental(words: tuple[str, ...]) -> bool:
    """Returns whether folded words are a continent beside a point of the compass."""
    return words in _continental_names()


@cache
def _names_in(script: str) -> dict[tuple[str, ...], Label]:
    """Returns the names in languages with a script of their own, read when the first word in it comes."""
    found: dict[tuple[str, ...], Label] = {}
    for locale in locales(script):
        for name, label in _translated_names(locale):
            if len(name) > 1:
                found.setdefault(key_of(name), label)
    return found


def place_label(words: tuple[str, ...]) -> Label | None:
    """Returns what folded words name, if they are the name of a place."""
    return names().get(words) or _names_in(script_of(words[0])).get(words)


def begins_name(word: str) -> bool:
    """Returns whether a folded word is the first of a name."""
    return word in _first_words("") or word in _first_words(script_of(word))


def _translated_names(locale: Locale) -> Iterator[tuple[str, Label]]:
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


def key_of(name: str) -> tuple[str, ...]:
    return tuple(token.key for token in tokenize(name) if token.kind in {"word", "number"})


@cache
def _first_words(script: str) -> frozenset[str]:
    return frozenset(key[0] for key in (_names_in(script) if script else names()) if key)
