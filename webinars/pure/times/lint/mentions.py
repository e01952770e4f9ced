"""The dates, hours and zones printed in a text, in order, with the words that stand between them."""

import re
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from typing import Final, Literal

from babel import Locale
from msgspec import Struct
from msgspec.structs import replace

from webinars.pure.times.abbreviations import abbreviations
from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.lint.am_pm import PrintedHour, is_day_part, with_part_before
from webinars.pure.times.lint.numeric_dates import PrintedDate
from webinars.pure.times.lint.printed_dates import read_date
from webinars.pure.times.lint.printed_hours import read_hour
from webinars.pure.times.place_names import Label, begins_name
from webinars.pure.times.tokens import CLOSING, END, OPENING, Token, fold, peek, tokenize
from webinars.pure.times.zone_labels import read_country_code, read_label

# Which words a date, an hour or a zone can begin with: most words of a text begin none, and are passed over.


_DAYS: Final = (
    words.TODAY | words.TOMORROW | words.YESTERDAY | words.NEXT_WORDS | words.LAST_WORDS | words.WEEK_WORDS
) | {phrase[0] for phrase in (*words.NEXT_DAY, *words.PREVIOUS_DAY)}
_HOURS: Final = (words.NOON | words.MIDNIGHT | set(words.NUMBERS)) | {
    "half",
    "quarter",
    "halb",
    "viertel",
    "meio",
    "meia",
}
_ASIDES: Final = words.BEFORE_THE_START | words.DEADLINE_WORDS | words.TO_WORDS | words.NOT_A_START | {"was", "statt"}
_FIRST_WORDS: Final = _DAYS | _HOURS | _ASIDES | {"utc", "gmt", "ut"}


@lru_cache(maxsize=4096)
def may_begin(text: str, key: str) -> bool:
    """Returns whether anything that is read can begin with a word, as it is printed and as it is looked up.

    A single letter can, as in "E.S.T.", and a word before a slash may begin "Europe/London" besides.
    """
    return (
        len(text) == 1
        or key in _FIRST_WORDS
        or words.month_of(key) is not None
        or words.weekday_of(key) is not None
        or begins_name(key)
        or text.upper() in abbreviations()
    )


_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
MentionKind = Literal["date", "time", "zone"]
MAX_CHARACTERS = 20_000
"""A start is said in far fewer. What stands beyond is not read."""
# "doors open at"
_WORDS_BEFORE_ENTRANCE = 8
# "Thursday evening, 12 June 2025, at 7.30"
_NODES_BEFORE_HOUR = 6
# "19h", "19 hs": not as English prints an hour.
_LATIN_HOURS = frozenset({"h", "hs"})


class Mention(Struct, frozen=True):
    """A date, an hour or a zone printed in a text."""

    kind: MentionKind
    text: str
    start: int
    end: int
    has_weekday: bool = False
    is_full: bool = False
    """Whether it is a day of a month, and no weekday alone."""


class Node(Struct, frozen=True):
    """A mention, or a single token that is none."""

    at: int
    after: int
    token: Token
    date: PrintedDate | None = None
    hour: PrintedHour | None = None
    label: Label | None = None
    shift: int | None = None
    """Days: 1 for "the next day"."""
    is_aside: bool = False
    """An hour or a day at which nothing starts."""

    @property
    def kind(self) -> MentionKind | None:
        """What is printed there, if it is a mention."""
        return "date" if self.date else "time" if self.hour else "zone" if self.label else None

    @property
    def is_plain(self) -> bool:
        """Whether it is a mention, or a word or mark that may stand between an hour and its zone."""
        if self.date or self.hour or self.label or self.shift is not None:
            return True
        if self.is_aside:
            return False
        return self.token.kind != "word" or self.token.key in words.ZONE_FILLERS or is_day_part(self.token)


def is_not_a_start(tokens: Sequence[Token], at: int) -> bool:
    """Returns whether the word at `at` says of the date behind it that it is no start: "posted", "statt am 3. Mai"."""
    if tokens[at].key != "statt":
        return tokens[at].key in words.NOT_A_START
    while at > 0 and tokens[at - 1].kind != "newline":
        at -= 1
        if tokens[at].key in words.TAKES_PLACE:
            # "findet statt am 3. Mai"
            return False
    return True


class Script:
    """A text, read once into nodes."""

    def __init__(self, text: str) -> None:
        self.text = text[:MAX_CHARACTERS]
        # "…/2025/05?at=12:30" is neither a day nor an hour.
        self.tokens = tokenize(_ADDRESS.sub(lambda found: " " * len(found[0]), self.text))

    @cached_property
    def nodes(self) -> list[Node]:
        """All that is printed, in order."""
        nodes: list[Node] = []
        at = 0
        while at < len(self.tokens):
            node = self._country(nodes, at) or self._node(at)
            nodes.append(node)
            at = node.after
        nodes = [self._without_doors(nodes, index) for index in range(len(nodes))]
        return [self._with_part_of_day(nodes, index) for index in range(len(nodes))]

    @property
    def first(self) -> Node | None:
        """What is printed at the very beginning, behind one mark at most. Nothing beyond it is read."""
        at = 0
        while at < len(self.tokens) and self.tokens[at].start <= 1:
            node = self._node(at)
            if node.kind is not None:
                return node
            at = node.after
        return None

    def _without_doors(self, nodes: list[Node], index: int) -> Node:
        """Returns the node, unless it is an hour of doors and the start stands behind: "18:30 doors, 19:00 talk"."""
        node, behind = nodes[index], nodes[index + 1 : index + 2]
        is_door = node.hour is not None and bool(behind) and behind[0].token.key in words.BEFORE_THE_START
        has_start = is_door and any(other.hour for other in nodes[index + 1 :])
        return replace(node, hour=None, is_aside=True) if has_start else node

    def _with_part_of_day(self, nodes: list[Node], index: int) -> Node:
        """Returns the node, its hour settled by "evening" before it, perhaps with the date between."""
        node = nodes[index]
        if node.hour is None or node.hour.half is not None:
            return node
        for before in reversed(nodes[max(index - _NODES_BEFORE_HOUR, 0) : index]):
            if is_day_part(before.token):
                return replace(node, hour=with_part_before(node.hour, before.token))
            if before.hour or not (before.is_plain or before.token.key == "session") or before.token.kind == "newline":
                break
        return node

    def _node(self, at: int) -> Node:
        token = self.tokens[at]
        if self._begins_nothing(at):
            return Node(at, at + 1, token)
        shift = self._shift(at) or self._entrance(at)
        if shift is not None:
            return shift
        date = read_date(self.tokens, at)
        if date is not None:
            return Node(at, date.after, token, date=date)
        hour = read_hour(self.tokens, at)
        if hour is not None:
            return Node(at, hour.after, token, hour=hour)
        label = read_label(self.tokens, at)
        if label is not None:
            return Node(at, label[1], token, label=label[0])
        return Node(at, at + 1, token)

    def _begins_nothing(self, at: int) -> bool:
        token = self.tokens[at]
        if token.kind == "word":
            return not may_begin(token.text, token.key) and self._peek(at + 1).text != "/"
        return token.kind in {"newline", "mark"} and token.text not in {"@", "+", "(", "-", "−"}

    def _country(self, nodes: list[Node], at: int) -> Node | None:
        """Read the letters in brackets right behind an hour: "19hs (UY)"."""
        hour = nodes[-2].hour if len(nodes) > 1 else None
        if hour is None or self._peek(at - 1).text not in OPENING or self._peek(at + 1).text not in CLOSING:
            return None
        token, mark, behind = self.tokens[at], self._peek(hour.after - 1), self._peek(at + 2)
        is_day = words.weekday_of(token.key) is not None
        is_sure = mark.key in _LATIN_HOURS or (not is_day and self._has_foreign_month)
        label = None
        if read_label(self.tokens, at) is None and not (is_day and not is_sure):
            label = read_country_code(token, is_sure=is_sure)
        # "7pm (DE) Delaware"
        goes_on = behind.kind == "word" and behind.is_capital and read_country_code(token, is_sure=False) != label
        return Node(at, at + 1, token, label=label) if label and not goes_on else None

    @cached_property
    def _has_foreign_month(self) -> bool:
        """Whether a month is named in another language than English."""
        return any(
            token.kind == "word" and words.month_of(token.key) and token.key not in _english_months()
            for token in self.tokens
        )

    def _shift(self, at: int) -> Node | None:
        """Read "(+1)", "+1 day", "next day", "am Folgetag"."""
        token = self.tokens[at]
        if token.text in {"+", "-", "−"}:
            behind, before = self._peek(at + 1), self._peek(at - 1)
            third_at = self._past_newline(at + 2)
            is_day = self._peek(third_at).key in words.DAY
            is_bracketed = before.text == "(" and self._peek(at + 2).text == ")"
            if behind.text == "1" and not behind.is_spaced and (is_day or is_bracketed):
                return Node(at, third_at + 1 if is_day else at + 2, token, shift=1 if token.text == "+" else -1)
            return None
        if token.kind != "word":
            return None
        for shift, phrases in ((1, words.NEXT_DAY), (-1, words.PREVIOUS_DAY)):
            for phrase in phrases:
                if phrase[0] == token.key and (after := self._after_phrase(at, phrase)):
                    return Node(at, after, token, shift=shift)
        return None

    def _after_phrase(self, at: int, phrase: tuple[str, ...]) -> int | None:
        """Returns the index after the words of a phrase that begins at `at`, perhaps in two lines, or None."""
        for word in phrase:
            at = self._past_newline(at)
            if self._peek(at).key != word:
                return None
            at += 1
        return at

    def _past_newline(self, at: int) -> int:
        return at + (self._peek(at).kind == "newline" and at < len(self.tokens))

    def _entrance(self, at: int) -> Node | None:
        """Read "doors 6.30 p.m.", "register by 3 November, noon": hours at which nothing starts, so none."""
        key = self.tokens[at].key
        is_until = key in words.TO_WORDS and self._peek(at - 1).key in words.OFFER_WORDS
        is_door, is_deadline = key in words.BEFORE_THE_START, key in words.DEADLINE_WORDS or is_until
        is_past = key == "was" and self._peek(at - 1).text in OPENING
        if not (is_door or is_deadline or is_past or is_not_a_start(self.tokens, at)):
            return None
        fillers = words.ENTRANCE_FILLERS if is_door else words.BEFORE_A_DATE | words.AT_WORDS | words.OF_WORDS
        place = at + 1
        for _word in range(_WORDS_BEFORE_ENTRANCE):
            token = self._peek(place)
            hour = read_hour(self.tokens, place)
            if hour is not None:
                return Node(at, hour.after, self.tokens[hour.at], is_aside=True)
            date = None if is_door else read_date(self.tokens, place)
            is_word_between = token.key in fillers or is_deadline
            is_mark_between = token.text in ({":"} if is_door else {":", ","}) or (
                is_deadline and token.kind == "mark" and token.text not in {".", "!", "?"}
            )
            is_between = is_word_between if token.kind == "word" else is_mark_between
            if date is None and not is_between:
                break
            place = date.after if date else place + 1
        return None

    def _peek(self, at: int) -> Token:
        return peek(self.tokens, at)

    @cached_property
    def line_is_plain(self) -> list[bool]:
        """For each node, whether its line holds nothing but mentions and what may stand between them."""
        flags: list[bool] = []
        line: list[Node] = []
        for node in [*self.nodes, Node(-1, -1, END)]:
            if node.token.kind == "newline":
                is_plain = all(member.is_plain for member in line)
                flags.extend([is_plain] * len(line))
                flags.append(is_plain)
                line = []
            else:
                line.append(node)
        return flags

    def span(self, at: int, after: int) -> tuple[int, int]:
        """Returns where tokens `at` up to `after` stand in the text, in characters."""
        return self.tokens[at].start, self.tokens[after - 1].end

    def slice(self, at: int, after: int) -> str:
        """Returns the text of tokens `at` up to `after`, on one line."""
        start, end = self.span(at, after)
        return " ".join(self.text[start:end].split())


@cache
def _english_months() -> frozenset[str]:
    months = Locale("en").months["format"]
    return frozenset(fold(name) for width in ("wide", "abbreviated") for name in months[width].values())


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Returns every date, hour and zone in `text`, in order. Weekdays and words such as "tomorrow" count as dates.

    Only the first 20,000 characters are read: cut a longer text into lines or paragraphs.
    """
    script = Script(text)
    found = []
    for node in script.nodes:
        if node.kind is not None:
            start, end = script.span(node.at, node.after)
            has_weekday = node.date is not None and node.date.weekday is not None
            is_full = node.date is not None and node.date.is_full
            found.append(Mention(node.kind, script.text[start:end], start, end, has_weekday, is_full))
    return tuple(found)


def begins_with(text: str) -> MentionKind | None:
    """Returns what stands at the beginning of `text`, behind one mark at most: a date, an hour, a zone, or none."""
    first = Script(text[:_LONGEST]).first
    return first.kind if first else None


# A date with its weekday takes no more characters.
_LONGEST = 60


def has_date(text: str) -> bool:
    """Returns whether a day of a month is printed in `text`. A weekday alone is not enough."""
    return any(node.date is not None and node.date.is_full for node in Script(text).nodes)


def has_time(text: str) -> bool:
    """Returns whether an hour of the day is printed in `text`."""
    return any(node.hour is not None for node in Script(text).nodes)
