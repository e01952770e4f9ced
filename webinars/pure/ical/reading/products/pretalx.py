"""pretalx: people behind the title."""

from msgspec.structs import replace

from webinars.pure.ical.reading.products.event_text import EventText, people_in

_DASH = " - "


def read(told: EventText) -> EventText:
    """Returns the title without the people who stand behind its last dash. It has a dash too where there is nobody.

    Source: pretalx, `src/pretalx/schedule/domain/ical.py`. Earlier versions begin the description with the title.
    """
    title, people = told.title, None
    if title.endswith(_DASH.rstrip()):
        title = title.removesuffix(_DASH.rstrip())
    else:
        head, _dash, names = title.rpartition(_DASH)
        people = people_in(names) if head else None
        title = head if people else title
    first, _break, rest = told.description.partition("\n")
    is_repeated = bool(rest) and first.strip() == title
    return replace(
        told,
        title=title.strip(),
        lineup=people or (),
        description=rest.lstrip() if is_repeated else told.description,
    )
