"""What the demo's organiser writes to those who attend, and somebody who follows by mail."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.demo.programme import Guest
from webinars.demo.registrations import mark_mails_sent
from webinars.domain.accounts.actor import Actor
from webinars.domain.calendars.queries import Subject
from webinars.domain.followers.actions import ask_for_mails, confirm
from webinars.domain.followers.digest_schedule import DigestSchedule
from webinars.domain.registration.mailings.audiences import audience_counts
from webinars.domain.registration.messages.actions import send
from webinars.domain.registration.messages.drafts import Draft
from webinars.lib.tokens import new_token
from webinars.models import Audience, MailFollow, Webinar

FOLLOWED_FOR = dt.timedelta(days=8)


def write_to_guests(
    session: Session,
    settings: Settings,
    actor: Actor,
    webinar: Webinar,
    *,
    subject: str,
    body: str,
    due_at: dt.datetime | None = None,
    now: dt.datetime,
) -> None:
    """Write to everybody with a place, at once or when it is due."""
    draft = Draft(audience=Audience.CONFIRMED, subject=subject, body=body, due_at=due_at)
    count = audience_counts(session, webinar.id)[Audience.CONFIRMED].gets_it
    send(session, settings, actor, webinar, draft, said_count=count, key=new_token(), now=now)


def let_somebody_follow(
    session: Session, settings: Settings, guest: Guest, choice: Subject, *, now: dt.datetime
) -> None:
    """Let a guest have followed by a weekly mail for more than a week, so that one is due."""
    since = now - FOLLOWED_FOR
    wanted = DigestSchedule(timezone=guest.timezone)
    ask_for_mails(session, settings, guest.email, {choice}, wanted, now=since)
    follow = session.scalars(sa.select(MailFollow).where(MailFollow.email_normal == guest.email)).one()
    confirm(session, follow, now=since)
    mark_mails_sent(session, before=now - FOLLOWED_FOR / 2)
