"""How long the webinar lasts, where the text tells no end: “90 Min.”, “lasts an hour and a half”."""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from webinars.pure.announcements.reader.kinds import EVENT_WORDS
from webinars.pure.announcements.reader.prose import sentences
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.times import StartReading, read_duration

_EVENT: Final = (
    rf"(?:{EVENT_WORDS}|it|veranstaltung|rencontre|s[ée]ance|encuentro|sesi[óo]n|encontro|sess[ãa]o|incontro|sessione)"
)
_SAID: Final = re.compile(
    r"^\W{0,3}(?:duration|length|dauer|dur[ée]e|duraci[óo]n|duraç[ãa]o|durata)\b|"
    rf"\b{_EVENT}\b[^.]{{0,40}}\b(?:lasts?|dauert|dure(?:ra)?|durar[áa]|dura)\b",
    re.IGNORECASE,
)
_MINUTES: Final = r"min(?:ute[ns]?|utos?|uti|s)?\b\.?"
_HOURS: Final = r"(?:hours?|hrs?|stunden?|std|heures?|horas?|or[ae]|h)\b\.?"
_LENGTH: Final = (
    rf"(?:\d{{2,3}}[\s-]?{_MINUTES}|(?:\d(?:[.,]\d)?|one|two)[\s-]?{_HOURS}(?:\s?(?:\d\d\s?)(?:{_MINUTES})?)?)"
)
_OF_EVENT: Final = re.compile(
    rf"\b(?P<length>\d{{2,3}})[\s-](?:minutes?|min[üu]tige[nrs]?)\s(?:[\w-]+\s){{0,2}}?{_EVENT}\b", re.IGNORECASE
)
_ALONE: Final = re.compile(
    rf"\W{{0,4}}(?:ca\.?\s|about\s|etwa\s|environ\s)?(?P<length>{_LENGTH})\W{{0,3}}", re.IGNORECASE
)
_BESIDE_HOUR: Final = re.compile(
    rf"(?:[,;|·•(–—]|\s-|\bfor|\bpendant|\bdurante)\s*(?:ca\.?\s|about\s|etwa\s)?(?P<length>{_LENGTH})(?=\s*(?:[,;|·•)–—]|$))",
    re.IGNORECASE,
)
SHORT: Final = 60
NEAR: Final = 3
"""So many lines away from the start, a line that is nothing but a length tells that of the webinar."""


def with_length(reading: StartReading, parts: Sequence[Part], start_lines: Collection[int]) -> StartReading:
    """The reading with an end, where the text tells one length of the webinar instead; `start_lines` tell its start."""
    if reading.starts_at is None or reading.ends_at is not None:
        return reading
    if any(problem.code == "ends_disagree" for problem in reading.problems):
        return reading
    lengths = set(_said(parts)) or set(_beside(parts, start_lines))
    return replace(reading, ends_at=reading.starts_at + lengths.pop()) if len(lengths) == 1 else reading


def _said(parts: Sequence[Part]) -> Iterator[dt.timedelta]:
    """Each length that a sentence says to be that of the webinar."""
    for part in parts:
        if not (_SAID.search(part.line.text) or _OF_EVENT.search(part.line.text)):
            continue
        # A short line is one sentence, whatever stops its abbreviations have.
        text = part.line.text
        for sentence in (text,) if len(text) < SHORT else sentences(text):
            if _SAID.search(sentence) and (length := read_duration(sentence)) is not None:
                yield length
            yield from _lengths(_OF_EVENT.finditer(sentence), unit=" minutes")


def _beside(parts: Sequence[Part], start_lines: Collection[int]) -> Iterator[dt.timedelta]:
    """Each length that stands behind the hour, or alone on a line near it."""
    for part in parts:
        number, text = part.line.number, part.line.text
        if number in start_lines:
            yield from _lengths(_BESIDE_HOUR.finditer(text))
        elif any(abs(number - other) <= NEAR for other in start_lines) and (alone := _ALONE.fullmatch(text)):
            yield from _lengths([alone])


def _lengths(found: Iterator[re.Match[str]] | list[re.Match[str]], unit: str = "") -> Iterator[dt.timedelta]:
    for match in found:
        length = read_duration(f"duration: {match['length'].replace('-', ' ')}{unit}")
        if length is not None:
            yield length
