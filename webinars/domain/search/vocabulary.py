"""The words and the languages that search has met: what a mistyped word is compared with, and the forms of others."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.bulk import insert_rows
from webinars.domain.search.engines.engine import engine_of
from webinars.domain.search.stems import differing_stem, stemmer_name, words
from webinars.domain.search.terms import Term, Terms
from webinars.domain.search.tokens import LONGEST_TOKEN, fold
from webinars.lib.background_throttle import Steps
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
_LANGUAGE = SearchLanguage.metadata.tables[SearchLanguage.__tablename__]
_LANGUAGES = sa.select(_LANGUAGE.c.name).order_by("name")


class Vocabulary:
    """What a transaction meets, until it is written: once for all, so that no two transactions wait for each other."""

    def __init__(self) -> None:
        self._words: dict[str, set[str]] = {}

    def meet(self, text: str, language: str = "") -> None:
        """Take note of the words of a text in a language, said as a BCP 47 tag."""
        self._words.setdefault(stemmer_name(language), set()).update(words(text))

    def write(self, session: Session) -> None:
        """Store what is new of it."""
        if not self._words:
            return
        languages = sorted(self._words.keys() - {""} - set(session.scalars(sa.select(SearchLanguage.name))))
        insert_rows(session, _LANGUAGE, [{"name": name} for name in languages], skips_known=True)
        for language in sorted(self._words.keys() - {""}):
            _write_forms(session, language, self._words[language])
        known = {_folded(word): word for some in self._words.values() for word in some if _is_worth_knowing(word)}
        if known:
            new = sorted(each for each in _new(session, known) if " " not in each)
            rows = [{"folded": each, "written": known[each]} for each in new]
            insert_rows(session, _WORDS, rows, skips_known=True)


def forget_unused(session: Session, steps: Steps) -> None:
    """Remove the words and the forms that are in no text any more. Who made `steps` commits."""
    for table in (_FORMS, _WORDS):
        # Its token stands last.
        key = tuple(table.primary_key)
        is_it = sa.and_(*(column == sa.bindparam(f"of_{column.name}") for column in key))
        after: sa.ColumnElement[bool] = sa.true()
        while True:
            with steps.step():
                rows = session.execute(sa.select(*key).where(after).order_by(*key).limit(steps.count)).all()
                if not rows:
                    break
                after = sa.tuple_(*key) > sa.tuple_(*rows[-1])
                used = _used(session, {row[-1] for row in rows})
                gone = [
                    {f"of_{column.name}": row[place] for place, column in enumerate(key)}
                    for row in rows
                    if row[-1] not in used
                ]
                if gone:
                    session.execute(sa.delete(table).where(is_it), gone)


def _used(session: Session, words: Collection[str]) -> set[str]:
    """Returns those of many words that are in something to be found."""
    engine = engine_of(session)
    asked = {engine.query_text(Terms((Term((word,)),))): word for word in words}
    given = _given(session, asked)
    # What is said in a recording at all is known without a look at its passages.
    is_used = (sa.exists(index.matching(given)) for index in (engine.documents, engine.speech))
    return {asked[each] for each in session.scalars(sa.select(given).where(sa.or_(*is_used)))}


def languages(session: Session) -> Sequence[str]:
    """Returns the languages that something to be found is in, as `search.stems` names them."""
    return session.execute(_LANGUAGES).scalars().all()


def forms_of(session: Session, stems: Collection[tuple[str, str]]) -> Mapping[tuple[str, str], Sequence[str]]:
    """Returns by language and stem the words that are known with it. A word that is its own stem is not among them."""
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
    insert_rows(session, _FORMS, rows, skips_known=True)


def _new(session: Session, folded: Collection[str]) -> Sequence[str]:
    """Returns those of many words that are not known yet: mostly few, so only these are read."""
    given = _given(session, folded)
    is_known = sa.exists().where(_WORDS.c.folded == given)
    return session.execute(sa.select(given).where(~is_known)).scalars().all()


def _is_one_of(session: Session, column: sa.ColumnElement[str], values: Collection[str]) -> sa.ColumnElement[bool]:
    if session.get_bind().dialect.name == "sqlite":
        return column.in_(sa.select(_given(session, values)))
    return column == sa.any_(sa.cast(list(values), sa.ARRAY(sa.Text)))


def _given(session: Session, values: Collection[str]) -> sa.ColumnElement[str]:
    """Returns the column of a table that has these values. Many go to the database as one: each as one costs more."""
    if session.get_bind().dialect.name == "sqlite":
        given = sa.func.json_each(json.dumps(list(values))).table_valued(sa.column("value", sa.String), name="given")
    else:
        array = sa.cast(list(values), sa.ARRAY(sa.Text))
        given = sa.func.unnest(array).table_valued(sa.column("value", sa.Text), name="given").render_derived()
    return given.c.value


def _folded(word: str) -> str:
    return word if word.isascii() else fold(word)[:LONGEST_TOKEN]


def _is_worth_knowing(word: str) -> bool:
    return word.isalpha() and SHORTEST_WORD <= len(word) <= LONGEST_WORD
