"""Markdown (CommonMark) as HTML that is safe to show: raw HTML off, then an allow-list sanitiser."""

import re
from functools import cache
from typing import TYPE_CHECKING

import nh3

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "h3", "h4", "h5", "h6", "code", "pre", "hr"}
_SHIFT = {"h1": "h3", "h2": "h4"}
"""A description stands inside a page that has its own first and second headings."""
_BARE_ADDRESS = re.compile(r"https://[^\s<>\"]*[^\s<>\".,;:!?'’”)\]]")


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415 - a site starts without it

    return MarkdownIt("commonmark", {"html": False, "linkify": False})


def render_markdown(text: str) -> str:
    """Returns `text` as HTML. Links go to http, https and mailto only and carry `nofollow ugc noopener`."""
    tokens = _parser().parse(text)
    for token in tokens:
        token.tag = _SHIFT.get(token.tag, token.tag)
    html: str = _parser().renderer.render(tokens, _parser().options, {})
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow ugc noopener",
    )


def plain_text(text: str) -> str:
    """Returns `text` without its marks, for calendars, descriptions and previews."""
    paragraphs: list[str] = []
    for token in _parser().parse(text):
        if token.type == "inline":
            paragraphs.append("".join(_plain(child.type, child.content) for child in token.children or []))
        elif token.type in {"fence", "code_block"}:
            paragraphs.append(token.content.strip())
    return "\n\n".join(paragraphs)


def _plain(kind: str, content: str) -> str:
    return "\n" if kind in {"softbreak", "hardbreak"} else content


def render_message(text: str) -> str:
    """Returns Markdown of a message as HTML that is safe to mail: no pictures, and links lead to https only.

    Addresses that stand there bare are links.
    """
    tokens = _parsed_message(text)
    for token in tokens:
        token.tag = _SHIFT.get(token.tag, token.tag)
    html: str = _parser().renderer.render(tokens, _parser().options, {})
    return nh3.clean(html, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"https"}, link_rel="noopener")


def lost_links(text: str) -> list[str]:
    """Returns the addresses to which a message would lead if they began with https, each once."""
    children = [child for token in _parser().parse(text) for child in token.children or []]
    addresses = [str(child.attrGet("href") or "") for child in children if child.type == "link_open"]
    return list(dict.fromkeys(each for each in addresses if not each.lower().startswith("https://")))


def message_as_text(text: str) -> str:
    """Returns the same message as plain text: without its marks, each address after the words that lead to it."""
    blocks, marker, is_close = [""], "", False
    for token in _parsed_message(text):
        if token.type == "list_item_open":
            marker = f"{token.info}. " if token.info else "- "
        elif token.type in {"inline", "fence", "code_block"}:
            words = _with_addresses(token.children or []) if token.type == "inline" else token.content.strip()
            blocks[-1:] = [f"{blocks[-1]}\n{marker}{words}"] if is_close and marker else [blocks[-1], marker + words]
            is_close, marker = bool(marker), ""
        elif token.type.endswith("list_close"):
            is_close = False
    return "\n\n".join(blocks).strip()


def _parsed_message(text: str) -> "list[Token]":
    tokens: list[Token] = _parser().parse(text)
    for token in tokens:
        if token.children:
            token.children = list(_linked(token.children))
    return tokens


def _linked(children: "Iterable[Token]") -> "Iterator[Token]":
    """Yields the parts of a paragraph with its bare addresses as links, and words in the place of pictures."""
    from markdown_it.token import Token  # noqa: PLC0415 - as above

    depth = 0
    for child in children:
        depth += child.nesting if child.type.startswith("link_") else 0
        if child.type == "image":
            yield _words(child.content)
        elif child.type != "text" or depth:
            yield child
        else:
            end = 0
            for found in _BARE_ADDRESS.finditer(child.content):
                yield _words(child.content[end : found.start()])
                yield Token("link_open", "a", 1, attrs={"href": found[0]})
                yield _words(found[0])
                yield Token("link_close", "a", -1)
                end = found.end()
            yield _words(child.content[end:])


def _words(content: str) -> "Token":
    from markdown_it.token import Token  # noqa: PLC0415 - as above

    return Token("text", "", 0, content=content)


def _with_addresses(children: "Iterable[Token]") -> str:
    text, address, begins_at = "", "", 0
    for child in children:
        if child.type == "link_open":
            address, begins_at = str(child.attrGet("href") or ""), len(text)
        elif child.type == "link_close":
            if address.startswith("https://") and text[begins_at:] != address:
                text += f" ({address})"
        else:
            text += _plain(child.type, child.content)
    return text
