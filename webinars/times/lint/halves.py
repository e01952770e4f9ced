"""The halves of the day behind an hour: "pm", "p.m.", "(noon)", "in the evening"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from webinars.times.lint import vocabulary as words
from webinars.times.tokens import Token, peek

Half = Literal["am", "pm"]
NOON, HOURS, MINUTES = 12, 24, 60


@dataclass(frozen=True, slots=True)
class PrintedHour:
    """An hour of the day, with the tokens it covers: `at` up to, not including, `after`."""

    at: int
    after: int
    hour: int
    """0 to 24; below 13 it may wait for its half of the day."""
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
        """Minutes after midnight it can mean, the likelier first."""
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
        return replace(hour, after=index + 1 + _closing_dot(tokens, index + 1), half=token.key, is_24_hours=False)  # type: ignore[arg-type]
    if token.key in {"a", "p"} and second.text == "." and third.key == "m":
        after = index + 3 + (peek(tokens, index + 3).text == ".")
        return replace(hour, after=after, half=f"{token.key}m", is_24_hours=False)  # type: ignore[arg-type]
    if token.key in {"a", "p"} and second.key == "m" and hour.hour <= NOON:
        return replace(hour, after=index + 2, half=f"{token.key}m", is_24_hours=False)  # type: ignore[arg-type]
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
    if hour.hour > NOON or hour.half:
        return hour
    index = hour.after
    while (
        peek(tokens, index).key in {"in", "the", "at", "de", "da", "la", "du", "l'apres", "am", "o", "a", "of"}
        and index < hour.after + 3
    ):
        index += 1
    key = peek(tokens, index).key
    is_linked = index > hour.after or key in {"morgens", "abends", "nachmittags", "vormittags", "mittags"}
    for half, parts in words.DAY_PARTS.items():
        if is_linked and (key in parts or (key == "l'apres" and half == "pm")):
            is_late = key in {"night", "noche", "noite", "nachts"} and hour.hour in {NOON, 1, 2, 3, 4}
            return replace(hour, after=index + 1, half="am" if is_late else half, is_24_hours=False)  # type: ignore[arg-type]
    return hour
