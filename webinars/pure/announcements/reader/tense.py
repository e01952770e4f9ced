"""Whether a text looks back at a webinar or forward to it, by its words."""

import re
from collections.abc import Sequence
from typing import Final

from webinars.pure.announcements.model import Kind
from webinars.pure.announcements.reader.links import video_of
from webinars.pure.announcements.reader.sections import Part
from webinars.pure.announcements.reader.timed import ABOUT_NEXT
from webinars.pure.announcements.reader.words import one_of

_PAST: Final = re.compile(
    rf"\b(?:held (?:its|their|an?|the|our) |videos? (?:of|from|is|are) |{one_of('tense.past')})\b", re.IGNORECASE
)
_FUTURE: Final = re.compile(rf"\b(?:{one_of('tense.future')})\b", re.IGNORECASE)
_PAST_TITLE: Final = re.compile(
    rf"^\W*(?:{one_of('tense.past_title')})\b(?!\s*(?:conference|call|premiere))", re.IGNORECASE
)


def kind_of(parts: Sequence[Part]) -> Kind:
    """Whether the words look back or forward; a text that does neither announces."""
    past = future = 0
    for part in parts[:400]:
        text = ABOUT_NEXT.sub("", part.line.text[:2_000])
        past += min(3, len(_PAST.findall(text)))
        future += min(3, len(_FUTURE.findall(text)))
        past += 2 * any(video_of(link.url) is not None for link in part.line.links if link.is_embed) + any(
            video_of(link.url) is not None for link in part.line.links
        )
    for part in parts[:3]:
        past += 3 * bool(_PAST_TITLE.match(part.line.text))
    return Kind.RECAP if past > future else Kind.ANNOUNCEMENT
