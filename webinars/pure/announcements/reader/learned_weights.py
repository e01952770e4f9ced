"""What whatever is seen about a candidate weighs: learned from labelled texts, one table for each choice."""

import math
import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

WEIGHTS: Final = Path(__file__).parent / "weights.toml"
NONE: Final = "none"
"""That none of the candidates is it, a candidate too."""


def chances(table: str, seen: Sequence[Collection[str]], temperature: float = 1.0) -> list[float]:
    """Returns how likely each of several candidates is the one, none of them being it among what is possible.

    The higher the `temperature`, the nearer to each other these are.
    """
    of = weights().get(table, {})
    scores = [*(math.fsum(of.get(one, 0.0) for one in each) for each in seen), of.get(NONE, 0.0)]
    most = max(scores)
    odds = [math.exp((score - most) / temperature) for score in scores]
    total = sum(odds)
    return [odd / total for odd in odds[:-1]]


def moved(chance: float, more: float, slope: float = 1.0) -> float:
    """Returns a chance whose log odds are multiplied by `slope`, and `more` added."""
    odds = slope * math.log(max(chance, LEAST) / max(1 - chance, LEAST)) + more
    return 1 / (1 + math.exp(-odds))


LEAST: Final = 1e-6


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Returns the tables by name, none where nothing has been learned."""
    return tomllib.loads(WEIGHTS.read_text(encoding="utf-8")) if WEIGHTS.exists() else {}
