"""What may have a picture, who keeps it, and where its changes are noted."""

import datetime as dt

from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.lineup.record_permissions import can_keep_records
from webinars.domain.organisations.permissions import can_update
from webinars.domain.programme.changes import record
from webinars.domain.programme.permissions import can_edit_texts
from webinars.models import AuditEvent, Organisation, PictureKind, Speaker, Webinar

Owner = Speaker | Organisation | Webinar


def kind_of(owner: Owner) -> PictureKind:
    """Returns which kind of picture `owner` has, which is also the name of the relationship it stands in."""
    if isinstance(owner, Speaker):
        return PictureKind.PORTRAIT
    return PictureKind.LOGO if isinstance(owner, Organisation) else PictureKind.COVER


def is_kept_by(actor: Actor, owner: Owner) -> bool:
    """Returns whether `actor` may give `owner` a picture. Needs a speaker's organisation, a webinar's co-organisers."""
    if isinstance(owner, Speaker):
        return can_keep_records(actor, owner.organisation_id)
    return can_update(actor, owner) if isinstance(owner, Organisation) else can_edit_texts(actor, owner)


def note(session: Session, actor: Actor, owner: Owner, action: str, *, now: dt.datetime) -> None:
    """Say in the history what was done. `action` is `picture:verb`. Flushes."""
    if isinstance(owner, Webinar):
        record(session, actor, owner, action, now=now)
        return
    detail = {"speaker_id": owner.id, "name": owner.name} if isinstance(owner, Speaker) else {"name": owner.name}
    session.add(
        AuditEvent(
            at=now,
            action=action,
            actor_id=actor.user_id,
            organisation_id=owner.organisation_id if isinstance(owner, Speaker) else owner.id,
            detail=detail,
        )
    )
    session.flush()
