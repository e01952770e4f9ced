"""The series a webinar belongs to."""

import re
from collections.abc import Sequence

from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.words import one_of
from webinars.pure.times import find_mentions

_OWN_LINE = re.compile(
    rf"(?:\S+ ){{1,6}}(?:{one_of('headings.series')})|"
    rf"(?:{one_of('series.words')}) (?!(?:{one_of('series.inside')})\b)(?=.*(?-i:[A-ZÄÖÜÉ]))\w[^:–—]{{3,60}}(?<![.?!])",
    re.IGNORECASE,
)
"""“Harbour Speaker Series”, “Kolloquium Bürgerforschung”: above a title, or under it."""
_ANY = re.compile(
    rf"(?:(?:{one_of('series.how')}|{one_of('series.of_what')}|{one_of('small.our_the')}|{one_of('acts.next')}) )*"
    rf"(?:{one_of('headings.series')}|{one_of('series.of_what')})s?",
    re.IGNORECASE,
)
"""“Our online webinar series”, “Public lecture”: names none."""
_TOP = 6
"""Lines among which the name of a series may stand alone."""


SERIES_HEAD = re.compile(
    rf"^(?P<series>(?:[\w&.’'-]+ ){{0,6}}?(?:{one_of('series.heads')}))(?:\s*(?:#|{one_of('series.number')}"
    r")?\s*\d{1,3})?\s*(?:[:|•]|\s[–—-](?=\s))\s*(?=\S)|^(?P<sessioned>[^\W\d].{2,60}?)\s?[–—,:|"
    rf"-]\s(?:{one_of('series.sessions')})\s(?:#|no\.?\s)?\d{{1,2}}\s?[:–—]\s*(?=\S)|^(?P<numbered>[^\W\d][\w&.,’' "
    rf"-]{{2,60}}?)\s(?:#|(?:{one_of('series.episode')}) )\d{{1,3}}\s*(?:[:|•]|\s[–—-](?=\s))\s*(?=\S)",
    re.IGNORECASE,
)


_QUOTED = r"[“\"„«‘][^“”\"„«»]{3,80}[”\"»“’]"
_QUOTED_SERIES = [
    re.compile(
        rf"(?:[\w-]+ ){{0,4}}[\w-]*(?:{one_of('series.words')})(?: de \w+)?\s*[:–—-]?\s*{_QUOTED}"
        rf"(?:\s[–—-]\s\w*(?:{one_of('series.seasons')})\b.{{0,20}})?$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:invitation(?: to)?(?: the| our)?:?\s+)?(?:[\w&.’'-]+ ){{0,6}}series\s*[:–—-]?\s*{_QUOTED}$", re.IGNORECASE
    ),
    re.compile(
        rf"(?:[\w-]+ ){{0,4}}(?:{one_of('series.seminars')})s?\s{_QUOTED}\s?[–—,-]\s(?:{one_of('series.sessions')}"
        r")\s\d{1,2}$",
        re.IGNORECASE,
    ),
]
_NUMBERED = re.compile(
    rf"([^\W\d][\w&.’' -]{{2,50}}?)[,:]?\s(?:#|{one_of('series.episodes')})\s?\d{{1,3}}", re.IGNORECASE
)
"""“Night School, episode 14”."""
_ANY_WORD = re.compile(
    rf"#|series|{one_of('series.kinds')}|{one_of('series.words')}|{one_of('series.seminars')}|"
    rf"{one_of('series.episodes')}",
    re.IGNORECASE,
)


def series_only(text: str) -> str | None:
    """“Example Society Webinar 15 June 2023” or “Example Webinar Series #12”: a series, not a title."""
    if not _ANY_WORD.search(text):
        return None
    text = re.sub(r"^[^\w]+", "", text)
    mentions = [mention for mention in find_mentions(text[:200]) if mention.kind in {"date", "time"}]
    rest = text
    for mention in reversed(mentions):
        rest = (rest[: mention.start] + " " + rest[mention.end :]).strip()
    if any(pattern.match(rest) for pattern in _QUOTED_SERIES):
        return rest
    if numbered := _NUMBERED.fullmatch(rest):
        return numbered[1]
    rest = re.sub(r"\s*\((?:by |on |via |online)?[\w ]{0,12}\)$", "", rest)
    rest = re.sub(r"\s*(?:#|no\.?|nr\.?)?\s*\d{1,4}\s*$", "", rest).strip(" ,:–—|-()")
    if re.fullmatch(rf"(?:[\w&.’'-]+ ){{0,5}}(?:{one_of('series.kinds')})", rest, re.IGNORECASE) and len(rest) < 70:
        has_number = rest != text.strip(" ,:–—|-()")
        names_something = len(rest.split()) > 1
        return (
            (rest if names_something else "")
            if has_number or (rest.lower().endswith("series") and names_something)
            else None
        )
    return None


def read_series(
    parts: Sequence[Part], title: tuple[tuple[int, ...], str | None] | None
) -> tuple[str, tuple[int, ...]] | None:
    """Returns the series a text names, with its lines, or None if it names none.

    A label tells it, or what stands before the title, or a line of its own near the top. `title` has its
    lines and what they said to be the series.
    """
    for part in parts:
        # A site prints “Webinar Series” above the title.
        is_said = part.section is SectionKind.SERIES and (part.is_labelled or part.heading is not parts[0].line)
        if is_said and part.text and not part.is_heading and len(part.text) < 120:
            return part.text.strip(' .“”"'), part.line.numbers
    if title and (head := title[1] or _series_before_title(title[0], parts)) and not _ANY.fullmatch(head):
        return head, title[0]
    return next(((name, part.line.numbers) for part in parts[:_TOP] if (name := _own_line(part))), None)


def _series_before_title(lines: Sequence[int], parts: Sequence[Part]) -> str | None:
    """“Community call” of “Community call: On Engines”."""
    heads = (SERIES_HEAD.match(part.line.text) for part in parts if part.line.number in lines)
    return next((head["series"] or head["sessioned"] or head["numbered"] for head in heads if head), None)


def _own_line(part: Part) -> str | None:
    text = part.line.text.strip()
    if part.line.is_meta or len(text) > _LONGEST:
        return None
    is_timed = any(mention.kind in {"date", "time"} for mention in find_mentions(text))
    name = text if _OWN_LINE.fullmatch(text) and not is_timed else series_only(text)
    return name if name and not _ANY.fullmatch(name) else None


_LONGEST = 90
