"""What is asked of the list of webinars on the desk, as it stands in the address."""

import datetime as dt
import enum
import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from werkzeug.datastructures import MultiDict

from webinars.domain.scheduling.bulk_actions.queries import MOST_CHOSEN
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.text_cleaning import one_line
from webinars.models import Organisation
from webinars.pure.times import FIRST_YEAR, LAST_YEAR
from webinars.web.number_converter import as_id

LONGEST_ASKED = 200
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


class WebinarFilter(enum.StrEnum):
    """What a chip stands for. Those from `DRAFTS` to `CANCELLED` are parts of `COMING`."""

    COMING = "coming"
    DRAFTS = "drafts"
    PUBLISHED = "published"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    WITHOUT_RECORDING = "without-recording"
    PAST = "past"


STATE_NAMES: Mapping[WebinarFilter, str] = {
    WebinarFilter.COMING: _l("Coming"),
    WebinarFilter.DRAFTS: _l("Drafts"),
    WebinarFilter.PUBLISHED: _l("Published"),
    WebinarFilter.POSTPONED: _l("Postponed"),
    WebinarFilter.CANCELLED: _l("Cancelled"),
    WebinarFilter.WITHOUT_RECORDING: _l("Without a recording"),
    WebinarFilter.PAST: _l("Past"),
}
ALWAYS_OFFERED = {WebinarFilter.COMING, WebinarFilter.DRAFTS, WebinarFilter.PAST}
"""Of the others only those of which there is any."""


class Finder(Struct, frozen=True, kw_only=True):
    """The words, the organisation and the state looked for, and how what is found is shown."""

    words: str = ""
    organisation: Organisation | None = None
    state: WebinarFilter | None = None
    """None: whatever its state."""
    month: dt.date | None = None
    """The first of the month that is shown, or None for a list."""
    chosen: frozenset[int] = frozenset()
    """Only these, each of them chosen."""

    @property
    def is_narrowed(self) -> bool:
        """Returns whether it asks for less than everything that is coming."""
        return bool(self.words or self.organisation or self.chosen) or self.state not in {None, WebinarFilter.COMING}

    def query(self, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as url_for takes them
        """Returns the query of an address that asks the same, but for `changes`, in which None leaves one out."""
        asked = {
            "q": self.words or None,
            "organisation": self.organisation.slug if self.organisation else None,
            "state": self.state.value if self.state else None,
            "view": "month" if self.month else None,
            "month": f"{self.month:%Y-%m}" if self.month else None,
        }
        return {name: value for name, value in (asked | changes).items() if value is not None}


def finder_of(args: MultiDict[str, str], organisations: Sequence[Organisation], *, today: dt.date) -> Finder:
    """Returns what the address asks for. What names nothing is passed over.

    `organisations` are those that can be chosen.
    """
    words = one_line(args.get("q", ""), at_most=LONGEST_ASKED)
    state = next((each for each in WebinarFilter if each.value == args.get("state")), None)
    month = _month(args.get("month", ""), today) if args.get("view") == "month" else None
    chosen = ids_in(args.getlist("chosen"))
    is_open = words or month or chosen
    return Finder(
        words=words,
        organisation=next((each for each in organisations if each.slug == args.get("organisation")), None),
        # Somebody who looks for a webinar by name need not know whether it is over.
        state=state if is_open else state or WebinarFilter.COMING,
        month=month,
        chosen=chosen,
    )


def ids_in(values: Sequence[str]) -> frozenset[int]:
    """Returns the ids among what boxes have sent, as many as can be chosen at once."""
    return frozenset(sorted({found for each in values if (found := as_id(each))})[:MOST_CHOSEN])


def _month(text: str, today: dt.date) -> dt.date:
    found = _MONTH.fullmatch(text)
    if found is not None:
        year, month = int(found[1]), int(found[2])
        # The years of which the rules of zones are known, with whole weeks before and after.
        if FIRST_YEAR < year < LAST_YEAR and 1 <= month <= 12:  # noqa: PLR2004 - months of a year
            return dt.date(year, month, 1)
    return today.replace(day=1)
