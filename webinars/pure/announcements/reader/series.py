"""The series a webinar belongs to."""

import re
from collections.abc import Sequence

from webinars.pure.announcements.reader.kinds import has_kind
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.vocabulary import Section
from webinars.pure.times import find_mentions

_SERIES = [
    re.compile(
        r"\bpart (?:\w+ )?of (?:the|our|a|its|their)?\s*(?:ongoing |new |monthly |online |webinar |free "
        r")*(?:series,?\s*)?(?:called |titled |entitled )?[“\"‘']([^”\"’]{3,80})[”\"’'](?:\s+(?:webinar |lecture |"
        r"online |event |seminar )*series)?",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:in|of|part of|from) (?:the|our|its|their) ((?:[A-ZÄÖÜ][\w&’'-]*|of|and|the|on|for|in|der|des)(?: "
        r"(?:[A-ZÄÖÜ][\w&’'-]*|of|and|the|on|for|in|der|des)){0,7}) (?:webinar |lecture |online |event |seminar |"
        r"talk |discussion )*[Ss]eries\b"
    ),
    re.compile(r"\bseries[,:]?\s+(?:called |titled |entitled )?[“\"‘']([^”\"’]{3,80})[”\"’']", re.IGNORECASE),
    re.compile(
        r"\b(?:reihe|veranstaltungsreihe|ciclo|cycle|s[ée]rie)\s+[„“\"«‘]\s?([^”“\"»’]{3,80}?)\s?[”“\"»’]",
        re.IGNORECASE,
    ),
]


SERIES_HEAD = re.compile(
    r"^(?P<series>(?:[\w&.’'-]+ ){0,6}?(?:webinar series|lecture series|seminar series|series|"
    r"(?:community|cohort|monthly|members?|network|project|users?) calls?|"
    r"book clubs?|book group|film club|reading circle|"
    r"webinars?|teach-?in|meet-?up|brown bag|(?:learning|lightning|happy) hour|salon|seminar|lectures?|"
    r"colloquium|journal club|reading group|office hours?|coffee hour))(?:\s*(?:#|no\.?|"
    r"number|nr\.?|episode|part)?\s*\d{1,3})?\s*(?:[:|•]|\s[–—-](?=\s))\s*(?=\S)|"
    r"^(?P<sessioned>[^\W\d].{2,60}?)\s?[–—,:|-]\s(?:session|part|episode|lecture|talk|folge|teil|sitzung|"
    r"sesi[óo]n|charla|webinar|"
    r"sess[ãa]o|encontro|encuentro|s[ée]ance|vortrag)\s(?:#|no\.?\s)?\d{1,2}\s?[:–—]\s*(?=\S)|"
    r"^(?P<numbered>[^\W\d][\w&.,’' -]{2,60}?)\s(?:#|no\.?\s|nr\.?\s|episode\s|folge\s|vol\.?\s)\d{1,3}"
    r"\s*(?:[:|•]|\s[–—-](?=\s))\s*(?=\S)",
    re.IGNORECASE,
)


_QUOTED = r"[“\"„«‘][^“”\"„«»]{3,80}[”\"»“’]"
_QUOTED_SERIES = [
    re.compile(
        rf"(?:[\w-]+ ){{0,4}}[\w-]*(?:reihe|ringvorlesung|kolloquium|colloquium|ciclo|cycle|"
        rf"s[ée]rie)(?: de \w+)?\s*[:–—-]?\s*"
        rf"{_QUOTED}(?:\s[–—-]\s\w*(?:semester|season|saison|term)\b.{{0,20}})?$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:invitation(?: to)?(?: the| our)?:?\s+)?(?:[\w&.’'-]+ ){{0,6}}series\s*[:–—-]?\s*{_QUOTED}$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:[\w-]+ ){{0,4}}(?:s[ée]minaire|seminario|seminar|workshop|webinar|lecture)s?\s{_QUOTED}"
        r"\s?[–—,-]\s(?:s[ée]ance|session|teil|folge|part|episode|sitzung|sesi[óo]n)\s\d{1,2}$",
        re.IGNORECASE,
    ),
]
_NUMBERED = re.compile(
    r"([^\W\d][\w&.’' -]{2,50}?)[,:]?\s(?:episode|folge|edition|ausgabe|issue|vol\.?|#|no\.|nr\.)\s?\d{1,3}",
    re.IGNORECASE,
)
"""“Night School, episode 14”."""


def series_only(text: str) -> str | None:
    """“Example Society Webinar 15 June 2023” or “Example Webinar Series #12”: a series, not a title."""
    text = re.sub(r"^[^\w]+", "", text)
    mentions = [mention for mention in find_mentions(text[:200]) if mention.kind in {"date", "time"}]
    rest = text
    for mention in reversed(mentions):
        rest = (rest[: mention.start] + " " + rest[mention.end :]).strip()
    pieces = [piece.strip() for piece in rest.split(" | ")]
    if len(pieces) > 1 and all(
        has_kind(piece) or series_only(piece) or re.fullmatch(r"#?\s?\d*", piece) for piece in pieces
    ):
        return next((piece for piece in pieces if series_only(piece)), None)
    if any(pattern.match(rest) for pattern in _QUOTED_SERIES):
        return rest
    if numbered := _NUMBERED.fullmatch(rest):
        return numbered[1]
    rest = re.sub(r"\s*\((?:by |on |via |online)?[\w ]{0,12}\)$", "", rest)
    rest = re.sub(r"\s*(?:#|no\.?|nr\.?)?\s*\d{1,4}\s*$", "", rest).strip(" ,:–—|-()")
    if (
        re.fullmatch(
            r"(?:[\w&.’'-]+ ){0,5}(?:webinar series|lecture series|seminar series|webinars?|community calls?|"
            r"seminars?|online[- ]seminar|lectures?|talks)",
            rest,
            re.IGNORECASE,
        )
        and len(rest) < 70
    ):
        has_number = rest != text.strip(" ,:–—|-()")
        names_something = len(rest.split()) > 1
        return (
            (rest if names_something else "")
            if has_number or (rest.lower().endswith("series") and names_something)
            else None
        )
    return None


def read_series(parts: Sequence[Part], head: tuple[str, tuple[int, ...]] | None) -> tuple[str, tuple[int, ...]] | None:
    """The series a text names: by label, by `head`, which stood before the title, or in a sentence."""
    for part in parts:
        if part.section is Section.SERIES and part.text and not part.is_heading and len(part.text) < 120:
            return part.text.strip(' .“”"'), part.line.numbers
    if head:
        return head
    for part in parts:
        if part.section in {Section.LINEUP, Section.OTHER} or len(part.line.text) > 3_000:
            continue
        for pattern in _SERIES:
            if named := pattern.search(part.line.text[:1_500]):
                return named[1].strip(" ,"), part.line.numbers
    return None
