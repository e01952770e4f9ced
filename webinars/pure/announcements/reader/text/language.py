"""In which language a text is written."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from babel import Locale

from webinars.lib.languages import language_of_letters
from webinars.pure.announcements.reader.text.lines import Line
from webinars.pure.announcements.reader.words import LANGUAGES, languages_of

_WORD: Final = re.compile(r"[^\W\d_]+")
_MOST: Final = 20_000
"""Characters that are looked at."""
_LEAST: Final = 4
"""So many small words of one language must stand there, and as many different ones."""
_CLEARER: Final = 1.6
"""And so many times more than of any other: a text in two languages is in neither."""


@cache
def _languages() -> Mapping[str, Sequence[str]]:
    """Returns small words, months and weekdays, each with the languages that have it."""
    found = {word: list(languages) for word, languages in languages_of("language.common").items()}
    for language in LANGUAGES:
        locale = Locale(language)
        for name in (*locale.months["format"]["wide"].values(), *locale.days["format"]["wide"].values()):
            found.setdefault(name.casefold().partition("-")[0], []).append(language)
    return found


def language_of(lines: Sequence[Line]) -> str | None:
    """Returns the language of a text as a BCP 47 tag, by its letters or its small words, or None where it is not sure.

    A small word of several languages counts for each a part.
    """
    text = "\n".join(line.text for line in lines if not line.is_meta)[:_MOST]
    letters = language_of_letters(text)
    if letters:
        return None if letters.startswith("und") else letters
    weights, different = dict.fromkeys(LANGUAGES, 0.0), Counter[str]()
    for word, count in Counter(_WORD.findall(text.casefold())).items():
        languages = _languages().get(word, ())
        for language in languages:
            weights[language] += count / len(languages)
            different[language] += 1
    other, first = sorted(LANGUAGES, key=weights.__getitem__)[-2:]
    is_plain = weights[first] >= max(_LEAST, _CLEARER * weights[other]) and different[first] >= _LEAST
    return first if is_plain else None
