"""Moments as moderators read them: seconds since the stream began, which may be later than the webinar."""

import datetime as dt

from webinars.domain.questions.answer_actions import moment_s
from webinars.domain.questions.errors import QuestionInvalid
from webinars.domain.recordings.clip_tree import LATEST_BEGIN_S, sync_s_of
from webinars.lib.i18n import gettext as _
from webinars.lib.player_times import playing_time
from webinars.models import QuestionBoard, Webinar
from webinars.pure.captions.timestamps import moment_ms

MILLISECONDS = 1000


def offset_s(board: QuestionBoard, webinar: Webinar) -> int:
    """Returns how many seconds after the planned start the stream began, as recordings have it.

    Negative if it began before.
    """
    return sync_s_of(webinar.starts_at, board.stream_began_at)


def began_at(board: QuestionBoard, webinar: Webinar) -> dt.datetime | None:
    """Returns when the stream began, or None at the planned start, also of a webinar that was moved to another day."""
    return board.stream_began_at if offset_s(board, webinar) else None


def moment_now(board: QuestionBoard, webinar: Webinar, now: dt.datetime) -> str:
    """Returns the moment in the stream at `now`, "41:12", or an empty text before it begins, and long after."""
    seconds = moment_s(webinar, now)
    return "" if seconds is None or seconds < offset_s(board, webinar) else in_stream(seconds, board, webinar)


def in_stream(seconds: int, board: QuestionBoard, webinar: Webinar) -> str:
    """Returns a moment of webinar time as the stream shows it."""
    return playing_time(max(0, seconds - offset_s(board, webinar)))


def began_after(webinar: Webinar, typed: str) -> dt.datetime | None:
    """Returns when the stream began, from how long after the planned start.

    None at that start, for nothing or zero. Raises QuestionInvalid.
    """
    if webinar.starts_at is None:
        raise QuestionInvalid({"began": _("There is no start from which this could be counted.")})
    if not typed.strip():
        return None
    at_ms = moment_ms(typed)
    if at_ms is None or at_ms > LATEST_BEGIN_S * MILLISECONDS:
        raise QuestionInvalid({"began": _("Write how long after the start it began, like 3:20.")})
    return webinar.starts_at + dt.timedelta(seconds=at_ms // MILLISECONDS) if at_ms else None
