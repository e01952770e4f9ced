"""Programmes of conferences read as calendars are: schedules of pretalx and frab, JSON or XML, and Indico's JSON.

Each talk that has a start is an entry of its own, known by its guid.
"""

from webinars.pure.schedules.document import ScheduleUnreadable, is_schedule
from webinars.pure.schedules.reading import read_schedule
