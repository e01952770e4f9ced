"""Which webinar a recap tells of."""

from collections.abc import Sequence

from msgspec import Struct

from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext
from webinars.pure.announcements.model import WebinarReading
from webinars.pure.announcements.reader.people.names import folded_name
from webinars.pure.matching.similarity import DATE_WEIGHT, WebinarCandidate, clear_winner, date_likeness, title_likeness

SIMILAR = 0.5
"""How alike titles have to be that are called similar."""
ENOUGH = 1.0
"""The sum of what speaks for a match: a date with half the title or half the people, or a title that is the same."""
MARGIN = 0.25
"""By how much the best has to beat the second. Else a person decides."""


class Match(Struct, frozen=True):
    """The webinar a recap belongs to, with the reasons as sentences for people."""

    candidate: WebinarCandidate
    score: float
    reasons: tuple[str, ...]


def match_recap(recap: WebinarReading, candidates: Sequence[WebinarCandidate]) -> Match | None:
    """Returns the webinar `recap` tells of, or None when nothing speaks for one, or as much for two."""
    matches = [_compared(recap, candidate) for candidate in candidates]
    return clear_winner([(match.score, match) for match in matches], enough=ENOUGH, margin=MARGIN)


def _compared(recap: WebinarReading, candidate: WebinarCandidate) -> Match:
    reasons = []
    title = title_likeness(recap.title.value, candidate.title) if recap.title else 0.0
    if title == 1:
        reasons.append(_("The title is the same."))
    elif title >= SIMILAR:
        reasons.append(_("The title is similar."))
    date = date_likeness(recap.date, candidate.date)
    if date == 1:
        reasons.append(_("The date is the same."))
    elif date > 0:
        reasons.append(_("The date is one day apart."))
    theirs = {folded_name(talk.name) for talk in candidate.lineup}
    shared = [found.value.name for found in recap.lineup if folded_name(found.value.name) in theirs]
    people = len(shared) / max(min(len(theirs), len(recap.lineup)), 1)
    if shared:
        reasons.append(ngettext("One speaker is the same.", "%(num)s speakers are the same.", len(shared)))
    # Another date speaks against: the same title may return every year, with the same people.
    return Match(candidate, title + DATE_WEIGHT * date + min(people, 0.9), tuple(reasons))
