"""The words and the languages that search has met: what a mistyped word is compared with, and tried in."""

import json
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.domain.search.stems import stemmed_as, words
from webinars.domain.search.tokens import LONGEST_TOKEN, fold
from webinars.models import SearchLanguage, SearchWord

SHORTEST_WORD, LONGEST_WORD = 4, 40
"""Letters of a word that is worth to be known: of a shorter one, too many others are spelt nearly alike."""

_WORDS = SearchWord.metadata.tables[SearchWord.__tablename__]
_LANGUAGES = sa.select(SearchLanguage.metadata.tables[SearchLanguage.__tablename__].c.name).order_by("name")


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
        known = {_folded(word): word for word in self._words if _is_worth_knowing(word)}
        if known:
            new = sorted(known.keys() - _there(session, list(known)))
            rows = [{"folded": each, "written": known[each]} for each in new if " " not in each]
            if rows:
                session.execute(insert_or(session, SearchWord).on_conflict_do_nothing(), rows)


def forget_words(session: Session) -> None:
    """For when everything is indexed anew: what is met again is written again."""
    session.execute(sa.delete(SearchWord))


def languages(session: Session) -> Sequence[str]:
    """The languages that something to be found is in, as `search.stems` names them."""
    return session.execute(_LANGUAGES).scalars().all()


def _there(session: Session, folded: list[str]) -> set[str]:
    """Those of many words that are known already. They go to the database as one value: each as one costs more."""
    if session.get_bind().dialect.name == "sqlite":
        given = sa.func.json_each(json.dumps(folded)).table_valued("value", name="given")
        is_given: sa.ColumnElement[bool] = _WORDS.c.folded.in_(sa.select(given.c.value))
    else:
        is_given = _WORDS.c.folded == sa.any_(sa.cast(folded, sa.ARRAY(sa.Text)))
    return set(session.execute(sa.select(_WORDS.c.folded).where(is_given)).scalars())


def _folded(word: str) -> str:
    return word if word.isascii() else fold(word)[:LONGEST_TOKEN]


def _is_worth_knowing(word: str) -> bool:
    return word.isalpha() and SHORTEST_WORD <= len(word) <= LONGEST_WORD
