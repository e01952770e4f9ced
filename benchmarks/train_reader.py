"""Trains the tagger of the reader: `python benchmarks/train_reader.py --count 3000`.

What it learns from is in `lessons.py`. The same seed and count give the same model. Nothing of generator B is read
here: it judges.
"""

import argparse
import itertools
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pycrfsuite

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import lessons
from benchmarks.texts import a
from benchmarks.texts.labelled import Labelled
from webinars.pure.announcements.reader.tagging.tagger import MODEL

UNKNOWN_NAMES = 0.3
"""Of the texts, whose given names are treated as if no list held them."""
WRITTEN_EVERY, KEPT_TIMES = 2, 3
SETTINGS = {"c1": 0.4, "c2": 0.05, "max_iterations": 120, "feature.minfreq": 4}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=Path, help="a file that `webinars reader-examples` has written")
    parser.add_argument("--to", type=Path, default=MODEL)
    arguments = parser.parse_args()
    began = time.perf_counter()
    lines = train(arguments.count, arguments.seed, arguments.to, arguments.examples)
    took = time.perf_counter() - began
    print(f"{lines} lines, trained in {took:.0f} s: {arguments.to.stat().st_size / 1000:.0f} kB")
    return 0


def train(count: int, seed: int, to: Path, examples: Path | None = None) -> int:
    """Write a model that has learned from so many texts of generator A, from the kept ones and from `examples`.

    Returns its lines.
    """
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.select("lbfgs")
    trainer.set_params(SETTINGS)
    chance = random.Random(seed)
    lines = 0
    for text in texts(seed, count, chance, lessons.taught(examples) if examples else []):
        forgets = chance.random() < UNKNOWN_NAMES
        for features, labels in text:
            trainer.append([lessons.forgetful(one) for one in features] if forgets else features, labels)
            lines += 1
    trainer.train(str(to))
    return lines


def texts(
    seed: int, count: int, chance: random.Random, examples: Sequence[Labelled] = ()
) -> Iterator[Iterator[lessons.Lesson]]:
    made = list(a.texts(seed, count))
    return itertools.chain(
        (lessons.made(lessons.roughened(labelled, chance), chance) for labelled in made),
        (lessons.written(labelled, chance) for labelled in made[::WRITTEN_EVERY]),
        (lessons.kept(path, chance) for path in sorted(lessons.KEPT.glob("*.json")) * KEPT_TIMES),
        (lessons.made(labelled, chance) for labelled in [*examples] * KEPT_TIMES),
    )


if __name__ == "__main__":
    raise SystemExit(main())
