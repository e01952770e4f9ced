"""What is asked of the page of moderators, as it stands in its address."""

import enum
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from werkzeug.datastructures import MultiDict

from webinars.lib.i18n import lazy_gettext as _l
from webinars.web.number_converter import as_id


class WaitingOrder(enum.StrEnum):
    """In which order those wait that are to be answered."""

    VOTES = "votes"
    REGISTERED = "registered"
    OLDEST = "oldest"


ORDER_NAMES: Mapping[WaitingOrder, object] = {
    WaitingOrder.VOTES: _l("Most votes"),
    WaitingOrder.REGISTERED: _l("Most registered votes"),
    WaitingOrder.OLDEST: _l("Oldest"),
}


class OpenRowForm(enum.StrEnum):
    """Which form stands in the open row."""

    MERGE = "merge"
    REASON = "reason"
    """Why it was hidden."""
    MORE = "more"
    """Words, who answers, an answer in writing, why it is not taken up."""


class PageFilter(Struct, frozen=True, kw_only=True):
    order: WaitingOrder = WaitingOrder.VOTES
    open: int | None = None
    """The number of the row that is chosen, or None for the first that waits."""
    part: OpenRowForm | None = None
    is_all: bool = False
    """Every row, not only the first of each list."""
    did: str = ""
    """What was just done, and to which question."""
    number: int | None = None

    @property
    def kept(self) -> dict[str, Any]:
        """Returns what stays from one press to the next, as arguments of an address."""
        return {
            **({"order": self.order.value} if self.order is not WaitingOrder.VOTES else {}),
            **({"all": "1"} if self.is_all else {}),
        }


def filter_in(args: MultiDict[str, str]) -> PageFilter:
    """Returns what the address asks for. What means nothing is passed over."""
    orders, parts = {each.value: each for each in WaitingOrder}, {each.value: each for each in OpenRowForm}
    return PageFilter(
        order=orders.get(args.get("order", ""), WaitingOrder.VOTES),
        open=as_id(args.get("open")),
        part=parts.get(args.get("part", "")),
        is_all=args.get("all") == "1",
        did=args.get("did", ""),
        number=as_id(args.get("number")),
    )
