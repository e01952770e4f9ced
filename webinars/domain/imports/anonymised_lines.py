"""The lines of a pasted text without what does not say what it is about: addresses, and the lines about the room."""

import re
from collections.abc import Iterator

from webinars.pure.announcements.model import Reading
from webinars.pure.announcements.reader.text.lines import MAX_LINE_LENGTH

LONGEST = 24_000
"""Characters. A long announcement has 20,000. The end of what is longer is a footer."""
_ADDRESS = re.compile(
    r"(?P<mail>[^\s@]{1,64}@[^\s@]{1,250})"
    r"|\b[a-z][a-z0-9+.-]{1,20}://\S+|\bwww\.\S+|\b[\w.-]{1,90}\.[a-z]{2,12}/\S+",
    re.IGNORECASE,
)


def unaddressed_lines(reading: Reading, *, page: str, mail: str) -> Iterator[tuple[int, str]]:
    """Yields the number and the words of each line. `page` and `mail` stand for addresses of pages and of people.

    A line that is nothing but an address stays, as what stands for it.
    """
    private = {
        number
        for webinar in reading.webinars
        for found in (webinar.join_url, webinar.join_passcode)
        if found is not None
        for number in found.lines
    }
    left = LONGEST
    for line in reading.lines:
        if line.number in private:
            continue
        text = _ADDRESS.sub(lambda found: mail if found["mail"] else page, line.text[:MAX_LINE_LENGTH]).strip()
        left -= len(text) + 1
        if left < 0:
            return
        yield line.number, text
