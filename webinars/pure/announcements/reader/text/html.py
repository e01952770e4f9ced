"""Pasted HTML as lines, the way WordPress, site builders and mail programs write it.

The parser only calls back for tags. No tree is built, so that no depth of nesting can exhaust anything.
"""

import re
from typing import Any, Final, cast

from lxml import etree

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
    "h2 h3 "
    "h4 h5 h6 header hr li main ol p pre section summary table tbody thead tr ul".split()
)
_SKIPPED: Final = frozenset("script style noscript svg nav select textarea template object button head".split())
_SKIPPED_CLASSES: Final = frozenset(
    "sharedaddy sd-sharing jp-relatedposts comments-area comment-respond post-navigation nav-links screen-reader-text "
    """
    addtoany_share_save_container widget widget-area sidebar breadcrumb breadcrumbs
    wp-block-post-comments
    """.split()
)
_META_CLASSES: Final = frozenset(
    "entry-meta post-meta byline posted-on cat-links tags-links entry-footer post-date post-categories meta".split()
)
_META_PROPERTIES: Final = frozenset({"datePublished", "dateModified", "dateCreated", "author"})
_VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())


def is_html(text: str) -> bool:
    """Returns whether a paste is HTML: a closing tag or a line break element is enough, unless it is in Markdown."""
    return _LOOKS_LIKE_HTML.search(text, 0, 50_000) is not None and not is_paragraphs(text)


def html_lines(text: str) -> tuple[list[Line], str]:
    """Returns the visible lines of HTML, and the page's own title (empty where there is none)."""
    builder = _Builder()
    call_for_tags(text, builder)
    return builder.lines, cleaned(builder.page_title)


def call_for_tags(html: str, target: object) -> None:
    """Call `target` for each tag and each run of text of what may be no sound HTML, and for its end."""
    # The stubs would have a target take bytes too, which lxml never passes on for text.
    parser = etree.HTMLParser(target=cast("Any", target), no_network=True, remove_comments=True)
    try:
        parser.feed(html[:MAX_HTML_LENGTH])
        parser.close()
    except etree.LxmlError:
        cast("Any", target).close()


_FOOTNOTE = re.compile(r"[\d\s,;*†‡]{1,12}")


class _Builder:
    """What lxml calls for each tag and each run of text."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.page_title = ""
        self._left = MAX_TEXT_LENGTH
        self._words: list[str] = []
        self._marked: list[str] = []
        self._links: list[Link] = []
        self._bold: list[str] = []
        self._href: str | None = None
        self._link_words: list[str] = []
        self._link_at = 0
        self._bold_words: list[str] | None = None
        self._skip_depth = 0
        self._skipped_tag = ""
        self._meta: list[str] = []
        self._cited: list[str] = []
        self._heading = 0
        self._in_item = False
        self._list_depth = 0
        self._in_row = False
        self._in_title = False
        self._opened = ""
        self._after_break = False

    # The four calls lxml makes ------------------------------------------------------------

    def start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: C901 - one branch for each kind of tag
        if tag == "title":
            self._in_title = True
        if self._skip_depth:
            self._skip_depth += tag == self._skipped_tag
            return
        classes = set((attributes.get("class") or "")[:2_000].split()) if attributes else set()
        if tag in _SKIPPED or (classes and classes & _SKIPPED_CLASSES):
            if tag not in _VOID:
                self._skip_depth, self._skipped_tag = 1, tag
            return
        if tag in _BLOCKS:
            self._open_block(tag)
        elif tag == "a":
            self._href, self._link_words, self._link_at = attributes.get("href"), [], len(self._marked)
        elif tag in {"strong", "b"}:
            self._bold_words = []
            self._marked.append("**")
        elif tag in {"iframe", "video", "source", "embed"}:
            self._embed(attributes)
        elif tag in {"td", "th"}:
            self._in_row = True
        self._opened = tag
        if self._cited or "gmail_quote" in classes or (tag == "blockquote" and attributes.get("type") == "cite"):
            self._cited += [tag] if not self._cited or tag == self._cited[0] else []
        if self._meta:
            self._meta += [tag] if tag == self._meta[0] and tag not in _VOID else []
        elif (classes & _META_CLASSES or attributes.get("itemprop") in _META_PROPERTIES) and tag not in _VOID:
            self._meta = [tag]

    def end(self, tag: str) -> None:
        self._opened = ""
        if tag == "title":
            self._in_title = False
        if self._skip_depth:
            self._skip_depth -= tag == self._skipped_tag
            return
        if tag in _BLOCKS:
            self._close_block(tag)
        elif tag == "a":
            self._close_link()
        elif tag in {"strong", "b"} and self._bold_words is not None:
            self._bold.append(cleaned("".join(self._bold_words)))
            self._bold_words = None
            self._marked.append("**")
        elif tag in {"td", "th"} and self._words:
            self._say(" | ")
        if self._cited and tag == self._cited[0]:
            self._cited.pop()
        if self._meta and tag == self._meta[0]:
            if len(self._meta) == 1:
                self.flush()
            self._meta.pop()

    def data(self, text: str) -> None:
        if self._in_title:
            self.page_title += text[:500]
        elif not (self._skip_depth or self._is_footnote(text)):
            self._say(text)

    def _is_footnote(self, text: str) -> bool:
        """Returns whether a raised figure stands behind letters: “Ada Example¹”, whose group is named below."""
        is_behind_word = "".join(self._words[-1:])[-3:].isalpha()
        return self._opened == "sup" and is_behind_word and _FOOTNOTE.fullmatch(text) is not None

    def close(self) -> None:
        self.flush()

    # What they come to --------------------------------------------------------------------

    def _say(self, text: str) -> None:
        text = text.replace("\n", " ").replace("\r", " ")
        self._words.append(text)
        self._marked.append(text)
        if self._href is not None:
            self._link_words.append(text)
        if self._bold_words is not None:
            self._bold_words.append(text)

    def _open_block(self, tag: str) -> None:
        self.flush(is_break=tag == "br")
        if tag[0] == "h" and tag[1:].isdigit():
            self._heading = int(tag[1])
        elif tag == "li":
            self._in_item = True
        elif tag in {"ul", "ol"}:
            self._list_depth += 1
        elif tag == "hr":
            self._after_break = False

    def _close_block(self, tag: str) -> None:
        if tag == "br":
            return
        self.flush()
        if tag[0] == "h" and tag[1:].isdigit():
            self._heading = 0
        elif tag == "li":
            self._in_item = False
        elif tag in {"ul", "ol"}:
            self._list_depth = max(0, self._list_depth - 1)
        elif tag == "tr":
            self._in_row = False

    def _close_link(self) -> None:
        if self._href is not None and self._href.strip():
            words = cleaned("".join(self._link_words))
            self._links.append(Link(words, self._href.strip()[:2_000]))
            if words and self._href.startswith(("http://", "https://")):
                self._marked[self._link_at :] = [f"[{words}]({self._href.strip()})"]
        self._href = None

    def _embed(self, attributes: dict[str, str]) -> None:
        src = attributes.get("src") or attributes.get("data-src") or ""
        if src.startswith("//"):
            src = f"https:{src}"
        if src.startswith(("http://", "https://")):
            self._links.append(Link(cleaned(attributes.get("title") or ""), src[:2_000], is_embed=True))

    def flush(self, *, is_break: bool = False) -> None:
        """End the line that is being collected."""
        words = "".join(self._words) if self._words else ""
        text = cleaned(whole_words(words)).strip("| ") if words else ""
        if (text or self._links) and len(self.lines) < MAX_LINES and self._left > 0:
            self.lines.append(self._line(text))
            self._left -= len(self.lines[-1].text)
        if text or not is_break:
            self._after_break = is_break
        self._words, self._marked, self._links, self._bold = [], [], [], []
        if self._bold_words is not None:
            self._bold_words = []
        self._link_words = []

    def _line(self, text: str) -> Line:
        kind = LineKind.TEXT
        if self._heading:
            kind = LineKind.HEADING
        elif self._in_row and " | " in text:
            kind = LineKind.ROW
        elif self._in_item:
            kind = LineKind.ITEM
        if kind is LineKind.TEXT and (bullet := bullet_of(text)):
            kind, text = LineKind.ITEM, text[len(bullet) :]
        position = 0
        links = []
        for link in self._links:
            at = text.find(link.text, position) if link.text else -1
            position = at + len(link.text) if at >= 0 else position
            links.append(Link(link.text, link.url, max(at, 0), link.is_embed))
        linked = {link.url for link in links}
        links.extend(link for link in bare_links(text) if link.url not in linked)
        number = len(self.lines) + 1
        return Line(
            number,
            text,
            kind,
            self._heading or self._list_depth,
            tuple(links),
            tuple(piece for piece in self._bold if piece),
            is_spaced=not self._after_break,
            is_meta=bool(self._meta),
            is_cited=bool(self._cited),
            markdown=cleaned("".join(self._marked))[:MAX_LINE_LENGTH].replace("****", ""),
        )
