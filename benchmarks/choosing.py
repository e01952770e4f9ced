"""Teaches which of several candidates is right: a conditional logit, by stochastic gradients (AdaGrad)."""

import json
import math
import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

Lesson = tuple[list[list[str]], list[bool]]
"""What is seen about each candidate, the last being that it is none of the others, and which of them are right."""

ROUNDS, STEP, DECAY = 12, 0.15, 2e-3
LEAST_SLOPE, LEAST_WEIGHT = 1e-4, 0.1
STIFF = 0.03
"""What takes the place of `DECAY` for what was learned before: a hundred texts shall move it, and not upset it."""
FEWEST = 20
"""Texts or candidates about which something has to be seen for it to weigh anything."""


def learned(
    taught: Sequence[Lesson], chance: random.Random, before: Mapping[str, float] | None = None
) -> dict[str, float]:
    """Returns the weight of whatever may be seen about a candidate.

    With what was learned `before` from other lessons, the new ones move those weights, and are pulled back to them.
    """
    known, decay = (before, STIFF) if before else ({}, DECAY)
    weights: dict[str, float] = defaultdict(float, known)
    squares: dict[str, float] = defaultdict(lambda: 1.0)
    often = Counter(one for seen, _right in taught for one in {one for each in seen for one in each})
    weigh = {one for one, count in often.items() if count >= FEWEST or one in known}
    order = [([[one for one in each if one in weigh] for each in seen], right) for seen, right in taught]
    for _round in range(ROUNDS):
        chance.shuffle(order)
        for lesson in order:
            for one, slope in _slopes(lesson, weights).items():
                steep = slope + decay * (weights[one] - known.get(one, 0.0))
                squares[one] += steep * steep
                weights[one] -= STEP * steep / math.sqrt(squares[one])
    return {one: round(weight, 2) for one, weight in sorted(weights.items()) if abs(weight) >= LEAST_WEIGHT}


def _slopes(lesson: Lesson, weights: Mapping[str, float]) -> dict[str, float]:
    """Returns which way the weights have to go for the right candidate to be likelier."""
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
    """Returns the weights as they are kept."""
    lines = ["# What is seen about a candidate, and its weight: learned by benchmarks/train_reader.py."]
    for table, weights in tables.items():
        lines += ["", f'["{table}"]']
        lines += [f"{json.dumps(one, ensure_ascii=False)} = {weight}" for one, weight in weights.items()]
    return "\n".join(lines) + "\n"
