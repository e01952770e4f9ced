"""An organisation's house style, as it is stored and as the writer takes it."""

from collections.abc import Mapping
from typing import Any

from webinars.pure.announcements.writer import HouseStyle, ModeratorWording, TextPart

LABEL_LENGTH = 60


def read_house_style(stored: Mapping[str, Any]) -> HouseStyle:
    """Returns the style of a row. What is missing, or unknown to this version, is the default."""
    default = HouseStyle()
    known = {section.value for section in TextPart}
    order = tuple(TextPart(name) for name in stored.get("order", ()) if name in known)
    wordings = {wording.value for wording in ModeratorWording}
    moderator = stored.get("moderator")
    return HouseStyle(
        # A part that the row does not know yet stands at the end, so that no text loses it.
        order=order + tuple(section for section in default.order if section not in order),
        has_emoji=bool(stored.get("has_emoji", default.has_emoji)),
        has_asked=bool(stored.get("has_asked", default.has_asked)),
        moderator=ModeratorWording(moderator) if moderator in wordings else default.moderator,
        title_label=stored.get("title_label"),
        lineup_label=stored.get("lineup_label"),
    )


def stored_house_style(style: HouseStyle) -> dict[str, Any]:
    """Returns the style as a row keeps it."""
    return {
        "order": [section.value for section in style.order],
        "has_emoji": style.has_emoji,
        "has_asked": style.has_asked,
        "moderator": style.moderator.value,
        "title_label": style.title_label,
        "lineup_label": style.lineup_label,
    }
