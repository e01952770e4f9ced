"""Who is written to about starts that are proposed: who is asked, who has not answered, and what was chosen."""

import datetime as dt
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.mail.actions import NewMail, add_mails
from webinars.domain.organisations.queries import owners, owners_and_editors
from webinars.domain.programme import permissions
from webinars.domain.programme.editor_queries import load_whole
from webinars.domain.scheduling.date_polls.queries import Participant, answers_of, poll_of, replies_of, voices_of
from webinars.lib.errors import require_right
from webinars.models import OutboundEmail, Priority, ProposedStart, StartPoll, Webinar

UNDO_WITHIN = dt.timedelta(minutes=5)
"""So long a mail about a choice waits, for whoever chose may take it back."""
REMINDED_BEFORE = dt.timedelta(hours=48)
ASKED = "choosing.asked"
ASKED_AGAIN_AFTER = dt.timedelta(hours=20)
"""Nobody is asked twice a day, whoever presses."""


def ask(session: Session, actor: Actor, webinar: Webinar, poll: StartPoll, *, now: dt.datetime) -> int:
    """Write to everybody whose address is known and who has not answered all of it. Returns to how many people.

    Needs the webinar locked and loaded whole. Raises NotAllowed.
    """
    require_right(permissions.can_edit_people(actor, webinar))
    mails = list(_mails(session, webinar, poll, is_reminder=False, now=now))
    add_mails(session, mails, now=now)
    return len(mails)


def remind(session: Session, *, now: dt.datetime) -> int:
    """Remind those who have not answered, once, two days before the deadline. Returns of how many polls.

    A deadline that is nearer than that when it is set reminds half-way. Flushes, and commits each poll by itself.
    """
    due = session.scalars(
        sa.select(StartPoll.webinar_id)
        .where(StartPoll.chosen_at.is_(None), StartPoll.reminded_at.is_(None), StartPoll.ends_at > now)
        .order_by(StartPoll.webinar_id)
    ).all()
    count = 0
    for webinar_id in due:
        poll = poll_of(session, webinar_id)
        if poll is None or not _is_due(poll, now=now):
            continue
        webinar = session.scalar(sa.select(Webinar).where(Webinar.id == webinar_id).with_for_update())
        poll = poll_of(session, webinar_id, fresh=True)
        if webinar is not None and poll is not None and _is_due(poll, now=now):
            load_whole(session, webinar)
            poll.reminded_at = now
            add_mails(session, list(_mails(session, webinar, poll, is_reminder=True, now=now)), now=now)
            count += 1
        session.commit()
    return count


def tell_chosen(session: Session, webinar: Webinar, chosen: ProposedStart, *, now: dt.datetime) -> None:
    """Promise all who were asked one mail with the start, in five minutes: until then the choice can be taken back."""
    context = {"webinar_id": webinar.id, "start_id": chosen.id, "chosen_at": now.isoformat()}
    mails = [
        NewMail(
            kind="choosing.chosen",
            priority=Priority.REGISTRATION,
            recipient=address,
            organisation_id=webinar.host_id,
            context=context | _whose(voice),
            dedupe_key=f"choosing.chosen:{webinar.id}:{int(now.timestamp() * 1000)}:{address}",
            due_at=now + UNDO_WITHIN,
        )
        for voice in voices_of(session, webinar)
        for address in _addresses(session, voice)
    ]
    add_mails(session, mails, now=now)


def told_count(session: Session, webinar: Webinar) -> int:
    """Returns how many people are told of a choice. Needs the webinar loaded whole."""
    return len({address for voice in voices_of(session, webinar) for address in _addresses(session, voice)})


def _is_due(poll: StartPoll, *, now: dt.datetime) -> bool:
    if poll.ends_at is None or poll.reminded_at is not None or not poll.is_open:
        return False
    half_way = poll.made_at + (poll.ends_at - poll.made_at) / 2
    return max(poll.ends_at - REMINDED_BEFORE, half_way) <= now < poll.ends_at


def _mails(
    session: Session, webinar: Webinar, poll: StartPoll, *, is_reminder: bool, now: dt.datetime
) -> Iterator[NewMail]:
    replies = replies_of(session, webinar.id)
    for voice in voices_of(session, webinar):
        if len(answers_of(replies.get(voice.key), poll.starts)) == len(poll.starts):
            continue
        for address in _addresses(session, voice):
            if _was_asked(session, webinar, address, now=now):
                continue
            yield NewMail(
                kind=ASKED,
                priority=Priority.REGISTRATION,
                recipient=address,
                organisation_id=webinar.host_id,
                context={"webinar_id": webinar.id, "is_reminder": is_reminder} | _whose(voice),
                dedupe_key=f"{ASKED}:{webinar.id}:{int(now.timestamp())}:{address}",
            )


def _was_asked(session: Session, webinar: Webinar, address: str, *, now: dt.datetime) -> bool:
    asked = sa.select(OutboundEmail.id).where(
        OutboundEmail.kind == ASKED,
        OutboundEmail.recipient == address,
        OutboundEmail.dedupe_key.startswith(f"{ASKED}:{webinar.id}:", autoescape=True),
        OutboundEmail.created_at > now - ASKED_AGAIN_AFTER,
    )
    return session.scalar(asked.limit(1)) is not None


def _addresses(session: Session, voice: Participant) -> list[str]:
    if voice.co_organiser is not None:
        people = owners_and_editors if voice.co_organiser.accepted_at is not None else owners
        return [user.email for user in people(session, voice.co_organiser.organisation)]
    return [voice.link.email] if voice.link is not None and voice.link.email else []


def _whose(voice: Participant) -> dict[str, object]:
    appearance_id, co_organiser_id = voice.key
    if co_organiser_id is not None:
        return {"co_organiser_id": co_organiser_id}
    return {"appearance_id": appearance_id, "link_id": voice.link.id if voice.link else None}
