"""The halves of the day behind an hour: "pm", "p.m.", "(noon)", "in the evening"."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.tokens import Token, peek
from webinars.pure.times.world_words import half_of

Half = Literal["am", "pm"]
# Between an hour and the part of its day: "7 de la tarde", "3 in the afternoon".
_LINKS = frozenset({"in", "the", "at", "de", "da", "la", "du", "am", "o", "a", "of", "بعد"})
NOON, HOURS, MINUTES = 12, 24, 60


class PrintedHour(Struct, frozen=True):
    """An hour of the day, with the tokens it covers: `at` up to, not including, `after`."""

    at: int
    after: int
    hour: int
    """0 to 24. Below 13 it may wait for its half of the day."""
    minute: int = 0
    half: Half | None = None
    is_24_hours: bool = False
    """Printed so that no half of the day is missing: "15:00", "07:30", "7 Uhr"."""
    has_minutes: bool = False
    is_midnight_word: bool = False
    is_weak: bool = False
    """A bare number, an hour only if a zone or a word like "at" stands beside it."""
    end: "PrintedHour | None" = None

    @property
    def is_settled(self) -> bool:
        """Whether the hour of the day is known without looking at anything else."""
        return self.half is not None or self.is_24_hours

    def minutes_of_day(self) -> tuple[int, ...]:
        """Returns minutes after midnight it can mean, the likelier first."""
        if self.half == "pm":
            hour = self.hour if self.hour >= NOON else self.hour + NOON
            return (hour * MINUTES + self.minute,)
        if self.half == "am":
            hour = self.hour % NOON if self.hour <= NOON else self.hour
            return (hour * MINUTES + self.minute,)
        first = self.hour * MINUTES + self.minute
        if self.is_24_hours or self.hour > NOON or self.hour == 0:
            return (first,)
        other = (first + NOON * MINUTES) % (HOURS * MINUTES)
        # Half past twelve without more is after noon; four o'clock alone can be either.
        return (first, other)


def with_half(tokens: Sequence[Token], hour: PrintedHour) -> PrintedHour:
    """Take in "pm", "p.m.", "(noon)", "in the evening"."""
    index = hour.after
    if peek(tokens, index).text == "(" and peek(tokens, index + 1).key in words.NOON | words.MIDNIGHT:
        index += 1
    token, second, third = (peek(tokens, index + step) for step in range(3))
    if token.key in {"am", "pm"} and not _is_sentence_am(token, hour):
        return replace(hour, after=index + 1 + _closing_dot(tokens, index + 1), half=token.key, is_24_hours=False)
    if token.key in {"a", "p"} and second.text == "." and third.key == "m":
        after = index + 3 + (peek(tokens, index + 3).text == ".")
        return replace(hour, after=after, half=f"{token.key}m", is_24_hours=False)
    if token.key in {"a", "p"} and second.key == "m" and hour.hour <= NOON:
        return replace(hour, after=index + 2, half=f"{token.key}m", is_24_hours=False)
    if token.key in words.NOON and hour.hour == NOON:
        return replace(hour, after=_past_bracket(tokens, hour.after, index + 1), half="pm")
    if token.key in words.MIDNIGHT and hour.hour in {0, NOON, HOURS}:
        after = _past_bracket(tokens, hour.after, index + 1)
        return replace(hour, after=after, hour=0, is_24_hours=True, is_midnight_word=True)
    return with_day_part(tokens, hour)


def _is_sentence_am(token: Token, hour: PrintedHour) -> bool:
    # "18.30 am 3. Mai": the German word, not the half of the day.
    return token.key == "am" and hour.hour > NOON and token.text.islower() and token.is_spaced


def _closing_dot(tokens: Sequence[Token], at: int) -> int:
    return 1 if peek(tokens, at).text == "." and peek(tokens, at + 1).text in {",", ";", ")", "-", "–"} else 0


def _past_bracket(tokens: Sequence[Token], opened: int, at: int) -> int:
    return at + 1 if peek(tokens, opened).text == "(" and peek(tokens, at).text == ")" else at


def with_day_part(tokens: Sequence[Token], hour: PrintedHour) -> PrintedHour:
    """Take in the part of the day printed behind an hour: "7 de la tarde"."""
    if hour.hour > NOON or hour.half:
        return hour
    index = hour.after
    while peek(tokens, index).key in _LINKS and index < hour.after + 3:
        index += 1
    key = peek(tokens, index).key
    is_linked = index > hour.after or key in words.DAY_PARTS_ALONE
    half = (_half_by(key, hour) if is_linked else None) or half_of(key, hour.hour)
    if half is not None:
        return replace(hour, after=index + 1, half=half, is_24_hours=False)
    return hour


def is_day_part(token: Token) -> bool:
    """Returns whether a word names a part of the day, and so may stand beside an hour."""
    return any(token.key in parts for parts in words.DAY_PARTS.values()) or half_of(token.key, NOON) is not None


def with_part_before(hour: PrintedHour, word: Token) -> PrintedHour:
    """Returns the hour in the part of the day that a word before it names: "Thursday evening, 7.30"."""
    if hour.half is not None or hour.hour > NOON or word.key in words.NOT_BEFORE_AN_HOUR:
        return hour
    half = half_of(word.key, hour.hour) or _half_by(word.key, hour)
    # "Thursday morning, 12.30" and "afternoon, 10.30" are no times of such a part of the day.
    is_odd = (half == "am" and hour.hour == NOON and word.key not in words.NIGHT) or (
        half == "pm" and hour.hour in {10, 11} and word.key not in words.NIGHT
    )
    return hour if half is None or is_odd else replace(hour, half=half, is_24_hours=False)


def _half_by(key: str, hour: PrintedHour) -> Half | None:
    if key in words.NIGHT and hour.hour in {NOON, 1, 2, 3, 4}:
        return "am"
    return next((half for half, parts in words.DAY_PARTS.items() if key in parts), None)
