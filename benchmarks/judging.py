"""How well labelled texts are read: what is filled in, what is offered, and how sure the reader says it is."""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from benchmarks.texts.labelled import Labelled
from webinars.pure.announcements.model import NOTHING_KNOWN, KnownNames, Reading
from webinars.pure.announcements.reader import read

CONFIDENCE = 1.96
BINS = 10
PLAIN = 0.8
"""From here on somebody believes what is said without looking twice."""
PRECISIONS = {"people": (0.95, 0.9), "organisers": (0.88, 0.8)}


@dataclass(slots=True)
class Tally:
    """One field over many texts."""

    filled: int = 0
    right: int = 0
    true: int = 0
    reached: int = 0
    """Of the true values, those filled in or offered."""

    def line(self, name: str) -> str:
        return (
            f"{name:<24} precision {share(self.right, self.filled)}  recall {share(self.right, self.true)}  "
            f"reach {share(self.reached, self.true)}"
        )


@dataclass(slots=True)
class Judgement:
    """What came of reading many texts."""

    fields: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    starts: Counter[str] = field(default_factory=Counter)
    said: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))
    """How likely each person and each title was said to be, and whether it was right."""
    differences: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        starts = self.starts
        if count := sum(starts.values()):
            settled, wrong = starts["right"] + starts["asked"], share(starts["wrong"], count)
            yield f"{'starts':<24} right or rightly asked {share(settled, count)}  silently wrong {wrong}"
        for name, tally in sorted(self.fields.items()):
            yield tally.line(name)
        for name, said in sorted(self.said.items()):
            bins: dict[int, list[bool]] = defaultdict(list)
            for chance, is_right in said:
                bins[min(int(chance * BINS), BINS - 1)].append(is_right)
            rates = " ".join(
                f"{low / BINS:.1f}:{sum(right) / len(right):.2f}({len(right)})" for low, right in sorted(bins.items())
            )
            yield f"{f'{name}, said and right':<24} {rates}"
            sure = [is_right for chance, is_right in said if chance >= PLAIN]
            yield f"{f'{name}, said {PLAIN}':<24} {share(sum(sure), len(sure))}"
        for name, rates in PRECISIONS.items():
            fillable = "  ".join(f"at {rate} {share(*self.fillable(name, rate))}" for rate in rates)
            yield f"{f'{name}, fillable':<24} {fillable}"

    def fillable(self, name: str, precision: float) -> tuple[int, int]:
        """Returns how many could be filled in, the likeliest first, at this precision, and how many there are."""
        right = most = 0
        for count, (_chance, is_right) in enumerate(sorted(self.said[name], key=lambda one: -one[0]), start=1):
            right += is_right
            most = right if right >= precision * count else most
        return most, self.fields[name].true


def share(part: int, whole: int) -> str:
    """Returns a share with the ends of its 95 % confidence interval (Wilson 1927)."""
    if not whole:
        return "–"
    at, square = part / whole, CONFIDENCE**2
    middle = (at + square / (2 * whole)) / (1 + square / whole)
    reach = CONFIDENCE * math.sqrt(at * (1 - at) / whole + square / (4 * whole**2)) / (1 + square / whole)
    return f"{at:.3f} ({max(middle - reach, 0):.3f}–{min(middle + reach, 1):.3f}, {part}/{whole})"


def judge(texts: Iterable[Labelled], judgement: Judgement, *, by: str = "", known: KnownNames = NOTHING_KNOWN) -> None:
    """Read each text and count. `by` is "language" or "shape" to count people and titles by it as well."""
    for number, labelled in enumerate(texts):
        reading = read(labelled.text, published_on=labelled.published_on, known=known)
        where = f"{number} {labelled.language} {labelled.shape}"
        _judge_starts(labelled, reading, judgement, where)
        judge_values(labelled, reading, judgement, where, group=f" {getattr(labelled, by)}" if by else "")


def judge_values(labelled: Labelled, reading: Reading, judgement: Judgement, where: str, *, group: str = "") -> None:
    """Count what is filled in and offered of one text, the second time for its `group`, if it is in one."""
    said = reading.as_json()["webinars"]
    for name, true, filled, offered in _fields(labelled, reading, said):
        _count(judgement, name, true, filled, offered, where)
        if group:
            _count(judgement, name + group, true, filled, offered, None)
    _calibrate(labelled, reading, judgement)


def _fields(
    labelled: Labelled, reading: Reading, said: list[dict[str, Any]]
) -> Iterator[tuple[str, list[str], list[str], list[str]]]:
    offers = [webinar.get("offers", {}) for webinar in said]
    people = [one["name"] for webinar in said for one in webinar["lineup"]]
    yield (
        "people",
        [one.name for one in labelled.people],
        people,
        [one["name"] for offer in offers for one in offer.get("lineup", [])],
    )
    first = said[0]
    true = [labelled.title] if labelled.title else []
    title = [first["title"]] if first["title"] else []
    yield "title", true, title, offers[0].get("title", [])
    for key in ("organisers", "questions"):
        yield key, list(getattr(labelled, key)), first[key], offers[0].get(key, [])
    with_affiliation = {folded(one["name"]): folded(one["affiliation"] or "") for w in said for one in w["lineup"]}
    pairs = [
        f"{folded(one.name)} {folded(one.affiliation or '')}"
        for one in labelled.people
        if folded(one.name) in with_affiliation
    ]
    got = [f"{name} {of}" for name, of in with_affiliation.items() if name in {folded(p.name) for p in labelled.people}]
    yield "affiliation", pairs, got, []
    if len(labelled.sessions) > 1:
        true_starts = [str(one.starts_at) for one in labelled.sessions if one.starts_at]
        starts = [webinar.start.value.starts_at for webinar in reading.webinars if webinar.start]
        yield "sessions", true_starts, [str(at) for at in starts if at], []


def _count(
    judgement: Judgement, name: str, true: list[str], filled: list[str], offered: list[str], where: str | None
) -> None:
    wanted, got = Counter(map(folded, true)), Counter(map(folded, filled))
    for counter in (wanted, got):
        for value in counter:
            counter[value] = 1
    tally = judgement.fields[name]
    reachable = set(got) | set(map(folded, offered))
    tally.filled += got.total()
    tally.right += (wanted & got).total()
    tally.true += wanted.total()
    tally.reached += sum(1 for value in wanted if value in reachable)
    if where is not None and wanted != got:
        judgement.differences.append(f"{where} {name}: missed {list(wanted - got)}, false {list(got - wanted)}")


def _judge_starts(labelled: Labelled, reading: Reading, judgement: Judgement, where: str) -> None:
    """Each true start: right, rightly asked, missing (asked where the text says it), or silently wrong."""
    got = [webinar.start.value.starts_at if webinar.start else None for webinar in reading.webinars]
    for number, session in enumerate(labelled.sessions):
        if session.starts_at is None:
            outcome = "asked" if all(at is None for at in got) or reading.is_blocked else "wrong"
        elif session.starts_at in got:
            outcome = "right"
        else:
            at = got[number] if len(got) == len(labelled.sessions) else None
            outcome = "missing" if at is None or reading.is_blocked else "wrong"
        judgement.starts[outcome] += 1
        if outcome in {"missing", "wrong"}:
            judgement.differences.append(f"{where} start {outcome}: {got} for {session.starts_at}")


def _calibrate(labelled: Labelled, reading: Reading, judgement: Judgement) -> None:
    true = {folded(one.name) for one in labelled.people}
    organisers = {folded(name) for name in labelled.organisers}
    for webinar in reading.webinars[:1]:
        for found in (*webinar.lineup, *webinar.offers.lineup):
            judgement.said["people"].append((found.probability, folded(found.value.name) in true))
        for host in (*webinar.organisers, *webinar.offers.organisers):
            judgement.said["organisers"].append((host.probability, folded(host.value) in organisers))
        if webinar.title:
            is_right = folded(webinar.title.value) == folded(labelled.title or "")
            judgement.said["title"].append((webinar.title.probability, is_right))


def folded(text: str) -> str:
    """Returns words in small letters, without accents, marks, a leading article and what stands in brackets behind."""
    decomposed = unicodedata.normalize("NFKD", re.sub(r"(?<=\w)\s*\([^()]*\)$", "", text).casefold())
    words = re.findall(r"\w+", "".join(char for char in decomposed if not unicodedata.combining(char)))
    return " ".join(words[1:] if words[:1] == ["the"] else words)
