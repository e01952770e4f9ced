"""When what could not be sent is tried again, and when it is given up."""

import datetime as dt

from msgspec import Struct

from webinars.lib.i18n import gettext as _
from webinars.models.outbox import Promise, PromiseState

FIRST_DELAY, LONGEST_DELAY = dt.timedelta(minutes=1), dt.timedelta(hours=4)
LAST_ATTEMPT = 25
"""With the delays between them, three days of trying. The time when nobody tried does not count."""
LONGEST_WAIT = dt.timedelta(days=30)
"""A mail that nobody has tried to send for so long, because there was no mail server, says nothing useful any more."""


class AttemptResult(Struct, frozen=True):
    """What became of a promise."""

    state: PromiseState
    failure: str = ""
    delay: dt.timedelta | None = None
    """From now until it may be tried again. None leaves the time as it is."""
    was_tried: bool = True
    """Whether this counts as an attempt."""


SENT, DROPPED = AttemptResult(PromiseState.SENT), AttemptResult(PromiseState.DROPPED)


def no_attempt(failure: str = "") -> AttemptResult:
    """Returns the outcome of a promise that goes back as it came."""
    return AttemptResult(PromiseState.DUE, failure, was_tried=False)


def permanent_failure(failure: str) -> AttemptResult:
    """Returns the outcome of a promise that the other side will never take."""
    return AttemptResult(PromiseState.FAILED, failure)


def temporary_failure(promise: Promise, failure: str) -> AttemptResult:
    """Returns the outcome of a promise to be tried again after 1, 2, 4 … minutes, at most four hours.

    After the last attempt it is given up.
    """
    if promise.attempt_count >= LAST_ATTEMPT:
        return AttemptResult(
            PromiseState.FAILED, _("It could not be sent within three days. %(reason)s", reason=failure)
        )
    doublings = min(promise.attempt_count - 1, LAST_ATTEMPT)
    return AttemptResult(PromiseState.DUE, failure, min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY))
