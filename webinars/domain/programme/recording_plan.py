"""What may be said of a recording that is not there yet. Every page and mail asks here before it promises one."""

import datetime as dt

from webinars.domain.programme.phases import Phase, over_at, phase_of
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import RecordingPlan, Status, Webinar

PROMISE_LASTS = dt.timedelta(weeks=4)
"""Whoever has not put it up by then hardly will, and nobody should wait for it any longer."""
WAITED_FOR_DAYS = 60
"""So many days after the end nobody waits any longer, and the addresses of who did are erased."""
PLAN_NAMES = {
    RecordingPlan.UNDECIDED: _l("Not decided: nothing is said of it"),
    RecordingPlan.YES: _l("Yes: the recording will be on its page"),
    RecordingPlan.NO: _l("No: its page says so before one registers"),
}


def promise_ends_at(webinar: Webinar) -> dt.datetime | None:
    """Returns until when the recording is promised, or None where it is not or no end is known."""
    end = over_at(webinar)
    return end + PROMISE_LASTS if end is not None and webinar.recording_plan is RecordingPlan.YES else None


def is_recording_promised(webinar: Webinar, now: dt.datetime) -> bool:
    """Returns whether it may be said that a recording will be there."""
    if webinar.recording_plan is not RecordingPlan.YES or webinar.status is Status.CANCELLED:
        return False
    ends_at = promise_ends_at(webinar)
    return ends_at is None or now < ends_at


def waited_for_until(webinar: Webinar) -> dt.datetime | None:
    """Returns until when somebody may wait for it, or None where there will be none, or no end is known."""
    end = over_at(webinar)
    if end is None or webinar.recording_plan is RecordingPlan.NO:
        return None
    return end + dt.timedelta(days=WAITED_FOR_DAYS)


def takes_recording_wishes(webinar: Webinar, now: dt.datetime) -> bool:
    """Returns whether who comes now may wait for the recording. The webinar has its recordings loaded."""
    until = waited_for_until(webinar)
    is_waited_for = until is not None and now < until and phase_of(webinar, now) is Phase.AFTER
    return is_waited_for and webinar.is_public_page and not webinar.recordings


def recording_plan_text(webinar: Webinar) -> str:
    """Returns what those who think of coming are told of the recording, or nothing while it is not decided."""
    match webinar.recording_plan:
        case RecordingPlan.YES:
            return _("It will be recorded, and the recording will be on the webinar’s page.")
        case RecordingPlan.NO:
            return _("It will not be recorded.")
        case _:
            return ""
