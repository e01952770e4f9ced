"""What may have been meant where nothing was found: words that are spelt alike, and the names and titles that are."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.domain.search.engines.engine import engine_of
from webinars.domain.search.queries import recordings_matching
from webinars.domain.search.terms import Term, Terms, terms_of
from webinars.domain.search.tokens import fold
from webinars.domain.search.vocabulary import SHORTEST_WORD
from webinars.models import DocumentKind, Recording, SearchDocument, SearchWord, Speaker, Webinar

AT_MOST = 4
COMPARED = 40
"""So many of the best are compared letter by letter."""
NEAR_ENOUGH = 0.5
"""The share of the letter triples of what was typed that has to be found again."""
MOST_MISTYPED = 4
"""Words of one question that are compared with others."""
MOST_NEAR = 5
"""Words that one mistyped word may have meant."""
MOST_WORDS = 4_000
"""Words that one is compared with: somebody who mistypes in vain must not keep the site busy."""
HEARD_ALIKE = ("ckqg", "sczx", "fvwpb", "iyje", "dt", "aeouh", "mn", "lr")
"""First letters that are taken for one another. Any other letter may be another one."""


class Suggestion(Struct, frozen=True):
    name: str
    kind: DocumentKind | None
    """None: `name` is what may have been typed instead."""
    slug: str = ""


def suggestions(session: Session, text: str) -> list[Suggestion]:
    """Returns what is spelt nearly like `text`: first other words that find something, then names and titles."""
    terms = terms_of(text)
    if terms is None or not terms.wanted:
        return []
    words = [term.tokens[0] for term in terms.wanted if _is_a_word(term)][:MOST_MISTYPED]
    near = {word: _near_words(session, word) for word in words}
    named = _named(session, text, terms, near)
    corrected = _corrected(session, terms, near)
    # What is offered as a name or a title need not be offered as words as well.
    is_said = any(fold(corrected) in fold(each.name) for each in named)
    return ([Suggestion(corrected, None)] if corrected and not is_said else [])[:AT_MOST] + named


def _is_a_word(term: Term) -> bool:
    return bool(term.written) and len(term.tokens[0]) >= SHORTEST_WORD


def _near_words(session: Session, token: str) -> Mapping[str, str]:
    """Returns the words that are spelt nearly like a token, the nearest first, with how they are written."""
    first = {token[0], token[1], *(letter for group in HEARD_ALIKE if token[0] in group for letter in group)}
    may_miss = 1 if len(token) <= SHORTEST_WORD + 1 else 2
    length = sa.func.length(SearchWord.folded)
    # Two letters that follow each other are somewhere as they were typed, give or take one place.
    alike = sa.or_(
        *(sa.func.substr(SearchWord.folded, place + shift, 2) == token[place - 1 : place + 1]
          for place in range(1, len(token)) for shift in (-1, 0, 1) if place + shift)
    )  # fmt: skip
    rows = session.execute(
        sa.select(SearchWord.folded, SearchWord.written)
        .where(
            sa.or_(*(SearchWord.folded.between(letter, f"{letter}\U0010ffff") for letter in sorted(first))),
            length.between(len(token) - may_miss, len(token) + may_miss),
            alike,
        )
        .order_by(SearchWord.folded)
        .limit(MOST_WORDS)
    ).all()
    found = [(changes, folded, written) for folded, written in rows
             if (changes := _changes(token, folded, may_miss)) is not None]  # fmt: skip
    return {folded: written for _changes, folded, written in sorted(found)[:MOST_NEAR]}


def _changes(typed: str, word: str, at_most: int) -> int | None:
    """Returns how many letters are missing, too many, others, or have changed places, or None if over `at_most`."""
    before: list[int] = []
    last = list(range(len(word) + 1))
    for row, letter in enumerate(typed, 1):
        present = [row]
        for column, other in enumerate(word, 1):
            least = min(last[column] + 1, present[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == word[column - 2] and typed[row - 2] == other:
                least = min(least, before[column - 2] + 1)
            present.append(least)
        if min(present) > at_most:
            return None
        before, last = last, present
    return last[-1] if last[-1] <= at_most else None


def _corrected(session: Session, terms: Terms, near: Mapping[str, Mapping[str, str]]) -> str:
    """Returns what may have been typed: with the nearest word for each that is unknown.

    Empty if that finds nothing either. A word may be one of a text that is no longer to be found. Nothing but what is
    found is told of it.
    """
    wanted, written = [], []
    for term in terms.wanted:
        words = near.get(term.tokens[0], {})
        folded = next(iter(words), term.tokens[0])
        wanted.append(replace(term, tokens=(folded, *term.tokens[1:])))
        written.append(words.get(folded) or term.written or " ".join(term.tokens))
    asked = Terms(tuple(wanted))
    if asked.wanted == terms.wanted or not _finds(session, asked):
        return ""
    return " ".join(written)


def _finds(session: Session, terms: Terms) -> bool:
    engine = engine_of(session)
    documents = engine.documents.matching(engine.query_text(terms))
    return any(session.execute(query.limit(1)).first() for query in (documents, recordings_matching(session, terms)))


def _named(session: Session, text: str, terms: Terms, near: Mapping[str, Mapping[str, str]]) -> list[Suggestion]:
    """Returns the names and titles that have some of the words, or nearly, and are alike as a whole, nearest first."""
    wanted = [Term((token,)) for term in terms.wanted for token in term.tokens if token not in near]
    wanted += [Term((word,)) for words in near.values() for word in words]
    typed = _triples(text)
    if not wanted or not typed:
        return []
    engine = engine_of(session)
    best = engine.documents.best(engine.query_text(Terms(tuple(wanted)).any()), COMPARED).subquery()
    rows = session.execute(_slugs(best)).all()
    found: dict[str, tuple[float, Suggestion]] = {}
    for kind, title, slug in rows:
        share = len(typed & (theirs := _triples(title))) / len(typed)
        if slug and share >= NEAR_ENOUGH:
            # Of two that have as much of it, the shorter one is more like it.
            found.setdefault(title, (share + 1 / (1 + len(theirs)), Suggestion(title, DocumentKind(kind), slug)))
    return [each for _nearness, each in sorted(found.values(), key=lambda pair: -pair[0])][:AT_MOST]


def _slugs(best: sa.Subquery) -> sa.Select[str, str, str]:
    slug = sa.case(
        (SearchDocument.kind == DocumentKind.SPEAKER, Speaker.slug),
        (SearchDocument.kind == DocumentKind.RECORDING, Recording.slug),
        else_=Webinar.slug,
    )
    return (
        sa.select(sa.type_coerce(SearchDocument.kind, sa.String), SearchDocument.title, slug)
        .join(best, best.c.document_id == SearchDocument.id)
        .outerjoin(Recording, Recording.id == SearchDocument.recording_id)
        .outerjoin(Webinar, Webinar.id == SearchDocument.webinar_id)
        .outerjoin(Speaker, sa.and_(Speaker.id == SearchDocument.ref_id, SearchDocument.kind == DocumentKind.SPEAKER))
        .order_by(best.c.score.desc(), SearchDocument.id)
    )


def _triples(text: str) -> set[str]:
    return {triple for word in fold(text).split() for triple in _of_word(word)}


def _of_word(word: str) -> Iterable[str]:
    padded = f"  {word} "
    return (padded[place : place + 3] for place in range(len(padded) - 2))
