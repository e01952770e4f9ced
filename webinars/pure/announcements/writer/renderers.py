"""An announcement as plain text, Markdown, HTML, and WordPress blocks."""

# ruff: noqa: PLR2004 - level 2 is what the editor leaves out

import json
import re
from collections.abc import Callable
from html import escape

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import use_locale
from webinars.lib.markdown import plain_text, render_markdown
from webinars.pure.announcements.writer.announcement import Announcement
from webinars.pure.announcements.writer.blocks import Block, Heading, Items, Paragraph, Prose, Video, blocks
from webinars.pure.videos import recognise


def plain(announcement: Announcement) -> str:
    """Returns plain text, as for a mail or a forum without markup."""
    return _joined(announcement, _plain)


def markdown(announcement: Announcement) -> str:
    """Returns Markdown (CommonMark)."""
    return _joined(announcement, _markdown)


def html(announcement: Announcement) -> str:
    """Returns HTML without classes and styles. Recordings are links."""
    return _joined(announcement, _html, "\n")


def wordpress(announcement: Announcement) -> str:
    """Returns blocks for WordPress's code editor, whose own embed blocks play the recordings."""
    return _joined(announcement, _wordpress)


def _joined(announcement: Announcement, render: Callable[[Block], str], mark: str = "\n\n") -> str:
    with use_locale(announcement.language):
        return mark.join(text for block in blocks(announcement) if (text := render(block))) + "\n"


def _plain(block: Block) -> str:
    match block:
        case Heading(text, _level):
            return text
        case Paragraph(text, None):
            return text
        case Paragraph(text, url):
            return _("%(text)s: %(address)s", text=text, address=url)
        case Prose(markdown_text):
            return plain_text(markdown_text)
        case Items(items):
            return "\n".join(f"  • {_plain(item)}" for item in items)
        case Video(url):
            return url


_MARKS = re.compile(r"([\\`*_\[\]<>])")
_AT_START = re.compile(r"^(\s*)([#>+-]|\d+[.)])(?=\s)")


def escaped_markdown(text: str) -> str:
    """Returns words that must not become markup: a title such as "*Art* and #hashtags"."""
    return _AT_START.sub(r"\1\\\2", _MARKS.sub(r"\\\1", text))


def _markdown(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {escaped_markdown(text)}"
        case Paragraph(text, None):
            return escaped_markdown(text)
        case Paragraph(text, url):
            return f"[{escaped_markdown(text)}](<{url}>)"
        case Prose(markdown_text):
            return markdown_text.strip()
        case Items(items):
            return "\n".join(f"- {_markdown(item)}" for item in items)
        case Video(url):
            return f"<{url}>"


def _below_the_title(level: int) -> int:
    """Returns the level of a heading below the title of the post into which the text is pasted."""
    return level + 1


def _html(block: Block) -> str:
    match block:
        case Heading(text, level):
            level = _below_the_title(level)
            return f"<h{level}>{escape(text)}</h{level}>"
        case Paragraph(text, None):
            return f"<p>{escape(text, quote=False)}</p>"
        case Paragraph(text, url):
            return f'<p><a href="{escape(url or "")}">{escape(text, quote=False)}</a></p>'
        case Prose(markdown_text):
            return render_markdown(markdown_text).strip()
        case Items(items):
            return "<ul>\n" + "\n".join(f"<li>{_linked(item)}</li>" for item in items) + "\n</ul>"
        case Video(url):
            return f'<p><a href="{escape(url)}">{escape(url)}</a></p>'


def _linked(item: Paragraph) -> str:
    said = escape(item.text, quote=False)
    return said if item.url is None else f'<a href="{escape(item.url)}">{said}</a>'


_PROVIDERS = {"youtube": "youtube", "vimeo": "vimeo", "dailymotion": "dailymotion"}


def _wordpress(block: Block) -> str:
    match block:
        case Heading(text, level):
            level = _below_the_title(level)
            attributes = f' {{"level":{level}}}' if level != 2 else ""
            tag = f'<h{level} class="wp-block-heading">{escape(text)}</h{level}>'
            return f"<!-- wp:heading{attributes} -->\n{tag}\n<!-- /wp:heading -->"
        case Prose(markdown_text):
            return (
                f"<!-- wp:html -->\n{render_markdown(markdown_text).strip()}\n<!-- /wp:html -->"
                if _is_rich(markdown_text)
                else _paragraphs(markdown_text)
            )
        case Items(items):
            listed = "\n".join(
                f"<!-- wp:list-item -->\n<li>{_linked(item)}</li>\n<!-- /wp:list-item -->" for item in items
            )
            return f'<!-- wp:list -->\n<ul class="wp-block-list">{listed}</ul>\n<!-- /wp:list -->'
        case Video(url):
            return _embed(url)
        case _:
            return f"<!-- wp:paragraph -->\n{_html(block)}\n<!-- /wp:paragraph -->"


def _is_rich(markdown_text: str) -> bool:
    """Returns whether Markdown comes to more than paragraphs, which have blocks of their own."""
    return bool(re.search(r"<(?!/?(?:p|em|strong|a|br)\b)", render_markdown(markdown_text)))


def _paragraphs(markdown_text: str) -> str:
    pieces = re.findall(r"<p>.*?</p>", render_markdown(markdown_text), re.DOTALL)
    return "\n\n".join(f"<!-- wp:paragraph -->\n{piece}\n<!-- /wp:paragraph -->" for piece in pieces)


def _embed(url: str) -> str:
    """Returns WordPress's embed block, with JSON escaped as the editor does it, or it calls the block invalid."""
    provider = _PROVIDERS.get(recognise(url).provider)
    if provider is None:
        return f'<!-- wp:paragraph -->\n<p><a href="{escape(url)}">{escape(url)}</a></p>\n<!-- /wp:paragraph -->'
    ratio = "wp-embed-aspect-16-9 wp-has-aspect-ratio"
    attributes = json.dumps(
        {"url": url, "type": "video", "providerNameSlug": provider, "responsive": True, "className": ratio},
        separators=(",", ":"),
    )
    for mark, code in (("--", "\\u002d\\u002d"), ("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        attributes = attributes.replace(mark, code)
    classes = f"wp-block-embed is-type-video is-provider-{provider} wp-block-embed-{provider} {ratio}"
    return (
        f'<!-- wp:embed {attributes} -->\n<figure class="{classes}"><div class="wp-block-embed__wrapper">\n'
        f"{escape(url, quote=False)}\n</div></figure>\n<!-- /wp:embed -->"
    )
