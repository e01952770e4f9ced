"""Trains the reader, its tagger and its choices of titles and hosts: `python benchmarks/train_reader.py --count 4000`.

What they learn from is in `lessons.py`, `title_lessons.py` and `host_lessons.py`. The same seed and count give the
same. Nothing of generator B is read here: it judges.
"""

import argparse
import itertools
import random
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pycrfsuite

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import choosing, host_lessons, lessons, title_lessons
from benchmarks.texts import a
from benchmarks.texts.labelled import Labelled
from webinars.pure.announcements.reader import learned_weights
from webinars.pure.announcements.reader.tagging import tagger

UNKNOWN_NAMES = 0.45
"""Of the texts, whose given names are treated as if no list held them."""
WRITTEN_EVERY, KEPT_TIMES = 2, 3
SETTINGS = {"c1": 0.4, "c2": 0.05, "max_iterations": 120, "feature.minfreq": 6}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=Path, help="a file that `webinars reader-examples` has written")
    parser.add_argument("--to", type=Path, help="a folder for what is learned, instead of the package")
    arguments = parser.parse_args()
    began = time.perf_counter()
    with learned_in(arguments.to):
        lines = train(arguments.count, arguments.seed, arguments.examples)
        size = tagger.MODEL.stat().st_size
    print(f"{lines} lines, trained in {time.perf_counter() - began:.0f} s: {size / 1000:.0f} kB")
    return 0


@contextmanager
def learned_in(folder: Path | None) -> Iterator[None]:
    """What is learned is written into `folder` and read from there."""
    before = tagger.MODEL, learned_weights.WEIGHTS
    if folder:
        tagger.MODEL, learned_weights.WEIGHTS = folder / tagger.MODEL.name, folder / learned_weights.WEIGHTS.name
    _forget()
    yield
    tagger.MODEL, learned_weights.WEIGHTS = before
    _forget()


def _forget() -> None:
    tagger.tagger.cache_clear()
    learned_weights.weights.cache_clear()


def train(count: int, seed: int, examples: Path | None = None) -> int:
    """Write a model and weights that have learned from so many texts of generator A, the kept ones and `examples`.

    The titles come first, since the tagger is told of them, then the tagger, and then the hosts, of whom it is heard.
    What examples there are move the weights, and the tagger learns from them last: what it says of texts that it knows
    would be believed too much. Returns the lines the tagger has learned from.
    """
    chance = random.Random(seed)
    others = list(a.texts(seed + OTHERS, count // SHARE_FOR_CHOICES))
    own = lessons.taught(examples) if examples else []
    tables: dict[str, Mapping[str, float]] = {}

    def learn(table: str, made: Iterable[choosing.Lesson], of_examples: Iterable[choosing.Lesson]) -> None:
        taught = list(made)
        tables[table] = choosing.learned(taught, chance)
        if own:
            again = [*of_examples, *taught[::REPEATED_EVERY]]
            tables[table] = choosing.learned(again, chance, tables[table])
        _write(tables)

    learn("titles", title_lessons.lessons(others, chance), title_lessons.of_examples(own))
    lines = _train_tagger(count, seed)
    _forget()
    learn("hosts", host_lessons.lessons(others, chance), host_lessons.of_examples(own))
    return _train_tagger(count, seed, own) if own else lines


def _write(tables: Mapping[str, Mapping[str, float]]) -> None:
    learned_weights.WEIGHTS.write_text(choosing.written(tables), encoding="utf-8")
    _forget()


REPEATED_EVERY = 20
"""Of what made-up texts teach, beside a site's examples: what those do not show shall not be forgotten."""
OTHERS, SHARE_FOR_CHOICES = 7_000, 2
"""Titles and hosts are learned from other texts than the tagger, which would be too sure of its own."""


def _train_tagger(count: int, seed: int, examples: Sequence[Labelled] = ()) -> int:
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.select("lbfgs")
    trainer.set_params(SETTINGS)
    chance = random.Random(seed)
    lines = 0
    for text in texts(seed, count, chance, examples):
        forgets = chance.random() < UNKNOWN_NAMES
        for features, labels in text:
            trainer.append([lessons.forgetful(one) for one in features] if forgets else features, labels)
            lines += 1
    trainer.train(str(tagger.MODEL))
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
