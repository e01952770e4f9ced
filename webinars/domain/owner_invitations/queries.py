import datetime as dt
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.organisations.queries import has_members
from webinars.domain.owner_invitations.errors import InvitationOver
from webinars.lib.i18n import gettext as _
from webinars.lib.tokens import digest_of
from webinars.models import CoOrganiser, Invitation, User, Webinar


def invitation_by_token(session: Session, token: str, *, is_locked: bool = False) -> Invitation | None:
    """Returns the invitation whose address has this token, with its organisation, its webinar and who hosts that.

    Locked: nobody else decides about it before this transaction ends.
    """
    query = sa.select(Invitation).where(Invitation.digest == digest_of(token))
    if is_locked:
        session.execute(query.with_only_columns(Invitation.id).with_for_update())
    return session.scalar(query.options(*_whole()).execution_options(populate_existing=True))


def invitation_with_id(session: Session, invitation_id: int) -> Invitation | None:
    """Returns the invitation with the same things, if it is there."""
    return session.scalar(sa.select(Invitation).where(Invitation.id == invitation_id).options(*_whole()))


def refuse_over(session: Session, invitation: Invitation, *, now: dt.datetime) -> None:
    """Raises InvitationOver for a link that no longer lets anybody claim the organisation."""
    name = invitation.organisation.name
    if invitation.decided_at is not None and invitation.is_granted:
        raise InvitationOver(_("This invitation was accepted, and %(name)s has its first owner.", name=name))
    if invitation.claimed_at is not None and invitation.decided_at is None:
        raise InvitationOver(
            _(
                "This invitation was accepted already. An administrator of this site has to confirm it; a "
                "mail will say so."
            )
        )
    if invitation.decided_at is not None:
        raise InvitationOver(_("This invitation was accepted, and an administrator of this site did not confirm it."))
    if invitation.webinar_id is None or not _organises_it(session, invitation):
        raise InvitationOver(
            _("%(name)s does not organise that webinar any more, so the invitation ended with it.", name=name)
        )
    if invitation.revoked_at is not None:
        raise InvitationOver(_("This invitation was taken back."))
    if invitation.ends_at <= now:
        raise InvitationOver(_("This invitation was good for 14 days, and they are over. Ask for a new one."))
    if has_members(session, invitation.organisation_id):
        raise InvitationOver(_("%(name)s has people here by now. Ask them to add you.", name=name))


def _organises_it(session: Session, invitation: Invitation) -> bool:
    beside = sa.select(CoOrganiser.id).where(
        CoOrganiser.webinar_id == invitation.webinar_id, CoOrganiser.organisation_id == invitation.organisation_id
    )
    return session.scalar(beside) is not None


def rights_promised(session: Session, invitation: Invitation) -> list[str]:
    """Returns the rights that the organisation has, or will have, in the webinar it was invited for."""
    rights = session.scalar(
        sa.select(CoOrganiser.rights).where(
            CoOrganiser.webinar_id == invitation.webinar_id, CoOrganiser.organisation_id == invitation.organisation_id
        )
    )
    return list(rights or [])


def open_invitations(
    session: Session, webinar: Webinar, organisation_ids: Collection[int], *, now: dt.datetime
) -> dict[int, Invitation]:
    """Returns the latest open or waiting invitation of each of these organisations to the webinar, by organisation."""
    rows = session.scalars(
        sa.select(Invitation)
        .where(
            Invitation.webinar_id == webinar.id,
            Invitation.organisation_id.in_(organisation_ids),
            Invitation.revoked_at.is_(None),
            Invitation.decided_at.is_(None),
            sa.or_(Invitation.claimed_at.is_not(None), Invitation.ends_at > now),
        )
        .order_by(Invitation.id)
    )
    return {row.organisation_id: row for row in rows}


class OwnerClaim(Struct, frozen=True):
    """Somebody says that an organisation is theirs to keep."""

    invitation: Invitation
    user: User
    inviter: User | None
    is_alone: bool
    """Nobody else claims it."""


def waiting_claims(session: Session) -> Sequence[OwnerClaim]:
    """Returns what waits for an administrator, oldest first."""
    inviter = orm.aliased(User)
    rows = session.execute(
        sa.select(Invitation, User, inviter)
        .join(User, User.id == Invitation.claimed_by_id)
        .outerjoin(inviter, inviter.id == Invitation.made_by_id)
        .where(Invitation.claimed_at.is_not(None), Invitation.decided_at.is_(None))
        .options(*_whole())
        .order_by(Invitation.claimed_at, Invitation.id)
    ).all()
    names = [row[0].organisation_id for row in rows]
    return [OwnerClaim(row[0], row[1], row[2], names.count(row[0].organisation_id) == 1) for row in rows]


def waiting_count(session: Session) -> int:
    waits = sa.and_(Invitation.claimed_at.is_not(None), Invitation.decided_at.is_(None))
    return session.scalar(sa.select(sa.func.count(Invitation.id)).where(waits)) or 0


def _whole() -> tuple[orm.interfaces.LoaderOption, ...]:
    return (
        orm.joinedload(Invitation.organisation),
        orm.joinedload(Invitation.webinar).joinedload(Webinar.host),
    )
