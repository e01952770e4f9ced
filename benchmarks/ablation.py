"""What each pass of the rules is worth: switched off alone, taught anew without it, and judged again."""

import importlib
import inspect
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.judging import Judgement, judge
from benchmarks.texts import a
from benchmarks.train_reader import learned_in, train

READER = "webinars.pure.announcements.reader"


def _nothing(*_said: object, **_more: object) -> tuple[()]:
    return ()


def _none(*_said: object, **_more: object) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Pass:
    """Something the reader tries: where it is called by which names, and what stands in for it when it is off."""

    name: str
    called_as: tuple[str, ...]
    instead: Callable[..., Any] = _nothing


PASSES = (
    Pass("people in prose", ("lineup.people_in_prose", "entries.people_in_prose", "runs.people_in_prose")),
    Pass("runs of entries", ("lineup.read_runs",)),
    Pass("biographies", ("lineup.read_biographies",)),
    Pass("author in the title", ("lineup._author_in_title",)),
    Pass("introductions", ("sections.introduces_list",), _none),
    Pass("several on a line", ("entries._several",)),
    Pass("talk before a person", ("entries.talk_and_person",), _none),
    Pass("tables", ("sections._table_head",), _none),
    Pass("organisers in prose", ("organisers._from_prose",)),
    Pass("organisers listed", ("organisers._from_section",)),
    Pass("questions in prose", ("questions._inline",)),
    Pass("questions in a row", ("questions._unheaded",)),
)


def ablate(seed: int, count: int, taught: int) -> Iterator[str]:
    """Yields for each pass its lines of code and what changes without it. `taught` texts teach, others judge."""
    whole = _figures(seed, count, taught)
    yield f"{'with all':<20} {'lines':>5}  " + "  ".join(f"{name} {value:.3f}" for name, value in whole.items())
    for one in PASSES:
        with without(one):
            changed = _figures(seed, count, taught)
        changes = "  ".join(f"{name} {changed[name] - value:+.3f}" for name, value in whole.items())
        yield f"{one.name:<20} {_length(one):>5}  {changes}"


@contextmanager
def without(*passes: Pass) -> Iterator[None]:
    """The reader without these passes."""
    kept = [(*_place(name), one.instead) for one in passes for name in one.called_as]
    before = [getattr(owner, attribute) for owner, attribute, _instead in kept]
    try:
        for owner, attribute, instead in kept:
            setattr(owner, attribute, instead)
        yield
    finally:
        for (owner, attribute, _instead), value in zip(kept, before, strict=True):
            setattr(owner, attribute, value)


def _place(name: str) -> tuple[Any, str]:
    module, *way, attribute = name.split(".")
    owner: Any = importlib.import_module(f"{READER}.{module}")
    for step in way:
        owner = getattr(owner, step)
    return owner, attribute


def _length(one: Pass) -> int:
    """Returns the lines of the modules that hold the pass, or its own where the pass is private."""
    homes = set()
    for name in one.called_as:
        owner, attribute = _place(name)
        found = getattr(owner, attribute)
        homes.add(found if attribute.startswith("_") else inspect.getmodule(found))
    return sum(len(inspect.getsourcelines(home)[0]) for home in homes)


def _figures(seed: int, count: int, taught: int) -> dict[str, float]:
    """Returns what is filled in and offered by a reader that has been taught as it is now."""
    with tempfile.TemporaryDirectory() as folder, learned_in(Path(folder)):
        train(taught, 1)
        judgement = Judgement()
        judge(a.texts(seed, count), judgement)
    figures = {}
    for field in ("people", "title", "organisers", "questions"):
        tally = judgement.fields[field]
        figures[f"{field} right"] = tally.right / max(tally.filled, 1)
        figures[f"{field} filled"] = tally.right / max(tally.true, 1)
        figures[f"{field} reached"] = tally.reached / max(tally.true, 1)
    return figures
