"""What organisers say by mail to those who registered. Each verb locks the desk first, flushes, and never commits.

What goes at once goes to those who were there when the button was pressed, and to no more people than it said.
"""

import datetime as dt
import re

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.actor import Actor
from webinars.domain.mail.actions import NewMail, add_mails
from webinars.domain.registration.errors import (
    AudienceHasChanged,
    MessageInvalid,
    MessageIsSent,
    TooManyMessages,
    TooManyTests,
)
from webinars.domain.registration.mailings.audiences import MESSAGE, TO, ids_of
from webinars.domain.registration.mailings.mailing import add_mailing, end_mailing
from webinars.domain.registration.messages.daily_limits import (
    MESSAGES_A_DAY,
    TEST_MAIL_KIND,
    TESTS_AN_HOUR,
    is_day_full,
    is_hour_full,
)
from webinars.domain.registration.messages.drafts import Draft, checked_draft, locked_message, tell
from webinars.domain.registration.messages.first_message_review import ask_administrators, is_trusted
from webinars.domain.registration.seats_and_waiting_list import lock_desk_for
from webinars.lib.errors import NotAllowed
from webinars.lib.i18n import gettext as _
from webinars.lib.tokens import digest_of, new_token
from webinars.models import Mailing, OutboundEmail, Priority, PromiseState, User, Webinar

_KEY = re.compile(r"[\w-]{8,64}")


def send(
    session: Session,
    settings: Settings,
    actor: Actor,
    webinar: Webinar,
    draft: Draft,
    *,
    said_count: int,
    key: str,
    priority: Priority = Priority.MESSAGE,
    now: dt.datetime,
) -> Mailing:
    """Promise the message to its audience, which the button said to be `said_count` people. Returns the mailing.

    `key` is one of the form: pressing twice is pressing once. The first message of an organisation waits for an
    administrator where anybody may found one. Raises NotAllowed, MessageInvalid, TooManyMessages, AudienceHasChanged.
    """
    desk = lock_desk_for(session, actor, webinar.id)
    draft = checked_draft(draft, desk.webinar, now=now)
    dedupe_key = _dedupe_key(desk.webinar, draft, key)
    present = _by_key(session, dedupe_key)
    if present is not None:
        return present
    if is_day_full(session, desk.webinar, draft.due_at or now):
        raise TooManyMessages(MESSAGES_A_DAY)
    to = ids_of(session, webinar.id, draft.audience)
    count = len(to)
    if count != said_count:
        raise AudienceHasChanged(count)
    if not count and draft.due_at is None:
        raise MessageInvalid({"audience": _("Nobody would get it.")})
    is_planned = draft.due_at is not None
    is_held = settings.open_organisations and not actor.is_admin and not is_trusted(session, desk.webinar.host_id)
    add_mailing(
        session,
        kind=MESSAGE,
        webinar_id=webinar.id,
        context={
            "as_of": (draft.due_at or now).isoformat(),
            "is_planned": is_planned,
            # A planned one is counted again when it goes out.
            TO: None if is_planned else to,
        },
        dedupe_key=dedupe_key,
        now=now,
        due_at=draft.due_at,
        priority=priority,
        audience=draft.audience,
        subject=draft.subject,
        body=draft.body,
        author_id=actor.user_id,
        said_count=count,
        is_held=is_held,
    )
    mailing = _by_key(session, dedupe_key)
    assert mailing is not None
    tell(session, actor, desk, "message:send", mailing, now=now)
    if is_held:
        ask_administrators(session, mailing, now=now)
    return mailing


def send_test(session: Session, actor: Actor, webinar: Webinar, draft: Draft, *, now: dt.datetime) -> str:
    """Promise the message to the person who writes it, and to nobody else. Returns the address it goes to.

    Raises NotAllowed, MessageInvalid, TooManyTests.
    """
    desk = lock_desk_for(session, actor, webinar.id)
    draft = checked_draft(draft, desk.webinar, now=now)
    author = session.get(User, actor.user_id) if actor.user_id else None
    if author is None:
        raise NotAllowed
    if is_hour_full(session, author, now=now):
        raise TooManyTests(TESTS_AN_HOUR)
    test = Mailing(
        dedupe_key=f"{TEST_MAIL_KIND}:{new_token()}",
        kind=TEST_MAIL_KIND,
        context={},
        priority=Priority.REGISTRATION,
        state=PromiseState.SENT,
        due_at=now,
        created_at=now,
        sent_at=now,
        webinar_id=webinar.id,
        audience=draft.audience,
        subject=draft.subject,
        body=draft.body,
        author_id=author.id,
    )
    session.add(test)
    session.flush()
    mail = NewMail(
        kind=TEST_MAIL_KIND,
        priority=Priority.REGISTRATION,
        recipient=author.email,
        context={"mailing_id": test.id, "webinar_id": webinar.id, "user_id": author.id},
        dedupe_key=test.dedupe_key,
        organisation_id=desk.webinar.host_id,
        mailing_id=test.id,
    )
    add_mails(session, [mail], now=now)
    return author.email


def stop(session: Session, actor: Actor, webinar: Webinar, mailing_id: int, *, now: dt.datetime) -> Mailing:
    """Let nothing of a message leave that has not left. Twice is once.

    Raises NotAllowed, LookupError if there is none, MessageIsSent.
    """
    desk = lock_desk_for(session, actor, webinar.id)
    mailing = locked_message(session, webinar.id, mailing_id)
    if mailing.stopped_at is not None:
        return mailing
    is_sent_on = mailing.state not in {PromiseState.DUE, PromiseState.SENDING}
    unsent = sa.exists().where(OutboundEmail.mailing_id == mailing.id, OutboundEmail.is_unfinished())
    if is_sent_on and not session.scalar(sa.select(unsent)):
        raise MessageIsSent
    end_mailing(session, actor, mailing, now=now)
    tell(session, actor, desk, "message:stop", mailing, now=now)
    return mailing


def _dedupe_key(webinar: Webinar, draft: Draft, key: str) -> str:
    if not _KEY.fullmatch(key):
        key = new_token()
    # Whoever goes back and changes something means another message.
    said = "\n".join([draft.audience, str(draft.due_at), draft.subject, draft.body])
    return f"message:{webinar.id}:{key}:{digest_of(said)[:32]}"


def _by_key(session: Session, dedupe_key: str) -> Mailing | None:
    return session.scalar(sa.select(Mailing).where(Mailing.dedupe_key == dedupe_key))
