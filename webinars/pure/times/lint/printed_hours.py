"""Hours and ranges of hours as people print them: "4pm", "2-4pm", "9 a 17 h", "0900–1030"."""

from collections.abc import Sequence

from msgspec.structs import replace

from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.lint.am_pm import HOURS, MINUTES, NOON, Half, PrintedHour, with_day_part, with_half
from webinars.pure.times.lint.numeric_dates import is_weekday, number_in
from webinars.pure.times.lint.spoken_hours import read_spoken_hour
from webinars.pure.times.tokens import DASHES, FOUR_DIGITS, OPENING, TWO_DIGITS, Token, peek
from webinars.pure.times.zone_labels import read_label

# A single hour as people print it: "4pm", "16.30 Uhr", "às 10h", "0900", "下午3点".


_LONGEST_DURATION = 4
_CENTURIES = frozenset({"18", "19", "20"})
_EAST_ASIAN_HOURS = frozenset("時时点點시")


def read_single_hour(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """Returns the hour at token `at`, if it shows that it is one."""
    token = peek(tokens, at)
    if token.kind == "word":
        return read_spoken_hour(tokens, at)
    if token.kind != "number":
        return None
    if len(token.text) == FOUR_DIGITS:
        return _four_digits(tokens, at)
    if len(token.text) > TWO_DIGITS or int(token.text) > HOURS or is_amount(tokens, at):
        return None
    return _with_minutes(tokens, at) or _whole_hour(tokens, at)


def is_amount(tokens: Sequence[Token], at: int) -> bool:
    """Returns whether the number at `at` counts something else, or is a part of one: "$9", "1.30", "l6:00"."""
    before = peek(tokens, at - 1)
    if before.text in {"$", "£", "€", "#", "+", "−", "l", "I", "O"} and not tokens[at].is_spaced:
        return True
    number = peek(tokens, at - 2)
    # "24/7" and "1/2"; not the hour of "9.3.27/19:00".
    is_year = len(number.text) == FOUR_DIGITS or peek(tokens, at - 3).text in {".", "/", "-"}
    is_open = before.text != "/" or not is_year
    if before.text in {".", ":", "/"} and not tokens[at].is_spaced and number.kind == "number" and is_open:
        return not before.is_spaced
    return False


def _with_minutes(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    hour, mark, minute = tokens[at], peek(tokens, at + 1), peek(tokens, at + 2)
    is_h = mark.key in {"h", "u"} and minute.kind == "number"
    is_comma = mark.text == "," and _takes_comma(tokens, at)
    if mark.text not in {":", ".", "·", "٫"} and not (is_h or is_comma):
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
        is_h
        or is_comma
        or int(hour.text) > NOON
        or (len(hour.text) == TWO_DIGITS and hour.text[0] == "0")
        or int(hour.text) == 0
    )
    word = peek(tokens, found.after)
    if word.key in words.HOUR_WORDS - {"h"} or (word.text in {"h", "u"} and found.half is None):
        is_24, found = True, replace(found, after=_past_dot(tokens, found.after))
        found = with_day_part(tokens, found)
    if mark.text == "." and not (found.half or is_24 or _is_dotted_hour(tokens, found)):
        return None
    if found.hour == HOURS and found.minute:
        return None
    return replace(found, is_24_hours=found.half is None and is_24)


def _takes_comma(tokens: Sequence[Token], at: int) -> bool:
    """Returns whether minutes may stand behind a comma: "h. 10,00 - 12,30", "ore 10,00"."""
    before = peek(tokens, at - 1)
    sign = peek(tokens, at - 2) if before.text == "." else before
    is_end = before.text in DASHES and peek(tokens, at - 3).text == "," and not peek(tokens, at - 2).is_spaced
    return sign.key == "h" or has_clock_word(tokens, at) or (is_end and _takes_comma(tokens, at - 4))


def _past_dot(tokens: Sequence[Token], at: int) -> int:
    """Returns the index after a word for hours, and after the dot of a short one: "11:00 hs. Argentina"."""
    return at + 1 + (peek(tokens, at).key in {"h", "hs", "hrs", "น"} and peek(tokens, at + 1).text == ".")


def _is_dotted_hour(tokens: Sequence[Token], hour: PrintedHour) -> bool:
    """Returns whether "9.30" is an hour and not a number: by the word before it, a zone after it, or a range."""
    before, after = peek(tokens, hour.at - 1), peek(tokens, hour.after)
    if before.key in words.AT_WORDS or before.text in DASHES or before.key in words.TO_WORDS:
        return True
    if after.text in DASHES or after.key in words.TO_WORDS or hour.minute in {0, 15, 30, 45}:
        return after.text != "%"
    return hour.after < len(tokens) and read_label(tokens, hour.after) is not None


def _whole_hour(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    number = int(tokens[at].text)
    found = with_half(tokens, PrintedHour(at, at + 1, number))
    if found.after > at + 1:
        return found
    token = peek(tokens, at + 1)
    if token.key in {"o'clock", "oclock"}:
        return with_half(tokens, PrintedHour(at, at + 2, number))
    if token.key == "uhr":
        return _german_hour(tokens, at, number)
    if token.key in words.HOUR_WORDS and not (_is_duration(tokens, at, number) or _is_spoilt(tokens, at)):
        return with_day_part(tokens, PrintedHour(at, _past_dot(tokens, at + 1), number, is_24_hours=True))
    if token.text in _EAST_ASIAN_HOURS:
        return _east_asian_hour(tokens, at, number)
    is_hour = _is_after_clock_word(tokens, at) or _is_after_article(tokens, at)
    return PrintedHour(at, at + 1, number, is_24_hours=True) if is_hour else None


def _is_spoilt(tokens: Sequence[Token], at: int) -> bool:
    """Returns whether what follows an hour are no minutes: whatever "24h61" was meant to be, it is not 24 o'clock."""
    mark, behind = peek(tokens, at + 1), peek(tokens, at + 2)
    return mark.key == "h" and behind.kind == "number" and not (mark.is_spaced or behind.is_spaced)


def _east_asian_hour(tokens: Sequence[Token], at: int, number: int) -> PrintedHour:
    """Read "19时", "下午3点30分", "오후 3시 30분", "8点半"."""
    found = PrintedHour(at, at + 2, number, is_24_hours=number > NOON)
    minute = number_in(peek(tokens, at + 2), 0, MINUTES - 1)
    if peek(tokens, at + 2).text in {"半", "반"}:
        found = replace(found, after=at + 3, minute=30, has_minutes=True)
    elif minute is not None and peek(tokens, at + 3).text in {"分", "분"}:
        found = replace(found, after=at + 4, minute=minute, has_minutes=True)
    return with_half(tokens, found)


def _is_after_clock_word(tokens: Sequence[Token], at: int) -> bool:
    """Returns whether a bare number is an hour, as in "kl. 18", and not the beginning of "kl 15-17"."""
    return has_clock_word(tokens, at) and peek(tokens, at + 1).text not in DASHES | {".", ":"}


def _is_after_article(tokens: Sequence[Token], at: int) -> bool:
    """Returns whether a bare number stands behind the article of hours: "a las 18", "dalle 15", "às 19"."""
    before, behind = peek(tokens, at - 1), peek(tokens, at + 1)
    is_article = before.key in {"alle", "dalle"} or (before.text.casefold() in {"às", "ás"})
    is_las = before.key == "las" and peek(tokens, at - 2).key in {"a", "desde"}
    # "alle 20 Personen", "a las 3 mujeres": so many of something.
    is_count = behind.kind == "word" and not (behind.is_capital or behind.key in words.ZONE_FILLERS | words.TO_WORDS)
    return (is_article or is_las) and not is_count and behind.text not in DASHES | {".", ":"}


def has_clock_word(tokens: Sequence[Token], at: int) -> bool:
    """Returns whether "kl." or the like stands before the number at `at`."""
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
    if before.text in DASHES and number <= _LONGEST_DURATION and not _is_end_of_range(tokens, at - 1):
        # "Length – 2h"
        return True
    if before.key in words.AT_WORDS or before.text in DASHES or before.key in words.TO_WORDS:
        return word.key in {"hours", "hrs", "hr", "hores"} and before.key in {"for", "der", "des", "de", "das"}
    return (
        number <= _LONGEST_DURATION
        or number == HOURS
        or (word.key in {"hours", "hr", "horas", "heures", "hora", "heure"} and number <= NOON)
    )


def _is_end_of_range(tokens: Sequence[Token], at: int) -> bool:
    """Returns whether an hour, or the day of one, stands in front of the dashes at `at`."""
    while peek(tokens, at).text in DASHES:
        at -= 1
    token = peek(tokens, at)
    is_clock = token.key in words.HOUR_WORDS | words.NOON | {"am", "pm", "m"} or token.text == "."
    return token.kind == "number" or is_clock or words.weekday_of(token.key) is not None


def _four_digits(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """Read "0900", "1830 hrs": with a zero in front, a word for hours, or a zone behind, since years look the same."""
    text = tokens[at].text
    hour, minute = int(text[:2]), int(text[2:])
    if hour >= HOURS or minute >= MINUTES or is_amount(tokens, at):
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
    is_year = text[:TWO_DIGITS] in _CENTURIES and peek(tokens, at - 1).key not in {"at", "@", "um"}
    return found if has_zone and (is_range or (minute % 5 == 0 and not is_year)) else None


# "entre las 12h15"
_LONGEST_HOUR = 6
_HOURS_BEFORE_NOON = frozenset({10, 11})
_BEFORE_AN_HOUR = frozenset({"/", "|", ",", "(", ":", ";"})
# "de 9", "von 9": with a range they give an hour, alone they give anything.
_NOT_ALONE_BEFORE_AN_HOUR = frozenset({"de", "das", "des", "a", "as", "von", "ab"})


def read_hour(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """Returns the hour, or the range of hours, that begins at token `at`."""
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
    """Returns whether the first of two hours holds no more: "moved from 4pm to 5pm"."""
    before = [peek(tokens, first.at - step).key for step in range(1, 4)]
    return before[0] in words.AT_WORDS and not words.MOVED_WORDS.isdisjoint(before)


def _is_offset(tokens: Sequence[Token], hour: PrintedHour) -> bool:
    """Returns whether the dash behind an hour begins an offset from UTC: "14:00 -0500", "T14:00:00-05:00"."""
    dash, following = peek(tokens, hour.after), peek(tokens, hour.after + 1)
    if dash.text not in {"-", "−"} or following.is_spaced:
        return False
    is_glued = peek(tokens, hour.at - 1).key == "t" and not tokens[hour.at].is_spaced
    return is_glued or (dash.is_spaced and len(following.text) == FOUR_DIGITS and peek(tokens, hour.at + 1).text == ":")


def _range_link(tokens: Sequence[Token], at: int) -> int | None:
    """Returns where the end of a range would begin."""
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
    """Returns whether "between" stands right before the hour that ends at `at`: "between 4 and 5", "entre 12h15 et"."""
    return any(peek(tokens, at - step).key in words.BETWEEN_WORDS for step in range(2, _LONGEST_HOUR))


def _bare(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """Returns a number alone, "2-" in "2-4pm" or "2" in "2ET"."""
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
    """Returns whether two bare numbers are hours: "2-4 ET", "9–11 (EST)", "kl 15-17", "from 4 to 6"."""
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
