"""The words and the languages that search has met: what a mistyped word is compared with, and the forms of others."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.bulk import insert_or
from webinars.domain.search.stems import differing_stem, stemmed_as, words
from webinars.domain.search.tokens import LONGEST_TOKEN, fold
from webinars.models import SearchForm, SearchLanguage, SearchWord

SHORTEST_WORD, LONGEST_WORD = 4, 40
"""Letters of a word that is worth to be known: of a shorter one, too many others are spelt nearly alike."""

_WORDS = SearchWord.metadata.tables[SearchWord.__tablename__]
_FORMS = SearchForm.metadata.tables[SearchForm.__tablename__]
# Not by pairs, which SQLite does not look up in an index.
_HAVING_STEMS = (
    sa.select(_FORMS)
    .where(
        _FORMS.c.language.in_(sa.bindparam("languages", expanding=True)),
        _FORMS.c.stem.in_(sa.bindparam("stems", expanding=True)),
    )
    .order_by(*_FORMS.c)
)
_LANGUAGES = sa.select(SearchLanguage.metadata.tables[SearchLanguage.__tablename__].c.name).order_by("name")


class Vocabulary:
    """What a transaction meets, until it is written: once for all, so that no two transactions wait for each other."""

    def __init__(self) -> None:
        self._words: dict[str, set[str]] = {}

    def meet(self, text: str, language: str = "") -> None:
        """Take note of the words of a text in a language, said as a BCP 47 tag."""
        self._words.setdefault(stemmed_as(language), set()).update(words(text))

    def write(self, session: Session) -> None:
        """Store what is new of it."""
        languages = sorted(self._words.keys() - {""} - set(session.scalars(sa.select(SearchLanguage.name))))
        if languages:
            rows = [{"name": name} for name in languages]
            session.execute(insert_or(session, SearchLanguage).on_conflict_do_nothing(), rows)
        for language in sorted(self._words.keys() - {""}):
            _write_forms(session, language, self._words[language])
        known = {_folded(word): word for some in self._words.values() for word in some if _is_worth_knowing(word)}
        if known:
            new = sorted(known.keys() - _there(session, list(known)))
            rows = [{"folded": each, "written": known[each]} for each in new if " " not in each]
            if rows:
                session.execute(insert_or(session, SearchWord).on_conflict_do_nothing(), rows)


def forget_words(session: Session) -> None:
    """For when everything is indexed anew: what is met again is written again."""
    session.execute(sa.delete(SearchWord))
    session.execute(sa.delete(SearchForm))


def languages(session: Session) -> Sequence[str]:
    """The languages that something to be found is in, as `search.stems` names them."""
    return session.execute(_LANGUAGES).scalars().all()


def forms_of(session: Session, stems: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], Sequence[str]]:
    """By language and stem, the words that are known with it. A word that is its own stem is not among them."""
    found: dict[tuple[str, str], list[str]] = {}
    if stems:
        asked = {
            "languages": sorted({each for each, _stem in stems}),
            "stems": sorted({stem for _language, stem in stems}),
        }
        for language, stem, word in session.execute(_HAVING_STEMS, asked):
            found.setdefault((language, stem), []).append(word)
    return found


def _write_forms(session: Session, language: str, met: Iterable[str]) -> None:
    pairs = {(stem, _folded(word)) for word in met if (stem := differing_stem(word, language))}
    wanted = {(stem, word) for stem, word in pairs if len(stem) <= LONGEST_TOKEN and " " not in word}
    if not wanted:
        return
    is_known = sa.and_(
        _FORMS.c.language == language, _is_one_of(session, _FORMS.c.stem, {stem for stem, _word in wanted})
    )
    known = {(stem, word) for stem, word in session.execute(sa.select(_FORMS.c.stem, _FORMS.c.word).where(is_known))}
    rows = [{"language": language, "stem": stem, "word": word} for stem, word in sorted(wanted - known)]
    if rows:
        session.execute(insert_or(session, SearchForm).on_conflict_do_nothing(), rows)


def _there(session: Session, folded: list[str]) -> set[str]:
    """Those of many words that are known already."""
    query = sa.select(_WORDS.c.folded).where(_is_one_of(session, _WORDS.c.folded, folded))
    return set(session.execute(query).scalars())


def _is_one_of(session: Session, column: sa.ColumnElement[str], values: Collection[str]) -> sa.ColumnElement[bool]:
    """Many values go to the database as one: each as one costs more."""
    if session.get_bind().dialect.name == "sqlite":
        given = sa.func.json_each(json.dumps(list(values))).table_valued("value", name="given")
        return column.in_(sa.select(given.c.value))
    return column == sa.any_(sa.cast(list(values), sa.ARRAY(sa.Text)))


def _folded(word: str) -> str:
    return word if word.isascii() else fold(word)[:LONGEST_TOKEN]


def _is_worth_knowing(word: str) -> bool:
    return word.isalpha() and SHORTEST_WORD <= len(word) <= LONGEST_WORD
