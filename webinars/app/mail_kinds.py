"""Every kind of mail that the application sends."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from webinars.domain.accounts import emails as accounts
from webinars.domain.followers import emails as audience
from webinars.domain.interfaces.api_tokens import emails as api_tokens
from webinars.domain.interfaces.webhooks import emails as webhooks
from webinars.domain.mail import sender_refusals
from webinars.domain.mail.mail_kind import Kind, Kinds, Occasion
from webinars.domain.organisations import emails as organisations
from webinars.domain.owner_invitations import emails as claims
from webinars.domain.programme import emails as programme
from webinars.domain.questions import emails as questions
from webinars.domain.recordings.video_copies import emails as copies
from webinars.domain.recordings.watch_links import watch_link_finder
from webinars.domain.registration.letters import (
    address_emails,
    change_emails,
    delay_email,
    group_emails,
    recap_email,
    reminder_emails,
)
from webinars.domain.registration.letters import registration_emails as registration
from webinars.domain.registration.letters.shared_parts import host_of, language_of, public_host_of
from webinars.domain.registration.mail_preferences import MESSAGES, MORE, REMINDERS
from webinars.domain.registration.messages import emails
from webinars.domain.scheduling.date_polls import emails as choosing
from webinars.domain.scheduling.zone_rules import emails as zone_rules
from webinars.domain.speaker_pages import answer_emails
from webinars.domain.speaker_pages import emails as speaking
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import AudienceQuestion, MailFollow, RecordingWish, Registration

_TO_ORGANISERS: Kinds = {
    "accounts.changed": Kind(_l("Notice of another way into an account"), accounts.write_changed),
    "accounts.code": Kind(_l("Figures to sign in with"), accounts.write_code),
    "accounts.new_address": Kind(_l("New address of an account, to be confirmed"), accounts.write_new_address),
    "accounts.new_browser": Kind(_l("Notice of a new browser"), accounts.write_new_browser),
    "accounts.old_address": Kind(_l("Notice of a new address"), accounts.write_old_address),
    "accounts.reset": Kind(_l("Link for a new password"), accounts.write_reset),
    "accounts.password_changed": Kind(_l("Notice of a new password"), accounts.write_password_changed),
    "interfaces.token_ends": Kind(_l("Token that is about to end"), api_tokens.write_token_ends),
    "interfaces.webhook_paused": Kind(_l("Paused webhook"), webhooks.write_paused),
    "mail.refused": Kind(_l("Notice of refused mails"), sender_refusals.write_refused),
    "messages.held": Kind(_l("Message that waits for an administrator"), emails.write_held),
    "messages.test": Kind(_l("Test of a message"), emails.write_test, is_asked_for=True, language=language_of),
    "organisations.added": Kind(_l("New member of an organisation"), organisations.write_added),
    "programme.claim": Kind(_l("Invitation to look after an organisation"), claims.write_claim),
    "programme.claim_granted": Kind(_l("Confirmed claim of an organisation"), claims.write_claim_granted),
    "programme.claim_refused": Kind(_l("Refused claim of an organisation"), claims.write_claim_refused),
    "programme.claim_waits": Kind(_l("Claim that waits for an administrator"), claims.write_claim_waits),
    "programme.declined": Kind(_l("Declined invitation to organise together"), programme.write_declined),
    "programme.invited": Kind(_l("Invitation to organise together"), programme.write_invited),
    "recordings.unavailable": Kind(_l("Notice of a video that is gone"), copies.write_unavailable),
    "speaking.replied": Kind(_l("Answer of a speaker"), answer_emails.write_replied),
    "zone_rules.moved": Kind(_l("Notice of new zone rules"), zone_rules.write_zone_rules),
}
_TO_FOLLOWERS: Kinds = {
    "audience.confirm": Kind(_l("Follow by mail, to be confirmed"), audience.write_confirm, is_asked_for=True),
    "audience.digest": Kind(_l("Mail to who follows"), audience.write_digest, audience.FOLLOWING),
}
_TO_SPEAKERS: Kinds = {
    "choosing.asked": Kind(_l("Question which starts suit"), choosing.write_asked, is_asked_for=True),
    "choosing.chosen": Kind(_l("Chosen start"), choosing.write_chosen, is_asked_for=True),
    "speaking.asked": Kind(_l("Question whether somebody will speak"), speaking.write_asked, is_asked_for=True),
    "speaking.entry": Kind(_l("Calendar entry of a speaker"), speaking.write_entry, is_asked_for=True),
}
_TO_ATTENDEES: Kinds = {
    "registration.asked": Kind(_l("Question after a calendar's no"), registration.write_asked, REMINDERS),
    "registration.cancelled": Kind(_l("Cancelled webinar"), change_emails.write_cancelled, REMINDERS),
    "registration.confirm_wish": Kind(
        _l("Mail about a recording, to be confirmed"), recap_email.write_confirm_wish, is_asked_for=True
    ),
    "registration.declined": Kind(_l("Declined registration"), registration.write_declined, REMINDERS),
    "registration.delayed": Kind(_l("Webinar that begins later"), delay_email.write_delayed, REMINDERS),
    "registration.ended": Kind(_l("Ended registration"), registration.write_ended, REMINDERS),
    "registration.erased": Kind(
        _l("Erased registration"), address_emails.write_erased, is_asked_for=True, is_last=True
    ),
    "registration.links": Kind(_l("List of registrations"), address_emails.write_links, is_asked_for=True),
    "registration.message": Kind(_l("Message by the organisers"), emails.write_message, MESSAGES),
    "registration.moved": Kind(_l("Moved webinar"), change_emails.write_moved, REMINDERS),
    "registration.one_more": Kind(_l("One more webinar of a series"), group_emails.write_one_more, MORE),
    "registration.pending": Kind(_l("Registration to be approved"), registration.write_pending, REMINDERS),
    "registration.place": Kind(_l("Place"), registration.write_place, REMINDERS),
    "registration.places": Kind(_l("Places of a series"), group_emails.write_places, is_asked_for=True),
    "registration.postponed": Kind(_l("Postponed webinar"), change_emails.write_postponed, REMINDERS),
    "registration.recording": Kind(_l("New recording"), recap_email.write_recording, REMINDERS),
    "registration.recording_wish": Kind(
        _l("New recording, without a place"), recap_email.write_recording_wish, is_asked_for=True, is_last=True
    ),
    "registration.reminder": Kind(_l("Reminder"), reminder_emails.write_reminder, REMINDERS),
    "registration.restored": Kind(_l("Restored webinar"), change_emails.write_restored, REMINDERS),
    "registration.take_place": Kind(
        _l("Registration to be confirmed"), registration.write_take_place, is_asked_for=True
    ),
    "registration.take_places": Kind(
        _l("Registration for a series to be confirmed"), group_emails.write_take_places, is_asked_for=True
    ),
    "registration.waiting": Kind(_l("Waiting list"), registration.write_waiting, REMINDERS),
    "registration.withdrawn": Kind(_l("Webinar taken down"), change_emails.write_withdrawn, REMINDERS),
}
_TO_ASKERS: Kinds = {
    "questions.told": Kind(
        _l("What became of a question"), questions.answer_letter_writer(watch_link_finder), is_asked_for=True
    ),
}
_ASKED_FOR_IN: Mapping[str, type[Any]] = {
    "feed_id": MailFollow,
    "registration_id": Registration,
    "wish_id": RecordingWish,
    "question_id": AudienceQuestion,
}
"""The rows that say in which language their readers want mails, by what a mail's context names them."""


def reader_language_of(occasion: Occasion) -> str | None:
    """Returns the language of the page on which the reader has asked for this; if that is not known, the webinar's."""
    context = occasion.context
    if "reader_language" in context:
        return str(context["reader_language"])
    first = {**context, "registration_id": ids[0]} if (ids := context.get("registration_ids")) else context
    rows = (occasion.session.get(kind, first[name]) for name, kind in _ASKED_FOR_IN.items() if name in first)
    asked_in: str = next((row.reader_language for row in rows if row is not None), "")
    return asked_in or language_of(occasion)


KINDS: Kinds = {
    **_TO_ORGANISERS,
    **{name: replace(kind, language=reader_language_of) for name, kind in _TO_FOLLOWERS.items()},
    **{name: replace(kind, language=language_of, host=host_of) for name, kind in _TO_SPEAKERS.items()},
    **{
        name: replace(kind, language=reader_language_of, host=public_host_of)
        for name, kind in {**_TO_ATTENDEES, **_TO_ASKERS}.items()
    },
}
"""Speakers are written to in the language of their webinar; who has registered, asked or followed on a page, in that of
the page. All that is about a webinar is written in the name of its host."""
