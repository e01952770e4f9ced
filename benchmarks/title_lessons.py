"""What teaches which of the candidates of a text is its title."""

import datetime as dt
import json
import random
from collections.abc import Iterator, Sequence

from benchmarks.choosing import Lesson
from benchmarks.judging import folded
from benchmarks.lessons import KEPT, KEPT_ON, announced
from benchmarks.texts.labelled import Labelled
from webinars.pure.announcements.reader.learned_weights import NONE
from webinars.pure.announcements.reader.reading import by_rules

KEPT_TIMES, WRITTEN_EVERY = 5, 4


def lessons(texts: Sequence[Labelled], chance: random.Random) -> list[Lesson]:
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
    return list(_lessons(said))


def of_examples(examples: Sequence[Labelled]) -> list[Lesson]:
    """Returns what a site's examples teach."""
    return list(_lessons([(one.text, one.title, one.published_on) for one in examples]))


def _lessons(said: Sequence[tuple[str, str | None, dt.date]]) -> Iterator[Lesson]:
    for text, title, published_on in said:
        _parts, _webinar, called = by_rules(text, published_on=published_on)
        wanted = folded(title) if title else None
        right = [wanted is not None and folded(one.text) == wanted for one in called.found]
        if wanted is None or any(right):
            yield [*(sorted(one.seen) for one in called.found), [NONE]], [*right, wanted is None]
