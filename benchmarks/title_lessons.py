"""What teaches which of the candidates of a text is its title."""

import datetime as dt
import json
import random
from collections.abc import Iterator, Sequence

from benchmarks.choosing import Lesson
from benchmarks.judging import folded
from benchmarks.lessons import KEPT, KEPT_ON, announced
from benchmarks.texts.labelled import Labelled
from webinars.pure.announcements.model import NOTHING_KNOWN
from webinars.pure.announcements.reader.combine_voices import second_voice, title_chances
from webinars.pure.announcements.reader.learned_weights import NONE
from webinars.pure.announcements.reader.reading import by_rules
from webinars.pure.announcements.reader.title.candidates import heard_candidates

MISHEARD = 0.6
"""Of the texts, whose second voice says nothing: on texts unlike those it learned from it is too sure."""
KEPT_TIMES, WRITTEN_EVERY = 5, 4


def lessons(texts: Sequence[Labelled], chance: random.Random, *, hears: bool) -> list[Lesson]:
    """Returns what made-up texts teach, our own writer's and those that the reader's tests keep.

    None for a text whose title is no candidate.
    """
    said = [(one.text, one.title, one.published_on) for one in texts]
    written = ((announced(one, chance), one) for one in texts[::WRITTEN_EVERY])
    said += [(text, one.title, one.published_on) for text, one in written if text]
    for path in sorted(KEPT.glob("*.json")) * KEPT_TIMES:
        text = next(other for kind in (".txt", ".html") if (other := path.with_suffix(kind)).exists())
        title = json.loads(path.read_text(encoding="utf-8"))["webinars"][0]["title"]
        said.append((text.read_text(encoding="utf-8"), title, KEPT_ON))
    return list(_lessons(said, chance, hears=hears))


def of_examples(examples: Sequence[Labelled], *, hears: bool) -> list[Lesson]:
    """Returns what a site's examples teach. The second voice has not learned from them, and is taken at its word."""
    return list(_lessons([(one.text, one.title, one.published_on) for one in examples], None, hears=hears))


def _lessons(
    said: Sequence[tuple[str, str | None, dt.date]], chance: random.Random | None, *, hears: bool
) -> Iterator[Lesson]:
    for text, title, published_on in said:
        parts, webinar, called = by_rules(text, published_on=published_on)
        heard = title_chances(second_voice(parts, webinar, NOTHING_KNOWN)) if hears else None
        if heard and chance and chance.random() < MISHEARD:
            heard = {place: odds * chance.random() ** 2 for place, odds in heard.items()}
        found = called.found if heard is None else heard_candidates(called, heard)
        wanted = folded(title) if title else None
        right = [wanted is not None and folded(one.text) == wanted for one in found]
        if wanted is None or any(right):
            yield [*(sorted(one.seen) for one in found), [NONE]], [*right, wanted is None]
