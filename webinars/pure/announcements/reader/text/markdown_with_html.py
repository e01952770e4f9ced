"""Markdown with some HTML in it, as the sources of many sites are written: its tags become Markdown or nothing."""

import re
from typing import Final

_BLOCK: Final = re.compile(r"</?(?:p|div|h[1-6]|ul|ol|li|table|t[rdh]|article|section)\b", re.IGNORECASE)
_PAGE: Final = re.compile(r"<(?:!doctype|html|head|body|script|style)\b", re.IGNORECASE)
_PARAGRAPHS: Final = re.compile(r"\r?\n[ \t]*\r?\n")
"""Forms send their lines with CR and LF."""
FEWEST, LONGEST = 3, 50_000
"""Paragraphs without a tag that make a text one of its own, and characters that are looked at."""

_LINK: Final = re.compile(
    r"<a\s[^<>]{0,300}?href=[\"']([^\"'<>\s]{1,1500})[\"'][^<>]{0,300}>([^<>\n]{1,300})</a>", re.IGNORECASE
)
_FRAME: Final = re.compile(r"<iframe\s[^<>]{0,600}?src=[\"']([^\"'<>\s]{1,1500})[\"'][^<>]{0,600}>", re.IGNORECASE)
_TAG: Final = re.compile(r"</?[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,1500})?/?>", re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--.{0,300}?-->", re.DOTALL)


def is_paragraphs(text: str) -> bool:
    """Returns whether most paragraphs stand outside of all blocks. Then it is no page, whatever tags are in it."""
    if _PAGE.search(text, 0, LONGEST):
        return False
    paragraphs = [one for one in _PARAGRAPHS.split(text[:LONGEST]) if one.strip()]
    bare = sum(_BLOCK.search(one) is None for one in paragraphs)
    return bare >= FEWEST and 2 * bare > len(paragraphs)


def without_tags(text: str) -> str:
    """Returns the text with its links and players as Markdown and without other tags, each line where it was."""
    if "<" not in text:
        return text
    text = _COMMENT.sub(_breaks, text)
    text = _FRAME.sub(lambda found: f" {found[1]} {_breaks(found)}", text)
    text = _LINK.sub(lambda found: f"[{found[2]}]({found[1]}){_breaks(found)}", text)
    return _TAG.sub(_breaks, text)


def _breaks(found: re.Match[str]) -> str:
    """Returns the line breaks of what is left out, so that every line keeps its number."""
    return "\n" * found[0].count("\n")
