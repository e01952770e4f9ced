"""The title of a webinar: which of the candidates it is, by weights learned from labelled texts."""

from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from webinars.pure.announcements.reader.learned_weights import chances
from webinars.pure.announcements.reader.people.names import folded_name
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.text.lines import Line, LineKind
from webinars.pure.announcements.reader.title.candidates import Titles, candidates

SURE_ENOUGH: Final = 0.5
LEAST: Final = 0.2
"""How likely a title has to be to be taken for one."""
TEMPERATURE: Final = 1.5
"""By what scores are divided: real texts vary more than those the weights were learned from (Guo et al. 2017)."""


class Title(Struct, frozen=True):
    """A title with its lines, and how likely it is."""

    text: str
    lines: tuple[int, ...]
    probability: float = 1.0

    @property
    def is_uncertain(self) -> bool:
        return self.probability < SURE_ENOUGH


def titles_of(called: Titles) -> list[Title]:
    """Returns whatever may be the title, the likeliest first."""
    weighed = zip(chances("titles", [one.seen for one in called.found], TEMPERATURE), called.found, strict=True)
    titles: dict[str, Title] = {}
    for chance, candidate in sorted(weighed, key=lambda pair: -pair[0]):
        folded = folded_name(candidate.text)
        if title := titles.get(folded):
            titles[folded] = replace(title, probability=title.probability + chance)
        else:
            titles[folded] = Title(candidate.text, candidate.lines, chance)
    return sorted(titles.values(), key=lambda title: -title.probability)


def title_of(called: Titles) -> Title | None:
    """Returns the title, as far as the lines alone say it."""
    return next((title for title in titles_of(called)[:1] if title.probability >= LEAST), None)


def bare_title(line: str) -> str:
    """Returns the title without what stands around it on a line of its own."""
    title = title_of(candidates([Part(Line(1, line, LineKind.HEADING, 1), line)], ""))
    return title.text if title else line
