"""Administrators decide whose an organisation is."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import Actor
from webinars.domain.mail.actions import add_mail
from webinars.domain.organisations.actions import begin_linking
from webinars.domain.organisations.queries import has_members
from webinars.domain.owner_invitations.errors import ClaimDecided, InvitationInvalid
from webinars.lib.errors import require_right
from webinars.lib.i18n import gettext as _
from webinars.models import AuditEvent, Invitation, Membership, Organisation, Priority, Role, User


def confirm_claim(session: Session, actor: Actor, invitation_id: int, *, now: dt.datetime) -> Invitation:
    """Make whoever claimed the organisation its first owner, and tell both them and who invited them.

    Others who claim it are refused, and open links to it end. Raises NotAllowed, ClaimDecided,
    InvitationInvalid where the organisation has members by now, or the account was closed.
    """
    invitation, user = _waiting(session, actor, invitation_id)
    organisation = session.get_one(Organisation, invitation.organisation_id)
    if has_members(session, organisation.id):
        raise InvitationInvalid(
            _("%(name)s has members by now: they add whom they want. Refuse this.", name=organisation.name)
        )
    if not user.is_active:
        raise InvitationInvalid(
            _("%(who)s has no account here that can sign in any more. Refuse this.", who=user.name or user.email)
        )
    session.add(Membership(organisation=organisation, user=user, role=Role.OWNER, created_at=now, joined_at=now))
    session.flush()
    begin_linking(session, organisation)
    _decide(session, actor, invitation, is_granted=True, now=now)
    others = session.scalars(
        sa.select(Invitation)
        .where(
            Invitation.organisation_id == organisation.id,
            Invitation.id != invitation.id,
            Invitation.decided_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .order_by(Invitation.id)
        .with_for_update()
    ).all()
    for other in others:
        if other.claimed_at is None:
            other.revoked_at = now
        else:
            _decide(session, actor, other, is_granted=False, now=now)
    session.flush()
    return invitation


def refuse_claim(session: Session, actor: Actor, invitation_id: int, *, now: dt.datetime) -> Invitation:
    """Leave the organisation without members, and tell who claimed it. Raises NotAllowed, ClaimDecided."""
    invitation, _user = _waiting(session, actor, invitation_id)
    _decide(session, actor, invitation, is_granted=False, now=now)
    session.flush()
    return invitation


def _waiting(session: Session, actor: Actor, invitation_id: int) -> tuple[Invitation, User]:
    require_right(actor.is_admin)
    organisation_id = session.scalar(sa.select(Invitation.organisation_id).where(Invitation.id == invitation_id))
    if organisation_id is None:
        raise ClaimDecided
    # Two who confirm two claims of one organisation take turns here, so that it gets one first owner.
    session.execute(sa.select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    invitation = session.scalar(
        sa.select(Invitation)
        .where(Invitation.id == invitation_id, Invitation.claimed_at.is_not(None), Invitation.decided_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    user = session.get(User, invitation.claimed_by_id) if invitation is not None else None
    if invitation is None or user is None:
        raise ClaimDecided
    return invitation, user


def _decide(session: Session, actor: Actor, invitation: Invitation, *, is_granted: bool, now: dt.datetime) -> None:
    invitation.decided_at, invitation.is_granted = now, is_granted
    session.add(
        AuditEvent(
            at=now,
            action="invitation:grant" if is_granted else "invitation:refuse",
            actor_id=actor.user_id,
            organisation_id=invitation.organisation_id,
            detail={"user_id": invitation.claimed_by_id},
        )
    )
    told = {invitation.claimed_by_id, invitation.made_by_id} if is_granted else {invitation.claimed_by_id}
    people = session.scalars(sa.select(User).where(User.id.in_(told - {None}), User.is_active).order_by(User.id))
    for user in people:
        add_mail(
            session,
            kind="programme.claim_granted" if is_granted else "programme.claim_refused",
            priority=Priority.REGISTRATION,
            recipient=user.email,
            organisation_id=invitation.organisation_id,
            context={"invitation_id": invitation.id, "user_id": user.id},
            dedupe_key=f"programme.claim_decided:{invitation.id}:{user.id}",
            now=now,
        )
