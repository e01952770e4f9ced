"""What is kept of a speaker's link goes: with its webinar's other addresses, or at once when asked for."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.registration.retention import kept_until
from webinars.domain.speaker_pages.links import KEPT_DAYS, ends_at
from webinars.models import Appearance, OutboundEmail, RegistrationDesk, SpeakingLink

CHUNK = 200
TO_SPEAKERS = ("speaking.asked", "speaking.entry", "choosing.asked", "choosing.chosen")


def erase_due_links(session: Session, *, now: dt.datetime) -> None:
    """Forget where links were sent, and their zones, once that was promised. Commits by itself, some rows at a time.

    A link that can no longer be used and of which nothing else is left goes with it.
    """
    after = 0
    while rows := _next(session, after=after):
        for link, desk in rows:
            webinar = link.appearance.webinar if link.appearance else None
            if webinar is not None and link.revoked_at is None:
                days = max(KEPT_DAYS, desk.retention_days if desk else 0)
                until, ends = kept_until(webinar, days), ends_at(link, webinar)
                if until is None or max(until, ends or until) > now:
                    continue
            _forget(session, link)
        after = rows[-1][0].id
        session.commit()


def forget_speaker(session: Session, email: str, *, now: dt.datetime) -> int:
    """Erase what is kept about an address of a speaker: where links were sent, and these with it. Returns how many."""
    links = session.scalars(sa.select(SpeakingLink).where(SpeakingLink.email == email).with_for_update()).all()
    for link in links:
        link.revoked_at = link.revoked_at or now
        _forget(session, link)
    session.execute(
        sa.delete(OutboundEmail).where(OutboundEmail.recipient == email, OutboundEmail.kind.in_(TO_SPEAKERS))
    )
    session.flush()
    return len(links)


def _next(session: Session, *, after: int) -> list[tuple[SpeakingLink, RegistrationDesk | None]]:
    """Returns the next links that hold something, in the order of their ids."""
    rows = session.execute(
        sa.select(SpeakingLink, RegistrationDesk)
        .outerjoin(SpeakingLink.appearance)
        .outerjoin(RegistrationDesk, RegistrationDesk.webinar_id == Appearance.webinar_id)
        .where(SpeakingLink.id > after, sa.or_(SpeakingLink.email.is_not(None), SpeakingLink.timezone.is_not(None)))
        .options(orm.contains_eager(SpeakingLink.appearance).joinedload(Appearance.webinar))
        .order_by(SpeakingLink.id)
        .limit(CHUNK)
        .with_for_update(of=SpeakingLink)
        .execution_options(populate_existing=True)
    ).all()
    return [(row[0], row[1]) for row in rows]


def _forget(session: Session, link: SpeakingLink) -> None:
    if link.email is not None:
        mails = session.execute(
            sa.select(OutboundEmail.id, OutboundEmail.context).where(
                OutboundEmail.recipient == link.email, OutboundEmail.kind.in_(TO_SPEAKERS)
            )
        )
        theirs = [mail.id for mail in mails if mail.context.get("link_id") == link.id]
        session.execute(sa.delete(OutboundEmail).where(OutboundEmail.id.in_(theirs)))
    link.email = link.timezone = None
    session.flush()
