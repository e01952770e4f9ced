"""Who is told of what: organisers of what a speaker has said, and her calendar of what becomes of the webinar.

Her calendar follows as that of attendees does: a subscriber of changes, in the transaction that makes them, so nobody
who moves or cancels a webinar has to think of the speakers.
"""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.mail.actions import NewMail, add_mails
from webinars.domain.organisations.queries import owners_and_editors
from webinars.domain.speaker_pages.queries import LinkedAppearance
from webinars.models import Appearance, CalendarEntry, Priority, SpeakingLink, Status, Webinar
from webinars.models.derived import Changes, Derived
from webinars.pure.ical.writing import Method

SLOT = dt.timedelta(minutes=10)
"""What a speaker says within it is one mail."""
IDS_IN_A_STATEMENT = 5000


def tell_organisers(session: Session, found: LinkedAppearance, *, now: dt.datetime) -> None:
    """Promise the host's people one mail of all that a speaker says within ten minutes."""
    webinar, appearance = found.webinar, found.appearance
    slot = int(now.timestamp() // SLOT.total_seconds())
    begins_at = dt.datetime.fromtimestamp(slot * SLOT.total_seconds(), dt.UTC)
    mails = [
        NewMail(
            kind="speaking.replied",
            priority=Priority.REGISTRATION,
            recipient=user.email,
            organisation_id=webinar.host_id,
            context={"webinar_id": webinar.id, "appearance_id": appearance.id, "from": begins_at.isoformat()},
            dedupe_key=f"speaking.replied:{appearance.id}:{user.id}:{slot}",
            due_at=begins_at + SLOT,
        )
        for user in owners_and_editors(session, webinar.host)
    ]
    add_mails(session, mails, now=now)


def tell_speakers(session: Session, changes: Changes, now: dt.datetime) -> None:
    """Promise speakers the calendar entries that follow from what a transaction has touched. Flushes, never commits.

    An entry is sent after the yes, again when the start is another, and taken back when she does not come, or nobody.
    """
    ids = sorted(changes.of[Derived.MAILED_ENTRIES])
    for start in range(0, len(ids), IDS_IN_A_STATEMENT):
        for link, webinar, appearance in _mailed_links(session, ids[start : start + IDS_IN_A_STATEMENT]):
            _tell(session, link, webinar, appearance, now=now)


def _mailed_links(
    session: Session, webinar_ids: Sequence[int]
) -> Sequence[tuple[SpeakingLink, Webinar, Appearance | None]]:
    """Returns the live links that were mailed, of who has answered, and closed ones, until the entry is taken back."""
    rows = session.execute(
        sa.select(SpeakingLink, Webinar, Appearance)
        .join(Webinar, Webinar.id == SpeakingLink.webinar_id)
        # By the column, for what is loaded may still know an appearance that is gone.
        .outerjoin(Appearance, Appearance.id == SpeakingLink.appearance_id)
        .where(
            Webinar.id.in_(webinar_ids),
            sa.or_(SpeakingLink.revoked_at.is_(None), SpeakingLink.told_method == Method.REQUEST.value),
            SpeakingLink.email.is_not(None),
            sa.or_(Appearance.replied_at.is_not(None), SpeakingLink.told_sequence.is_not(None)),
        )
        .order_by(SpeakingLink.id)
    ).all()
    return [(row[0], row[1], row[2]) for row in rows]


def _tell(
    session: Session, link: SpeakingLink, webinar: Webinar, appearance: Appearance | None, *, now: dt.datetime
) -> None:
    entry = session.scalar(sa.select(CalendarEntry).where(CalendarEntry.webinar_id == webinar.id))
    if entry is None or link.email is None or entry.ends_at <= now:
        return
    is_closed = appearance is None or link.revoked_at is not None
    comes = not is_closed and appearance is not None and appearance.has_agreed
    comes = comes and webinar.status == Status.PUBLISHED
    was_told = link.told_method == Method.REQUEST.value
    if comes and not entry.is_withdrawn:
        if was_told and link.told_starts_at == entry.starts_at:
            return
        method = Method.REQUEST
    elif was_told:
        method = Method.CANCEL
    else:
        return
    told, is_first = link.told_sequence, link.told_starts_at is None
    link.told_sequence = entry.sequence if told is None else max(entry.sequence, told + 1)
    link.told_method, link.told_starts_at = method.value, entry.starts_at
    session.flush()
    mail = NewMail(
        kind="speaking.entry",
        priority=Priority.REGISTRATION,
        recipient=link.email,
        organisation_id=webinar.host_id,
        context={
            "webinar_id": webinar.id,
            "link_id": link.id,
            "sequence": link.told_sequence,
            "is_first": is_first,
        },
        dedupe_key=f"speaking.entry:{link.id}:{link.told_sequence}",
    )
    add_mails(session, [mail], now=now)
    if is_closed:
        link.email = None
        session.flush()
