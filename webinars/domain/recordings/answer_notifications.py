"""Whoever asked is told with the moment: the mail waits for a recording that shows it, and leaves once there is one."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.questions.notifications import bring_forward
from webinars.domain.recordings.watch_links import watch_link_finder
from webinars.models import AudienceQuestion, QuestionState
from webinars.models.derived import Changes, Derived

AT_ONCE = 500


def hasten_answers(session: Session, changes: Changes, now: dt.datetime) -> None:
    """Let mails about live answers leave soon, where a recording shows the moment by now. Flushes, never commits."""
    ids = sorted(changes.of[Derived.PASSAGES])
    for start in range(0, len(ids), AT_ONCE):
        seen = _seen(session, ids[start : start + AT_ONCE])
        if not seen:
            continue
        is_told = sa.or_(AudienceQuestion.id.in_(seen), AudienceQuestion.merged_into_id.in_(seen))
        told = sa.select(AudienceQuestion.id).where(is_told, AudienceQuestion.notify_email.is_not(None))
        bring_forward(session, session.scalars(told).all(), now=now)


def _seen(session: Session, webinar_ids: Sequence[int]) -> set[int]:
    """Returns the questions of these webinars of which the answer can be watched."""
    rows = session.execute(
        sa.select(AudienceQuestion.id, AudienceQuestion.webinar_id, AudienceQuestion.answered_s)
        .where(
            AudienceQuestion.webinar_id.in_(webinar_ids),
            AudienceQuestion.state == QuestionState.ANSWERED,
            ~AudienceQuestion.is_hidden,
            AudienceQuestion.answered_s.is_not(None),
        )
        .order_by(AudienceQuestion.webinar_id, AudienceQuestion.id)
    ).all()
    watch = {
        webinar_id: watch_link_finder(session, webinar_id) for webinar_id in sorted({row.webinar_id for row in rows})
    }
    return {row.id for row in rows if watch[row.webinar_id](row.answered_s) is not None}
