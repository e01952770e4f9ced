"""Trains the tagger of the reader: `python benchmarks/train_reader.py --count 3000`.

It learns from the texts of generator A and from those the reader's tests keep. The same seed and count give the same
model. Nothing of generator B is read here.
"""

import argparse
import datetime as dt
import itertools
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pycrfsuite

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.texts import a
from benchmarks.texts.labelled import Label, Labelled
from webinars.pure.announcements.reader import reading
from webinars.pure.announcements.reader.known_names import NOTHING_KNOWN, KnownNames
from webinars.pure.announcements.reader.tagging.features import Row, rows_of
from webinars.pure.announcements.reader.tagging.tagger import MODEL
from webinars.pure.announcements.reader.tagging.tokens import place_in

UNKNOWN_NAMES = 0.3
"""Of the texts, whose given names are treated as if no list held them: most names of the world are in none."""


KNOWS_SOME = 0.25
TAUGHT = {Label.TITLE, Label.PERSON, Label.AFFILIATION, Label.TALK, Label.ORGANISER, Label.QUESTION}
KEPT = Path(__file__).parent.parent / "tests/unit/pure/announcements/texts"
KEPT_ON = dt.date(2027, 2, 10)
Taught = tuple[list[list[str]], list[str]]
HEARS_RULES = 0.3
"""Of the kept texts: the rules were written beside them and make no mistake there, which would teach too much trust."""
KEPT_TIMES = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--to", type=Path, default=MODEL)
    arguments = parser.parse_args()
    began = time.perf_counter()
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.select("lbfgs")
    trainer.set_params({"c1": 0.4, "c2": 0.05, "max_iterations": 120, "feature.minfreq": 4})
    chance = random.Random(arguments.seed)
    lines = 0
    texts = itertools.chain(
        (taught(labelled, _known(labelled, chance)) for labelled in a.texts(arguments.seed, arguments.count)),
        (kept(path, hears_rules=chance.random() < HEARS_RULES) for path in sorted(KEPT.glob("*.json")) * KEPT_TIMES),
    )
    for text in texts:
        forgets = chance.random() < UNKNOWN_NAMES
        for features, labels in text:
            trainer.append([_forgetful(one) for one in features] if forgets else features, labels)
            lines += 1
    print(f"{lines} lines in {time.perf_counter() - began:.0f} s")
    trainer.train(str(arguments.to))
    print(f"trained in {time.perf_counter() - began:.0f} s: {arguments.to.stat().st_size / 1000:.0f} kB")
    return 0


def _known(labelled: Labelled, chance: random.Random) -> KnownNames:
    """What a site might know: of some texts some of the people and organisers, of most nothing."""
    if chance.random() > KNOWS_SOME:
        return KnownNames()
    people = [one.name for one in labelled.people if chance.random() < 0.5]
    groups = [name for name in labelled.organisers if chance.random() < 0.7]
    groups += [one.affiliation for one in labelled.people if one.affiliation and chance.random() < 0.3]
    return KnownNames(tuple(people), tuple(groups))


def kept(path: Path, *, hears_rules: bool) -> Iterator[Taught]:
    """The lines of a text of the reader's tests, labelled by the truth beside it.

    A name is labelled wherever it stands; any other value on the lines on which the rules find it, or where it stands
    first.
    """
    text = next(other for kind in (".txt", ".html") if (other := path.with_suffix(kind)).exists())
    parts, votes = reading.before_tagging(text.read_text(encoding="utf-8"), KEPT_ON, NOTHING_KNOWN)
    rows = list(rows_of(parts, votes if hears_rules else {}))
    labels = [["O"] * len(row.tokens) for row in rows]
    for label, value in sorted(_values(json.loads(path.read_text(encoding="utf-8"))), key=lambda pair: -len(pair[1])):
        places = [number for number, row in enumerate(rows) if value in row.part.line.text]
        voted = [
            number
            for number in places
            if any(value == vote.text for line in rows[number].part.line.numbers for vote in votes.get(line, ()))
        ]
        for number in places if label is Label.PERSON else voted or places[:1]:
            start = rows[number].part.line.text.find(value)
            place = place_in(rows[number].tokens, start, start + len(value))
            if all(labels[number][token] == "O" for token in place):
                _mark(labels[number], place, label)
    yield from _lines(rows, labels)


def _values(truth: dict[str, Any]) -> set[tuple[Label, str]]:
    values: set[tuple[Label, str | None]] = set()
    for webinar in truth["webinars"]:
        for name, affiliation, _role, talk in webinar["lineup"]:
            values |= {(Label.PERSON, name), (Label.AFFILIATION, affiliation), (Label.TALK, talk)}
        values |= {(Label.ORGANISER, name) for name in webinar["organisers"]}
        values |= {(Label.QUESTION, question) for question in webinar["questions"]}
        values.add((Label.TITLE, webinar["title"]))
    return {(label, value) for label, value in values if value}


def _mark(labels: list[str], place: Sequence[int], label: Label) -> None:
    for step, token in enumerate(place):
        labels[token] = f"{'I' if step else 'B'}-{label}"


def _lines(rows: Sequence[Row], labels: Sequence[list[str]]) -> Iterator[Taught]:
    for row, own in zip(rows, labels, strict=True):
        if row.tokens:
            yield [list(one) for one in row.features], own


def taught(labelled: Labelled, known: KnownNames) -> Iterator[Taught]:
    """The lines of a text as the reader sees them, with the true label of each token."""
    parts, votes = reading.before_tagging(labelled.text, labelled.published_on, known)
    rows = list(rows_of(parts, votes))
    labels = [["O"] * len(row.tokens) for row in rows]
    line, at = 0, 0
    for span in sorted(labelled.spans, key=lambda span: span.start):
        if span.label not in TAUGHT:
            continue
        words = " ".join(labelled.text[span.start : span.end].split())
        found = _found(rows, words, line, at)
        if found is None:
            continue
        line, start = found
        at = start + 1
        _mark(labels[line], place_in(rows[line].tokens, start, start + len(words)), span.label)
    yield from _lines(rows, labels)


def _found(rows: list[Row], words: str, line: int, at: int) -> tuple[int, int] | None:
    """Where the words stand next, from a place on."""
    for number in range(line, len(rows)):
        start = rows[number].part.line.text.find(words, at if number == line else 0)
        if start >= 0:
            return number, start
    return None


def _forgetful(features: list[str]) -> list[str]:
    return [feature.replace("given", "Cap") for feature in features]


if __name__ == "__main__":
    raise SystemExit(main())
