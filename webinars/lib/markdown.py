"""Markdown (CommonMark) as HTML that is safe to show: raw HTML off, then an allow-list sanitiser."""

import nh3
from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False})
_TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "h6", "code", "pre", "hr"}
_SHIFT = {"h1": "h3", "h2": "h4"}
"""A description stands inside a page that has its own first and second headings."""


def render_markdown(text: str) -> str:
    """`text` as HTML. Links go to http, https and mailto only and carry `nofollow ugc noopener`."""
    tokens = _PARSER.parse(text)
    for token in tokens:
        token.tag = _SHIFT.get(token.tag, token.tag)
    html: str = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )


def plain_text(text: str) -> str:
    """`text` without its marks, for calendars, descriptions and previews."""
    paragraphs: list[str] = []
    for token in _PARSER.parse(text):
        if token.type == "inline":
            paragraphs.append("".join(_plain(child.type, child.content) for child in token.children or []))
        elif token.type in {"fence", "code_block"}:
            paragraphs.append(token.content.strip())
    return "\n\n".join(paragraphs)


def _plain(kind: str, content: str) -> str:
    return "\n" if kind in {"softbreak", "hardbreak"} else content
