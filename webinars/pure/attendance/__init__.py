"""The report of a meeting room, such as Zoom's or BigBlueButton's: who was there, and for how long."""

from webinars.pure.attendance.columns import Column
from webinars.pure.attendance.errors import (
    AttendanceEmpty,
    AttendanceUnreadable,
    ColumnsUnclear,
    HourUnreadable,
    LengthUnreadable,
)
from webinars.pure.attendance.participants import Participant, Report, folded, read_report, without_brackets
