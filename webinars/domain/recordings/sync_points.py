"""Where a full stream begins in webinar time, as far as it follows from when moderators say that it began."""

import datetime as dt

from sqlalchemy.orm import Session

from webinars.domain.questions.boards import board_of
from webinars.models import Webinar

LATEST_BEGIN_S = 6 * 3600
"""A stream that began later, or as long before, belongs to a start from which the webinar was moved."""


def usual_sync_s(session: Session, webinar: Webinar) -> int:
    """Returns the sync point of a full stream of which nobody has said more than when the stream began."""
    board = board_of(session, webinar.id)
    return sync_s_of(webinar.starts_at, None if board is None else board.stream_began_at)


def sync_s_of(starts_at: dt.datetime | None, began_at: dt.datetime | None) -> int:
    """Returns the sync point of a stream that began at `began_at`; 0, the planned start, where that is not known."""
    if starts_at is None or began_at is None:
        return 0
    seconds = round((began_at - starts_at).total_seconds())
    return seconds if abs(seconds) <= LATEST_BEGIN_S else 0
