"""Teaches which of the candidates of a text is its title: a conditional logit, by stochastic gradients (AdaGrad)."""

import datetime as dt
import json
import math
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.judging import folded
from benchmarks.lessons import KEPT, KEPT_ON, announced
from benchmarks.texts.labelled import Labelled
from webinars.pure.announcements.model import NOTHING_KNOWN
from webinars.pure.announcements.reader.combine import heard_titles, second_voice
from webinars.pure.announcements.reader.reading import by_rules
from webinars.pure.announcements.reader.title_candidates import candidates
from webinars.pure.announcements.reader.titles import NONE

Lesson = tuple[list[list[str]], list[bool]]
"""What is seen about each candidate of a text, the last being that it has no title; and which of them are right."""

ROUNDS, STEP, DECAY = 12, 0.15, 2e-3
LEAST_SLOPE, LEAST_WEIGHT = 1e-4, 0.05
MISHEARD = 0.6
"""Of the texts, whose second voice says nothing: on texts unlike those it learned from it is too sure."""
KEPT_TIMES, WRITTEN_EVERY = 5, 4


def lessons(texts: Sequence[Labelled], chance: random.Random, *, hears: bool) -> list[Lesson]:
    """What made-up texts teach, our own writer's and those that the reader's tests keep.

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


def _lessons(
    said: Sequence[tuple[str, str | None, dt.date]], chance: random.Random, *, hears: bool
) -> Iterator[Lesson]:
    for text, title, published_on in said:
        parts, webinar, page_title = by_rules(text, published_on=published_on)
        heard = heard_titles(second_voice(parts, webinar, NOTHING_KNOWN)) if hears else None
        if heard and chance.random() < MISHEARD:
            heard = {place: odds * chance.random() ** 2 for place, odds in heard.items()}
        found = candidates(parts, page_title, heard)
        wanted = folded(title) if title else None
        right = [wanted is not None and folded(one.text) == wanted for one in found]
        if wanted is None or any(right):
            yield [*(sorted(one.seen) for one in found), [NONE]], [*right, wanted is None]


def learned(taught: Sequence[Lesson], chance: random.Random) -> dict[str, float]:
    """The weight of whatever may be seen about a candidate."""
    weights: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(lambda: 1.0)
    order = list(taught)
    for _round in range(ROUNDS):
        chance.shuffle(order)
        for lesson in order:
            for one, slope in _slopes(lesson, weights).items():
                steep = slope + DECAY * weights[one]
                squares[one] += steep * steep
                weights[one] -= STEP * steep / math.sqrt(squares[one])
    return {one: round(weight, 2) for one, weight in sorted(weights.items()) if abs(weight) >= LEAST_WEIGHT}


def _slopes(lesson: Lesson, weights: Mapping[str, float]) -> dict[str, float]:
    """Which way the weights have to go for the right candidate to be likelier."""
    seen, right = lesson
    scores = [sum(weights[one] for one in each) for each in seen]
    most = max(scores)
    odds = [math.exp(score - most) for score in scores]
    total, true = sum(odds), sum(odd for odd, is_right in zip(odds, right, strict=True) if is_right)
    slopes: dict[str, float] = defaultdict(float)
    for each, odd, is_right in zip(seen, odds, right, strict=True):
        slope = odd / total - (odd / max(true, LEAST_SLOPE) if is_right else 0.0)
        if abs(slope) > LEAST_SLOPE:
            for one in each:
                slopes[one] += slope
    return slopes


def written(tables: Mapping[str, Mapping[str, float]]) -> str:
    """The weights as they are kept."""
    lines = ["# What is seen about a candidate for the title, and its weight: learned by benchmarks/train_reader.py."]
    for table, weights in tables.items():
        lines += ["", f"[{table}]"]
        lines += [f"{json.dumps(one, ensure_ascii=False)} = {weight}" for one, weight in weights.items()]
    return "\n".join(lines) + "\n"
