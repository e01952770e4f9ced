"""What a machine was unsure of: a class in the WebVTT that it writes, stretches of the text as it is kept."""

import re
from collections.abc import Iterable

from msgspec.structs import replace

from webinars.pure.captions.caption import Caption

_SPAN = re.compile(r"<c\.unsure>(\s*)(.*?)(\s*)</c>", re.DOTALL)
"""WebVTT's class span (W3C WebVTT, section 4.2.2), with the blanks at its ends apart."""
_MARKED = re.compile("\x01([^\x01\x02]*)\x02")
"""Two letters that no text has which was read stand for its tags while the text is cleaned."""
_MARK = re.compile("[\x01\x02]")
_LONGEST = 300
"""Of what is kept of a cue."""


def with_marks(blocks: Iterable[Caption]) -> list[Caption]:
    return [replace(block, text=_SPAN.sub("\\1\x01\\2\x02\\3", block.text)) for block in blocks]


def with_stretches(captions: Iterable[Caption]) -> list[Caption]:
    """Returns captions without the marks in their text, and with where these stood. What is left empty is left out."""
    return [each for caption in captions if (each := _with_stretches(caption)).text]


def _with_stretches(caption: Caption) -> Caption:
    text, unsure = "", ""
    for number, part in enumerate(_MARKED.split(caption.text)):
        first, text = len(text), text + _MARK.sub("", part)
        if number % 2 and first < len(text):
            unsure += f"{first}-{len(text)} "
    # What does not fit is cut where a stretch ends.
    return replace(caption, text=text, unsure=unsure[: _LONGEST + 1].rpartition(" ")[0])
