"""How many people get a message, and what has become of it, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from webinars.domain.registration.mailings.audiences import AudienceCount
from webinars.domain.registration.messages.deliveries import Delivery, DeliveryState
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.i18n import ngettext
from webinars.lib.text_cleaning import number_word
from webinars.models import Audience, User

AUDIENCES: Mapping[Audience | None, str] = MappingProxyType(
    {
        Audience.CONFIRMED: _l("Those with a place"),
        Audience.WAITING: _l("Those on the waiting list"),
        Audience.JOINED: _l("Those who joined"),
        Audience.ABSENT: _l("Those with a place who did not join"),
        Audience.RECORDING: _l("Those who asked for the recording"),
    }
)
STANDINGS = MappingProxyType(
    {
        DeliveryState.HELD: _l("Waits for an administrator"),
        DeliveryState.REFUSED: _l("Refused"),
        DeliveryState.PLANNED: _l("Planned"),
        DeliveryState.SENDING: _l("Being sent"),
        DeliveryState.SENT: _l("Sent"),
        DeliveryState.STOPPED: _l("Stopped"),
        DeliveryState.FAILED: _l("Not sent"),
    }
)
PILLS = MappingProxyType(
    {
        DeliveryState.HELD: ("pending", "clock"),
        DeliveryState.REFUSED: ("past", "close"),
        DeliveryState.PLANNED: ("draft", "clock"),
        DeliveryState.SENDING: ("waiting", "mail"),
        DeliveryState.SENT: ("published", "check"),
        DeliveryState.STOPPED: ("past", "close"),
        DeliveryState.FAILED: ("cancelled", "alert"),
    }
)
"""The pill and its icon."""


def to_whom(audience: Audience | None) -> str:
    """Returns whom it goes to, such as "those with a place", within a sentence."""
    return {
        Audience.CONFIRMED: _("those with a place"),
        Audience.WAITING: _("those on the waiting list"),
        Audience.JOINED: _("those who joined"),
        Audience.ABSENT: _("those with a place who did not join"),
        Audience.RECORDING: _("those who asked for the recording"),
        None: "",
    }[audience]


def gets_it_text(counted: AudienceCount) -> str:
    """Returns how many people it goes to: "26 people will get it."."""
    if not counted.gets_it:
        return _("Nobody would get it.")
    return ngettext("One person will get it.", "%(num)s people will get it.", counted.gets_it)


def there_text(audience: Audience, counted: AudienceCount) -> str:
    """Returns who is there: "28 have a place, and two of them have stopped messages."."""
    count = counted.there
    there = {
        Audience.CONFIRMED: ngettext("One person has a place", "%(num)s have a place", count),
        Audience.WAITING: ngettext("One person is on the waiting list", "%(num)s are on the waiting list", count),
        Audience.JOINED: ngettext("One person joined", "%(num)s joined", count),
        Audience.ABSENT: ngettext("One person with a place did not join", "%(num)s with a place did not join", count),
        Audience.RECORDING: ngettext("One person asked for the recording", "%(num)s asked for the recording", count),
    }[audience]
    if not count:
        return ""
    if not counted.has_stopped:
        return f"{there}."
    return ngettext(
        "%(there)s, and one of them has stopped messages.",
        "%(there)s, and %(count)s of them have stopped messages.",
        counted.has_stopped,
        there=there,
        count=number_word(counted.has_stopped),
    )


def by_text(sending: Delivery, user_id: int | None) -> str:
    """Returns who wrote it: "by you", "by Joseph Priestley"."""
    return _by(sending.author, user_id)


def stopped_by_text(sending: Delivery, user_id: int | None) -> str:
    return _by(sending.stopped_by, user_id)


def _by(user: User | None, user_id: int | None) -> str:
    if user is None:
        return _("by somebody who has gone")
    if user.id == user_id:
        return _("by you")
    return _("by %(who)s", who=user.name or user.email)


def undelivered_text(sending: Delivery) -> str:
    """Returns what of a message did not arrive, in a sentence, or "" if there is nothing to say."""
    sentences = []
    if sending.gone_count:
        sentences.append(
            ngettext("One address no longer takes mail.", "%(num)s addresses no longer take mail.", sending.gone_count)
        )
    if other := max(0, sending.missed_count - sending.gone_count):
        sentences.append(
            ngettext(
                "One mail was not needed any more, or could not be sent.",
                "%(num)s mails were not needed any more, or could not be sent.",
                other,
            )
        )
    return " ".join(sentences)
