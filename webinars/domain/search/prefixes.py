"""Names and titles found by the beginnings of their words, folded as search folds them: no index, for short lists."""

from functools import cache

from webinars.domain.search.tokens import fold, is_dense

LONGEST_ASKED = 200


class Beginnings:
    """What somebody types to find one of their own: each word has to begin a word of what is found.

    Of a script that is written without spaces it may stand anywhere.
    """

    def __init__(self, typed: str) -> None:
        self._wanted = [
            word if any(map(is_dense, word)) else f" {word}" for word in fold(typed[:LONGEST_ASKED]).split()
        ]
        # The name of an organisation stands beside each of its webinars.
        self._spaced = cache(_spaced)

    def are_in(self, *texts: str) -> bool:
        """Returns whether every word begins a word of one of `texts`, which is False for a search without a letter."""
        found = "".join(map(self._spaced, texts))
        return bool(self._wanted) and all(word in found for word in self._wanted)


def _spaced(text: str) -> str:
    """Returns the folded words of `text`, each with a space before it."""
    return "".join(f" {word}" for word in fold(text).split())
