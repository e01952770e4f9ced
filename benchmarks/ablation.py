"""What each pass of the rules is worth: switched off alone, taught anew without it, and judged again."""

import importlib
import inspect
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.judging import PRECISIONS, Judgement, judge
from benchmarks.texts.labelled import Labelled
from benchmarks.train_reader import learned_in, train

READER = "webinars.pure.announcements.reader"


def _nothing(*_said: object, **_more: object) -> tuple[()]:
    return ()


def _none(*_said: object, **_more: object) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Pass:
    """Something the reader tries: where it is called (“module:function”), and what stands in for it when it is off."""

    name: str
    called_as: tuple[str, ...]
    instead: Callable[..., Any] = _nothing


PASSES = (
    Pass("people in prose", ("lineup.lineup:_from_prose",)),
    Pass("runs of entries", ("lineup.lineup:read_runs",)),
    Pass("introductions", ("sections:introduces_list",), _none),
    Pass("several on a line", ("lineup.entries:_people_on_line",)),
    Pass("talk before a person", ("lineup.entries:talk_and_person",), _none),
    Pass("tables", ("sections:section_below",), _none),
    Pass("organisers in prose", ("organisations.organisers:_from_prose",)),
    Pass("organisers listed", ("organisations.organisers:_from_section",)),
    Pass("questions listed", ("questions:_questions_in_lists",)),
    Pass("questions without a heading", ("questions:_unheaded_lists",)),
)


def ablate(texts: Sequence[Labelled], *, taught: int, passes: Sequence[Pass] = PASSES) -> Iterator[str]:
    """Yields for each pass its lines and what changes without it, judged by `texts`.

    So many made-up texts of generator A teach the reader anew each time; with none it stays as it has learned.
    """
    whole = _figures(texts, taught)
    yield f"{'with all':<20} {'lines':>5}  " + "  ".join(f"{name} {value:.3f}" for name, value in whole.items())
    for one in passes:
        with without(one):
            changed = _figures(texts, taught)
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
    module, _colon, function = name.partition(":")
    return importlib.import_module(f"{READER}.{module}"), function


def _length(one: Pass) -> int:
    """Returns the lines of the functions that are called, or of their whole modules where these are others'."""
    homes = set()
    for name in one.called_as:
        owner, attribute = _place(name)
        found = getattr(owner, attribute)
        homes.add(found if found.__module__ == owner.__name__ else inspect.getmodule(found))
    return sum(len(inspect.getsourcelines(home)[0]) for home in homes)


def _figures(texts: Sequence[Labelled], taught: int) -> dict[str, float]:
    """Returns what could be filled in, by rank, and what is within reach."""
    judgement = Judgement()
    with tempfile.TemporaryDirectory() as folder, learned_in(Path(folder) if taught else None):
        if taught:
            train(taught, 1)
        judge(texts, judgement)
    figures = {}
    for field, rates in PRECISIONS.items():
        for rate in rates:
            right, true = judgement.fillable(field, rate)
            figures[f"{field} at {rate}"] = right / max(true, 1)
    for field in ("people", "title", "organisers", "questions"):
        tally = judgement.fields[field]
        figures[f"{field} reached"] = tally.reached / max(tally.true, 1)
    return figures
