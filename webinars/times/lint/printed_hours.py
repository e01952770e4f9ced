"""Hours as people print them: "4pm", "16.30 Uhr", "às 10h", "2-4pm", "0900–1030"."""

from collections.abc import Sequence
from dataclasses import replace

from webinars.times.labels import read_label
from webinars.times.lint import vocabulary as words
from webinars.times.lint.halves import HOURS, MINUTES, NOON, Half, PrintedHour, with_day_part, with_half
from webinars.times.lint.spoken_hours import read_spoken_hour
from webinars.times.tokens import DASHES, FOUR_DIGITS, OPENING, TWO_DIGITS, Token, peek

_LONGEST_DURATION = 4
_CENTURIES = frozenset({"18", "19", "20"})
_HOURS_BEFORE_NOON = frozenset({10, 11})
_BEFORE_AN_HOUR = frozenset({"/", "|", ",", "(", ":", ";"})
# "de 9", "von 9": with a range they give an hour, alone they give anything.
_NOT_ALONE_BEFORE_AN_HOUR = frozenset({"de", "das", "des", "a", "as", "von", "ab"})


def read_hour(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """The hour, or the range of hours, that begins at token `at`."""
    first = _single(tokens, at) or _bare(tokens, at)
    if first is None:
        return None
    link = _range_link(tokens, first.after)
    if link is not None:
        second = _single(tokens, link) or _bare(tokens, link)
        if second is not None and _is_range(tokens, first, second):
            return _ranged(first, second)
    return None if first.is_weak and not _stands_as_hour(tokens, first) else first


def _is_range(tokens: Sequence[Token], first: PrintedHour, second: PrintedHour) -> bool:
    if first.is_weak and second.is_weak:
        return _reads_as_range(tokens, first, second)
    return not (second.is_weak and _is_followed_by_day(tokens, second))


def _range_link(tokens: Sequence[Token], at: int) -> int | None:
    """Where the end of a range would begin."""
    token = peek(tokens, at)
    if token.text in DASHES:
        following = peek(tokens, at + 1)
        if (
            token.is_spaced
            and not following.is_spaced
            and len(following.text) == FOUR_DIGITS
            and peek(tokens, at - 2).text == ":"
        ):
            # "14:00 -0500" is an offset from UTC.
            return None
        return at + 2 if following.text in DASHES else at + 1
    if (token.key in words.TO_WORDS and token.key != "a") or (
        token.key == "a" and peek(tokens, at + 1).kind == "number"
    ):
        index = at + 1
        while peek(tokens, index).key in {
            "at",
            "las",
            "as",
            "l",
            "ore",
            "kl",
            "about",
            "approximately",
            "approx",
            "ca",
            "circa",
        }:
            index += 1
        return index
    if token.key == "and" and peek(tokens, at - 2).key == "between":
        return at + 1
    return None


def _single(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """An hour that shows that it is one."""
    token = peek(tokens, at)
    if token.kind == "word":
        return read_spoken_hour(tokens, at)
    if token.kind != "number":
        return None
    if len(token.text) == FOUR_DIGITS:
        return _four_digits(tokens, at)
    if len(token.text) > TWO_DIGITS or int(token.text) > HOURS or _is_amount(tokens, at):
        return None
    return _with_minutes(tokens, at) or _whole_hour(tokens, at)


def _is_amount(tokens: Sequence[Token], at: int) -> bool:
    before = peek(tokens, at - 1)
    if before.text in {"$", "£", "€", "#", "+", "−"} and not tokens[at].is_spaced:
        return True
    if before.text in {".", ":", "/"} and not tokens[at].is_spaced and peek(tokens, at - 2).kind == "number":
        return not before.is_spaced
    return False


def _with_minutes(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    hour, mark, minute = tokens[at], peek(tokens, at + 1), peek(tokens, at + 2)
    is_h = mark.key in {"h", "u"} and minute.kind == "number"
    if mark.text not in {":", ".", "：", "∶", "·", "٫"} and not is_h:
        return None
    if minute.kind != "number" or len(minute.text) != TWO_DIGITS or int(minute.text) >= MINUTES:
        return None
    if not is_h and (mark.is_spaced or minute.is_spaced):
        return None
    after = at + 3
    if is_h and peek(tokens, after).key in {"m", "min", "mn"}:
        after += 1
    if peek(tokens, after).text == ":" and len(peek(tokens, after + 1).text) == TWO_DIGITS and not is_h:
        after += 2
        if peek(tokens, after).text == "." and peek(tokens, after + 1).kind == "number":
            after += 2
    found = PrintedHour(at, after, int(hour.text), int(minute.text), has_minutes=True)
    found = with_half(tokens, found)
    is_24 = (
        is_h or int(hour.text) > NOON or (len(hour.text) == TWO_DIGITS and hour.text[0] == "0") or int(hour.text) == 0
    )
    if peek(tokens, found.after).key in {"uhr", "uur", "u", "hs", "hrs", "horas", "heures"} or (
        peek(tokens, found.after).key == "h" and found.half is None
    ):
        is_24, found = True, replace(found, after=found.after + 1)
        found = with_day_part(tokens, found)
    if mark.text == "." and not (found.half or is_24 or _is_dotted_hour(tokens, found)):
        return None
    if found.hour == HOURS and found.minute:
        return None
    return replace(found, is_24_hours=found.half is None and is_24)


def _is_dotted_hour(tokens: Sequence[Token], hour: PrintedHour) -> bool:
    """Whether "9.30" is an hour and not a number: by the word before it, a zone after it, or a range."""
    before, after = peek(tokens, hour.at - 1), peek(tokens, hour.after)
    if before.key in words.AT_WORDS or before.text in DASHES or before.key in words.TO_WORDS:
        return True
    if after.text in DASHES or after.key in words.TO_WORDS or hour.minute in {0, 15, 30, 45}:
        return after.text != "%"
    return hour.after < len(tokens) and read_label(tokens, hour.after) is not None


def _whole_hour(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    number = int(tokens[at].text)
    found = with_half(tokens, PrintedHour(at, at + 1, number))
    if found.half or found.after > at + 1:
        return found if number <= HOURS else None
    token = peek(tokens, at + 1)
    if token.key in {"o'clock", "oclock"}:
        return with_half(tokens, PrintedHour(at, at + 2, number))
    if token.key == "uhr":
        return _german_hour(tokens, at, number)
    if token.key in words.HOUR_WORDS and not _is_duration(tokens, at, number):
        after = at + 2 + (token.key in {"hs", "hrs"} and peek(tokens, at + 2).text == ".")
        return with_day_part(tokens, PrintedHour(at, after, number, is_24_hours=True))
    if token.text in {"時", "时", "点", "點"}:
        return PrintedHour(at, at + 2, number, is_24_hours=number > NOON)
    return PrintedHour(at, at + 1, number, is_24_hours=True) if _is_after_clock_word(tokens, at) else None


def _is_after_clock_word(tokens: Sequence[Token], at: int) -> bool:
    """Whether a bare number is an hour, as in "kl. 18"; not the beginning of "kl 15-17"."""
    return _has_clock_word(tokens, at) and peek(tokens, at + 1).text not in DASHES | {".", ":"}


def _has_clock_word(tokens: Sequence[Token], at: int) -> bool:
    before = peek(tokens, at - 2) if peek(tokens, at - 1).text in {".", ":"} else peek(tokens, at - 1)
    return before.key in words.CLOCK_WORDS


def _german_hour(tokens: Sequence[Token], at: int, number: int) -> PrintedHour:
    minute, behind = peek(tokens, at + 2), peek(tokens, at + 3)
    found = PrintedHour(at, at + 2, number, is_24_hours=True)
    if (
        minute.kind == "number"
        and len(minute.text) == TWO_DIGITS
        and int(minute.text) < MINUTES
        and behind.text not in {".", ":"}
    ):
        found = replace(found, after=at + 3, minute=int(minute.text), has_minutes=True)
    return with_day_part(tokens, found)


def _is_duration(tokens: Sequence[Token], at: int, number: int) -> bool:
    word, before = peek(tokens, at + 1), peek(tokens, at - 1)
    if before.key in words.AT_WORDS or before.text in DASHES or before.key in words.TO_WORDS:
        return word.key in {"hours", "hrs", "hr", "hores"} and before.key in {"for", "der", "des", "de", "das"}
    return (
        number <= _LONGEST_DURATION
        or number == HOURS
        or (word.key in {"hours", "hr", "horas", "heures", "hora", "heure"} and number <= NOON)
    )


def _four_digits(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """Read "0900", "1830 hrs": with a zero in front, a word for hours, or a zone behind; years look the same."""
    text = tokens[at].text
    hour, minute = int(text[:2]), int(text[2:])
    if hour >= HOURS or minute >= MINUTES or _is_amount(tokens, at):
        return None
    found = PrintedHour(at, at + 1, hour, minute, is_24_hours=True, has_minutes=True)
    behind = peek(tokens, at + 1)
    if behind.key in {"h", "hrs", "hours", "hr", "uhr", "hs"}:
        return replace(found, after=at + 2)
    if behind.key in {"am", "pm"}:
        return with_half(tokens, replace(found, is_24_hours=False))
    is_range = behind.text in DASHES and len(peek(tokens, at + 2).text) == FOUR_DIGITS
    if text[0] == "0" and (is_range or minute % 5 == 0):
        return found
    first = peek(tokens, at - 2).text
    if peek(tokens, at - 1).text in DASHES and len(first) == FOUR_DIGITS:
        are_years = text[:TWO_DIGITS] in _CENTURIES and first[:TWO_DIGITS] in _CENTURIES
        is_zoned = at + 1 < len(tokens) and read_label(tokens, at + 1) is not None
        return found if is_zoned or not are_years else None
    zone_at = at + 3 if is_range else at + 1
    zone_at += is_range and peek(tokens, zone_at).key in words.HOUR_WORDS
    has_zone = zone_at < len(tokens) and read_label(tokens, zone_at) is not None
    is_year = text[:TWO_DIGITS] in _CENTURIES
    return found if has_zone and (is_range or (minute % 5 == 0 and not is_year)) else None


def _bare(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """A number alone, "2-" in "2-4pm" or "2" in "2ET"."""
    token = peek(tokens, at)
    if (
        token.kind != "number"
        or len(token.text) > TWO_DIGITS
        or not 0 < int(token.text) <= HOURS
        or _is_amount(tokens, at)
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
    has_at = before.key in words.AT_WORDS - _NOT_ALONE_BEFORE_AN_HOUR or before.text in _BEFORE_AN_HOUR - {":", ";"}
    return has_at and (label[0].kind == "abbreviation" or before.key in words.AT_WORDS)


def _reads_as_range(tokens: Sequence[Token], first: PrintedHour, second: PrintedHour) -> bool:
    """Whether two bare numbers are hours: "2-4 ET", "9–11 (EST)", "kl 15-17", "from 4 to 6"."""
    before = peek(tokens, first.at - 1)
    is_introduced = before.key in words.AT_WORDS or _has_clock_word(tokens, first.at)
    if is_introduced and (first.hour < second.hour > NOON or second.after >= len(tokens)):
        return True
    label_at = second.after + (peek(tokens, second.after).text in OPENING)
    has_label = label_at < len(tokens) and read_label(tokens, label_at) is not None
    return has_label and (is_introduced or before.text in _BEFORE_AN_HOUR or before.text in DASHES)


def _is_followed_by_day(tokens: Sequence[Token], hour: PrintedHour) -> bool:
    behind = peek(tokens, hour.after)
    return behind.key in words.months() or behind.key in words.weekdays()


def _ranged(first: PrintedHour, second: PrintedHour) -> PrintedHour:
    """Settle the halves of a range that prints one of them: "2-4pm", "11am-1", "10-12pm", "9 a 17 h"."""
    if second.is_24_hours and second.half is None and first.half is None and not first.is_24_hours:
        first = replace(first, is_24_hours=second.hour > NOON or not second.is_weak or first.has_minutes)
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
