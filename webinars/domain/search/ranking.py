"""What stands first among what was found: exact titles, the very words, what is about it, then the newer."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from webinars.domain.search.terms import Terms
from webinars.domain.search.tokens import tokens
from webinars.models import DocumentKind

SAID_WEIGHT = 0.05
"""What is said in passing counts less than any word of what a recording is about."""
OTHER_FORMS = 0.01
"""The same for what has the words in other forms only: less than what has the very words, wherever these stand."""
EXACT = 10.0
"""More than any words are worth."""
HALF_LIFE_DAYS = 730
OLD_WEIGHT = 0.5
"""What remains of the weight of a very old recording: age decides between alike, not between good and bad."""


class Hit(Struct, frozen=True):
    """Something that was found."""

    kind: DocumentKind
    ref_id: int
    """The id in the table of that kind."""
    score: float
    """The greater, the better. Comparable within one search only."""


def ranked(rows: Sequence[Any], terms: Terms, *, today: dt.date) -> list[Hit]:
    """Returns what was found for `terms`, best first. A document and each of its passages are rows of their own."""
    wanted = [token for term in terms.wanted for token in term.tokens]
    longest_title = 2 * sum(map(len, wanted)) + len(wanted)
    scores: dict[tuple[str, int], float] = {}
    # The two indexes weigh words differently, and other words weigh something else: what is comparable is how near
    # something comes to the best of its kind.
    greatest: dict[tuple[int, int], float] = {}
    for _kind, _ref_id, _held_on, score, _title, *of_kind in rows:
        greatest[*of_kind] = max(score, greatest.get((*of_kind,), 0.0))
    for kind, ref_id, held_on, found_score, title, is_exact, is_said in rows:
        score = found_score / (greatest[is_exact, is_said] or 1.0) * _freshness(held_on, today)
        if not is_exact:
            score *= OTHER_FORMS
        if is_said:
            score *= SAID_WEIGHT
        elif len(title) <= longest_title and tokens(title) == wanted:
            # The title is what was typed and nothing else.
            score += EXACT
        scores[kind, ref_id] = scores.get((kind, ref_id), 0.0) + score
    hits = [Hit(DocumentKind(kind), ref_id, score) for (kind, ref_id), score in scores.items()]
    return sorted(hits, key=lambda hit: (-hit.score, -hit.ref_id))


def _freshness(held_on: dt.date, today: dt.date) -> float:
    """Returns from 1 for today down to OLD_WEIGHT, half of the way after two years."""
    age = max((today - held_on).days, 0)
    return OLD_WEIGHT + (1 - OLD_WEIGHT) / (1 + age / HALF_LIFE_DAYS)
