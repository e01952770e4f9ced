"""The end of a webinar by its markup."""

import datetime as dt
from dataclasses import replace
from typing import Final

from webinars.lib.i18n import gettext as _
from webinars.pure.announcements.reader.structured_data.date_values import read_length, read_moment
from webinars.pure.announcements.reader.structured_data.events import EmbeddedWebinar
from webinars.pure.times import Problem, StartReading, TimesError, instant


def with_end(reading: StartReading, said: EmbeddedWebinar, published_on: dt.date) -> StartReading:
    """Returns a settled start with the end that the markup gives.

    One before the start or more than a day after it is left out and said: it is that of a series, or of the sale of
    tickets. So is one that the text contradicts.
    """
    ends_at = _end_of(reading, said, published_on)
    if reading.starts_at is None or ends_at is None or ends_at in {reading.starts_at, reading.ends_at}:
        return reading
    if not reading.starts_at < ends_at <= reading.starts_at + _LONGEST:
        message = _("The end that the page tells programs is before the start or more than a day after it: left out.")
        return replace(reading, problems=(*reading.problems, Problem("end_left_out", False, said.ends, message)))
    if reading.ends_at is not None:
        message = _("The end in the text and the one that the page tells programs are different. Enter one of them.")
        problem = Problem("ends_disagree", False, said.ends, message)
        return replace(reading, ends_at=None, problems=(*reading.problems, problem))
    return replace(reading, ends_at=ends_at)


_LONGEST: Final = dt.timedelta(days=1)


def _end_of(reading: StartReading, said: EmbeddedWebinar, published_on: dt.date) -> dt.datetime | None:
    if reading.starts_at is None or reading.timezone is None:
        return None
    end = read_moment(said.ends, published_on) if said.ends else None
    if end is not None and end.at is not None:
        return end.at
    if end is not None and end.wall is not None:
        try:
            return instant(end.wall, reading.timezone)
        except TimesError:
            return None
    length = read_length(said.duration)
    return None if length is None else reading.starts_at + length
