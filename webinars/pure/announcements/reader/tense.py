"""Whether a text looks back at a webinar or forward to it, by its words."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from webinars.pure.announcements.model import Kind
from webinars.pure.announcements.reader.heading_words import SectionKind
from webinars.pure.announcements.reader.lineup.people_in_prose import sentences
from webinars.pure.announcements.reader.links import video_of
from webinars.pure.announcements.reader.organisation_kinds import EVENT_WORDS
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.start.dated_lines import ABOUT_NEXT
from webinars.pure.announcements.reader.words import one_of
from webinars.pure.times import find_mentions

_PAST: Final = re.compile(
    rf"\b(?:held (?:its|their|an?|the|our) |videos? (?:of|from|is|are) |{one_of('tense.past')})\b", re.IGNORECASE
)
AVAILABLE: Final = re.compile(
    rf"\b(?:{one_of('recordings.it')})\b[^.:;]{{0,40}}?\s(?:{one_of('recordings.available')})\b", re.IGNORECASE
)
"""“The recording of the talk is available here”: the address beside it, wherever it leads, is a video."""
FUTURE: Final = re.compile(
    rf"\b(?:{one_of('tense.future')}|\w+[aeidbv]r(?:án?|ão|à|anno|ont|emos?)|\w+['’]ll)\b", re.IGNORECASE
)
_PAST_TITLE: Final = re.compile(
    rf"^\W*(?:{one_of('tense.past_title')})\b(?!\s*(?:conference|call|premiere))", re.IGNORECASE
)
_TOLD: Final = re.compile(rf"\b(?:{one_of('tense.told')}|fand(?:en)?\b.{{0,80}}\bstatt)\b", re.IGNORECASE)
"""A verb in the past that says of hardly anything but an event that it is over."""
_WAS: Final = re.compile(
    rf"(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bbeing )\b(?:{one_of('times.was')}|[a-zñ]{{3,}}(?:[ai]|ie)ron|"
    r"[a-z]{3,}[aei]ram|(?:a|ont) (?:été )?\w{2,}ée?s?)\b(?! (?:\w+ly )?(?:by|with|in)\b)",
    re.IGNORECASE,
)
"""One that says it only beside the event and the day of it: of a person it may be anything."""
_EVENT: Final = re.compile(rf"\b(?:{EVENT_WORDS})\b", re.IGNORECASE)
BEFORE: Final = re.compile(rf"\b(?:{one_of('tense.before')}) (?:{EVENT_WORDS})", re.IGNORECASE)
"""“Our last webinar, on 3 March, was about nets.”"""
_OTHER: Final = re.compile(rf"\b(?:{one_of('times.about_other')})\b", re.IGNORECASE)
LEAD: Final = 4
"""What the first sentence weighs that tells of the event or of a day, against one phrase anywhere."""
OFTEN: Final = 2
"""So often the same phrase counts: “will” is in every abstract."""


def kind_of(parts: Sequence[Part]) -> Kind:
    """Returns whether the words look back or forward. A text that does neither announces."""
    past: Counter[str] = Counter()
    future: Counter[str] = Counter()
    seen = 0
    for part in parts[:400]:
        text = ABOUT_NEXT.sub("", part.line.text[:2_000])
        past.update(said[0].casefold() for said in _PAST.finditer(text))
        past.update(said[0].casefold() for said in AVAILABLE.finditer(text))
        future.update(said[0].casefold() for said in FUTURE.finditer(text))
        videos = [link for link in part.line.links if video_of(link.url) is not None]
        seen += 2 * any(link.is_embed for link in videos) + bool(videos)
    seen += sum(3 * bool(_PAST_TITLE.match(part.line.text)) for part in parts[:3])
    seen += LEAD * _tells_lead(parts)
    return Kind.RECAP if seen + _weight(past) > _weight(future) else Kind.ANNOUNCEMENT


def _weight(phrases: Counter[str]) -> int:
    return sum(min(OFTEN, count) for count in phrases.values())


def _tells_lead(parts: Sequence[Part]) -> bool:
    """Returns whether the first sentence that says when the event is, or asks to come, tells it in the past."""
    for part in parts[:40]:
        if part.line.is_meta or part.section in {SectionKind.LINEUP, SectionKind.OTHER}:
            continue
        for sentence in sentences(part.line.text[:1_000]):
            if FUTURE.search(sentence):
                return False
            if _is_over(sentence):
                return True
    return False


def _is_over(sentence: str) -> bool:
    is_event = _EVENT.search(sentence) is not None
    if _TOLD.search(sentence):
        return is_event or _has_day(sentence)
    if not is_event or BEFORE.search(sentence) or _OTHER.search(sentence):
        return False
    return _WAS.search(sentence) is not None and _has_day(sentence)


def _has_day(sentence: str) -> bool:
    return any(mention.kind == "date" for mention in find_mentions(sentence[:300]))
