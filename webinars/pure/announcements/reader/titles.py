"""The title of a webinar: which of the candidates it is, by weights learned from labelled texts."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from webinars.pure.announcements.reader.lines import Line, LineKind
from webinars.pure.announcements.reader.names import folded_name
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.title_candidates import Heard, candidates

WEIGHTS: Final = Path(__file__).parent / "title_weights.toml"
NONE: Final = "none"
SURE_ENOUGH: Final = 0.5
LEAST: Final = 0.2
"""How likely a title has to be to be taken for one."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title with its lines, the series that the words around it name, and how likely it is."""

    text: str
    lines: tuple[int, ...]
    series: str | None = None
    probability: float = 1.0

    @property
    def is_uncertain(self) -> bool:
        return self.probability < SURE_ENOUGH


def titles_of(parts: Sequence[Part], page_title: str, heard: Heard | None = None) -> list[Title]:
    """Whatever may be the title, the likeliest first; what a second voice has `heard` changes which that is."""
    found = candidates(parts, page_title, heard)
    table = weights()["alone" if heard is None else "heard"]
    scores = [sum(table.get(one, 0.0) for one in candidate.seen) for candidate in found]
    none = table.get(NONE, 0.0)
    most = max([*scores, none])
    total = sum(math.exp(score - most) for score in [*scores, none])
    titles: dict[str, Title] = {}
    for score, candidate in sorted(zip(scores, found, strict=True), key=lambda pair: -pair[0]):
        chance = math.exp(score - most) / total
        folded = folded_name(candidate.text)
        if title := titles.get(folded):
            titles[folded] = replace(title, probability=title.probability + chance)
        else:
            titles[folded] = Title(candidate.text, candidate.lines, candidate.series, chance)
    return sorted(titles.values(), key=lambda title: -title.probability)


def title_of(parts: Sequence[Part], page_title: str) -> Title | None:
    """The title, as far as the lines alone say it."""
    return next((title for title in titles_of(parts, page_title)[:1] if title.probability >= LEAST), None)


def bare_title(line: str) -> str:
    """The title without what stands around it on a line of its own."""
    title = title_of([Part(Line(1, line, LineKind.HEADING, 1), line)], "")
    return title.text if title else line


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """What whatever is seen about a candidate weighs, by the lines alone and where a second voice was heard."""
    if not WEIGHTS.exists():
        return {"alone": {}, "heard": {}}
    return tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))
