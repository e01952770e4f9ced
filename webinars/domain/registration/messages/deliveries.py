"""What has become of messages: planned, being sent, sent, stopped."""

import datetime as dt
import enum
from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.registration.mailings.audiences import MESSAGE, recipient_conditions
from webinars.models import (
    Audience,
    Bounce,
    Mailing,
    Organisation,
    OutboundEmail,
    Priority,
    PromiseState,
    Registration,
    User,
    Webinar,
)

MOST = 200
"""So many of the newest are shown of one webinar."""


class DeliveryState(enum.StrEnum):
    """Where a message is."""

    HELD = "held"
    """An administrator has to let it go."""
    REFUSED = "refused"
    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    STOPPED = "stopped"
    FAILED = "failed"
    """No mail of it could be promised."""


class Delivery(Struct, frozen=True, kw_only=True):
    """A message, and how far it has come."""

    mailing: Mailing
    webinar: Webinar
    organisation: Organisation
    author: User | None
    stopped_by: User | None
    unsent_count: int
    missed_count: int
    """Mails that were dropped or refused."""
    gone_count: int
    """Of those refused, the ones to addresses that do not exist."""

    @property
    def total(self) -> int:
        """How many people it goes to, as far as that is known."""
        is_whole = self.mailing.state not in {PromiseState.DUE, PromiseState.SENDING}
        return self.mailing.mail_count if is_whole else max(self.mailing.said_count or 0, self.mailing.mail_count)

    @property
    def sent_count(self) -> int:
        # Mails to whoever was erased since are not there to be counted.
        return self.mailing.mail_count - self.unsent_count - self.missed_count

    @property
    def left_count(self) -> int:
        """How many have not left yet."""
        return max(0, self.total - self.sent_count - self.missed_count)

    @property
    def state(self) -> DeliveryState:
        mailing = self.mailing
        if mailing.stopped_at:
            return DeliveryState.REFUSED if mailing.context.get("is_refused") else DeliveryState.STOPPED
        if mailing.is_held:
            return DeliveryState.HELD
        if mailing.state is PromiseState.FAILED:
            return DeliveryState.FAILED
        if mailing.state is PromiseState.DUE and not mailing.cursor_id:
            return DeliveryState.PLANNED if mailing.context["is_planned"] else DeliveryState.SENDING
        is_whole = mailing.state is PromiseState.SENT and not self.unsent_count
        return DeliveryState.SENT if is_whole else DeliveryState.SENDING


def deliveries_of(session: Session, webinar_id: int) -> Sequence[Delivery]:
    """Returns the messages about a webinar, the newest first."""
    return _found(session, Mailing.webinar_id == webinar_id)


def delivery_of(session: Session, webinar_id: int, mailing_id: int) -> Delivery | None:
    found = _found(session, Mailing.webinar_id == webinar_id, Mailing.id == mailing_id)
    return found[0] if found else None


def deliveries_awaiting_review(session: Session) -> Sequence[Delivery]:
    """Returns the messages of the whole site that wait for an administrator, the newest first."""
    return _found(session, Mailing.is_held, Mailing.stopped_at.is_(None))


def awaiting_review_count(session: Session) -> int:
    """Returns how many messages wait for an administrator."""
    query = sa.select(sa.func.count(Mailing.id)).where(Mailing.is_held, Mailing.stopped_at.is_(None))
    return session.scalar(query) or 0


def one_of(session: Session, mailing: Mailing) -> Registration | None:
    """Returns somebody whom it goes to, for the preview, or None if it goes to nobody."""
    return session.scalar(
        sa.select(Registration)
        .where(
            Registration.webinar_id == mailing.webinar_id,
            Registration.email_normal.is_not(None),
            *recipient_conditions(mailing),
        )
        .order_by(Registration.id)
        .limit(1)
    )


def as_mailing(webinar_id: int, audience: Audience, subject: str, body: str, *, now: dt.datetime) -> Mailing:
    """Returns a message that is not stored, to ask whom it would go to."""
    return Mailing(
        dedupe_key="",
        kind=MESSAGE,
        context={"as_of": now.isoformat(), "is_planned": True},
        priority=Priority.MESSAGE,
        due_at=now,
        created_at=now,
        webinar_id=webinar_id,
        audience=audience,
        subject=subject,
        body=body,
    )


def _found(session: Session, *conditions: sa.SQLColumnExpression[bool]) -> list[Delivery]:
    author = orm.aliased(User)
    rows = session.execute(
        sa.select(Mailing, Webinar, Organisation, author)
        .join(Webinar, Webinar.id == Mailing.webinar_id)
        .join(Organisation, Organisation.id == Webinar.host_id)
        .outerjoin(author, author.id == Mailing.author_id)
        .where(Mailing.kind == MESSAGE, *conditions)
        .order_by(Mailing.id.desc())
        .limit(MOST)
    ).all()
    counts = _counts(session, [row[0].id for row in rows])
    by = {row[0].context.get("stopped_by") for row in rows} - {None}
    people = {user.id: user for user in session.scalars(sa.select(User).where(User.id.in_(by)))}
    return [
        Delivery(
            mailing=mailing,
            webinar=webinar,
            organisation=organisation,
            author=user,
            stopped_by=people.get(mailing.context.get("stopped_by")),
            unsent_count=counts[mailing.id][PromiseState.DUE] + counts[mailing.id][PromiseState.SENDING],
            missed_count=counts[mailing.id][PromiseState.DROPPED] + counts[mailing.id][PromiseState.FAILED],
            gone_count=counts[mailing.id][Bounce.HARD],
        )
        for mailing, webinar, organisation, user in rows
    ]


def _counts(session: Session, mailing_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    """Returns how many mails of each mailing are in each state, and how many addresses did not exist."""
    rows = session.execute(
        sa.select(OutboundEmail.mailing_id, OutboundEmail.state, OutboundEmail.bounce, sa.func.count())
        .where(OutboundEmail.mailing_id.in_(mailing_ids))
        .group_by(OutboundEmail.mailing_id, OutboundEmail.state, OutboundEmail.bounce)
    )
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for mailing_id, state, bounce, count in rows:
        counts[mailing_id or 0][state] += count
        if bounce is Bounce.HARD:
            counts[mailing_id or 0][bounce] += count
    return counts
