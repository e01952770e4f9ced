"""Everything that is kept about one address, as a file that its owner may have (GDPR, article 15)."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.address_changes import change_of
from webinars.domain.accounts.passkeys import passkeys_of
from webinars.domain.accounts.queries import sessions_of
from webinars.domain.mail.suppressions import stops_of
from webinars.domain.owner_invitations.erasure import invitations_to
from webinars.domain.questions.erasure import questions_of_address
from webinars.domain.registration.queries import public_titles
from webinars.domain.registration.recording_wishes import wishes_of
from webinars.domain.registration.zoom_registrants.queries import registered_at_zoom
from webinars.domain.scheduling.date_polls.queries import answers_by
from webinars.lib.links import Links
from webinars.models import (
    ApiToken,
    Appearance,
    AudienceQuestion,
    CalendarEntry,
    FollowedEntry,
    Invitation,
    MailFollow,
    Membership,
    OutboundEmail,
    PersonalFeed,
    RecordingWish,
    Registration,
    RegistrationQuestion,
    SpeakingLink,
    User,
    Webinar,
)

_REGISTRATION = (
    *("name", "timezone", "source", "created_at", "confirmed_at", "promoted_at", "ended_at", "ended_by"),
    *("wants_recording", "wants_reminders", "skipped_reminders", "wants_messages"),
    *("joined_first_at", "joined_count", "standby_at", "attended_minutes", "reader_language"),
)
_WISH = ("created_at", "confirmed_at", "reader_language")
_LINK = ("timezone", "made_at", "opened_at", "reminded_at", "revoked_at")
_ANSWER = ("agreement", "replied_at", "reply_words")
_QUESTION = (
    *("number", "text", "original_text", "name", "notify_email", "language", "reader_language", "created_at"),
    "is_hidden",
)
_FOLLOW = ("rhythm", "weekday", "timezone", "created_at", "confirmed_at", "next_at", "reader_language")
_STOP = ("scope", "stop", "created_at")
_INVITATION = ("made_at", "ends_at", "claimed_at", "decided_at", "is_granted", "revoked_at")
_TOKEN = ("name", "created_at", "ends_at", "last_used_on", "revoked_at", "left_at")
_ACCOUNT = ("name", "timezone", "created_at", "is_admin", "is_active", "password_set_at", "recovery_codes_made_at")
_PASSKEY = ("name", "browser", "created_at", "used_at", "is_copied")
_SESSION = ("browser", "way", "created_at", "seen_at")
_CHANGE = ("old_email", "new_email", "asked_at", "confirmed_at")
_MAIL = ("kind", "state", "created_at", "due_at", "sent_at", "failure", "bounce")


class PersonalData(Struct, frozen=True):
    """What is kept about one address."""

    email: str
    registrations: Sequence[Registration]
    """With their webinars and answers."""
    speaking: Sequence[SpeakingLink]
    """Links to speakers' pages that were sent there, with their webinars."""
    follows: Sequence[MailFollow]
    calendar: PersonalFeed | None
    """The calendar of all that is registered there."""
    mails: Sequence[OutboundEmail]
    account: User | None
    """Whoever signs in with it. Accounts are kept, and ended, elsewhere."""
    invitations: Sequence[Invitation] = ()
    """To look after an organisation, with that and the webinar."""
    questions: Sequence[AudienceQuestion] = ()
    """That were asked with that address, or by one of the registrations."""
    wishes: Sequence[RecordingWish] = ()
    """For mails when recordings are up, with their webinars."""

    @property
    def is_nothing(self) -> bool:
        rows = (self.registrations, self.speaking, self.follows, self.calendar, self.mails, self.account)
        return not any((*rows, self.invitations, self.questions, self.wishes))


def personal_data_of(session: Session, email: str) -> PersonalData:
    """Returns what is kept about `email`, as addresses are compared. It writes nothing."""
    registrations = session.scalars(
        sa.select(Registration)
        .where(Registration.email_normal == email)
        .options(orm.joinedload(Registration.webinar).joinedload(Webinar.host), orm.selectinload(Registration.answers))
        .order_by(Registration.id)
    ).all()
    follows = session.scalars(
        sa.select(MailFollow)
        .where(MailFollow.email_normal == email)
        .options(orm.joinedload(MailFollow.personal_feed).selectinload(PersonalFeed.follows))
        .order_by(MailFollow.personal_feed_id)
    ).all()
    speaking = session.scalars(
        sa.select(SpeakingLink)
        .where(SpeakingLink.email == email)
        .options(
            orm.joinedload(SpeakingLink.appearance).joinedload(Appearance.speaker),
            orm.joinedload(SpeakingLink.appearance).joinedload(Appearance.webinar),
        )
        .order_by(SpeakingLink.id)
    ).all()
    mails = sa.select(OutboundEmail).where(OutboundEmail.recipient == email).order_by(OutboundEmail.id)
    return PersonalData(
        email=email,
        registrations=registrations,
        speaking=speaking,
        follows=follows,
        calendar=session.scalar(sa.select(PersonalFeed).where(PersonalFeed.email_normal == email)),
        mails=session.scalars(mails).all(),
        account=session.scalar(sa.select(User).where(User.email == email)),
        invitations=invitations_to(session, email),
        questions=questions_of_address(session, email, [each.id for each in registrations]),
        wishes=wishes_of(session, email),
    )


def as_report(session: Session, settings: Settings, kept: PersonalData, *, now: dt.datetime) -> dict[str, Any]:
    """Returns all of it as JSON: instants in UTC, states in the words of the database."""
    links, questions = settings.links, _questions(session, kept)
    at_zoom = registered_at_zoom(session, [each.id for each in kept.registrations])
    stops = stops_of(session, settings, [kept.email], now=now)
    titles = public_titles(
        session, [*(each.webinar for each in kept.registrations), *(each.webinar for each in kept.wishes)]
    )
    return {
        "site": settings.site_name,
        "written_at": now.isoformat(),
        "address": kept.email,
        "registrations": [
            {**_registration(questions, links, each, titles[each.webinar_id]), "given_to_zoom": each.id in at_zoom}
            for each in kept.registrations
        ],
        "waits_for_recordings": [{"webinar": titles[each.webinar_id], **_fields(each, _WISH)} for each in kept.wishes],
        "asked_to_speak": [_speaking(session, each) for each in kept.speaking],
        "asked": _asked(session, kept),
        "follows_by_mail": [
            {**_fields(each, _FOLLOW), "follows": [_subject(follow) for follow in each.personal_feed.follows]}
            for each in kept.follows
        ],
        "calendar_of_registrations": _calendar(session, kept.calendar) if kept.calendar else None,
        "mails": [_fields(each, _MAIL) for each in kept.mails],
        "mails_ended": [_fields(each, _STOP) for each in stops[kept.email]],
        "invitations": [
            {
                "organisation": each.organisation.name,
                "webinar": each.webinar.title if each.webinar is not None else None,
                **_fields(each, _INVITATION),
            }
            for each in kept.invitations
        ],
        "account": account_report(session, kept.account, now=now) if kept.account else None,
    }


def _questions(session: Session, kept: PersonalData) -> Sequence[RegistrationQuestion]:
    """Returns the questions of all webinars that somebody registered for, in order."""
    webinar_ids = sa.select(Registration.webinar_id).where(Registration.email_normal == kept.email)
    return session.scalars(
        sa.select(RegistrationQuestion)
        .where(RegistrationQuestion.webinar_id.in_(webinar_ids))
        .order_by(RegistrationQuestion.position, RegistrationQuestion.id)
    ).all()


def _registration(
    questions: Sequence[RegistrationQuestion], links: Links, registration: Registration, title: str
) -> dict[str, Any]:
    webinar, values = registration.webinar, {each.question_id: each.value for each in registration.answers}
    return {
        "webinar": title,
        "page": links.webinar(webinar.slug) if webinar.is_public_page else None,
        "starts_at": webinar.starts_at.isoformat() if webinar.starts_at and webinar.is_public_page else None,
        "state": registration.state.value,
        **_fields(registration, _REGISTRATION),
        "answers": [
            {"question": question.label, "reason": question.reason, "answer": values[question.id]}
            for question in questions
            if question.id in values
        ],
    }


def _speaking(session: Session, link: SpeakingLink) -> dict[str, Any]:
    appearance = link.appearance
    starts, words = answers_by(session, link.appearance_id)
    return {
        "webinar": appearance.webinar.title if appearance else None,
        "name": appearance.shown_name if appearance else None,
        **_fields(link, _LINK),
        **(_fields(appearance, _ANSWER) if appearance else {}),
        "starts_answered": starts,
        "words_about_starts": words,
    }


def _asked(session: Session, kept: PersonalData) -> list[dict[str, Any]]:
    ids = {each.webinar_id for each in kept.questions}
    webinars = session.scalars(sa.select(Webinar).where(Webinar.id.in_(ids)).order_by(Webinar.id)).all()
    titles = public_titles(session, webinars)
    return [{"webinar": titles[each.webinar_id], **_fields(each, _QUESTION)} for each in kept.questions]


def _calendar(session: Session, feed: PersonalFeed) -> dict[str, Any]:
    titles = session.scalars(
        sa.select(CalendarEntry.title)
        .join(FollowedEntry, FollowedEntry.entry_id == CalendarEntry.id)
        .where(FollowedEntry.personal_feed_id == feed.id)
        .order_by(CalendarEntry.starts_at, CalendarEntry.id)
    )
    return {**_fields(feed, ("created_at", "changed_at")), "webinars_followed": list(titles)}


def _subject(follow: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of `follow`
    return {"kind": follow.kind.value, "number": follow.subject_id}


def account_report(session: Session, user: User, *, now: dt.datetime) -> dict[str, Any]:
    """Returns what is kept of an account, as JSON can hold it."""
    roles = session.scalars(
        sa.select(Membership).where(Membership.user_id == user.id).options(orm.joinedload(Membership.organisation))
    )
    tokens = session.scalars(sa.select(ApiToken).where(ApiToken.user_id == user.id).order_by(ApiToken.id))
    return {
        **_fields(user, _ACCOUNT),
        "memberships": [{"organisation": each.organisation.name, "role": each.role.value} for each in roles],
        "api_tokens": [_fields(each, _TOKEN) for each in tokens],
        "passkeys": [_fields(each, _PASSKEY) for each in passkeys_of(session, user.id)],
        "signed_in": [_fields(each, _SESSION) for each in sessions_of(session, user.id, now=now)],
        "address_change": _fields(change, _CHANGE) if (change := change_of(session, user)) else None,
    }


def _fields(row: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    return value.isoformat() if isinstance(value, dt.datetime | dt.date) else value
