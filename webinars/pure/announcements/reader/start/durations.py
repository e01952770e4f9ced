"""How long the webinar lasts, where the text tells no end: “90 Min.”, “lasts an hour and a half”."""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from webinars.pure.announcements.reader.lineup.people_in_prose import sentences
from webinars.pure.announcements.reader.organisation_kinds import EVENT_WORDS
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.words import one_of
from webinars.pure.times import StartReading, read_duration

_EVENT: Final = f"(?:{EVENT_WORDS}|{one_of('lengths.events')})"
_SAID: Final = re.compile(
    rf"^\W{{0,3}}(?:{one_of('lengths.length')})\b|\b{_EVENT}\b[^.]{{0,40}}\b(?:{one_of('lengths.lasts')})\b",
    re.IGNORECASE,
)
_MINUTES: Final = rf"(?:{one_of('lengths.minutes')})\b\.?"
_HOURS: Final = rf"(?:h|{one_of('lengths.hours')})\b\.?"
_LENGTH: Final = (
    rf"(?:\d{{2,3}}[\s-]?{_MINUTES}|(?:\d(?:[.,]\d)?|one|two)[\s-]?{_HOURS}(?:\s?(?:\d\d\s?)(?:{_MINUTES})?)?)"
)
_OF_EVENT: Final = re.compile(
    rf"\b(?P<length>\d{{2,3}})[\s-](?:{one_of('lengths.minutes_long')})\s(?:[\w-]+\s){{0,2}}?{_EVENT}\b", re.IGNORECASE
)
_ALONE: Final = re.compile(
    rf"\W{{0,4}}(?:(?:{one_of('lengths.about')}) )?(?P<length>{_LENGTH})\W{{0,3}}", re.IGNORECASE
)
_BESIDE_HOUR: Final = re.compile(
    rf"(?:[,;|·•(–—]|\s-|\bfor|\bpendant|\bdurante)\s*(?:(?:{one_of('lengths.about')}) )?(?P<length>{_LENGTH}"
    r")(?=\s*(?:[,;|·•)–—]|$))",
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
