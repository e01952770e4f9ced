"""Whether the reader follows a text that is changed: other names, months, marks, bullets, order and line breaks.

Each change is made to plain texts of generator A. Of what was understood before it is counted how much is understood
after it, with the names and the month that were put in. What was misread before does not count.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from babel.dates import get_month_names

from benchmarks.judging import share
from benchmarks.texts import a
from benchmarks.texts.labelled import Labelled
from webinars.pure.announcements.model import Reading
from webinars.pure.announcements.reader import read
from webinars.pure.announcements.reader.heading_words import section_of
from webinars.pure.announcements.reader.people.names import folded_name

LATIN = (
    "Þórunn Eldjárn", "Łukasz Wróblewski", "Nguyễn Thị Lan", "Ioana Brătescu", "Şule Karadağ", "Aoife Ní Bhriain",
    "Tendai Chiwara", "Leilani Kahale", "Mbali Ngcobo", "Ozren Čavić", "Katalin Szőke", "Yusuf bin Rashid",
)  # fmt: skip
OTHER_SCRIPTS = (
    "Анна Верещагина", "Олексій Бондаренко", "Ελένη Παπαδάκη", "李明华", "佐藤 由美", "김서연", "נועה ברקת",
    "ليلى حداد",
)  # fmt: skip
MOST_OF_HEADING = 60


@dataclass(frozen=True, slots=True)
class Changed:
    """A changed text, with what its names have become and which month its dates are in now."""

    text: str
    names: Mapping[str, str] = field(default_factory=dict)
    month: int | None = None


Change = Callable[[Labelled, random.Random], Changed | None]


def _renamed(labelled: Labelled, others: Sequence[str], chance: random.Random) -> Changed:
    names = dict(zip((one.name for one in labelled.people), chance.sample(others, len(others)), strict=False))
    return Changed(renamed(labelled.text, names), names)


def renamed(text: str, names: Mapping[str, str]) -> str:
    """Returns the text with each name replaced by another at once, and surnames that stand alone by that one's."""
    parts = dict(names)
    for name, other in names.items():
        if " " in name and " " in other:
            parts.setdefault(name.split()[-1], other.split()[-1])
    longest_first = sorted(parts, key=len, reverse=True)
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)") if parts else None
    return found.sub(lambda one: parts[one[0]], text) if found else text


def other_names(labelled: Labelled, chance: random.Random) -> Changed | None:
    return _renamed(labelled, LATIN, chance) if labelled.people else None


def other_scripts(labelled: Labelled, chance: random.Random) -> Changed | None:
    return _renamed(labelled, OTHER_SCRIPTS, chance) if labelled.people else None


def shuffled_names(labelled: Labelled, _chance: random.Random) -> Changed | None:
    own = [one.name for one in labelled.people]
    names = dict(zip(own, [*own[1:], *own[:1]], strict=True))
    return Changed(renamed(labelled.text, names), names) if len(own) > 1 else None


def other_month(labelled: Labelled, _chance: random.Random) -> Changed | None:
    """Returns the text with another month of its single start.

    A weekday beside it is wrong then, of which the reader may ask.
    """
    start = labelled.sessions[0].starts_at if len(labelled.sessions) == 1 else None
    if start is None:
        return None
    names = [get_month_names("wide", locale=labelled.language)[number] for number in range(1, 13)]
    now = start.month % 12 + 1
    found = re.compile(rf"(?<!\w){re.escape(names[start.month - 1])}(?!\w)", re.IGNORECASE)
    return Changed(found.sub(names[now - 1], labelled.text), month=now) if found.search(labelled.text) else None


def other_marks(labelled: Labelled, chance: random.Random) -> Changed | None:
    """Returns the text with other brackets, commas and dashes between people and where they are from."""
    text, mark = labelled.text, chance.choice([" – {}", ", {}", " ({})", " | {}"])
    for one in labelled.people:
        if one.affiliation:
            name, group = re.escape(one.name), re.escape(one.affiliation)
            pattern = rf"^(\W*{name})(?:,\s|\s[–—|-]\s|\s\()({group})\)?$"
            text = re.sub(pattern, lambda found: found[1] + mark.format(found[2]), text, flags=re.MULTILINE)
    return Changed(text) if text != labelled.text else None


def other_bullets(labelled: Labelled, chance: random.Random) -> Changed | None:
    mark = chance.choice(["- ", "* ", "• ", "– ", "▪ ", "‣ "])
    pattern = r"^(\s*)(?:[-*•–▪‣]|\d{1,2}\))\s+(?=\S)"
    text = re.sub(pattern, lambda found: found[1] + mark, labelled.text, flags=re.MULTILINE)
    return Changed(text) if text != labelled.text else None


def other_order(labelled: Labelled, chance: random.Random) -> Changed | None:
    """Returns the text with the blocks below the first two, each with its heading, in another order."""
    blocks: list[str] = []
    for block in re.split(r"\n\s*\n", labelled.text):
        last = blocks[-1].rsplit("\n", 1)[-1].strip(" #*") if blocks else ""
        is_headed = len(last) < MOST_OF_HEADING and (last.endswith(":") or section_of(last) is not None)
        if is_headed:
            blocks[-1] += f"\n\n{block}"
        else:
            blocks.append(block)
    head, rest = blocks[:2], blocks[2:]
    if len(rest) < 2:
        return None
    text = "\n\n".join([*head, *chance.sample(rest, len(rest))])
    return Changed(text) if text != "\n\n".join([*head, *rest]) else None


def lost_breaks(labelled: Labelled, _chance: random.Random) -> Changed | None:
    """Returns the text with the lines of each block in one, as out of a file that was made for printing."""
    text = re.sub(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)", " ", labelled.text)
    return Changed(text) if text != labelled.text else None


def capitals(labelled: Labelled, _chance: random.Random) -> Changed | None:
    """Returns the text with surnames in capitals, as programmes of conferences print them."""
    names = {one.name: one.name.rsplit(" ", 1) for one in labelled.people if " " in one.name}
    text = renamed(labelled.text, {name: f"{given} {last.upper()}" for name, (given, last) in names.items()})
    return Changed(text) if text != labelled.text else None


CHANGES: Mapping[str, Change] = {
    "shuffled names": shuffled_names,
    "names of other languages": other_names,
    "names in other scripts": other_scripts,
    "another month": other_month,
    "other marks": other_marks,
    "other bullets": other_bullets,
    "blocks in another order": other_order,
    "line breaks lost": lost_breaks,
    "surnames in capitals": capitals,
}


def perturb(seed: int, count: int) -> Iterator[str]:
    """Yields for each change the share of what was understood that is understood after it."""
    texts = [one for one in a.texts(seed, count) if not one.is_html]
    before = [read(one.text, published_on=one.published_on) for one in texts]
    for name, change in CHANGES.items():
        chance = random.Random(seed)
        kept: dict[str, list[bool]] = defaultdict(list)
        for labelled, reading in zip(texts, before, strict=True):
            if changed := change(labelled, chance):
                again = read(changed.text, published_on=labelled.published_on)
                for field_name, is_kept in followed(labelled, reading, again, changed):
                    kept[field_name].append(is_kept)
        shares = "  ".join(f"{what} {share(sum(said), len(said))}" for what, said in kept.items())
        yield f"{name:<26} {shares}"


def followed(labelled: Labelled, before: Reading, after: Reading, changed: Changed) -> Iterator[tuple[str, bool]]:
    """Yields each thing that was right before, by field, with whether it is right after the change."""
    for what, find in (("people filled", filled), ("people reached", reached)):
        old, new = find(before), find(after)
        for person in labelled.people:
            if folded_name(person.name) in old:
                yield what, folded_name(changed.names.get(person.name, person.name)) in new
    old_title, new_title = title_of(before), title_of(after)
    if labelled.title and old_title == folded_name(labelled.title):
        yield "titles", new_title == folded_name(renamed(labelled.title, changed.names))
    if len(labelled.sessions) == 1 and before.webinars[0].start and labelled.sessions[0].starts_at:
        start, again = before.webinars[0].start.value, after.webinars[0].start
        if start.starts_at == labelled.sessions[0].starts_at:
            yield "starts", _starts_follow(start.starts_at, again.value if again else None, changed)
    organisers = {folded_name(one.value) for one in after.webinars[0].organisers}
    for one in before.webinars[0].organisers:
        if one.value in labelled.organisers:
            yield "organisers", folded_name(one.value) in organisers


def _starts_follow(before, again, changed: Changed) -> bool:  # noqa: ANN001 - an instant, and a reading of times
    if again is None:
        return False
    if changed.month is None:
        return again.starts_at == before
    is_asked = again.starts_at is None and any(problem.blocks for problem in again.problems)
    return is_asked or (again.date is not None and again.date.month == changed.month)


def filled(reading: Reading) -> set[str]:
    return {folded_name(one.value.name) for webinar in reading.webinars for one in webinar.lineup}


def reached(reading: Reading) -> set[str]:
    return filled(reading) | {
        folded_name(one.value.name) for webinar in reading.webinars for one in webinar.offers.lineup
    }


def title_of(reading: Reading) -> str:
    title = reading.webinars[0].title
    return folded_name(title.value) if title else ""
