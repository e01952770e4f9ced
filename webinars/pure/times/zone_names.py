"""What people call a zone, and the sentences about its clocks."""

import datetime as dt
from functools import cache, lru_cache

from babel import Locale
from babel.dates import get_timezone_location
from msgspec import Struct

from webinars.lib.i18n import current_locale, format_date, pgettext
from webinars.lib.i18n import gettext as _
from webinars.pure.times import zones
from webinars.pure.times.clock_changes import UnsettledWallTime, WallTimeRepeated
from webinars.pure.times.hour_words import HourStyle, format_hour, offset_text

_ABBREVIATIONS_OF_WHOLE_WORLD = {"UTC", "GMT", "UK", "US", "USA", "NYC", "UAE", "EU"}
_LONGEST_ABBREVIATION = 5


class TimezoneChoice(Struct, frozen=True):
    """A zone in a list to choose from."""

    timezone: str
    name: str
    """Such as "Britain" or "Berlin"."""
    offset_text: str
    """How far it is from UTC at the moment asked for."""

    @property
    def text(self) -> str:
        """The choice as listed: "Britain (Europe/London)"."""
        return self.name if self.name == self.timezone else f"{self.name} ({self.timezone})"


def place_name(timezone: str) -> str:
    """Returns the place after "in": "Britain", "New York", "China". Never fails."""
    if not zones.is_known(timezone):
        return timezone
    present = zones.canonical(timezone)
    places = {
        "Europe/London": pgettext("place", "Britain"),
        "Asia/Shanghai": pgettext("place", "China"),
        "Asia/Kolkata": pgettext("place", "India"),
        "Asia/Tokyo": pgettext("place", "Japan"),
        "Etc/UTC": "UTC",
        "Etc/GMT": "UTC",
    }
    if present in places:
        return places[present]
    if present.startswith("Etc/"):
        return offset_text(zones.utc_offset(dt.datetime(2000, 1, 1, tzinfo=dt.UTC), present))
    return _city(present, current_locale())


@cache  # a list of zones names some four hundred of them
def _city(timezone: str, locale: Locale) -> str:
    try:
        city = get_timezone_location(timezone, locale=locale, return_city=True)
        # Where it is not known it is what is left of the zone's name: "Argentina/Salta".
        return city.rpartition("/")[2]
    except LookupError:
        return timezone.rpartition("/")[2].replace("_", " ")


def line_label(timezone: str) -> str:
    """Returns the label of a zone nobody has labelled: "Britain", "US Eastern", "Berlin"."""
    labels = {
        "America/New_York": _("US Eastern"),
        "America/Chicago": _("US Central"),
        "America/Denver": _("US Mountain"),
        "America/Los_Angeles": _("US Pacific"),
    }
    return labels.get(timezone) or place_name(timezone)


def display_name(timezone: str) -> str:
    """Returns the zone for a reader: "Britain (Europe/London)". A zone the database does not have is only named."""
    name = line_label(timezone)
    present = zones.canonical(timezone) if zones.is_known(timezone) else timezone
    return name if name == present or present.startswith("Etc/") else f"{name} ({present})"


def unabbreviated(label: str, timezone: str) -> str:
    """Returns `label`, with the place beside it when it is only an abbreviation: "CET (Berlin)"."""
    bare = label.strip()
    is_abbreviation = (
        bare.isascii() and bare.isalpha() and bare.isupper() and 1 < len(bare) <= _LONGEST_ABBREVIATION
    ) and bare not in _ABBREVIATIONS_OF_WHOLE_WORLD
    return f"{bare} ({place_name(timezone)})" if is_abbreviation else label


def all_timezones(at: dt.datetime) -> tuple[TimezoneChoice, ...]:
    """Returns every present zone for a searchable list, by name, with the offset at `at` (aware)."""
    # Clocks change at whole minutes of UTC, and many forms are opened in one of them.
    return _timezones_in(at.astimezone(dt.UTC).replace(second=0, microsecond=0), current_locale())


@lru_cache(maxsize=8)
def _timezones_in(at: dt.datetime, _of_the_labels: Locale) -> tuple[TimezoneChoice, ...]:
    choices = [
        TimezoneChoice(name, line_label(name), offset_text(zones.utc_offset(at, name)))
        for name in zones.present_timezones()
    ]
    return tuple(sorted(choices, key=lambda choice: choice.text.casefold()))


def why_unsettled(error: UnsettledWallTime, style: HourStyle = HourStyle.LANGUAGE) -> str:
    """Returns the sentence for a skipped or repeated wall time, with the ways out.

    "1.30am on 28 March 2027 does not exist in Britain: clocks go from 1am to 2am. Choose 12.30am or 2.30am."
    """
    change = error.change
    same_day = all(time.date() == error.wall.date() for time in (error.earlier, error.later))
    when = {
        "hour": format_hour(error.wall, style),
        "date": _date(error.wall),
        "place": place_name(error.timezone),
        "from_hour": format_hour(change.wall_before, style),
        "to_hour": format_hour(change.wall_after, style),
        "earlier": _choice(error.earlier, style, with_date=not same_day),
        "later": _choice(error.later, style, with_date=not same_day),
    }
    if isinstance(error, WallTimeRepeated):
        return _(
            "%(hour)s on %(date)s happens twice in %(place)s: clocks go back from %(from_hour)s to %(to_hour)s. "
            "Choose %(earlier)s or %(later)s.",
            **when,
        )
    if change.wall_after - change.wall_before >= dt.timedelta(days=1):
        return _(
            "%(date)s does not exist in %(place)s: the calendar skips it. Choose %(earlier)s or %(later)s.", **when
        )
    return _(
        "%(hour)s on %(date)s does not exist in %(place)s: clocks go from %(from_hour)s to %(to_hour)s. "
        "Choose %(earlier)s or %(later)s.",
        **when,
    )


def _date(when: dt.datetime) -> str:
    return format_date(when.date(), "d MMMM y")


def _choice(when: dt.datetime, style: HourStyle, *, with_date: bool) -> str:
    hour = format_hour(when, style)
    return _("%(hour)s on %(date)s", hour=hour, date=_date(when)) if with_date else hour
