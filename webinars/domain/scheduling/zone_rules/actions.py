import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.mail.actions import add_mail
from webinars.domain.programme.changes import record
from webinars.domain.scheduling.zone_rules.queries import ZoneShift, coming_webinars, shifts
from webinars.lib.errors import require_right
from webinars.models import Membership, Priority, Role, User
from webinars.models.derived import touch

MAIL_KIND = "zone_rules.moved"


def refresh(session: Session, actor: Actor, *, now: dt.datetime) -> list[ZoneShift]:
    """Recompute every coming webinar from its promise by the zone rules of today, and tell the organisers once.

    What cannot be decided, a promised hour that clocks now skip, say, keeps its instant and is told as well. Entries in
    feeds are rendered again even where the instant stays: the hour of another zone in the line may have changed.
    Raises NotAllowed.
    """
    require_right(actor.is_admin)
    coming = coming_webinars(session, now)
    found = shifts(coming, now)
    for shift in found:
        if shift.after_at is not None:
            _move(session, actor, shift, shift.after_at, now=now)
        _tell(session, shift, now=now)
    touch(session, [webinar.id for webinar in coming])
    session.flush()
    return found


def _move(session: Session, actor: Actor, shift: ZoneShift, after_at: dt.datetime, *, now: dt.datetime) -> None:
    webinar = shift.webinar
    webinar.starts_at = after_at
    webinar.ends_at = after_at + dt.timedelta(minutes=webinar.duration_minutes)
    record(
        session,
        actor,
        webinar,
        "webinar:recompute",
        {"starts_at": [shift.before_at.isoformat(), after_at.isoformat()]},
        now=now,
    )


def _tell(session: Session, shift: ZoneShift, *, now: dt.datetime) -> None:
    recipients = session.execute(
        sa.select(User.id, User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organisation_id == shift.webinar.host_id,
            Membership.role.in_([Role.OWNER, Role.EDITOR]),
            User.is_active,
        )
    )
    outcome = shift.after_at.isoformat() if shift.after_at else "undecided"
    for user_id, email in recipients.all():
        add_mail(
            session,
            kind=MAIL_KIND,
            priority=Priority.MESSAGE,
            recipient=email,
            organisation_id=shift.webinar.host_id,
            context={
                "webinar_id": shift.webinar.id,
                "before_at": shift.before_at.isoformat(),
                "after_at": shift.after_at.isoformat() if shift.after_at else None,
                "reason": shift.reason,
            },
            dedupe_key=f"{MAIL_KIND}:{shift.webinar.id}:{shift.before_at.isoformat()}:{outcome}:{user_id}",
            now=now,
        )
