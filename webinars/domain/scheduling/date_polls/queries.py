"""What is read of starts that are proposed, and of who can come to which."""

from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.organisations.queries import has_members
from webinars.models import (
    Appearance,
    Availability,
    CoOrganiser,
    ProposedStart,
    SpeakingLink,
    StartAnswer,
    StartPoll,
    StartReply,
    Webinar,
)


class Participant(Struct, frozen=True, kw_only=True):
    """Somebody who is asked: a speaker, or a co-organiser."""

    appearance: Appearance | None = None
    co_organiser: CoOrganiser | None = None
    link: SpeakingLink | None = None
    """A speaker's live one."""

    @property
    def name(self) -> str:
        if self.appearance is not None:
            return self.appearance.shown_name
        assert self.co_organiser is not None
        return self.co_organiser.organisation.name

    @property
    def timezone(self) -> str | None:
        """Where the person is, as far as that is known."""
        if self.co_organiser is not None:
            return self.co_organiser.organisation.timezone
        return self.link.timezone if self.link is not None else None

    @property
    def key(self) -> tuple[int | None, int | None]:
        """By which a reply is known as this one's."""
        return (
            self.appearance.id if self.appearance is not None else None,
            self.co_organiser.id if self.co_organiser is not None else None,
        )


def poll_of(session: Session, webinar_id: int, *, fresh: bool = False) -> StartPoll | None:
    """Returns the poll of a webinar with its starts."""
    return session.scalar(
        sa.select(StartPoll)
        .where(StartPoll.webinar_id == webinar_id)
        .options(orm.selectinload(StartPoll.starts))
        .execution_options(populate_existing=fresh)
    )


def voices_of(session: Session, webinar: Webinar) -> list[Participant]:
    """Returns who is asked: the speakers that have not said no, then the co-organisers that have somebody here.

    Needs `lineup` with speakers and `co_organisers` with organisations loaded.
    """
    ids = [each.id for each in webinar.lineup]
    links = {
        link.appearance_id: link
        for link in session.scalars(
            sa.select(SpeakingLink).where(SpeakingLink.appearance_id.in_(ids), SpeakingLink.revoked_at.is_(None))
        )
    }
    speakers = [
        Participant(appearance=each, link=links.get(each.id)) for each in webinar.lineup if not each.has_declined
    ]
    societies = [each for each in webinar.co_organisers if has_members(session, each.organisation_id)]
    return [*speakers, *(Participant(co_organiser=each) for each in societies)]


def replies_of(
    session: Session, webinar_id: int, *, fresh: bool = False
) -> dict[tuple[int | None, int | None], StartReply]:
    """Returns what was said, with the answers, by whose it is: see `Voice.key`."""
    rows = session.scalars(
        sa.select(StartReply)
        .where(StartReply.webinar_id == webinar_id)
        .options(orm.selectinload(StartReply.answers))
        .order_by(StartReply.id)
        .execution_options(populate_existing=fresh)
    )
    return {(row.appearance_id, row.co_organiser_id): row for row in rows}


def answers_of(reply: StartReply | None, starts: Sequence[ProposedStart]) -> dict[int, Availability]:
    """Returns what a reply says, by the ids of the starts. What was said before a start was changed counts no more."""
    given = {each.proposed_start_id: each for each in reply.answers} if reply is not None else {}
    return {
        start.id: given[start.id].answer
        for start in starts
        if start.id in given and given[start.id].answered_at >= start.changed_at
    }


def void_of(reply: StartReply | None, starts: Sequence[ProposedStart]) -> set[int]:
    """Returns the ids of the starts to which a reply said something before they were changed."""
    given = {each.proposed_start_id: each for each in reply.answers} if reply is not None else {}
    return {start.id for start in starts if start.id in given and given[start.id].answered_at < start.changed_at}


def has_open_poll(session: Session, webinar_id: int) -> bool:
    """Returns whether the webinar's people are asked for a start now."""
    poll = poll_of(session, webinar_id)
    return poll is not None and poll.is_open


def answers_by(session: Session, appearance_id: int | None) -> tuple[dict[str, str], str]:
    """Returns what a speaker has answered, by the starts in words of the database, and the words beside it."""
    reply = session.scalar(sa.select(StartReply).where(StartReply.appearance_id == appearance_id))
    if reply is None:
        return {}, ""
    rows = session.execute(
        sa.select(ProposedStart, StartAnswer.answer)
        .join(StartAnswer, StartAnswer.proposed_start_id == ProposedStart.id)
        .where(StartAnswer.reply_id == reply.id)
        .order_by(ProposedStart.position)
    )
    starts = {f"{row[0].starts_wall.isoformat(timespec='minutes')} {row[0].timezone}": row[1].value for row in rows}
    return starts, reply.words
