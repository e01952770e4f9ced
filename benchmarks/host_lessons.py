"""What teaches which of the candidates of a text hold the webinar."""

import datetime as dt
import json
import random
from collections.abc import Iterator, Sequence

from benchmarks.choosing import Lesson
from benchmarks.judging import folded
from benchmarks.lessons import KEPT, KEPT_ON, announced
from benchmarks.texts.labelled import Labelled
from webinars.pure.announcements.model import NOTHING_KNOWN
from webinars.pure.announcements.reader.combine_voices import second_voice
from webinars.pure.announcements.reader.learned_weights import NONE
from webinars.pure.announcements.reader.organisation_names import tidy
from webinars.pure.announcements.reader.organisations.hosts import candidates
from webinars.pure.announcements.reader.reading import by_rules

KEPT_TIMES, WRITTEN_EVERY = 5, 6
UNHEARD, MISHEARD = 0.4, 0.4
"""Of the texts, whose second voice says nothing, or little: on texts unlike those it learned from it misses most."""


def lessons(texts: Sequence[Labelled], chance: random.Random) -> Iterator[Lesson]:
    """Yields what made-up texts teach, our own writer's and those that the reader's tests keep."""
    said = [(one.text, _names(one), one.organisers, one.published_on) for one in texts]
    written = ((announced(one, chance), one) for one in texts[::WRITTEN_EVERY])
    said += [(text, _names(one), one.organisers, one.published_on) for text, one in written if text]
    for path in sorted(KEPT.glob("*.json")) * KEPT_TIMES:
        text = next(other for kind in (".txt", ".html") if (other := path.with_suffix(kind)).exists())
        truth = json.loads(path.read_text(encoding="utf-8"))["webinars"][0]
        names = [truth["title"] or "", *(name for name, _group, _role, _talk in truth["lineup"])]
        said.append((text.read_text(encoding="utf-8"), names, tuple(truth["organisers"]), KEPT_ON))
    for text, names, organisers, published_on in said:
        roll = chance.random()
        heard = 0.0 if roll < UNHEARD else chance.random() ** 2 if roll < UNHEARD + MISHEARD else 1.0
        yield from _lessons(text, names, organisers, published_on, heard)


def of_examples(examples: Sequence[Labelled]) -> Iterator[Lesson]:
    """Yields what a site's examples teach. The second voice has not learned from them, and is taken at its word."""
    for one in examples:
        yield from _lessons(one.text, _names(one), one.organisers, one.published_on, 1.0)


def _names(one: Labelled) -> list[str]:
    return [one.title or "", *(person.name for person in one.people)]


def _lessons(
    text: str, names: Sequence[str], organisers: Sequence[str], published_on: dt.date, heard: float
) -> Iterator[Lesson]:
    """Yields one for each candidate that is no person and not the title: it holds the webinar, or it does not."""
    parts, webinar, called = by_rules(text, published_on=published_on)
    voice = second_voice(parts, webinar, NOTHING_KNOWN)
    right = {folded(said) for name in organisers for said in (name, tidy(name))}
    others = {folded(name) for name in names}
    for one in candidates(list(voice.marks.values()), webinar, called.page_title, heard=heard):
        name = folded(one.text)
        if name not in others:
            yield [sorted(one.seen), [NONE]], [name in right, name not in right]
