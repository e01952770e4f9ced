"""Whoever has the link claims the organisation: with the account they have, or with one made for it."""

import datetime as dt

from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.actions import RightPassword, create_user, site_words
from webinars.domain.accounts.errors import EmailTaken, SignInRefused
from webinars.domain.accounts.passwords import NewPassword, refuse_weak
from webinars.domain.accounts.queries import user_with_email
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.administrators import administrators
from webinars.domain.owner_invitations.errors import AccountExists, InvitationOver, OtherAddress
from webinars.domain.owner_invitations.queries import invitation_by_token, refuse_over
from webinars.lib.i18n import gettext as _
from webinars.models import AuditEvent, Invitation, Priority, User


def claim_with_account(
    session: Session, token: str, right: RightPassword, *, is_other_meant: bool = False, now: dt.datetime
) -> Invitation:
    """Claim with the account whose password was typed, with another address than was written to only if that is meant.

    Raises LookupError for a link that never was, InvitationOver, SignInRefused, OtherAddress.
    """
    invitation = _locked(session, token, now=now)
    user = session.get(User, right.user_id)
    if user is None or not right.is_of(user) or not user.is_active:
        raise SignInRefused
    user.password_hash = right.better_hash or user.password_hash
    if invitation.email is not None and user.email != invitation.email and not is_other_meant:
        raise OtherAddress(invitation.email, user.email)
    return _claim(session, invitation, user, now=now)


def claim_with_new_account(
    session: Session, settings: Settings, token: str, *, name: str, password: NewPassword, now: dt.datetime
) -> Invitation:
    """Make an account for the address that was written to, and claim with it.

    Raises LookupError for a link that never was, InvitationOver, AccountExists, WeakPassword.
    """
    invitation = _locked(session, token, now=now)
    email = invitation.email
    if email is None:
        raise InvitationOver(_("The address that this invitation went to was erased."))
    if user_with_email(session, email) is not None:
        raise AccountExists(email)
    refuse_weak(password.text, [*site_words(settings), *email.split("@"), name])
    try:
        user = create_user(session, email=email, name=name, password=password, now=now)
    except EmailTaken as error:  # by a request beside this one
        raise AccountExists(email) from error
    return _claim(session, invitation, user, now=now)


def _locked(session: Session, token: str, *, now: dt.datetime) -> Invitation:
    invitation = invitation_by_token(session, token, is_locked=True)
    if invitation is None:
        raise LookupError(token)
    refuse_over(session, invitation, now=now)
    return invitation


def _claim(session: Session, invitation: Invitation, user: User, *, now: dt.datetime) -> Invitation:
    invitation.claimed_at, invitation.claimed_by_id = now, user.id
    session.add(
        AuditEvent(
            at=now,
            action="invitation:claim",
            actor_id=user.id,
            organisation_id=invitation.organisation_id,
            webinar_id=invitation.webinar_id,
            detail={"organisation": invitation.organisation.name},
        )
    )
    for each in administrators(session):
        add_mail(
            session,
            kind="programme.claim_waits",
            priority=Priority.REGISTRATION,
            recipient=each.email,
            context={"invitation_id": invitation.id},
            dedupe_key=f"programme.claim_waits:{invitation.id}:{each.id}:{int(now.timestamp())}",
            now=now,
        )
    session.flush()
    return invitation
