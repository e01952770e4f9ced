"""Languages that nobody speaks, in which it is seen at once what a page says without asking for its words.

`mirrored` writes each Latin letter of a message by an Arabic one, and is put in the place of Arabic: a Latin word that
is left on a page is a name, or was forgotten. `lengthened` makes messages two fifths longer, in brackets.
"""

import re

from webinars.lib import i18n
from webinars.site.registration import zone_choice

FILLED_IN = re.compile(r"(%\(\w+\)s|%%|\{\w+\}|<[^>]*>|&\w+;)")
LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابجدهوزحطيكلمنسعفصقرشتثخذض", strict=True))
VOWELS = re.compile(r"([aeiouAEIOU])")


def mirrored(text: str) -> str:
    return _outside(text, lambda words: "".join(LETTERS.get(letter.lower(), letter) for letter in words))


def lengthened(text: str) -> str:
    longer = _outside(text, lambda words: VOWELS.sub(r"\1\1", words))
    return f"[{longer}{'·' * (len(text) * 2 // 5 - (len(longer) - len(text)))}]"


def _outside(text, change):
    """`text` with all changed but what is filled in."""
    return "".join(part if FILLED_IN.fullmatch(part) else change(part) for part in FILLED_IN.split(text))


class PseudoTranslations:
    """Stands where a catalogue does."""

    def __init__(self, write):
        self.ugettext = write
        self.ungettext = lambda singular, plural, num: write(singular if num == 1 else plural)
        self.upgettext = lambda _context, message: write(message)


def speak(monkeypatch, language, write):
    """Have the pages in `language` say all by `write`."""
    real, pseudo = i18n._translations, PseudoTranslations(write)
    monkeypatch.setattr(i18n, "_translations", lambda name: pseudo if name == language else real(name))
    # What is kept by language is not what that language says here.
    for kept in ("_groups", "_groups_with_hours"):
        monkeypatch.setattr(zone_choice, kept, getattr(zone_choice, kept).__wrapped__)
