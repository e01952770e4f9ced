"""What those who had a place say of a webinar afterwards: two answers, stored without a word on who gave them.

Verbs flush and never commit.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.db import length_of
from webinars.domain.registration.attendee_actions import locked_registration
from webinars.domain.registration.errors import RegistrationInvalid, StateHasChanged
from webinars.domain.registration.queries import is_feedback_wanted
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import many_lines
from webinars.models import Feedback, Webinar, Worth
from webinars.pure.charts import FEWEST

LONGEST_WORDS = length_of(Feedback.words)


class FeedbackFigures(Struct, frozen=True, kw_only=True):
    """What organisers read: nothing below five answers, for then one might know whose they are."""

    count: int
    worth: dict[Worth, int]
    words: Sequence[str]
    """In the order of their letters: that in which they came would tell when somebody wrote."""


def give_feedback(session: Session, registration_id: int, worth: str, words: str, *, now: dt.datetime) -> None:
    """Store what somebody says, and with the registration only that they have. A second press changes nothing.

    Raises RegistrationInvalid, StateHasChanged where it is not asked, or not any more.
    """
    desk, registration = locked_registration(session, registration_id)
    if registration.has_given_feedback:
        return
    if registration.erased_at is not None or not is_feedback_wanted(registration, desk.row, desk.webinar, now=now):
        raise StateHasChanged
    said, wrong = many_lines(words), {}
    if worth not in set(Worth):
        wrong["worth"] = _("Choose one of the three.")
    if len(said) > LONGEST_WORDS:
        wrong["words"] = _(
            "This has %(count)s characters. Shorten it to %(limit)s.", count=len(said), limit=LONGEST_WORDS
        )
    if wrong:
        raise RegistrationInvalid(wrong)
    registration.has_given_feedback = True
    session.add(Feedback(webinar_id=desk.webinar.id, worth=Worth(worth), words=said))
    session.flush()


def feedback_figures(session: Session, webinar: Webinar) -> FeedbackFigures:
    """Returns what was said of `webinar`, without any of it where fewer than five have answered."""
    rows = session.execute(sa.select(Feedback.worth, Feedback.words).where(Feedback.webinar_id == webinar.id)).all()
    told = rows if len(rows) >= FEWEST else []
    counts = Counter(row.worth for row in told)
    return FeedbackFigures(
        count=len(rows),
        worth={each: counts[each] for each in Worth} if told else {},
        words=sorted(row.words for row in told if row.words),
    )
