"""The words and the languages that search has met: what a mistyped word is compared with, and tried in."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.domain.search.stems import stemmed_as, words
from webinars.domain.search.tokens import LONGEST_TOKEN, fold
from webinars.models import SearchLanguage, SearchWord

SHORTEST_WORD, LONGEST_WORD = 4, 40
"""Letters of a word that is worth to be known: of a shorter one, too many others are spelt nearly alike."""
MOST_NAMED = 1_000


class Vocabulary:
    """What a transaction meets, until it is written: once for all, so that no two transactions wait for each other."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._languages: set[str] = set()

    def meet(self, text: str, language: str = "") -> None:
        """Take note of the words of a text in a language, said as a BCP 47 tag."""
        self._words.update(words(text))
        self._languages.add(stemmed_as(language))

    def write(self, session: Session) -> None:
        """Store what is new of it."""
        languages = sorted(self._languages - {""} - set(session.scalars(sa.select(SearchLanguage.name))))
        if languages:
            rows = [{"name": name} for name in languages]
            session.execute(insert_or(session, SearchLanguage).on_conflict_do_nothing(), rows)
        known = {fold(word): word for word in self._words if _is_worth_knowing(word)}
        folded = sorted(each for each in known if len(each) <= LONGEST_TOKEN and " " not in each)
        for start in range(0, len(folded), MOST_NAMED):
            chunk = folded[start : start + MOST_NAMED]
            there = set(session.scalars(sa.select(SearchWord.folded).where(SearchWord.folded.in_(chunk))))
            new = [{"folded": each, "written": known[each]} for each in chunk if each not in there]
            if new:
                session.execute(insert_or(session, SearchWord).on_conflict_do_nothing(), new)


def forget_words(session: Session) -> None:
    """For when everything is indexed anew: what is met again is written again."""
    session.execute(sa.delete(SearchWord))


def languages(session: Session) -> Sequence[str]:
    """The languages that something to be found is in, as `search.stems` names them."""
    return session.scalars(sa.select(SearchLanguage.name).order_by(SearchLanguage.name)).all()


def _is_worth_knowing(word: str) -> bool:
    return word.isalpha() and SHORTEST_WORD <= len(word) <= LONGEST_WORD
