"""Finding words in a transcript, and putting others in their place. Pure."""

import re
from dataclasses import dataclass, field

_SPACELESS = "\u2e80-\uffff"
"""CJK and what follows: there, words are not parted from each other."""
_STARTS_WORD = rf"(?<![^\W{_SPACELESS}])"
_ENDS_WORD = rf"(?![^\W{_SPACELESS}])"


@dataclass(frozen=True, slots=True)
class Replacement:
    """Whole words, give or take capitals and where a line breaks between them. An empty `find` is found nowhere."""

    find: str
    replacement: str = ""
    _pattern: re.Pattern[str] | None = field(init=False, repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        words = self.find.split()
        if not words:
            return
        pattern = r"\s+".join(re.escape(word) for word in words)
        if _is_parted(words[0][0]):
            pattern = _STARTS_WORD + pattern
        if _is_parted(words[-1][-1]):
            pattern += _ENDS_WORD
        object.__setattr__(self, "_pattern", re.compile(pattern, re.IGNORECASE))

    def is_in(self, text: str) -> bool:
        return self._pattern is not None and self._pattern.search(text) is not None

    def replaced(self, text: str) -> tuple[str, int]:
        """Returns `text` with the other words in it, and in how many places.

        Where they are the same already does not count.
        """
        if self._pattern is None:
            return text, 0
        count = sum(match[0] != self.replacement for match in self._pattern.finditer(text))
        # A function, because in a text a backslash would be read as an order.
        return self._pattern.sub(lambda _match: self.replacement, text), count


def _is_parted(letter: str) -> bool:
    return re.fullmatch(rf"[^\W{_SPACELESS}]", letter) is not None
