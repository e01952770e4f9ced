"""Fields of a webinar in words, for proposals."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from webinars.lib.i18n import format_list, ngettext
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.languages import language_name
from webinars.pure.times import format_day, format_hour, place_name

EXCERPT_LENGTH = 60
FEW = 3

FIELD_NAMES: Mapping[str, Any] = {
    "title": _l("Title"),
    "description": _l("Description"),
    "language": _l("Language"),
    "start": _l("Start"),
    "display_zones": _l("Zones of the line"),
    "registration_url": _l("Registration link"),
    "join_url": _l("Room"),
    "series": _l("Series"),
    "topics": _l("Topics"),
    "questions": _l("Questions"),
    "lineup": _l("Line-up"),
}


def in_words(key: str, value: Any) -> str:  # noqa: ANN401 - the JSON of any field
    """Returns the value of a field, short enough for one sentence."""
    return _WORDS.get(key, _excerpt)(value) if value else _("nothing")


def _excerpt(value: str) -> str:
    text = " ".join(value.split())
    return f"“{text}”" if len(text) <= EXCERPT_LENGTH else f"“{text[:EXCERPT_LENGTH].rstrip()}…”"


def _lineup(people: Sequence[Mapping[str, str]]) -> str:
    names = [person["name"] for person in people]
    return ngettext("%(num)s person", "%(num)s people", len(names)) if len(names) > FEW else format_list(names)


def _start(value: Mapping[str, str | None]) -> str:
    if value["wall"] is None:
        return format_day(dt.date.fromisoformat(value["date"] or ""))
    wall = dt.datetime.fromisoformat(value["wall"])
    return _(
        "%(date)s, %(hour)s in %(place)s",
        date=format_day(wall.date()),
        hour=format_hour(wall),
        place=place_name(value["timezone"] or ""),
    )


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "language": language_name,
    "start": _start,
    "display_zones": lambda zones: format_list([zone["label"] for zone in zones]),
    "topics": format_list,
    "questions": lambda questions: ngettext("%(num)s question", "%(num)s questions", len(questions)),
    "lineup": _lineup,
}
