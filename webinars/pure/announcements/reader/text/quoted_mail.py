"""What is no part of a letter itself: the one that it answers, and the foot of a mailing list."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from webinars.pure.announcements.reader.text.lines import Line
from webinars.pure.announcements.reader.words import one_of
from webinars.pure.times import find_mentions


def answered_lines(lines: Sequence[Line], heads: Collection[int]) -> set[int]:
    """Returns the numbers of the lines of letters that are answered, with the line above them that says who wrote.

    None where the letter itself has no day: then what it quotes is what it passes on. `heads` are lines of the head of
    a mail, whose day is another.
    """
    quoted = {line.number for line in lines if line.is_cited}
    wrote = list(_who_wrote(lines))
    if wrote:
        quoted |= {line.number for line in lines if line.is_quoted} | set(wrote)
    if not quoted:
        return set()
    own = [line for line in lines if line.number not in quoted and line.number not in heads]
    return quoted if any(_has_day(line.text) for line in own) else set()


def _who_wrote(lines: Sequence[Line]) -> Iterator[int]:
    """“On Tue, 12 Jan 2027 at 10:12, Ada Example wrote:”, on one line or two, above what is quoted."""
    for position, line in enumerate(lines[1:], start=1):
        above = [one for one in lines[max(position - 2, 0) : position] if not one.is_quoted]
        if not line.is_quoted or not above or not above[-1].text.endswith(":"):
            continue
        if _has_day(above[-1].text):
            yield above[-1].number
        elif len(above) > 1 and not above[-1].is_spaced and _has_day(above[0].text):
            yield from (one.number for one in above)


def _has_day(text: str) -> bool:
    """Returns whether a line has a day in figures. “hier” is a day in one language and a place in another."""
    mentions = find_mentions(text[:_MAX_LENGTH])
    return any(mention.kind == "date" and re.search(r"\d", mention.text) for mention in mentions)


_MAX_LENGTH: Final = 400
_FOOT: Final = 15
"""Lines at the end of a letter among which its foot begins."""
_LEAVES_LIST: Final = re.compile(rf"\b(?:{one_of('letters.leave_list')})\b", re.IGNORECASE)
_OF_FOOT: Final = re.compile(rf"©|\b(?:{one_of('letters.foot')})\b", re.IGNORECASE)


def list_footer_lines(lines: Sequence[Line]) -> set[int]:
    """Returns the numbers of the lines from which one can leave a mailing list, and of those that belong to them."""
    last = max(len(lines) - _FOOT, 1)
    leaves = next((at for at in range(last, len(lines)) if _LEAVES_LIST.search(lines[at].text)), None)
    if leaves is None or any(_has_day(line.text) for line in lines[leaves:]):
        return set()
    first = leaves
    while first > last and (_OF_FOOT.search(lines[first - 1].text) and not _has_day(lines[first - 1].text)):
        first -= 1
    return {line.number for line in lines[first:]}
