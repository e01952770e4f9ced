"""Hours as people print them: "4pm", "16.30 Uhr", "às 10h", "2-4pm", "half past seven", "12 noon"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from webinars.times import vocabulary as words
from webinars.times.labels import read_label
from webinars.times.tokens import DASHES, END, Token

Half = Literal["am", "pm"]
_NOON, _HOURS, _MINUTES = 12, 24, 60
_TWO, _FOUR = 2, 4
_LONGEST_DURATION = 4


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
            hour = self.hour if self.hour >= _NOON else self.hour + _NOON
            return (hour * _MINUTES + self.minute,)
        if self.half == "am":
            hour = self.hour % _NOON if self.hour <= _NOON else self.hour
            return (hour * _MINUTES + self.minute,)
        first = self.hour * _MINUTES + self.minute
        if self.is_24_hours or self.hour > _NOON or self.hour == 0:
            return (first,)
        other = (first + _NOON * _MINUTES) % (_HOURS * _MINUTES)
        # Half past twelve without more is after noon; four o'clock alone can be either.
        return (first, other)


def _peek(tokens: Sequence[Token], at: int) -> Token:
    return tokens[at] if 0 <= at < len(tokens) else END


def read_hour(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """The hour, or the range of hours, that begins at token `at`."""
    first = _single(tokens, at) or _bare(tokens, at)
    if first is None:
        return None
    link = _range_link(tokens, first.after)
    if link is not None:
        second = _single(tokens, link) or _bare(tokens, link)
        if second is not None and not (first.is_weak and second.is_weak and not _reads_as_range(tokens, first, second)):
            if not (second.is_weak and _is_followed_by_day(tokens, second)):
                return _ranged(first, second)
    return None if first.is_weak and not _stands_as_hour(tokens, first) else first


def _range_link(tokens: Sequence[Token], at: int) -> int | None:
    """Where the end of a range would begin."""
    token = _peek(tokens, at)
    if token.text in DASHES:
        following = _peek(tokens, at + 1)
        if (
            token.is_spaced
            and not following.is_spaced
            and len(following.text) == _FOUR
            and _peek(tokens, at - 2).text == ":"
        ):
            # "14:00 -0500" is an offset from UTC.
            return None
        return at + 2 if following.text in DASHES else at + 1
    if token.key in words.TO_WORDS and token.key != "a" or token.key == "a" and _peek(tokens, at + 1).kind == "number":
        index = at + 1
        while _peek(tokens, index).key in {"at", "las", "as", "l", "about", "approximately", "approx", "ca", "circa"}:
            index += 1
        return index
    if token.key == "and" and _peek(tokens, at - 2).key == "between":
        return at + 1
    return None


def _single(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """An hour that shows that it is one."""
    token = _peek(tokens, at)
    if token.kind == "word":
        return _word_hour(tokens, at)
    if token.kind != "number":
        return None
    if len(token.text) == _FOUR:
        return _four_digits(tokens, at)
    if len(token.text) > _TWO or int(token.text) > _HOURS or _is_amount(tokens, at):
        return None
    return _with_minutes(tokens, at) or _whole_hour(tokens, at)


def _is_amount(tokens: Sequence[Token], at: int) -> bool:
    before = _peek(tokens, at - 1)
    if before.text in {"$", "£", "€", "#", "+", "−"} and not tokens[at].is_spaced:
        return True
    if before.text in {".", ":", "/"} and not tokens[at].is_spaced and _peek(tokens, at - 2).kind == "number":
        return not before.is_spaced
    return False


def _with_minutes(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    hour, mark, minute = tokens[at], _peek(tokens, at + 1), _peek(tokens, at + 2)
    is_h = mark.key in {"h", "u"} and minute.kind == "number"
    if mark.text not in {":", ".", "：", "∶", "·", "٫"} and not is_h:
        return None
    if minute.kind != "number" or len(minute.text) != _TWO or int(minute.text) >= _MINUTES:
        return None
    if not is_h and (mark.is_spaced or minute.is_spaced):
        return None
    after = at + 3
    if is_h and _peek(tokens, after).key in {"m", "min", "mn"}:
        after += 1
    if _peek(tokens, after).text == ":" and len(_peek(tokens, after + 1).text) == _TWO and not is_h:
        after += 2
        if _peek(tokens, after).text == "." and _peek(tokens, after + 1).kind == "number":
            after += 2
    found = PrintedHour(at, after, int(hour.text), int(minute.text), has_minutes=True)
    found = _with_half(tokens, found)
    is_24 = is_h or int(hour.text) > _NOON or (len(hour.text) == _TWO and hour.text[0] == "0") or int(hour.text) == 0
    if _peek(tokens, found.after).key in {"uhr", "uur", "hs", "hrs", "horas", "heures"} or (
        _peek(tokens, found.after).key == "h" and found.half is None
    ):
        is_24, found = True, replace(found, after=found.after + 1)
        found = _with_day_part(tokens, found)
    if mark.text == "." and not (found.half or is_24 or _is_dotted_hour(tokens, found)):
        return None
    if found.hour == _HOURS and found.minute:
        return None
    return replace(found, is_24_hours=found.half is None and is_24)


def _is_dotted_hour(tokens: Sequence[Token], hour: PrintedHour) -> bool:
    """Whether "9.30" is an hour and not a number: by the word before it, a zone after it, or a range."""
    before, after = _peek(tokens, hour.at - 1), _peek(tokens, hour.after)
    if before.key in words.AT_WORDS or before.text in DASHES or before.key in words.TO_WORDS:
        return True
    if after.text in DASHES or after.key in words.TO_WORDS or hour.minute in {0, 15, 30, 45}:
        return after.text != "%"
    return hour.after < len(tokens) and read_label(tokens, hour.after) is not None


def _whole_hour(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    number = int(tokens[at].text)
    found = _with_half(tokens, PrintedHour(at, at + 1, number))
    if found.half or found.after > at + 1:
        return found if number <= _HOURS else None
    token = _peek(tokens, at + 1)
    if token.key in {"o'clock", "oclock"}:
        return _with_half(tokens, PrintedHour(at, at + 2, number))
    if token.key == "uhr":
        return _german_hour(tokens, at, number)
    if token.key in words.HOUR_WORDS and not _is_duration(tokens, at, number):
        after = at + 2 + (token.key in {"hs", "hrs"} and _peek(tokens, at + 2).text == ".")
        return _with_day_part(tokens, PrintedHour(at, after, number, is_24_hours=True))
    if token.text in {"時", "时", "点", "點"}:
        return PrintedHour(at, at + 2, number, is_24_hours=number > _NOON)
    return None


def _german_hour(tokens: Sequence[Token], at: int, number: int) -> PrintedHour:
    minute, behind = _peek(tokens, at + 2), _peek(tokens, at + 3)
    found = PrintedHour(at, at + 2, number, is_24_hours=True)
    if (
        minute.kind == "number"
        and len(minute.text) == _TWO
        and int(minute.text) < _MINUTES
        and behind.text not in {".", ":"}
    ):
        found = replace(found, after=at + 3, minute=int(minute.text), has_minutes=True)
    return _with_day_part(tokens, found)


def _is_duration(tokens: Sequence[Token], at: int, number: int) -> bool:
    word, before = _peek(tokens, at + 1), _peek(tokens, at - 1)
    if before.key in words.AT_WORDS or before.text in DASHES or before.key in words.TO_WORDS:
        return word.key in {"hours", "hrs", "hr", "hores"} and before.key in {"for", "der", "des", "de", "das"}
    return (
        number <= _LONGEST_DURATION
        or number == _HOURS
        or word.key in {"hours", "hr", "horas", "heures", "hora", "heure"}
        and number <= _NOON
    )


def _with_half(tokens: Sequence[Token], hour: PrintedHour) -> PrintedHour:
    """Take in "pm", "p.m.", "(noon)", "in the evening"."""
    index = hour.after
    if _peek(tokens, index).text == "(" and _peek(tokens, index + 1).key in words.NOON | words.MIDNIGHT:
        index += 1
    token, second, third = (_peek(tokens, index + step) for step in range(3))
    if token.key in {"am", "pm"} and not _is_sentence_am(token, hour):
        return replace(hour, after=index + 1 + _closing_dot(tokens, index + 1), half=token.key, is_24_hours=False)  # type: ignore[arg-type]
    if token.key in {"a", "p"} and second.text == "." and third.key == "m":
        after = index + 3 + (_peek(tokens, index + 3).text == ".")
        return replace(hour, after=after, half=f"{token.key}m", is_24_hours=False)  # type: ignore[arg-type]
    if token.key in {"a", "p"} and second.key == "m" and hour.hour <= _NOON:
        return replace(hour, after=index + 2, half=f"{token.key}m", is_24_hours=False)  # type: ignore[arg-type]
    if token.key in words.NOON and hour.hour == _NOON:
        return replace(hour, after=_past_bracket(tokens, hour.after, index + 1), half="pm")
    if token.key in words.MIDNIGHT and hour.hour in {0, _NOON, _HOURS}:
        after = _past_bracket(tokens, hour.after, index + 1)
        return replace(hour, after=after, hour=0, is_24_hours=True, is_midnight_word=True)
    return _with_day_part(tokens, hour)


def _is_sentence_am(token: Token, hour: PrintedHour) -> bool:
    # "18.30 am 3. Mai": the German word, not the half of the day.
    return token.key == "am" and hour.hour > _NOON and token.text.islower() and token.is_spaced


def _closing_dot(tokens: Sequence[Token], at: int) -> int:
    return 1 if _peek(tokens, at).text == "." and _peek(tokens, at + 1).text in {",", ";", ")", "-", "–"} else 0


def _past_bracket(tokens: Sequence[Token], opened: int, at: int) -> int:
    return at + 1 if _peek(tokens, opened).text == "(" and _peek(tokens, at).text == ")" else at


def _with_day_part(tokens: Sequence[Token], hour: PrintedHour) -> PrintedHour:
    if hour.hour > _NOON or hour.half:
        return hour
    index = hour.after
    while (
        _peek(tokens, index).key in {"in", "the", "at", "de", "da", "la", "du", "l'apres", "am", "o", "a", "of"}
        and index < hour.after + 3
    ):
        index += 1
    key = _peek(tokens, index).key
    is_linked = index > hour.after or key in {"morgens", "abends", "nachmittags", "vormittags", "mittags"}
    for half, parts in words.DAY_PARTS.items():
        if is_linked and (key in parts or key == "l'apres" and half == "pm"):
            is_late = key in {"night", "noche", "noite", "nachts"} and hour.hour in {_NOON, 1, 2, 3, 4}
            return replace(hour, after=index + 1, half="am" if is_late else half, is_24_hours=False)  # type: ignore[arg-type]
    return hour


def _four_digits(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """ "0900", "1830 hrs": with a zero in front, a word for hours, or a zone behind; years look the same."""
    text = tokens[at].text
    hour, minute = int(text[:2]), int(text[2:])
    if hour >= _HOURS or minute >= _MINUTES or _is_amount(tokens, at):
        return None
    found = PrintedHour(at, at + 1, hour, minute, is_24_hours=True, has_minutes=True)
    behind = _peek(tokens, at + 1)
    if behind.key in {"h", "hrs", "hours", "hr", "uhr", "hs"}:
        return replace(found, after=at + 2)
    if behind.key in {"am", "pm"}:
        return _with_half(tokens, replace(found, is_24_hours=False))
    is_range = behind.text in DASHES and len(_peek(tokens, at + 2).text) == _FOUR
    if text[0] == "0" and (is_range or minute % 5 == 0):
        return found
    if _peek(tokens, at - 1).text in DASHES and len(_peek(tokens, at - 2).text) == _FOUR:
        return found
    zone_at = at + 3 if is_range else at + 1
    has_zone = zone_at < len(tokens) and read_label(tokens, zone_at) is not None
    return found if has_zone and minute % 5 == 0 and not 1900 <= int(text) <= 2099 or (has_zone and is_range) else None  # noqa: PLR2004


def _word_hour(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    key = tokens[at].key
    if key in words.NOON:
        return PrintedHour(at, at + 1, _NOON, half="pm")
    if key in words.MIDNIGHT:
        return PrintedHour(at, at + 1, 0, is_24_hours=True, is_midnight_word=True)
    if key in {"meio", "meia"} and _peek(tokens, at + 1).text == "-":
        is_noon = _peek(tokens, at + 2).key == "dia"
        if is_noon or _peek(tokens, at + 2).key == "noite":
            hour = _NOON if is_noon else 0
            return PrintedHour(at, at + 3, hour, is_24_hours=True, is_midnight_word=not is_noon)
    if key in {"half", "quarter"}:
        return _spoken(tokens, at)
    if key in {"halb", "viertel"}:
        return _gesprochen(tokens, at)
    number = words.NUMBERS.get(key)
    if number is None:
        return None
    found = _whole_hour_in_words(tokens, at, number)
    return found if found.after > at + 1 else None


def _whole_hour_in_words(tokens: Sequence[Token], at: int, number: int) -> PrintedHour:
    found = PrintedHour(at, at + 1, number)
    token = _peek(tokens, at + 1)
    if token.key in {"o'clock", "uhr"}:
        return _with_half(tokens, replace(found, after=at + 2, is_24_hours=token.key == "uhr"))
    if token.key in {"thirty", "fifteen"} and _peek(tokens, at + 2).key in {"am", "pm", "a", "p"}:
        return _with_half(tokens, replace(found, after=at + 2, minute=30 if token.key == "thirty" else 15))
    if token.key in {"am", "pm"} or (token.key in {"a", "p"} and _peek(tokens, at + 2).text == "."):
        return _with_half(tokens, found)
    return _with_day_part(tokens, found)


def _number_or_word(token: Token) -> int | None:
    if token.kind == "number" and len(token.text) <= _TWO:
        return int(token.text)
    return words.NUMBERS.get(token.key)


def _spoken(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """ "half past seven", "quarter to 5 pm"."""
    link, hour = _peek(tokens, at + 1).key, _number_or_word(_peek(tokens, at + 2))
    if link not in {"past", "after", "to", "before"} or hour is None or not 1 <= hour <= _NOON:
        return None
    minute = 30 if tokens[at].key == "half" else 15
    if link in {"to", "before"}:
        hour, minute = (hour - 2) % _NOON + 1, _MINUTES - minute
    return _with_half(tokens, PrintedHour(at, at + 3, hour, minute))


def _gesprochen(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """ "halb acht" is half past seven; "Viertel nach sieben", "Viertel vor acht"."""
    if tokens[at].key == "halb":
        hour = _number_or_word(_peek(tokens, at + 1))
        if hour is None or not 1 <= hour <= _NOON:
            return None
        return _with_day_part(tokens, PrintedHour(at, at + 2, (hour - 2) % _NOON + 1, 30))
    link, hour = _peek(tokens, at + 1).key, _number_or_word(_peek(tokens, at + 2))
    if link not in {"nach", "vor"} or hour is None or not 1 <= hour <= _NOON:
        return None
    minute = 15
    if link == "vor":
        hour, minute = (hour - 2) % _NOON + 1, 45
    return _with_day_part(tokens, PrintedHour(at, at + 3, hour, minute))


def _bare(tokens: Sequence[Token], at: int) -> PrintedHour | None:
    """A number alone, "2-" in "2-4pm" or "2" in "2ET"."""
    token = _peek(tokens, at)
    if token.kind != "number" or len(token.text) > _TWO or not 0 < int(token.text) <= _HOURS or _is_amount(tokens, at):
        return None
    before = _peek(tokens, at - 1)
    if before.key in words.NUMBERED_THINGS or (
        before.text in {"#", "."} and _peek(tokens, at - 2).key in words.NUMBERED_THINGS
    ):
        return None
    return PrintedHour(at, at + 1, int(token.text), is_24_hours=int(token.text) > _NOON, is_weak=True)


def _stands_as_hour(tokens: Sequence[Token], hour: PrintedHour) -> bool:
    before, behind = _peek(tokens, hour.at - 1), _peek(tokens, hour.after)
    label = read_label(tokens, hour.after) if hour.after < len(tokens) else None
    if label is None:
        return False
    if not behind.is_spaced:
        return label[0].kind == "abbreviation" and behind.text.isupper()
    has_at = before.key in words.AT_WORDS - {"de", "das", "des", "a", "as", "von", "ab"} or before.text in {
        "/",
        "|",
        ",",
        "(",
    }
    return has_at and (label[0].kind == "abbreviation" or before.key in words.AT_WORDS)


def _reads_as_range(tokens: Sequence[Token], first: PrintedHour, second: PrintedHour) -> bool:
    """Whether two bare numbers are hours: "from 4 to 6", "2-4 ET"."""
    before = _peek(tokens, first.at - 1)
    return _stands_as_hour(tokens, replace(second, at=first.at)) or (
        before.key in {"from", "von", "between"} and second.after >= len(tokens)
    )


def _is_followed_by_day(tokens: Sequence[Token], hour: PrintedHour) -> bool:
    behind = _peek(tokens, hour.after)
    return behind.key in words.months() or behind.key in words.weekdays()


def _ranged(first: PrintedHour, second: PrintedHour) -> PrintedHour:
    """Settle the halves of a range that prints one of them: "2-4pm", "11am-1", "10-12pm", "9 a 17 h"."""
    if second.is_24_hours and second.half is None and first.half is None and not first.is_24_hours:
        first = replace(first, is_24_hours=second.hour > _NOON or not second.is_weak or first.has_minutes)
    if first.half is None and second.half is not None and not first.is_24_hours and first.hour <= _NOON:
        end = second.minutes_of_day()[0]
        halves: tuple[Half, Half] = (second.half, "am" if second.half == "pm" else "pm")
        options = [replace(first, half=half) for half in halves]
        first = next((option for option in options if option.minutes_of_day()[0] < end), options[1])
    elif second.half is None and first.half is not None and not second.is_24_hours and second.hour <= _NOON:
        start = first.minutes_of_day()[0]
        options = [replace(second, half=half) for half in ("am", "pm")]
        second = min(options, key=lambda option: (option.minutes_of_day()[0] - start) % (_HOURS * _MINUTES))
    return replace(first, after=second.after, end=replace(second, is_weak=False), is_weak=False)
