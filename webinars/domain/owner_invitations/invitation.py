"""A host invites somebody of a co-organiser that has no members here, and may take the link back."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.actor import Actor
from webinars.domain.mail.actions import add_mail
from webinars.domain.organisations.queries import has_members
from webinars.domain.owner_invitations.errors import InvitationInvalid
from webinars.domain.owner_invitations.links import new_link
from webinars.domain.programme import permissions
from webinars.domain.programme.changes import record
from webinars.domain.programme.editor_queries import load_to_change
from webinars.lib.email_addresses import normalised_email
from webinars.lib.errors import require_right
from webinars.lib.i18n import gettext as _
from webinars.models import Invitation, Organisation, Priority, Webinar

LIFETIME = dt.timedelta(days=14)
MOST_A_DAY = 30
"""Of one host: an invitation is a mail to somebody who has not asked for it."""


def invite_somebody(
    session: Session,
    settings: Settings,
    actor: Actor,
    webinar: Webinar,
    organisation: Organisation,
    *,
    email: str,
    now: dt.datetime,
) -> Invitation:
    """Send a link to `email` by which its reader can claim the co-organiser. An earlier link for it ends.

    Raises NotAllowed, InvalidEmail, and InvitationInvalid where somebody looks after the organisation.
    """
    load_to_change(session, actor, webinar, permissions.can_manage)
    if all(each.organisation_id != organisation.id for each in webinar.co_organisers):
        raise InvitationInvalid(_("%(name)s does not organise it with you.", name=organisation.name))
    if has_members(session, organisation.id):
        raise InvitationInvalid(
            _("%(name)s has members here: its owners are asked, and nobody else.", name=organisation.name)
        )
    address = normalised_email(email)
    _refuse_too_many(session, webinar, now=now)
    revoke(session, actor, webinar, organisation.id, now=now)
    invitation = Invitation(
        **new_link(settings),
        email=address,
        made_by_id=actor.user_id,
        made_at=now,
        ends_at=now + LIFETIME,
        organisation=organisation,
        webinar=webinar,
    )
    session.add(invitation)
    session.flush()
    record(session, actor, webinar, "invitation:make", {"organisation": organisation.name}, now=now)
    add_mail(
        session,
        kind="programme.claim",
        priority=Priority.REGISTRATION,
        recipient=address,
        organisation_id=webinar.host_id,
        context={"invitation_id": invitation.id},
        dedupe_key=f"programme.claim:{invitation.digest}",
        now=now,
    )
    return invitation


def revoke(session: Session, actor: Actor, webinar: Webinar, organisation_id: int, *, now: dt.datetime) -> int:
    """Let the open links for that organisation and webinar end. Returns how many there were. What is claimed stays so.

    Raises NotAllowed.
    """
    require_right(permissions.can_manage(actor, webinar))
    rows = session.scalars(
        sa.select(Invitation)
        .where(
            Invitation.webinar_id == webinar.id,
            Invitation.organisation_id == organisation_id,
            Invitation.revoked_at.is_(None),
            Invitation.claimed_at.is_(None),
            Invitation.ends_at > now,
        )
        .with_for_update()
    ).all()
    for row in rows:
        row.revoked_at = now
    session.flush()
    return len(rows)


def _refuse_too_many(session: Session, webinar: Webinar, *, now: dt.datetime) -> None:
    made = (
        sa.select(sa.func.count(Invitation.id))
        .join(Webinar, Webinar.id == Invitation.webinar_id)
        .where(Webinar.host_id == webinar.host_id, Invitation.made_at > now - dt.timedelta(days=1))
    )
    if (session.scalar(made) or 0) >= MOST_A_DAY:
        raise InvitationInvalid(
            _("%(host)s has invited %(limit)s people today. Go on tomorrow.", host=webinar.host.name, limit=MOST_A_DAY)
        )
