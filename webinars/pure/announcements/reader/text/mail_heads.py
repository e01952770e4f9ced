"""The head of a pasted or forwarded mail: who sent it, and when, which is not when the webinar is."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from webinars.pure.announcements.reader.text.lines import Line
from webinars.pure.announcements.reader.words import all_of, one_of
from webinars.pure.times import read_start

_FIELD: Final = re.compile(rf"(?P<key>[àa]|{one_of('mail.fields')})\s?:\s*(?P<value>.*)$", re.IGNORECASE)
_SENDER: Final = all_of("mail.from")
_SUBJECT: Final = all_of("mail.subject")
_SENT: Final = all_of("mail.sent")
_MAIL_DATE: Final = re.compile(
    r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|[A-Z]{1,4})(?: \([A-Z]{1,5}\))?"
)
_ANY_DAY: Final = dt.date(2000, 1, 1)


def mail_heads(lines: Sequence[Line]) -> Iterator[tuple[Line, str, str]]:
    """Yields the lines of each head, with the field in small letters and its value.

    A head names who sent it and something more, or has a date as only mail programs write it (RFC 5322 section 3.3).
    """
    block: list[tuple[Line, str, str]] = []
    for line in [*lines, None]:
        field = _FIELD.match(line.text) if line else None
        if line and field and (not block or line.number <= max(block[-1][0].numbers) + 2):
            block.append((line, field["key"].casefold(), field["value"]))
            continue
        keys = {key for _line, key, _value in block}
        is_sent = any(key in _SENT and _MAIL_DATE.fullmatch(value.strip()) for _line, key, value in block)
        if is_sent or (keys & _SENDER and len(keys) > 1):
            yield from block
        block = [(line, field["key"].casefold(), field["value"])] if line and field else []


def sent_on(lines: Sequence[Line]) -> dt.date | None:
    """Returns the day on which the last of the mails was sent, or None where no head has a date with its year."""
    for _line, key, value in reversed(list(mail_heads(lines))):
        if key in _SENT:
            sent = read_start(value, published_on=_ANY_DAY)
            is_whole = not any(problem.code in {"year_assumed", "date_relative"} for problem in sent.problems)
            if sent.date is not None and is_whole:
                return sent.date
    return None


def is_subject(key: str) -> bool:
    return key in _SUBJECT
