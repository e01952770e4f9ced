"""Which lines of a text tell when the webinar starts, and what they say together."""

# ruff: noqa: PLR2004 - how many words or characters make a sentence, a name or a heading is what these rules are about

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from webinars.announcements.model import Found, Kind
from webinars.announcements.reader.prose import sentences
from webinars.announcements.reader.sections import Part
from webinars.announcements.reader.vocabulary import EVENT_WORDS, Section
from webinars.times import Mention, StartReading, find_mentions, read_start


@dataclass(frozen=True, slots=True)
class Timed:
    """A line with the dates, hours and zones in the part of it that may be about the start."""

    part: Part
    text: str
    mentions: tuple[Mention, ...]
    score: int

    @property
    def has_date(self) -> bool:
        return any(mention.kind == "date" for mention in self.mentions)

    @property
    def has_time(self) -> bool:
        return any(mention.kind == "time" for mention in self.mentions)

    @property
    def has_zone(self) -> bool:
        return any(mention.kind == "zone" for mention in self.mentions)

    @property
    def is_aside(self) -> bool:
        """Whether it is about a deadline, an upload, another webinar."""
        return self.part.section is not Section.WHEN and bool(_ABOUT_OTHER.search(self.text))

    @property
    def is_mostly_time(self) -> bool:
        """Whether little else than dates, hours and zones stands on the line."""
        left = len(re.sub(r"[\W\d_]+", "", self.text)) - sum(
            len(re.sub(r"[\W\d_]+", "", mention.text)) for mention in self.mentions
        )
        return left <= 24 or left * 2 < len(self.text)


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known besides the text: see `reader.read`."""

    published_on: dt.date
    timezone: str | None
    assumed_timezone: str | None
    kind: Kind


_DIGIT = re.compile(
    r"\d|\b(?:noon|midnight|midday|mittag|mitternacht|midi|minuit|mediod[íi]a|medianoche|meio-dia|tomorrow|tonight|"
    r"today)\b",
    re.IGNORECASE,
)
_EDITED = re.compile(
    r"[\s([,;–—-]*\b(?:last )?(?:updated|edited|modified|corrected|posted|published|aktualisiert|mis à jour|"
    r"actualizado|atualizado)\b(?: on| at| am| le| el| em)?[:\s].{0,60}$",
    re.IGNORECASE,
)
_ABOUT_OTHER: Final = re.compile(
    r"\b(?:deadline|register by|registration (?:closes|ends|deadline)|closes (?:on|at)|apply by|submit|submissions?|"
    r"posted|published|updated|available (?:until|from)|until|no later than|previous(?:ly)?|earlier this|last "
    r"(?:year|month)|"
    r"the first was|recorded|copyright|©|office hours|doors open|anmeldeschluss|anmeldung bis|bis zum|date limite|"
    r"avant le|fecha l[íi]mite|hasta el|at[ée] o dia|born|founded|since|upload(?:ed)?|sign-?in (?:from|opens)|"
    r"rehearsal|"
    r"next (?:webinar|event|session|seminar|talk|lecture|meeting|one)|upcoming|please (?:log|dial|call) in|release|"
    r"dial in)\b",
    re.IGNORECASE,
)
_ABOUT_START: Final = re.compile(
    rf"\b(?:takes? place|took place|will be held|was held|is held|being held|join us|held on|originally presented|"
    rf"starts?|begins?|kick-?off|will take place|scheduled|save the date|when|findet|fand|beginn|statt|aura lieu|a "
    rf"eu lieu|se realizar[áa]|tendr[áa] lugar|ser[áa]|acontece|"
    rf"{EVENT_WORDS})\b",
    re.IGNORECASE,
)
_SIGNS: Final = frozenset("📆📅🗓🕘🕐🕑🕒🕓🕔🕕🕖🕗🕙🕚🕛🕜🕝🕞🕟⏰⌚🕰🗒⏱🌍🌎🌏")
_AGENDA = re.compile(
    r"^\W{0,3}\d{1,2}(?:[:.h]\d{2})?\s?(?:am|pm|uhr|h)?(?:\s?[-–—]\s?\d{1,2}(?:[:.h]\d{2})?\s?(?:am|pm|uhr|"
    r"h)?)?\W{0,4}\s*(?=[^\W\d_])",
    re.IGNORECASE,
)
MAX_GROUP = 2_000


def timed_lines(parts: Sequence[Part]) -> list[Timed]:
    """The lines that hold a date or an hour and do not belong to something else."""
    found = []
    for position, part in enumerate(parts):
        text = _EDITED.sub("", part.line.text)
        if part.line.is_meta or part.section is Section.OTHER or not _DIGIT.search(text):
            continue
        text = re.sub(r"https?://\S+", " ", text)
        if len(text) > 300:
            text = " ".join(sentence for sentence in sentences(text[:6_000]) if _DIGIT.search(sentence))
        mentions = find_mentions(text[:MAX_GROUP])
        timed = Timed(part, text[:MAX_GROUP], mentions, 0)
        if timed.has_date or timed.has_time:
            found.append(replace(timed, score=_score(timed, position)))
    return _without_agenda(found)


def _score(timed: Timed, position: int) -> int:
    part = timed.part
    score = 3 * timed.has_date + 3 * timed.has_time + 2 * (timed.has_date and timed.has_time) + 2 * timed.has_zone
    score += 4 * (part.section is Section.WHEN)
    score += 3 * any(sign in part.line.text[:8] for sign in _SIGNS)
    score += 2 * bool(_ABOUT_START.search(timed.text))
    score -= 5 * timed.is_aside
    score -= 3 * (part.section in {Section.LINEUP, Section.QUESTIONS, Section.AGENDA, Section.ORGANISERS})
    score -= 2 * (len(timed.text) > 400)
    return score - min(position // 12, 3)


def _without_agenda(found: list[Timed]) -> list[Timed]:
    """Leave out the running order: several neighbouring lines that begin with an hour and go on with words."""
    rows = [timed for timed in found if timed.has_time and not timed.has_date and _is_agenda_row(timed)]
    if len(rows) < 2:
        return found
    numbers = {timed.part.line.number for timed in rows}
    return [timed for timed in found if timed.part.line.number not in numbers]


def _is_agenda_row(timed: Timed) -> bool:
    if not _AGENDA.match(timed.text) or timed.part.section is Section.WHEN:
        return False
    times = [mention for mention in timed.mentions if mention.kind == "time"]
    zones = [mention for mention in timed.mentions if mention.kind == "zone"]
    after = timed.text[max(mention.end for mention in times) :] if times else timed.text
    return not (zones and zones[0].start <= times[-1].end + 4) and len(re.findall(r"[^\W\d_]{2,}", after)) > 1


def read_when(parts: Sequence[Part], hints: Hints) -> Found[StartReading] | None:
    """What the text says about the start, or None if it says neither a date nor an hour."""
    timed = timed_lines(parts)
    if not timed:
        return None
    group = line_group(timed)
    reading = read_group(group, timed, hints)
    if reading.starts_at is None or reading.blocks:
        group, reading = _helped(group, [*timed, *_zone_lines(parts)], reading, hints)
    reading = _as_past(reading, group, hints)
    lines = sorted({number for line in group for number in line.part.line.numbers})
    return Found(reading, tuple(lines), is_uncertain=bool(reading.problems) or len(group) > 1)


def _without_asides(timed: list[Timed]) -> list[Timed]:
    """Leave out deadlines, uploads and other webinars, if date and hour stand on other lines as well."""
    plain = [line for line in timed if not line.is_aside]
    has_all = any(line.has_date for line in plain) and any(line.has_time for line in plain)
    return plain if has_all else timed


_NAMES_ZONE = re.compile(
    r"time ?zone|times? (?:are|is) (?:all )?(?:in|given)|all times|zeitzone|heures? d|hora(?:rio)? d|hor[áa]rio d|"
    r"fuseau",
    re.IGNORECASE,
)


def _zone_lines(parts: Sequence[Part]) -> list[Timed]:
    """Short lines that name the zone of hours printed elsewhere: “Time zone: Eastern”, “Heure de Paris”."""
    found = []
    for part in parts:
        text = part.line.text
        if len(text) < 80 and (part.section is Section.WHEN or _NAMES_ZONE.search(text)):
            mentions = find_mentions(text)
            if {mention.kind for mention in mentions} == {"zone"}:
                found.append(Timed(part, text, mentions, 1))
    return found


def line_group(timed: list[Timed]) -> list[Timed]:
    """The best line, with the neighbours that only go on with hours or dates."""
    timed = _without_asides(timed)
    both = [line for line in timed if line.has_date and line.has_time]
    anchor = max(both or timed, key=lambda line: line.score)
    if both and not anchor.has_zone:
        zoned = [line for line in both if line.has_zone and line.score >= anchor.score - 2]
        anchor = max(zoned, key=lambda line: line.score) if zoned else anchor
    group = _with_neighbours(anchor, timed)
    if not any(line.has_date for line in group):
        dated = [line for line in timed if line.has_date and not (line.has_time and line.score < 0) and line.score > -2]
        if dated:
            first = group[0].part.line.number
            group.append(
                max(
                    dated,
                    key=lambda line: (line.score, line.part.line.number < first, -abs(line.part.line.number - first)),
                )
            )
    if not any(line.has_time for line in group):
        hours = [line for line in timed if line.has_time and line.score > 0 and line not in group]
        if hours:
            best = max(hours, key=lambda line: (line.score + 3 * line.is_mostly_time, -line.part.line.number))
            group.extend(line for line in _with_neighbours(best, timed) if line not in group)
    return sorted(group, key=lambda line: line.part.line.number)


def _with_neighbours(anchor: Timed, timed: list[Timed]) -> list[Timed]:
    at = timed.index(anchor)
    group = [anchor]
    for step in (1, -1):
        previous, position = anchor, at + step
        while 0 <= position < len(timed):
            line = timed[position]
            gap = abs(line.part.line.number - previous.part.line.number)
            same_section = line.part.section is Section.WHEN and line.part.heading == anchor.part.heading
            follows = (
                gap <= 2
                and line.is_mostly_time
                and not (
                    line.has_date
                    and anchor.has_date
                    and line.has_time
                    and anchor.has_time
                    and not _same_days(line, anchor)
                )
            )
            if (
                not (
                    same_section
                    or (follows and line.part.section in {None, Section.WHEN, Section.DESCRIPTION, anchor.part.section})
                )
                or line.score < 0
            ):
                break
            group.append(line)
            previous = line
            position += step
    return group


def _same_days(one: Timed, other: Timed) -> bool:
    def numbers(line: Timed) -> set[str]:
        return {
            number for mention in line.mentions if mention.kind == "date" for number in re.findall(r"\d+", mention.text)
        }

    return bool(numbers(one) & numbers(other))


def _text_of(group: Iterable[Timed]) -> str:
    return "\n".join(line.text for line in group)[:MAX_GROUP]


def read_group(group: list[Timed], timed: list[Timed], hints: Hints) -> StartReading:
    published_on = _year_from_elsewhere(group, timed, hints) or hints.published_on
    reading = read_start(
        _text_of(group),
        published_on=published_on,
        timezone=hints.timezone,
        assumed_timezone=hints.assumed_timezone,
        kind=hints.kind.value,
    )
    if published_on != hints.published_on:
        reading = replace(
            reading, problems=tuple(problem for problem in reading.problems if problem.code != "year_assumed")
        )
    return reading


def _year_from_elsewhere(group: list[Timed], timed: list[Timed], hints: Hints) -> dt.date | None:
    """A year printed with the same day on another line ("Webinar 15 June 2023"), as the day itself."""
    dates = [mention.text for line in group for mention in line.mentions if mention.kind == "date"]
    if not dates or any(re.search(r"(?:19|20)\d\d|[./]\d\d$", text) for text in dates):
        return None
    without_year = read_start(dates[0], published_on=hints.published_on, kind=hints.kind.value).date
    if without_year is None:
        return None
    for line in timed:
        for mention in line.mentions:
            if mention.kind == "date" and re.search(r"(?:19|20)\d\d", mention.text):
                other = read_start(mention.text, published_on=hints.published_on, kind=hints.kind.value).date
                if other and (other.month, other.day) == (without_year.month, without_year.day):
                    return other
    return None


_HELPED_BY: Final = {
    "weekday_mismatch",
    "date_missing",
    "time_missing",
    "timezone_missing",
    "ampm_missing",
    "date_ambiguous",
    "timezone_ambiguous",
    "times_disagree",
    "date_relative",
}


def _helped(
    group: list[Timed], timed: list[Timed], reading: StartReading, hints: Hints
) -> tuple[list[Timed], StartReading]:
    """Try whether one more line of the text settles what the chosen lines leave open."""
    if not any(problem.blocks and problem.code in _HELPED_BY for problem in reading.problems):
        return group, reading
    others = sorted((line for line in timed if line not in group and line.score > 0), key=lambda line: -line.score)
    for other in others[:6]:
        wider = sorted([*group, other], key=lambda line: line.part.line.number)
        again = read_group(wider, timed, hints)
        if again.starts_at is not None and not again.blocks:
            return wider, again
    return group, reading


def _as_past(reading: StartReading, group: list[Timed], hints: Hints) -> StartReading:
    """An old recap may have a date only: the missing hour is then no reason to refuse it."""
    if hints.kind is not Kind.RECAP or reading.date is None or any(line.has_time for line in group):
        return reading
    kept = tuple(
        problem
        for problem in reading.problems
        if problem.code not in {"time_missing", "timezone_missing", "timezone_assumed"}
    )
    return replace(reading, problems=kept)
