"""Which words a date, an hour or a zone can begin with: most words of a text begin none, and are passed over."""

from functools import lru_cache
from typing import Final

from webinars.pure.times.abbreviations import abbreviations
from webinars.pure.times.lint import vocabulary as words
from webinars.pure.times.place_names import begins_name

_DAYS: Final = (
    words.TODAY | words.TOMORROW | words.YESTERDAY | words.NEXT_WORDS | words.LAST_WORDS | words.WEEK_WORDS
) | {phrase[0] for phrase in (*words.NEXT_DAY, *words.PREVIOUS_DAY)}
_HOURS: Final = (words.NOON | words.MIDNIGHT | set(words.NUMBERS)) | {
    "half",
    "quarter",
    "halb",
    "viertel",
    "meio",
    "meia",
}
_ASIDES: Final = words.BEFORE_THE_START | words.DEADLINE_WORDS | words.TO_WORDS | words.NOT_A_START | {"was", "statt"}
_FIRST_WORDS: Final = _DAYS | _HOURS | _ASIDES | {"utc", "gmt", "ut"}


@lru_cache(maxsize=4096)
def may_begin(text: str, key: str) -> bool:
    """Whether anything that is read can begin with a word, as it is printed and as it is looked up.

    A single letter can, as in "E.S.T."; a word before a slash may begin "Europe/London" besides.
    """
    return (
        len(text) == 1
        or key in _FIRST_WORDS
        or words.month_of(key) is not None
        or words.weekday_of(key) is not None
        or begins_name(key)
        or text.upper() in abbreviations()
    )
