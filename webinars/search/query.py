"""Finding recordings by words. Each has to be found in the title, the webinar, its organisers, series or speakers."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import ColumnElement

from webinars.lib.text import one_line
from webinars.models import Appearance, CoOrganiser, Organisation, Recording, Series, Speaker, Webinar

LONGEST_QUERY = 200
MAX_WORDS = 8
"""A longer query is answered by its first words: each costs the database a look at every text."""


@dataclass(frozen=True, slots=True)
class Search:
    """A query over recordings that are joined with their webinars."""

    condition: ColumnElement[bool]
    rank: ColumnElement[int]
    """The smaller, the better."""


def search(text: str) -> Search | None:
    """What finds `text`; None if it has no words.

    A plain match of parts of words, the same on every database. Only what is public of a listed webinar is looked at.
    """
    words = one_line(text, at_most=LONGEST_QUERY).split()[:MAX_WORDS]
    if not words:
        return None
    own = [_found_in(Recording.title, word) for word in words]
    title = [_found_in(Webinar.title, word) for word in words]
    anywhere = [
        sa.or_(in_own, in_title, _heard(word), _organising(word), _in_series(word))
        for word, in_own, in_title in zip(words, own, title, strict=True)
    ]
    rank = sa.case((sa.and_(*own), 0), (sa.and_(*title), 1), else_=2)
    return Search(condition=sa.and_(*anywhere), rank=rank)


def _found_in(column: InstrumentedAttribute[str], word: str) -> ColumnElement[bool]:
    # SQLite folds the case of ASCII letters only, so other letters are looked for as they are usually written.
    spellings = dict.fromkeys((word, word.lower(), word.capitalize(), word.upper()))
    if word.isascii():
        return column.icontains(word, autoescape=True)
    return sa.or_(*(column.icontains(spelling, autoescape=True) for spelling in spellings))


def _heard(word: str) -> ColumnElement[bool]:
    return _beside(
        Appearance.webinar_id == Recording.webinar_id,
        sa.or_(Recording.appearance_id.is_(None), Recording.appearance_id == Appearance.id),
        Appearance.is_confirmed.is_(True),
        Appearance.speaker_id == Speaker.id,
        sa.or_(_found_in(Speaker.name, word), _found_in(Appearance.talk_title, word)),
    )


def _organising(word: str) -> ColumnElement[bool]:
    accepted = sa.and_(
        CoOrganiser.webinar_id == Webinar.id,
        CoOrganiser.organisation_id == Organisation.id,
        CoOrganiser.accepted_at.is_not(None),
    )
    return sa.or_(
        _beside(Organisation.id == Webinar.host_id, _found_in(Organisation.name, word)),
        _beside(accepted, _found_in(Organisation.name, word)),
    )


def _in_series(word: str) -> ColumnElement[bool]:
    return _beside(Series.id == Webinar.series_id, _found_in(Series.title, word))


def _beside(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    # Said in full: a query that joins speakers or series of its own must not have these taken for its own.
    return sa.exists().where(*conditions).correlate(Recording, Webinar)
