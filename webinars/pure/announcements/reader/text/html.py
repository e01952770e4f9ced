"""Pasted HTML as lines, the way WordPress, site builders and mail programs write it.

The tree is walked without recursion, and its parser ends at a depth of 2,048, so that no nesting can exhaust anything.
"""

import re
from typing import Any, Final

from lxml import etree
from msgspec import Struct

from webinars.pure.announcements.reader.text.lines import (
    MAX_LINE_LENGTH,
    MAX_LINES,
    MAX_TEXT_LENGTH,
    Line,
    LineKind,
    Link,
    bare_links,
    bullet_of,
    cleaned,
    placed,
    whole_words,
)
from webinars.pure.announcements.reader.text.markdown_with_html import is_paragraphs

MAX_HTML_LENGTH = 1_000_000
"""Characters of a saved page. Scripts and styles take most of them. What is visible is read as far as any text."""

_LOOKS_LIKE_HTML = re.compile(
    r"</(?:p|div|h[1-6]|ul|ol|li|a|strong|em|span|table|td|article|body|html|figure|b|i)\s*>|<br\s*/?>|<!doctype "
    r"html|<iframe\s|<script\s[^>]{0,200}ld\+json",
    re.IGNORECASE,
)
_BLOCKS: Final = frozenset(
    "address article aside blockquote body br caption dd details div dl dt fieldset figcaption figure footer form h1 "
    "h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody thead tr ul".split()
)
_SKIPPED: Final = frozenset("script style noscript svg nav select textarea template object button head title".split())
_SKIPPED_CLASSES: Final = frozenset(
    "sharedaddy sd-sharing jp-relatedposts comments-area comment-respond post-navigation nav-links screen-reader-text "
    "addtoany_share_save_container widget widget-area sidebar breadcrumb breadcrumbs wp-block-post-comments".split()
)
_META_CLASSES: Final = frozenset(
    "entry-meta post-meta byline posted-on cat-links tags-links entry-footer post-date post-categories meta".split()
)
_META_PROPERTIES: Final = frozenset({"datePublished", "dateModified", "dateCreated", "author"})
_FOOTNOTE: Final = re.compile(r"[\d\s,;*†‡]{1,12}")
_WEB: Final = ("http://", "https://")


def is_html(text: str) -> bool:
    """Returns whether a paste is HTML: a closing tag or a line break element is enough, unless it is in Markdown."""
    return _LOOKS_LIKE_HTML.search(text, 0, 50_000) is not None and not is_paragraphs(text)


def tree_of(html: str) -> Any:  # noqa: ANN401 - lxml has no types of its own
    """Returns the root of what may be no sound HTML, or None where nothing can be made of it."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        parser.feed(html[:MAX_HTML_LENGTH])
        return parser.close()
    except etree.LxmlError:
        return None


def html_lines(text: str) -> tuple[list[Line], str]:
    """Returns the visible lines of HTML, and the page's own title (empty where there is none)."""
    root = tree_of(text)
    if root is None:
        return [], ""
    page, places = _Page(), [_Place()]
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            outer, place = places[-1], _place_within(element, places[-1], page.count)
            places.append(place)
            if place.is_skipped:
                walk.skip_subtree()
            else:
                page.open(element, place, outer)
        else:
            place, outer = places.pop(), places[-1]
            if not place.is_skipped:
                page.close(element, place, outer)
            page.say(element.tail or "")
        if page.is_full:
            break
    page.end_line(places[-1])
    return page.lines, cleaned(str(root.xpath("string(//title[not(ancestor::svg)])"))[:500])


class _Place(Struct, frozen=True):
    """What holds of all that is said within an element. `at` counts what is said before it."""

    at: int = 0
    heading: int = 0
    depth: int = 0
    is_item: bool = False
    is_row: bool = False
    is_meta: bool = False
    is_cited: bool = False
    is_skipped: bool = False


def _place_within(element: Any, outer: _Place, at: int) -> _Place:  # noqa: ANN401 - lxml has no types of its own
    tag, get = element.tag, element.get
    classes = frozenset((get("class") or "")[:2_000].split())
    is_meta = not classes.isdisjoint(_META_CLASSES) or get("itemprop") in _META_PROPERTIES
    is_answered = "gmail_quote" in classes or (tag == "blockquote" and get("type") == "cite")
    return _Place(
        at,
        heading=int(tag[1]) if re.fullmatch(r"h\d", tag) else outer.heading,
        depth=outer.depth + (tag in {"ul", "ol"}),
        is_item=outer.is_item or tag == "li",
        is_row=outer.is_row or tag == "tr",
        is_meta=outer.is_meta or (is_meta and bool(element.text or len(element))),
        is_cited=outer.is_cited or is_answered,
        is_skipped=tag in _SKIPPED or not classes.isdisjoint(_SKIPPED_CLASSES),
    )


class _Page:
    """The lines of a page, from its elements in their order."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._left = MAX_TEXT_LENGTH
        self._said: list[tuple[str, str]] = []
        """All words, with what they are in Markdown."""
        self._begin = 0
        self._links: list[Link] = []
        self._bold: list[str] = []
        self._is_after_break = False

    @property
    def is_full(self) -> bool:
        return len(self.lines) >= MAX_LINES or self._left <= 0

    @property
    def count(self) -> int:
        return len(self._said)

    def open(self, element: Any, place: _Place, outer: _Place) -> None:  # noqa: ANN401 - lxml has no types of its own
        """Begin an element, and say its first words."""
        tag, words = element.tag, element.text or ""
        if tag in _BLOCKS:
            self.end_line(outer, is_break=tag == "br")
        elif tag in {"iframe", "video", "source", "embed"}:
            url = re.sub("^//", "https://", element.get("src") or element.get("data-src") or "")
            if url.startswith(_WEB):
                self._links.append(Link(cleaned(element.get("title") or ""), url[:2_000], is_embed=True))
        elif tag in {"strong", "b"}:
            self.say("", "**")
        # A raised figure behind letters, “Ada Example¹”, is about a group that is named below.
        is_behind_word = place.at > self._begin and self._said[-1][0][-3:].isalpha()
        if not (tag == "sup" and is_behind_word and _FOOTNOTE.fullmatch(words)):
            self.say(words)

    def close(self, element: Any, place: _Place, outer: _Place) -> None:  # noqa: ANN401 - lxml has no types
        """Take in what an element was, with all that was said in its place."""
        tag, href = element.tag, (element.get("href") or "").strip()
        at = max(place.at, self._begin)
        if (tag in _BLOCKS and tag != "br") or (place.is_meta and not outer.is_meta):
            self.end_line(place)
        elif tag in {"a", "strong", "b"}:
            said = "".join(words for words, _marked in self._said[at:])
            words = cleaned(said)
            if tag != "a":
                self._bold.append(words)
                self.say("", "**")
            elif href:
                self._links.append(Link(words, href[:2_000]))
                if words and href.startswith(_WEB):
                    self._said[at:] = [(said, f"[{words}]({href})")]
        elif tag in {"td", "th"} and len(self._said) > self._begin:
            self.say(" | ")

    def say(self, words: str, marked: str = "") -> None:
        if words or marked:
            words = words.replace("\n", " ").replace("\r", " ")
            self._said.append((words, marked or words))

    def end_line(self, place: _Place, *, is_break: bool = False) -> None:
        """End the line that is being collected, in its place."""
        said = self._said[self._begin :]
        words = "".join(words for words, _marked in said)
        text = cleaned(whole_words(words)).strip("| ") if words else ""
        if (text or self._links) and not self.is_full:
            self._left -= len(text)
            self.lines.append(self._line(text, "".join(marked for _words, marked in said), place))
        if text or not is_break:
            self._is_after_break = is_break
        self._begin, self._links, self._bold = len(self._said), [], []

    def _line(self, text: str, marked: str, place: _Place) -> Line:
        kind = LineKind.TEXT
        if place.heading:
            kind = LineKind.HEADING
        elif place.is_row and " | " in text:
            kind = LineKind.ROW
        elif place.is_item:
            kind = LineKind.ITEM
        elif bullet := bullet_of(text):
            kind, text = LineKind.ITEM, text[len(bullet) :]
        links = [*placed(text, self._links)]
        links += [link for link in bare_links(text) if link.url not in {one.url for one in links}]
        return Line(
            len(self.lines) + 1,
            text,
            kind,
            place.heading or place.depth,
            tuple(links),
            tuple(filter(None, self._bold)),
            is_spaced=not self._is_after_break,
            is_meta=place.is_meta,
            is_cited=place.is_cited,
            markdown=cleaned(marked)[:MAX_LINE_LENGTH].replace("****", ""),
        )
