"""Which of the webinars that a page's markup tells of are those of its text."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from webinars.pure.announcements.model import WebinarReading
from webinars.pure.announcements.reader.people.names import folded_name
from webinars.pure.announcements.reader.structured_data.date_values import MarkupTime, read_moment
from webinars.pure.announcements.reader.structured_data.events import EmbeddedWebinar
from webinars.pure.announcements.reader.structured_data.start_times import is_start_of_markup

EQUAL: Final = 3


class Pair(Struct, frozen=True):
    """A webinar of the markup with what the text says of it, or None where the text does not speak of it."""

    said: EmbeddedWebinar
    moment: MarkupTime | None
    text: WebinarReading | None


def likeness(one: str, other: str) -> int:
    """Returns how alike two titles are: 3 for the same words, 2 if one holds the other, 1 for most words, else 0."""
    first, second = folded_name(one), folded_name(other)
    if not first or not second:
        return 0
    if first == second:
        return EQUAL
    shorter, longer = sorted((first, second), key=len)
    if f" {shorter} " in f" {longer} ":
        return 2 if len(shorter.split()) > 1 or len(shorter) >= _LONG_WORD else 0
    words, others = (set(re.findall(r"\w{3,}", text)) for text in (shorter, longer))
    return int(len(words) > 1 and len(words & others) >= _MOST_WORDS * len(words))


_LONG_WORD: Final = 8
_MOST_WORDS: Final = 0.7


def without_repetitions(events: Sequence[EmbeddedWebinar], published_on: dt.date) -> list[EmbeddedWebinar]:
    """Returns each webinar once: what JSON-LD and microdata both have, with the values of both, the first before."""
    found: list[EmbeddedWebinar] = []
    for event in events:
        place = next((place for place, known in enumerate(found) if _is_same(known, event, published_on)), None)
        if place is None:
            found.append(event)
        else:
            found[place] = _merged_event(found[place], event)
    return found


def _is_same(one: EmbeddedWebinar, other: EmbeddedWebinar, published_on: dt.date) -> bool:
    if one.name and other.name and likeness(one.name, other.name) < EQUAL:
        return False
    first, second = (read_moment(each.starts, published_on) for each in (one, other))
    if first is None or second is None:
        return True
    if first.at is not None and second.at is not None:
        return first.at == second.at
    if first.wall is not None and second.wall is not None:
        return first.wall == second.wall
    return first.date == second.date


def _merged_event(one: EmbeddedWebinar, other: EmbeddedWebinar) -> EmbeddedWebinar:
    values = {name: getattr(one, name) or getattr(other, name) for name in EmbeddedWebinar.__struct_fields__}
    if len(other.starts) > len(one.starts):
        values["starts"] = other.starts  # with its hour or its offset
    return replace(one, **values)


def pairs_of_page(
    events: Sequence[EmbeddedWebinar],
    webinars: Sequence[WebinarReading],
    headlines: Sequence[str],
    shown: Callable[[str], bool],
    published_on: dt.date,
) -> list[Pair]:
    """Returns the webinars of the markup that the page is about, each with its reading of the text.

    `headlines` are what the page says it is about. `shown` tells whether a name stands in the visible text.
    """
    pairs = [Pair(event, read_moment(event.starts, published_on), None) for event in events]
    if len(webinars) > 1:
        return _pairs_of_several(pairs, webinars, shown)
    named = _pairs_with_name(pairs, headlines)
    (text,) = webinars
    if named:
        return _with_text(named, text, published_on)
    together = [pair for pair in pairs if any(likeness(pair.said.series, line) for line in headlines)]
    if not together and not _is_elsewhere(pairs, text):
        together = [pair for pair in pairs if shown(pair.said.name)]
    same = [pair for pair in pairs if _is_start_of(text, pair.moment)]
    if len(together) > 1:
        return [replace(pair, text=text if pair in same else None) for pair in together]
    return [replace(same[0], text=text)] if same else _pairs_of_other_name(pairs, text)


def _pairs_of_other_name(pairs: list[Pair], text: WebinarReading) -> list[Pair]:
    """Returns what is called otherwise than the page, and starts otherwise than its text says.

    The start is not mixed in. It is that of the text if nothing else is called anything, or if both are of one day.
    Else
    all of them stand alone where the text is about no webinar, and are left out where it is about one.
    """
    if len(pairs) == 1 and not _is_elsewhere(pairs, text) and (_is_untitled(text) or text.start is not None):
        return [replace(pairs[0], text=text)]
    is_webinar = text.start or text.lineup or text.recordings or text.questions
    return [] if is_webinar else pairs


def _is_untitled(text: WebinarReading) -> bool:
    return text.title is None or text.title.is_uncertain


def _pairs_with_name(pairs: Sequence[Pair], headlines: Sequence[str]) -> list[Pair]:
    """Returns those whose name is most like what the page is called."""
    scores = [max((likeness(pair.said.name, line) for line in headlines), default=0) for pair in pairs]
    best = max(scores, default=0)
    return [pair for pair, score in zip(pairs, scores, strict=True) if score == best] if best else []


def _with_text(pairs: Sequence[Pair], text: WebinarReading, published_on: dt.date) -> list[Pair]:
    """Returns the one that the text speaks of with it, and the coming dates of its name.

    The text speaks of the one that starts when it says, else of the first.
    """
    own = next((pair for pair in pairs if _is_start_of(text, pair.moment)), pairs[0])
    same = [pair for pair in pairs if pair is own or likeness(pair.said.name, own.said.name) == EQUAL]
    coming = [pair for pair in same if pair is own or (pair.moment and pair.moment.date >= published_on)]
    return [replace(pair, text=text if pair is own else None) for pair in coming]


def _pairs_of_several(
    pairs: Sequence[Pair], webinars: Sequence[WebinarReading], shown: Callable[[str], bool]
) -> list[Pair]:
    """Returns each with the webinar of the text that has its start or else its title, and others the text shows."""
    left = list(webinars)
    found: list[Pair] = []
    for pair in pairs:
        titled = [text for text in left if text.title and likeness(text.title.value, pair.said.name) == EQUAL]
        text = next((text for text in left if _is_start_of(text, pair.moment)), None)
        text = text or (titled[0] if len(titled) == 1 else None)
        if text is not None:
            left.remove(text)
        if text is not None or shown(pair.said.name):
            found.append(replace(pair, text=text))
    return found if any(pair.text for pair in found) else []


def _is_start_of(text: WebinarReading, moment: MarkupTime | None) -> bool:
    return text.start is not None and moment is not None and is_start_of_markup(text.start.value, moment)


def _is_elsewhere(pairs: Sequence[Pair], text: WebinarReading) -> bool:
    """Returns whether the text has a title of its own, and a day or people, of which none is said to be theirs."""
    if _is_untitled(text) or any(_is_start_of(text, pair.moment) for pair in pairs):
        return False
    date = text.start.value.date if text.start else None
    if date is not None:
        return all(pair.moment is None or pair.moment.date != date for pair in pairs)
    return bool(text.lineup or text.recordings or text.questions)
