"""What a line may call a webinar once something is cut off at its marks, and what is seen about each piece."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from webinars.pure.announcements.reader.heading_words import section_of
from webinars.pure.announcements.reader.organisation_kinds import EVENT_WORDS, has_kind
from webinars.pure.announcements.reader.people.names import has_title, name_in
from webinars.pure.announcements.reader.words import all_of, one_of
from webinars.pure.times import find_mentions


class Piece(Struct, frozen=True):
    """A piece of a line, what was cut off in front of it, and what is seen about it and its neighbours."""

    text: str
    before: str
    seen: frozenset[str]


_MARK: Final = re.compile(
    r"\s?[:：]\s+|(?<=[^\W\d_]):(?=[^\W\d_])|(?<=[^\W\d_]{3})\.\s+(?=[^\W\d_a-z])|"
    r"\s?\|{1,2}\s?|\s[•·»/–—-]{1,2}\s|\s?—\s?|(?<=[?!])\s+(?=\S)|\s(?=[(\[])|(?<=[)\]])\s|,\s"
)
_EDGES: Final = re.compile(r"^[^\w“\"‘'„«¿¡(\[#@]+|^#\d{1,3}\s*[:–—-]?\s+")
MOST_PIECES = 6
SHORTEST = 3


def pieces_of(line: str) -> Iterator[Piece]:
    """Yields all of a line without what decorates it, and every run of its pieces that may be the title."""
    text = _tidy(_EDGES.sub("", line))
    cuts = {
        *_beside_date(text),
        *_beside_event(text),
        *_before_name(text),
        *_behind_lead(text),
        *(mark.span() for mark in _MARK.finditer(text)),
    }
    marks = [(0, 0), *_apart(cuts), (len(text), len(text))]
    if len(marks) > MOST_PIECES + 1:
        marks = [*marks[:4], *marks[-3:]]
    kinds = [_kind(text[one[1] : other[0]]) for one, other in itertools.pairwise(marks)]
    signs = [_sign(text[start:end]) for start, end in marks]
    count = len(kinds)
    for first in range(count):
        for last in range(first, count):
            if not _is_run(kinds, signs, first, last):
                continue
            raw = text[marks[first][1] : marks[last + 1][0]]
            said = _tidy(raw)
            if (first == last > 0 and raw[:1] in "([") or len(said) < SHORTEST or not re.search(r"[^\W\d_]", said):
                continue
            seen = frozenset(_about_cuts(kinds, signs, first, last))
            yield Piece(said, text[: marks[first][0]].strip() if first else "", seen)


def _is_run(kinds: Sequence[str], signs: Sequence[str], first: int, last: int) -> bool:
    """Returns whether these pieces may be the title: no day at an end, and no comma that cuts off much."""
    if first and signs[first] == "," and kinds[first - 1] not in {"date", "event", "group", "how"}:
        return False
    if last + 1 < len(kinds) and signs[last + 1] == "," and kinds[last + 1] not in {"date", "name", "place"}:
        return False
    return first == last or "date" not in {kinds[first], kinds[last]}


def is_no_title(text: str) -> bool:
    """Returns whether a text is only a day, a heading, how one takes part, who speaks, or a mail's or video's mark."""
    kind = _kind(text)
    return kind in {"date", "how", "with name", "reply", "recording", "number"} or kind.startswith("label ")


def _about_cuts(kinds: Sequence[str], signs: Sequence[str], first: int, last: int) -> Iterator[str]:
    """Yields what is cut off in front and behind, and at each mark what stands on both sides and whether it is kept."""
    yield from (f"front {kind}" for kind in kinds[:first])
    yield from (f"tail {kind}" for kind in kinds[last + 1 :])
    for at in range(max(first, 1), min(last + 2, len(kinds))):
        how = "cut front" if at == first else "cut tail" if at == last + 1 else "keeps"
        yield f"{how} {kinds[at - 1]} {signs[at]}"
        yield f"{how} {signs[at]} {kinds[at]}"
        yield f"{how} {kinds[at - 1]} {signs[at]} {kinds[at]}"


def _sign(mark: str) -> str:
    """Returns what cuts there: a colon, a comma, a dash, a bar or a blank."""
    bare = mark.strip()[:1]
    return next((name for name, signs in _SIGNS.items() if bare and bare in signs), "space")


_SIGNS: Final = {":": ":：", ",": ",", ".": ".", "dash": "–—-", "bar": "|•·»/"}


def _apart(cuts: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yields places in their order, of those that overlap the first."""
    end = 0
    for cut in sorted(cuts):
        if cut[0] >= end:
            end = cut[1]
            yield cut


_BEFORE_DATE: Final = re.compile(rf"(?:^|\s)(?:(?:{one_of('titles.before_dates')})\s)?$", re.IGNORECASE)


def _beside_date(text: str) -> Iterator[tuple[int, int]]:
    """Yields what parts a date from the words around it: “22 April The Long Tail”, “The Long Tail on 22 April”."""
    if not any(char.isdigit() for char in text):
        return
    for mention in find_mentions(text):
        # “bis heute” is a word of a title.
        if mention.kind != "date" or not (mention.is_full or mention.has_weekday):
            continue
        before = _BEFORE_DATE.search(text, 0, mention.start)
        if before and before.start() and text[before.start() - 1].isalnum():
            yield before.start(), mention.start
        if text[mention.end : mention.end + 1] == " ":
            yield mention.end, mention.end + 1


_BARE_EVENT: Final = re.compile(
    rf"(?<!\w)(?:{EVENT_WORDS}|{one_of('titles.kinds_too')})(?:\s(?:{one_of('small.on')})|\s(?:#|n[°º.o]?|nr\.?)?\s?\d{{1,3}})?(?!\S)",
    re.IGNORECASE,
)
MOST_EVENTS: Final = 2


def _beside_event(text: str) -> Iterator[tuple[int, int]]:
    """Yields the blanks around a word for the kind of event: “Kelp Webinar”, “Webinaire #3 Les algues”."""
    for found in itertools.islice(_BARE_EVENT.finditer(text), MOST_EVENTS):
        if found.start() > 1 and text[found.start() - 2].isalnum():
            yield found.start() - 1, found.start()
        if text[found.end() : found.end() + 2].strip()[:1].isalnum():
            yield found.end(), found.end() + 1


def _before_name(text: str) -> Iterator[tuple[int, int]]:
    """Yields the blank before “with” and a name: “The Long Tail with Dr Ada Example”."""
    for found in _WITHIN.finditer(text):
        name = re.split(_AND_MORE, text[found.end() :], maxsplit=1)[0]
        if name_in(name, is_strict=True) or has_title(name):
            yield found.start(), found.start() + 1


def without_speaker(text: str) -> str:
    """Returns the line without “with Dr Ada Example” at its end."""
    cut = next(_before_name(text), None)
    return text[: cut[0]].rstrip(" ,") if cut else text


def _behind_lead(text: str) -> Iterator[tuple[int, int]]:
    """Yields the blank behind the words of an invitation: “Invitation to The Long Tail”."""
    for found in _LEAD_IN.finditer(text):
        yield found.end() - 1, found.end()


def _tidy(text: str) -> str:
    text = text.strip().strip("|–—,").strip()
    pairs = {"“": "”", "„": "“", "«": "»", '"': '"', "‘": "’", "(": ")", "[": "]"}
    if text[:1] in pairs and text[-1:] == pairs[text[:1]] and text.count(text[:1]) <= 2:
        text = text[1:-1].strip()
    return text.rstrip(":,").rstrip() if not text.endswith("...") else text


def _kind(text: str) -> str:  # noqa: C901, PLR0911 - one return for each kind
    """Returns what a piece looks like: "date", "event", "name", "group", "label …", "reply", "how", "words"."""
    bare = text.strip(' ()[]“”"„«».,:!')
    if text.strip()[:1] in {"(", "["} and not is_only_date(bare):
        return "event bracket" if _EVENT.search(bare) else "bracket"
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
    if _WITH.match(bare) and name_in(re.split(_AND_MORE, _WITH.sub("", bare), maxsplit=1)[0], is_strict=True):
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
_HOW: Final = re.compile(rf"(?:(?:{one_of('titles.how')}|{one_of('titles.manner')})\b[ /&]*)+", re.IGNORECASE)
_WITH: Final = re.compile(rf"(?:{one_of('small.with')}|{one_of('small.by')})\s+", re.IGNORECASE)
_WITHIN: Final = re.compile(rf"(?<=[\w,])\s(?i:{one_of('small.with')}|{one_of('small.by')})\s(?=[^\W\d_a-z])")
_AND_MORE: Final = rf",|\s\(|\s(?:{one_of('small.and')}|&)\s"
_LEAD_IN: Final = re.compile(rf"(?:^|,\s)(?:{one_of('titles.lead_ins')})\s", re.IGNORECASE)
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


def said_by(text: str) -> frozenset[str]:
    """Returns what the words of a line or a piece say it is: a greeting, a call to register, an event, a group."""
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
    """Returns whether nothing but a date, an hour or a zone stands in a text."""
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
