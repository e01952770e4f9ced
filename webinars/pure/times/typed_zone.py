"""A zone as people type it into a box of its own: "London", "Britain", "BST", "US Eastern", "Europe/London"."""

import datetime as dt
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global
from msgspec import Struct

from webinars.lib.i18n import current_locale, format_date, format_list
from webinars.lib.i18n import gettext as _
from webinars.pure.times import zones
from webinars.pure.times.clock_changes import instants
from webinars.pure.times.hour_words import HourStyle, format_hour, offset_text
from webinars.pure.times.place_names import AMERICAN_CLOCKS, Label, place
from webinars.pure.times.tokens import fold, tokenize
from webinars.pure.times.zone_labels import read_label
from webinars.pure.times.zone_names import line_label

_LONGEST = 80
_LONGEST_ABBREVIATION = 5


class TypedZone(Struct, frozen=True):
    """What the words in the box can mean."""

    text: str
    timezones: tuple[str, ...] = ()
    """One: that is meant. Several: the person has to say which. None: no zone."""
    minutes: int | None = None
    """The offset that "BST" names when taken literally."""
    is_region: bool = False
    """Whether it names a part of the world with more than one clock."""

    @property
    def timezone(self) -> str | None:
        """The zone, if it is settled."""
        return self.timezones[0] if len(self.timezones) == 1 else None


def zone_name_of(text: str | None) -> str:
    """Returns the name of the zone that `text` means, or the trimmed text itself where that is not settled."""
    return read_zone(text or "").timezone or (text or "").strip()


@lru_cache(maxsize=512)
def read_zone(text: str) -> TypedZone:
    """Returns what is meant by `text`. Nothing else may stand in it: it comes from a box for the zone alone."""
    typed = " ".join(text.split())
    if not typed or len(typed) > _LONGEST:
        return TypedZone(typed)
    # Names without a stroke are read as people mean them: the database's own "EST" has no summer time.
    if "/" in typed and zones.is_known(typed):
        return TypedZone(typed, (zones.canonical(typed),))
    label = _whole_label(typed) or _in_a_box(typed) or _place_and_country(typed)
    if label is None:
        return TypedZone(typed, (zones.canonical(typed),) if zones.is_known(typed) else ())
    if label.kind == "region":
        return TypedZone(typed, is_region=True)
    if label.abbreviation is not None and label.abbreviation.is_evenly_ambiguous:
        return TypedZone(typed, label.timezones)
    # Of "CST" the likelier is taken, and said: who means another one sees it beside the box.
    minutes = label.minutes if label.abbreviation is not None else None
    return TypedZone(typed, tuple(zones.canonical(each) for each in label.timezones[:1]), minutes)


def _whole_label(text: str) -> Label | None:
    # In running text "et" and "ist" are words; in this box they are zones.
    for spelling in (text, text.upper() if len(text) <= _LONGEST_ABBREVIATION else text):
        tokens = [token for token in tokenize(spelling) if token.kind != "newline"]
        found = read_label(tokens, 0) if tokens else None
        # The bracket of "Central (Europe)" is closed behind the name.
        if found is not None and all(token.text == ")" for token in tokens[found[1] :]):
            return found[0]
    return None


def _in_a_box(text: str) -> Label | None:
    """Returns places whose names are words elsewhere, and clocks without their country: "Jordan", "Eastern time"."""
    key = " ".join(token.key for token in tokenize(text) if token.kind == "word").removesuffix(" time")
    timezone = AMERICAN_CLOCKS.get(key) or _plain_names().get(key)
    return (
        place(timezone) if timezone else _whole_label(text[: -len(" time")]) if text.lower().endswith(" time") else None
    )


def _place_and_country(text: str) -> Label | None:
    """Read "London, UK", where both name one clock."""
    first, comma, last = text.partition(",")
    labels = [_whole_label(part.strip()) for part in (first, last) if part.strip()] if comma else []
    named = [label for label in labels if label is not None and label.timezones]
    is_one = len(named) == len(labels) == 2 and named[0].timezones[:1] == named[1].timezones[:1]  # noqa: PLR2004 - a pair
    return named[0] if is_one else None


@cache
def _plain_names() -> dict[str, str]:
    """Returns cities and countries with one clock by their English names, whatever else these words may mean."""
    found = {fold(each.rpartition("/")[2].replace("_", " ")): each for each in zones.present_timezones()}
    for territory, name in Locale("en").territories.items():
        timezones = zones.country_timezones(territory)
        if len(timezones) == 1:
            found.setdefault(fold(name), timezones[0])
    return found


def zone_sentence(zone: TypedZone, wall: dt.datetime | None = None, style: HourStyle = HourStyle.LANGUAGE) -> str:
    """Returns what was understood, in a sentence, with `wall` (naive) what clocks there are on at that time.

    Empty for nothing. "London is Britain (Europe/London): GMT on that day."
    """
    if not zone.text:
        return ""
    if zone.timezone is None:
        return _unsettled(zone)
    meant = _meant(zone.text, zone.timezone)
    found = instants(wall, zone.timezone) if wall is not None and _is_in_range(wall) else ()
    if not found or wall is None or zone.timezone.startswith("Etc/"):
        return _("%(meant)s.", meant=meant)
    at, clock = found[0], _clock(found[0], zone.timezone)
    offset = zones.utc_offset(at, zone.timezone)
    if zone.minutes is not None and dt.timedelta(minutes=zone.minutes) != offset:
        return _(
            "%(meant)s. On %(date)s it is on %(clock)s, so %(hour)s there is %(hour)s %(clock)s, "
            "not %(hour)s %(text)s.",
            meant=meant,
            date=format_date(wall.date(), "d MMMM"),
            clock=clock,
            hour=format_hour(wall, style),
            text=zone.text,
        )
    return _("%(meant)s: %(clock)s on that day.", meant=meant, clock=clock)


def _unsettled(zone: TypedZone) -> str:
    if zone.timezones:
        places = sorted(_country(each) for each in zone.timezones)
        return _("%(text)s is %(places)s. Write the country.", text=zone.text, places=format_list(places, style="or"))
    if zone.is_region:
        return _("%(text)s has more than one clock. Write a city.", text=zone.text)
    return _("We know no place “%(text)s”. Write a city or a country.", text=zone.text)


def _meant(text: str, timezone: str) -> str:
    label = line_label(timezone)
    is_named = label != timezone and not timezone.startswith("Etc/")
    name = _("%(place)s (%(timezone)s)", place=label, timezone=timezone) if is_named else label
    if text.casefold() in {label.casefold(), timezone.casefold()}:
        return name
    return _("%(text)s is %(name)s", text=text, name=name)


def _clock(at: dt.datetime, timezone: str) -> str:
    """Returns what clocks are on: "GMT", or the distance from UTC where they have no letters for it."""
    letters = zones.letters(at, timezone)
    return letters or offset_text(zones.utc_offset(at, timezone))


def _is_in_range(wall: dt.datetime) -> bool:
    return zones.FIRST_YEAR <= wall.year <= zones.LAST_YEAR


def _country(timezone: str) -> str:
    territory = get_global("zone_territories").get(timezone, "")
    return str(current_locale().territories.get(territory) or line_label(timezone))
