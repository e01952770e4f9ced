from collections.abc import Collection, Mapping

from wtforms import PasswordField, RadioField, SelectMultipleField, StringField

from webinars.domain.interfaces.webhooks.actions import LONGEST_AUTHORIZATION
from webinars.domain.interfaces.webhooks.kinds import WebhookKind as Kind
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.web_addresses import LONGEST_ADDRESS
from webinars.models import WebhookPreset
from webinars.web.forms.base import SessionForm, options

GROUPS: Mapping[str, tuple[object, object, Collection[Kind]]] = {
    "published": (_l("A webinar is published"), _l("published"), [Kind.PUBLISHED]),
    "moved": (_l("Its time moves"), _l("moved"), [Kind.MOVED]),
    "cancelled": (
        _l("It is cancelled or comes back"),
        _l("cancelled"),
        [Kind.POSTPONED, Kind.CANCELLED, Kind.RESTORED, Kind.UNPUBLISHED],
    ),
    "changed": (_l("Its words or people change"), _l("changed"), [Kind.CHANGED]),
    "hours": (_l("It begins and ends"), _l("beginnings and ends"), [Kind.LIVE, Kind.PAST]),
    "recordings": (_l("A recording is up"), _l("recordings"), [Kind.RECORDING_PUBLISHED, Kind.RECORDING_CHANGED]),
    "answers": (_l("A question is answered"), _l("answers"), [Kind.ANSWERED]),
    "registrations": (
        _l("Somebody registers (only how many)"),
        _l("registrations"),
        [Kind.CONFIRMED, Kind.GIVEN_BACK],
    ),
}
"""What people choose: its words, a short word for it, and the kinds of message that it comes to."""


def kinds_of_groups(names: Collection[str]) -> list[Kind]:
    return [kind for name in names for kind in GROUPS[name][2]]


def groups_of(kinds: Collection[str]) -> list[str]:
    return [name for name, (_words, _short, members) in GROUPS.items() if set(members) & set(kinds)]


class KindsForm(SessionForm):
    """What may be changed of a webhook."""

    authorization_password = PasswordField(
        _l("Authorization"),
        description=_l("Sent as a header with each call. Kept encrypted, never shown again."),
        render_kw={"autocomplete": "new-password", "maxlength": LONGEST_AUTHORIZATION},
    )
    kinds = SelectMultipleField(
        _l("Kinds of message, for a program of yours"), choices=options((name, "") for name in GROUPS)
    )


class WebhookForm(KindsForm):
    preset = RadioField(
        _l("What for"), choices=options((each.value, "") for each in WebhookPreset), default=WebhookPreset.REBUILD
    )
    url = StringField(
        _l("Address"),
        description=_l("It begins with https."),
        render_kw={"inputmode": "url", "autocomplete": "off", "spellcheck": "false", "maxlength": LONGEST_ADDRESS},
    )
