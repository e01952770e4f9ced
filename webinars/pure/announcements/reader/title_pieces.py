"""What a line may call a webinar once something is cut off at its marks, and what is seen about each piece."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from webinars.pure.announcements.reader.kinds import EVENT_WORDS, has_kind
from webinars.pure.announcements.reader.names import has_title, name_in
from webinars.pure.announcements.reader.vocabulary import section_of
from webinars.pure.announcements.reader.words import all_of, one_of
from webinars.pure.times import find_mentions


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line, what was cut off in front of it, and what is seen about it and its neighbours."""

    text: str
    before: str
    seen: frozenset[str]


_MARK: Final = re.compile(r"\s?[:：]\s+|\s[|•·»/–—-]{1,2}\s|\s?—\s?|(?<=[?!])\s+(?=\S)|\s(?=[(\[])|(?<=[)\]])\s|,\s")
_EDGES: Final = re.compile(r"^[^\w“\"‘'„«¿¡(\[#@]+|^#\d{1,3}\s*[:–—-]?\s+")
MOST_PIECES = 6
SHORTEST = 3
OF_A_TEXT: Final = 300
"""So many pieces are remembered: those of the text that is read, for it is looked at twice."""


def pieces_of(line: str) -> Iterator[Piece]:
    """All of a line without what decorates it, and every run of its pieces that may be the title."""
    text = _tidy(_EDGES.sub("", line))
    marks = [(0, 0), *_behind_date(text), *(mark.span() for mark in _MARK.finditer(text)), (len(text), len(text))]
    if len(marks) > MOST_PIECES + 1:
        marks = [*marks[:4], *marks[-3:]]
    kinds = [_kind(text[one[1] : other[0]]) for one, other in itertools.pairwise(marks)]
    signs = [text[start:end].strip() or "space" for start, end in marks]
    count = len(kinds)
    for first in range(count):
        for last in range(first, count):
            if (first and signs[first] == ",") or (
                last + 1 < count and signs[last + 1] == "," and not _is_side(kinds[last + 1])
            ):
                continue
            raw = text[marks[first][1] : marks[last + 1][0]]
            said = _tidy(raw)
            if (first and raw[:1] in "([") or len(said) < SHORTEST or not re.search(r"[^\W\d_]", said):
                continue
            seen = {f"cut front {kind}" for kind in kinds[:first]} | {f"cut tail {kind}" for kind in kinds[last + 1 :]}
            if first:
                seen.add(f"front at {signs[first]}")
            if last + 1 < count:
                seen.add(f"tail at {signs[last + 1]}")
            if last > first:
                seen |= {
                    f"keeps front {kinds[first]}",
                    f"keeps tail {kinds[last]}",
                    f"keeps {signs[last]} {kinds[last]}",
                }
            yield Piece(said, text[: marks[first][0]].strip() if first else "", frozenset(seen))


def _behind_date(text: str) -> Iterator[tuple[int, int]]:
    """The blank behind a date in front: “22 April 2027 The Long Tail”."""
    if not text[:1].isdigit():
        return
    dates = [mention for mention in find_mentions(text[:60]) if mention.kind == "date" and mention.start == 0]
    end = max((mention.end for mention in dates), default=0)
    if text[end : end + 1] == " " and not _MARK.match(text, end):
        yield end, end + 1


def _is_side(kind: str) -> bool:
    return kind in {"date", "name", "place"}


def _tidy(text: str) -> str:
    text = text.strip().strip("|–—,").strip()
    pairs = {"“": "”", "„": "“", "«": "»", '"': '"', "‘": "’", "(": ")", "[": "]"}
    if text[:1] in pairs and text[-1:] == pairs[text[:1]] and text.count(text[:1]) <= 2:
        text = text[1:-1].strip()
    return text.rstrip(":,").rstrip() if not text.endswith("...") else text


@lru_cache(maxsize=OF_A_TEXT)
def _kind(text: str) -> str:  # noqa: C901, PLR0911 - one return for each kind
    """What a piece of a line looks like: "date", "event", "name", "group", "label …", "reply", "how", "words"."""
    bare = text.strip(' ()[]“”"„«».,:!')
    if not bare or bare.isdigit():
        return "number"
    if _REPLY.fullmatch(bare):
        return "reply"
    if _RECORDING.fullmatch(bare):
        return "recording"
    if _HOW.fullmatch(bare):
        return "how"
    if is_only_date(re.sub(rf"\b(?:{EVENT_WORDS})\b", "", bare, flags=re.IGNORECASE)):
        return "date"
    if section := section_of(bare):
        return f"label {section[0]}"
    if _WITH.match(bare) and name_in(_WITH.sub("", bare).split(",")[0], is_strict=True):
        return "with name"
    if name_in(bare, is_strict=True) or (has_title(bare) and len(bare.split()) < 7):
        return "name"
    size = len(bare.split())
    if _EVENT.search(bare):
        return "event" if size < 7 else "event long"
    if has_kind(bare):
        return "group" if size < 7 else "group long"
    return "word" if size == 1 else "few" if size < 4 else "words"


_EVENT: Final = re.compile(rf"\b(?:{EVENT_WORDS}|{one_of('titles.kinds_too')})\b", re.IGNORECASE)
_REPLY: Final = re.compile(rf"(?:{one_of('mail.replies')}|[\w.+-]+-list)", re.IGNORECASE)
_RECORDING: Final = re.compile(rf"(?:{one_of('titles.recordings')}|{one_of('titles.tail')})", re.IGNORECASE)
_HOW: Final = re.compile(rf"(?:{one_of('titles.how')}|{one_of('titles.manner')})", re.IGNORECASE)
_WITH: Final = re.compile(rf"(?:{one_of('small.with')}|{one_of('small.by')})\s+", re.IGNORECASE)
_WEEKDAYS: Final = re.compile(rf"\b(?:{one_of('times.weekdays')})\b", re.IGNORECASE)

_SAYS: Final = {
    "press": re.compile(rf"(?:\w+ ){{0,3}}(?:{one_of('titles.press')})$", re.IGNORECASE),
    "invitation": re.compile(rf"\b(?:convida(?:m)? |{one_of('titles.invites')})", re.IGNORECASE),
    "call": re.compile(rf"^\W*(?:{one_of('titles.calls')}|{one_of('titles.calls_first')})\b", re.IGNORECASE),
    "join": re.compile(rf"^(?:{one_of('titles.join_us')}|join|attend|please)\b", re.IGNORECASE),
    "none": re.compile(rf"(?:{one_of('titles.none')}|from: .*|to: .*|date: .*|sent: .*|cc: .*)$", re.IGNORECASE),
    "open": re.compile(rf"\s(?:{one_of('titles.open_end')})$"),
    "kind": re.compile(
        rf"(?:(?:{one_of('titles.kind_before')})[ -]?)*(?:{EVENT_WORDS})(?: (?:{one_of('titles.kind_behind')}))?\W*$",
        re.IGNORECASE,
    ),
    "presents": re.compile(rf"(?:[\w&.’'-]+ ){{1,7}}(?:{one_of('titles.presents')})\W*$", re.IGNORECASE),
    "next": re.compile(rf"(?:our |the )?(?:{one_of('titles.next')})\s(?:{EVENT_WORDS})\s?:?$", re.IGNORECASE),
    "material": re.compile(rf"(?:{one_of('titles.material')})\b", re.IGNORECASE),
    "address": re.compile(r"https?://|www\.|\S@\S"),
    "greeting": re.compile(
        rf"(?:{one_of('letters.friends')}),?$|(?:{one_of('letters.dear')})\b.{{0,60}}[,!:]?$", re.IGNORECASE
    ),
    "sign-off": re.compile(rf"(?:--|{one_of('letters.sign_off')})\s*[,.!]?$", re.IGNORECASE),
    "event": _EVENT,
    "sentence": re.compile(r".{20,}[.!]$"),
    "question": re.compile(r".*\?$"),
    "prose": re.compile(r"(?:[^.!?]*[^\W\d_]{3}[.!?]\s+){2}"),
    "sentences": re.compile(r".*[^\W\d_]{3}[.!?]\s+[^\W\d_a-z]"),
    "hour": re.compile(r"\W{0,3}\d{1,2}[:.h]\d\d\b"),
}


@lru_cache(maxsize=OF_A_TEXT)
def said_by(text: str) -> frozenset[str]:
    """What the words of a line or a piece say that it is: a greeting, a call to register, a kind of event, a group."""
    bare = text.strip()
    seen = {
        name for name, pattern in _SAYS.items() if pattern.match(bare) or (name in _ANYWHERE and pattern.search(bare))
    }
    if has_kind(bare):
        seen.add("group" if len(bare.split()) < 9 else "long group")
    if any(char.isdigit() for char in bare) and any(one.kind == "date" for one in find_mentions(bare[:200])):
        seen.add("dated")
    return frozenset(seen)


_ANYWHERE: Final = {"event", "invitation", "open", "address", "press"}


def is_only_date(text: str) -> bool:
    """Whether nothing but a date, an hour or a zone stands in a text."""
    if not any(char.isdigit() for char in text) and not _WEEKDAYS.search(text):
        return False
    mentions = find_mentions(text[:200])
    names_zone = any(mention.kind == "zone" for mention in mentions) and re.match(
        rf"\W*(?:{one_of('times.hour_words')})", text, re.IGNORECASE
    )
    if not names_zone and not any(mention.kind in {"date", "time"} for mention in mentions):
        return False
    rest = list(text[:200])
    for mention in mentions:
        rest[mention.start : mention.end] = " " * (mention.end - mention.start)
    left = _WEEKDAYS.sub(" ", "".join(rest))
    words = re.findall(r"[^\W\d_]{2,}", left)
    return not [word for word in words if word.casefold() not in all_of("times.beside_dates")]
