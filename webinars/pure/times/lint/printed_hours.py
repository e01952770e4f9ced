"""Hours and ranges of hours as people print them: "4pm", "2-4pm", "9 a 17 h", "0900–1030"."""

from collections.abc import Sequence
from dataclasses import replace

from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.lint.am_pm import HOURS, MINUTES, NOON, Half, PrintedHour
from webinars.pure.times.lint.numeric_dates import is_weekday
from webinars.pure.times.lint.single_hours import has_clock_word, is_amount, read_single_hour
from webinars.pure.times.tokens import DASHES, FOUR_DIGITS, OPENING, TWO_DIGITS, Token, peek
from webinars.pure.times.zone_labels import read_label

# "entre las 12h15"
_LONGEST_HOUR = 6
_HOURS_BEFORE_NOON = frozenset({10, 11})
_BEFORE_AN_HOUR = frozenset({"/", "|", ",", "(", ":", ";"})
# "de 9", "von 9": with a range they give an hour, alone they give anything.
_NOT_ALONE_BEFORE_AN_HOUR = frozenset({"de", "das", "des", "a", "as", "von", "ab"})


def read_hour(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """The hour, or the range of hours, that begins at token `at`."""
    first = read_single_hour(tokens, at) or _bare(tokens, at)
    if first is None:
        return None
    link = _range_link(tokens, first.after)
    if link is not None and not _is_offset(tokens, first):
        second = read_single_hour(tokens, link) or _bare(tokens, link)
        if second is not None and _is_range(tokens, first, second):
            return replace(second, at=first.at, is_weak=False) if _is_moved(tokens, first) else _ranged(first, second)
    return None if first.is_weak and not _stands_as_hour(tokens, first) else first


def _is_range(tokens: Sequence[Token], first: PrintedHour, second: PrintedHour) -> bool:
    if first.is_weak and second.is_weak:
        return _reads_as_range(tokens, first, second)
    return not (second.is_weak and _is_followed_by_day(tokens, second))


def _is_moved(tokens: Sequence[Token], first: PrintedHour) -> bool:
    """Whether the first of two hours holds no more: "moved from 4pm to 5pm"."""
    before = [peek(tokens, first.at - step).key for step in range(1, 4)]
    return before[0] in words.AT_WORDS and not words.MOVED_WORDS.isdisjoint(before)


def _is_offset(tokens: Sequence[Token], hour: PrintedHour) -> bool:
    """Whether the dash behind an hour begins an offset from UTC: "14:00 -0500", "T14:00:00-05:00"."""
    dash, following = peek(tokens, hour.after), peek(tokens, hour.after + 1)
    if dash.text not in {"-", "−"} or following.is_spaced:
        return False
    is_glued = peek(tokens, hour.at - 1).key == "t" and not tokens[hour.at].is_spaced
    return is_glued or (dash.is_spaced and len(following.text) == FOUR_DIGITS and peek(tokens, hour.at + 1).text == ":")


def _range_link(tokens: Sequence[Token], at: int) -> int | None:
    """Where the end of a range would begin."""
    token = peek(tokens, at)
    if token.text in DASHES:
        return at + 2 if peek(tokens, at + 1).text in DASHES else at + 1
    if (token.key in words.TO_WORDS and token.key != "a") or (
        token.key == "a" and peek(tokens, at + 1).kind == "number"
    ):
        index = at + 1
        while peek(tokens, index).key in words.ABOUT_WORDS | {"at", "las", "as", "l", "ore", "kl"}:
            index += 1
        return index
    if token.key in words.AND_WORDS and _is_between(tokens, at):
        return at + 1
    return None


def _is_between(tokens: Sequence[Token], at: int) -> bool:
    """Whether "between" stands right before the hour that ends at `at`: "between 4 and 5", "entre 12h15 et 13h45"."""
    return any(peek(tokens, at - step).key in words.BETWEEN_WORDS for step in range(2, _LONGEST_HOUR))


def _bare(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """A number alone, "2-" in "2-4pm" or "2" in "2ET"."""
    token = peek(tokens, at)
    if (
        token.kind != "number"
        or len(token.text) > TWO_DIGITS
        or not 0 < int(token.text) <= HOURS
        or is_amount(tokens, at)
    ):
        return None
    before = peek(tokens, at - 1)
    if before.key in words.NUMBERED_THINGS or (
        before.text in {"#", "."} and peek(tokens, at - 2).key in words.NUMBERED_THINGS
    ):
        return None
    return PrintedHour(at, at + 1, int(token.text), is_24_hours=int(token.text) > NOON, is_weak=True)


def _stands_as_hour(tokens: Sequence[Token], hour: PrintedHour) -> bool:
    before, behind = peek(tokens, hour.at - 1), peek(tokens, hour.after)
    is_bracketed = behind.text in OPENING and before.key in words.AT_WORDS - _NOT_ALONE_BEFORE_AN_HOUR
    label_at = hour.after + is_bracketed
    label = read_label(tokens, label_at) if label_at < len(tokens) else None
    if label is None:
        return False
    if not behind.is_spaced:
        return label[0].kind == "abbreviation" and behind.text.isupper()
    is_first = before.kind == "newline"
    has_at = before.key in words.AT_WORDS - _NOT_ALONE_BEFORE_AN_HOUR or before.text in _BEFORE_AN_HOUR - {":", ";"}
    return (has_at or is_first) and (label[0].kind == "abbreviation" or before.key in words.AT_WORDS)


def _reads_as_range(tokens: Sequence[Token], first: PrintedHour, second: PrintedHour) -> bool:
    """Whether two bare numbers are hours: "2-4 ET", "9–11 (EST)", "kl 15-17", "from 4 to 6"."""
    before = peek(tokens, first.at - 1)
    is_introduced = before.key in words.AT_WORDS or has_clock_word(tokens, first.at)
    if is_introduced and (first.hour < second.hour > NOON or second.after >= len(tokens)):
        return True
    label_at = second.after + (peek(tokens, second.after).text in OPENING)
    has_label = label_at < len(tokens) and read_label(tokens, label_at) is not None
    return has_label and (is_introduced or before.text in _BEFORE_AN_HOUR or before.text in DASHES)


def _is_followed_by_day(tokens: Sequence[Token], hour: PrintedHour) -> bool:
    behind = peek(tokens, hour.after)
    return words.month_of(behind.key) is not None or is_weekday(behind)


def _ranged(first: PrintedHour, second: PrintedHour) -> PrintedHour:
    """Settle the halves of a range that prints one of them: "2-4pm", "11am-1", "10-12pm", "9 a 17 h"."""
    if second.is_24_hours and second.half is None and first.half is None and not first.is_24_hours:
        first = replace(first, is_24_hours=second.hour > NOON or not second.is_weak or first.has_minutes)
    if first.half is None and second.half == "am" and second.hour == NOON and not first.is_24_hours:
        first, second = replace(first, half="am"), replace(second, half="pm")  # "10-12am" is until noon
    if first.half is None and second.half is not None and not first.is_24_hours and first.hour <= NOON:
        end = second.minutes_of_day()[0]
        halves: tuple[Half, Half] = (second.half, "am" if second.half == "pm" else "pm")
        options = [replace(first, half=half) for half in halves]
        first = next((option for option in options if option.minutes_of_day()[0] < end), options[1])
    elif second.half is None and first.half is not None and not second.is_24_hours and second.hour <= NOON:
        start = first.minutes_of_day()[0]
        options = [replace(second, half=half) for half in ("am", "pm")]
        second = min(options, key=lambda option: (option.minutes_of_day()[0] - start) % (HOURS * MINUTES))
    if second.has_minutes and not first.has_minutes and first.hour in _HOURS_BEFORE_NOON:
        first = replace(first, has_minutes=True)  # "10-11:30" is printed as "10:00-11:30" is
    return replace(first, after=second.after, end=replace(second, is_weak=False), is_weak=False)
