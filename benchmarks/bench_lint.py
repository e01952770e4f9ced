"""How often a start is silently wrong once an hour or a zone of its line has become nonsense.

    bin/bench lint [--count 10000] [--made b] [--seed 1] [--verbose]

Lines are what made-up texts say of one start, and are read right. In each one hour or one zone is replaced by something
that is none. Right is then the same start, from what else the line says, or no start, or one that blocks.
"""

import argparse
import importlib
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.judging import share
from benchmarks.texts.labelled import Label, Labelled
from webinars.pure.times import StartReading, read_start
from webinars.pure.times.lint.mentions import find_mentions

NONSENSE = {
    "time": ("xx:xx", "25:70", "1x.30", "half past never", "??", "19;O0", "TBC", "−7", "24h61"),
    "zone": ("Qzt", "UTC+29", "Blorb time", "???", "(Nowhere)", "GMT±x", "Europe/Blorb", "XST", "hora de Blorb"),
}
TEXTS_AT_ONCE = 500


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--made", choices=["a", "b"], default="b")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="show what is silently wrong")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    outcomes: dict[str, Counter[str]] = {kind: Counter() for kind in NONSENSE}
    for labelled, kind, line in altered(arguments.made, arguments.seed, arguments.count, chance):
        reading = read_start(line, published_on=labelled.published_on)
        outcome = outcome_of(reading, labelled)
        outcomes[kind][outcome] += 1
        if arguments.verbose and outcome == "silently wrong":
            print(f"{labelled.sessions[0].starts_at} read as {reading.starts_at}: {line!r}")
    for kind, counted in outcomes.items():
        told = ", ".join(f"{name} {share(counted[name], counted.total())}" for name in sorted(counted))
        print(f"{kind}: {told}")
    return 0


def altered(made: str, seed: int, count: int, chance: random.Random) -> Iterator[tuple[Labelled, str, str]]:
    """Yields `count` altered lines, each with its text and whether an hour or a zone was replaced."""
    generator = importlib.import_module(f"benchmarks.texts.{made}")
    given = 0
    while given < count:
        for labelled in generator.texts(seed, TEXTS_AT_ONCE):
            line = start_line(labelled)
            if line is None:
                continue
            for mention in find_mentions(line):
                if mention.kind in NONSENSE and given < count:
                    given += 1
                    word = chance.choice(NONSENSE[mention.kind])
                    yield labelled, mention.kind, line[: mention.start] + word + line[mention.end :]
        seed += 1


def start_line(labelled: Labelled) -> str | None:
    """Returns what a text of one start says of it, or None if it has several, or if that alone is not read right."""
    if len(labelled.sessions) != 1 or labelled.sessions[0].starts_at is None:
        return None
    line = "\n".join(labelled.text[span.start : span.end] for span in labelled.spans if span.label is Label.TIME)
    reading = read_start(line, published_on=labelled.published_on)
    return line if outcome_of(reading, labelled) == "right" else None


def outcome_of(reading: StartReading, labelled: Labelled) -> str:
    if reading.starts_at is None or reading.blocks:
        return "asked"
    return "right" if reading.starts_at == labelled.sessions[0].starts_at else "silently wrong"


if __name__ == "__main__":
    raise SystemExit(main())
