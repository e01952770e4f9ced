"""Every kind of mail that the application sends."""

from webinars.domain.accounts import emails as accounts
from webinars.domain.mail.letter import Kind, Kinds
from webinars.domain.organisations import emails as organisations
from webinars.domain.programme import emails as programme
from webinars.domain.recordings.copies import emails as copies
from webinars.domain.registration import emails as registration
from webinars.domain.registration import last_emails, news_emails, reminder_emails
from webinars.domain.registration.wishes import REMINDERS
from webinars.domain.zone_rules import emails as zone_rules
from webinars.lib.i18n import lazy_gettext as _l

KINDS: Kinds = {
    "accounts.reset": Kind(_l("Link for a new password"), accounts.write_reset),
    "accounts.password_changed": Kind(_l("Notice of a new password"), accounts.write_password_changed),
    "organisations.added": Kind(_l("New member of an organisation"), organisations.write_added),
    "programme.declined": Kind(_l("Declined invitation to organise together"), programme.write_declined),
    "programme.invited": Kind(_l("Invitation to organise together"), programme.write_invited),
    "recordings.unavailable": Kind(_l("Notice of a video that is gone"), copies.write_unavailable),
    "registration.cancelled": Kind(_l("Cancelled webinar"), news_emails.write_cancelled, REMINDERS),
    "registration.declined": Kind(_l("Declined registration"), registration.write_declined, REMINDERS),
    "registration.ended": Kind(_l("Ended registration"), registration.write_ended, REMINDERS),
    "registration.erased": Kind(_l("Erased registration"), last_emails.write_erased, is_asked_for=True, is_last=True),
    "registration.links": Kind(_l("List of registrations"), last_emails.write_links, is_asked_for=True),
    "registration.moved": Kind(_l("Moved webinar"), news_emails.write_moved, REMINDERS),
    "registration.pending": Kind(_l("Registration to be approved"), registration.write_pending, REMINDERS),
    "registration.place": Kind(_l("Place"), registration.write_place, REMINDERS),
    "registration.postponed": Kind(_l("Postponed webinar"), news_emails.write_postponed, REMINDERS),
    "registration.recording": Kind(_l("New recording"), reminder_emails.write_recording, REMINDERS),
    "registration.reminder": Kind(_l("Reminder"), reminder_emails.write_reminder, REMINDERS),
    "registration.restored": Kind(_l("Restored webinar"), news_emails.write_restored, REMINDERS),
    "registration.take_place": Kind(
        _l("Registration to be confirmed"), registration.write_take_place, is_asked_for=True
    ),
    "registration.waiting": Kind(_l("Waiting list"), registration.write_waiting, REMINDERS),
    "registration.withdrawn": Kind(_l("Webinar taken down"), news_emails.write_withdrawn, REMINDERS),
    "zone_rules.moved": Kind(_l("Notice of new zone rules"), zone_rules.write_zone_rules),
}
