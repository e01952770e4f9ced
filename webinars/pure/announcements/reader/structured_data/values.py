"""Texts and addresses out of the values of an event, which may be plain, several, or things of their own."""

import html
import re
from collections.abc import Iterator
from typing import Any, Final

from webinars.pure.announcements.reader.structured_data.json_ld import Node, as_list
from webinars.pure.announcements.reader.structured_data.microdata import TEXT
from webinars.pure.announcements.reader.text.lines import cleaned

_MOST_TEXT: Final = 20_000
_TAG: Final = re.compile(r"</?[a-zA-Z!][^<>]{0,2000}>")
_BLOCK_END: Final = re.compile(r"</(?:p|div|li|ul|ol|h[1-6]|blockquote)\s*>|<br\s*/?>", re.IGNORECASE)
_TEMPLATE: Final = re.compile(
    r"\{\{|\}\}|\{%|<%|%>|\$\{|##\w|%%\w|\[[A-Z]+(?:[_ -][A-Z]+)+\]|\[(?:event|title|name|date|speaker|organi[sz]er)"
    r"(?:[_ :-]\w+)*\]|^%\w+%$|^\{\w+\}$|^undefined$|^null$|^none$",
    re.IGNORECASE,
)


def first_text(node: Node, *keys: str, at_most: int = 300) -> str:
    """Returns the first text that a thing has under one of `keys`, on one line, or an empty one if there is none."""
    for key in keys:
        for value in as_list(node.get(key)):
            if text := plain(value, at_most=at_most):
                return text
    return ""


def plain(value: Any, *, at_most: int = 300) -> str:  # noqa: ANN401 - any JSON
    """Returns a text, or the name of a thing, on one line without tags and entities. Empty for templates."""
    text = " ".join(_text_of(value, at_most * 4).split())
    return "" if is_template(text) else text[:at_most].rstrip()


def paragraphs(value: Any) -> str:  # noqa: ANN401 - any JSON
    """Returns a text with its paragraphs, without tags and entities. Empty for templates."""
    lines = (cleaned(line) for line in _text_of(value, _MOST_TEXT).splitlines())
    text = "\n\n".join(line for line in lines if line)
    return "" if is_template(text) else text


def is_template(text: str) -> bool:
    """Returns whether a page's builder has not filled in what stands here: “{{ event.name }}”, “[EVENT_NAME]”."""
    return _TEMPLATE.search(text) is not None


def addresses(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """Yields the web addresses of a value: itself, or the `url` of each thing in it."""
    for each in as_list(value):
        inner = as_list(each.get("url")) if isinstance(each, dict) else [each]
        yield from (text.strip()[:2_000] for text in inner if isinstance(text, str) and not is_template(text))


def _text_of(value: Any, at_most: int) -> str:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        inner = (as_list(value.get(key)) for key in ("name", "@value", TEXT))
        value = next((each for values in inner for each in values if isinstance(each, str) and each.strip()), "")
    if not isinstance(value, str):
        return ""
    text = value[:at_most].replace("\\n", "\n")  # what a program has escaped twice
    for _once in range(2):  # “&amp;ndash;”: what a template has escaped is escaped once more by the next
        text = html.unescape(text)
    return _cleaned_lines(_TAG.sub(" ", _BLOCK_END.sub("\n", text)))


def _cleaned_lines(text: str) -> str:
    """Returns a text with each line cleaned."""
    return "\n".join(cleaned(line) for line in text.splitlines())
