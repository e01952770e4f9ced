"""Why a room's report cannot be read."""

from collections.abc import Mapping, Sequence

from webinars.lib.errors import WebinarsError
from webinars.lib.i18n import gettext as _
from webinars.pure.attendance.columns import Column


class AttendanceUnreadable(WebinarsError):
    """It is no table."""

    def __init__(self) -> None:
        super().__init__(_("This is no table: save the report as CSV, with a name or an address in each line."))


class AttendanceEmpty(WebinarsError):
    """It names nobody."""

    def __init__(self) -> None:
        super().__init__(_("This report names nobody."))


class ColumnsUnclear(WebinarsError):
    """Nobody knows what its columns hold. `heads` are what stands above them, `found` those that are known."""

    def __init__(self, heads: Sequence[str], found: Mapping[Column, int]) -> None:
        if Column.NAME not in found and Column.EMAIL not in found:
            sentence = _("Say which column has the names or the addresses.")
        else:
            sentence = _("Say which columns tell how long people stayed: the minutes, or when they joined and left.")
        super().__init__(sentence)
        self.heads = heads
        self.found = found


class HourUnreadable(WebinarsError):
    """A cell that should be a date and an hour is none."""

    def __init__(self, text: str, line: int) -> None:
        super().__init__(_("“%(text)s” in line %(line)s is no date and hour.", text=text[:60], line=line))


class LengthUnreadable(WebinarsError):
    """A cell that should say how long somebody stayed does not."""

    def __init__(self, text: str, line: int) -> None:
        super().__init__(
            _(
                "“%(text)s” in line %(line)s is no number of minutes, and no time like 1:05:00.",
                text=text[:60],
                line=line,
            )
        )
