"""The head of a pasted or forwarded mail: who sent it, and when, which is not when the webinar is."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from webinars.pure.announcements.reader.lines import Line

_FIELD: Final = re.compile(
    r"(?P<key>from|to|cc|bcc|date|sent|reply-to|subject|von|an|kopie|gesendet|datum|betreff|de|para|enviado|enviada|"
    r"fecha|data|asunto|assunto|[àa]|envoy[ée]|objet)\s?:\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_SENDER: Final = frozenset({"from", "von", "de"})
_SUBJECT: Final = frozenset({"subject", "betreff", "asunto", "assunto", "objet"})
_ADDRESS: Final = re.compile(r"<[^<>]*>|\[mailto:[^\]]*\]|(?:mailto:)?[\w.+-]+@[\w.-]+|\s+(?:via|on behalf of)\s.*$")


def mail_heads(lines: Sequence[Line]) -> Iterator[tuple[Line, str, str]]:
    """The lines of each head, with the field in small letters and its value; a head names at least who sent it."""
    block: list[tuple[Line, str, str]] = []
    for line in [*lines, None]:
        field = _FIELD.match(line.text) if line else None
        if line and field and (not block or line.number <= max(block[-1][0].numbers) + 2):
            block.append((line, field["key"].casefold(), field["value"]))
            continue
        keys = {key for _line, key, _value in block}
        if keys & _SENDER and len(keys) > 1:
            yield from block
        block = [(line, field["key"].casefold(), field["value"])] if line and field else []


def is_subject(key: str) -> bool:
    return key in _SUBJECT


def sender(key: str, value: str) -> str | None:
    """The name a mail was sent under: “Example Society” of “From: Example Society <events@example.org>”."""
    name = _ADDRESS.sub("", value).strip(" \"'“”,;") if key in _SENDER else ""
    return name or None
