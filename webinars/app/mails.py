"""Every kind of mail that the application sends."""

from webinars.domain.accounts import emails as accounts
from webinars.domain.mail.letter import Kind, Kinds
from webinars.domain.organisations import emails as organisations
from webinars.domain.programme import emails as programme
from webinars.domain.recordings.copies import emails as copies
from webinars.domain.zone_rules import emails as zone_rules
from webinars.lib.i18n import lazy_gettext as _l

KINDS: Kinds = {
    "accounts.reset": Kind(_l("Link for a new password"), accounts.write_reset),
    "accounts.password_changed": Kind(_l("Notice of a new password"), accounts.write_password_changed),
    "organisations.added": Kind(_l("New member of an organisation"), organisations.write_added),
    "programme.declined": Kind(_l("Declined invitation to organise together"), programme.write_declined),
    "programme.invited": Kind(_l("Invitation to organise together"), programme.write_invited),
    "recordings.unavailable": Kind(_l("Notice of a video that is gone"), copies.write_unavailable),
    "zone_rules.moved": Kind(_l("Notice of new zone rules"), zone_rules.write_zone_rules),
}
