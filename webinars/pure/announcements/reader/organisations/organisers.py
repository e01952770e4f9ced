"""The organisations a text names as organisers, and those that support it."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct, field

from webinars.pure.announcements.model import Role
from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.lineup.people_in_prose import sentences
from webinars.pure.announcements.reader.organisation_evidence import OrganisationEvidence
from webinars.pure.announcements.reader.organisation_kinds import EVENT_WORDS, has_kind
from webinars.pure.announcements.reader.organisation_names import is_organisation, nominative, organisations, tidy
from webinars.pure.announcements.reader.people.names import folded_name
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.words import all_of, one_of

_ORGANISED: Final = re.compile(
    rf"(?<![\w-])(?:(?:{one_of('organisers.organised_for')}) by [^.]{{5,120}}? (?:for|on behalf of)(?= the [A-Z])|"
    f"(?:co-?|(?:{one_of('organisers.how')}) )*(?:{one_of('organisers.organised')})(?:,? (?:on|in|at|from) "
    rf"[^.,;:]{{3,40}}?| (?:{one_of('organisers.together')}))?\s+(?:by|with)|(?:a |an )?(?:joint |"
    rf"co-?)?(?:{one_of('organisers.undertakings')})(?: jointly)?(?: organi[sz]ed)?\s+(?:of|by|between)(?= (?:the "
    rf")?[A-Z])|(?:{one_of('organisers.jointly')})\s+by|getragen (?:wird (?:\w+ ){{0,4}})?(?:von|vom|durch)|"
    r"veranstaltet (?:wird (?:\w+ ){0,4})?(?:von|vom|durch)|organisiert (?:wird (?:\w+ ){0,4})?(?:von|vom|"
    "durch)|(?:an? |the )?invitation (?:from|by|of)(?= the [A-Z])|(?:an? |this "
    f")?(?:{one_of('organisers.small_events')}) (?:presented |hosted |organi[sz]ed )?by(?= the [A-Z])|"
    rf"{one_of('organisers.organised_by')}):?\s*(?<=[\s'’])",
    re.IGNORECASE,
)
_SUPPORTED: Final = re.compile(
    rf"(?<![\w-])(?:(?:grateful|thanks) to(?=[^.]{{3,120}}\b(?:{one_of('organisers.support')})\b)|(?:gef[öo]rdert|"
    rf"unterst[üu]tzt) wird (?:\w+ ){{1,4}}(?:von|durch)|(?:{one_of('organisers.patron')})n?(?= (?:el|la|los|las) "
    rf"[A-ZÁÉÍÓÚ])|{one_of('organisers.supported_by')}):?\s+",
    re.IGNORECASE,
)


class Organisers(Struct):
    """Organisers first, supporters after, each with its lines. `used` are lines that say nothing else."""

    organisers: dict[str, list[int]] = field(default_factory=dict)
    supporters: dict[str, list[int]] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    has_host: bool = False
    """Whether any is said to organise, and not only to stand beside who does ("together with …")."""

    def add(self, name: str, lines: Sequence[int], *, is_support: bool = False) -> None:
        place = self.supporters if is_support else self.organisers
        folded = _folded(name)
        for known in (*self.organisers, *self.supporters):
            if _folded(known) == folded:
                return
        place.setdefault(name, list(lines))

    def in_order(self) -> list[tuple[str, list[int]]]:
        return [*self.organisers.items(), *self.supporters.items()]


def _folded(name: str) -> str:
    return re.sub(r"[^\w]+", " ", re.sub(r"\s*\([^)]*\)", "", name).casefold()).removeprefix("the ").strip()


def read_organisers(parts: Sequence[Part], known: OrganisationEvidence, lineup_lines: set[int]) -> Organisers:
    """Returns organisers and supporters as headings, labels and “organised by” say them.

    Who is `known` to speak is none.
    """
    found = Organisers()
    for part in parts:
        is_host = part.section is SectionKind.LINEUP and part.role is Role.HOST and part.line.number not in lineup_lines
        if part.section in {SectionKind.ORGANISERS, SectionKind.CO_SPONSORS} or is_host:
            _from_section(part, found, known)
    for part in parts:
        is_list = part.section in {SectionKind.QUESTIONS, SectionKind.ORGANISERS, SectionKind.CO_SPONSORS} or (
            part.section is SectionKind.OTHER and part.is_item
        )
        if is_list or part.line.is_meta or part.line.number in lineup_lines:
            continue
        _from_prose(part, found, known)
    return found


def _from_section(part: Part, found: Organisers, known: OrganisationEvidence) -> None:
    if part.is_heading:
        found.used.update(part.line.numbers)
        return
    if len(part.text) > 400:
        return
    text = re.sub(r"\s*<?https?://\S+>?", "", part.text)
    if not part.is_labelled and re.match(r"(?:The|This|These|It|We|Our) [a-z]", text):
        _from_prose(part, found, known)
        return
    names = (
        [tidy(text)]
        if part.is_item and not part.is_labelled and not re.search(r"[;]", text)
        else list(organisations(text, part.line))
    )
    for name in names:
        if name and is_organisation(name, known, is_listed=True):
            found.has_host = found.has_host or part.section is not SectionKind.CO_SPONSORS
            found.add(name, part.line.numbers, is_support=part.section is SectionKind.CO_SPONSORS)
            found.used.update(part.line.numbers)
    if (_ORGANISED.search(text) or _SUPPORTED.search(text)) and found.has_host:
        _from_prose(part, found, known)


_BESIDE = re.compile(rf"(?:{one_of('small.with')})\W*$", re.IGNORECASE)
_PERSONAL = re.compile(f"with$|mit$|avec$|con$|com$|{one_of('organisers.personal')}", re.IGNORECASE)


def _marks(sentence: str) -> Iterator[tuple[re.Match[str], bool]]:
    """Yields where a sentence goes on with organisers or, second, with supporters."""
    for mark in _ORGANISED.finditer(sentence):
        # “The Example team is a collaboration between …” tells of the team.
        told = (
            _TELLS_OF_OTHER.search(sentence[: mark.start()]) if mark[0].split()[0].casefold() in _UNDERTAKINGS else None
        )
        if told is None or re.search(rf"\b(?:{EVENT_WORDS}|{_SERIES})\b", sentence[: told.start()], re.IGNORECASE):
            yield mark, False
    for mark in _SUPPORTED.finditer(sentence):
        yield mark, True


_SERIES = one_of("organisers.series")
_UNDERTAKINGS = all_of("organisers.joint")
_TELLS_OF_OTHER = re.compile(r"\s(?:is|was|are)\s*$")


def _from_prose(part: Part, found: Organisers, known: OrganisationEvidence) -> None:
    for sentence in sentences(part.text):
        marks = list(_marks(sentence))
        for mark, is_support in sorted(marks, key=lambda pair: pair[0].start()):
            said = sentence[mark.end() :]
            # After "a webinar of the Example Forum," the sentence goes on; after "A joint event of" come all.
            is_clause = mark[0].strip().endswith(" of") and mark.start() > 0 and "joint" not in mark[0]
            names = [
                nominative(name, sentence[: sentence.find(name)])
                for name in organisations(said.split(", ")[0] if is_clause else said, part.line)
            ]
            # One who hosts or presents may be a person; who organises, or stands beside an organisation, is one.
            is_listed = (
                is_support
                or not _PERSONAL.search(mark[0])
                or said.startswith(("the ", "The "))
                or (len(names) > 1 and any(has_kind(name) for name in names))
            )
            for name in names:
                if is_organisation(name, known, is_listed=is_listed) and name[:1].isalnum() and not name[:1].islower():
                    found.has_host = found.has_host or not (is_support or _BESIDE.search(mark[0]))
                    found.add(name, part.line.numbers, is_support=is_support)
                    if len(part.text) < 200:
                        found.used.update(part.line.numbers)
                elif name == names[0] or folded_name(name) not in known.people:
                    break  # one in the middle may both organise and speak
