"""Moments as moderators read them: seconds since the stream began, which may be later than the webinar."""

import datetime as dt

from webinars.domain.questions.answering import moment_s
from webinars.domain.questions.errors import QuestionInvalid
from webinars.lib.i18n import gettext as _
from webinars.lib.playing_times import playing_time
from webinars.models import QuestionBoard, Webinar
from webinars.pure.captions.times import moment_ms

LATEST_BEGIN_S = 6 * 3600
MILLISECONDS = 1000


def offset_s(board: QuestionBoard, webinar: Webinar) -> int:
    """Returns how long after the planned start the stream began; negative if it began before."""
    if board.stream_began_at is None or webinar.starts_at is None:
        return 0
    return int((board.stream_began_at - webinar.starts_at).total_seconds())


def moment_now(board: QuestionBoard, webinar: Webinar, now: dt.datetime) -> str:
    """Returns the moment in the stream at `now`, "41:12"; empty before it begins, and long after."""
    seconds = moment_s(webinar, now)
    return "" if seconds is None or seconds < offset_s(board, webinar) else in_stream(seconds, board, webinar)


def in_stream(seconds: int, board: QuestionBoard, webinar: Webinar) -> str:
    """Returns a moment of webinar time as the stream shows it."""
    return playing_time(max(0, seconds - offset_s(board, webinar)))


def began_after(webinar: Webinar, typed: str) -> dt.datetime | None:
    """Returns when the stream began, from how long after the planned start; None at that start, for nothing or zero.

    Raises QuestionInvalid.
    """
    if webinar.starts_at is None:
        raise QuestionInvalid({"began": _("There is no start from which this could be counted.")})
    if not typed.strip():
        return None
    at_ms = moment_ms(typed)
    if at_ms is None or at_ms > LATEST_BEGIN_S * MILLISECONDS:
        raise QuestionInvalid({"began": _("Write how long after the start it began, like 3:20.")})
    return webinar.starts_at + dt.timedelta(seconds=at_ms // MILLISECONDS) if at_ms else None
