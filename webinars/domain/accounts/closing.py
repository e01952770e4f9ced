"""The end of an account: what it made stays, and who it was is erased."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import Session

from webinars.domain.accounts.actions import end_all_sessions, record
from webinars.domain.accounts.actor import Actor
from webinars.domain.accounts.errors import AccountNeeded
from webinars.lib.i18n import format_list
from webinars.lib.i18n import gettext as _
from webinars.models import (
    AddressChange,
    ApiToken,
    AuditEvent,
    Membership,
    Organisation,
    OutboundEmail,
    Passkey,
    ProofRequest,
    RecoveryCode,
    Role,
    User,
)

_THEIRS = (Passkey, RecoveryCode, ProofRequest, AddressChange, Membership)


def only_owned(session: Session, user: User) -> list[Organisation]:
    """Returns the organisations that nobody else owns, by name."""
    other = orm.aliased(Membership)
    is_shared = sa.exists().where(
        other.organisation_id == Organisation.id, other.role == Role.OWNER, other.user_id != user.id
    )
    return list(
        session.scalars(
            sa.select(Organisation)
            .join(Membership, Membership.organisation_id == Organisation.id)
            .where(Membership.user_id == user.id, Membership.role == Role.OWNER, ~is_shared)
            .order_by(Organisation.name_key)
        )
    )


def refuse_needed(session: Session, user: User, *, is_own: bool) -> None:
    """Raises AccountNeeded while an organisation or the site would be left without anybody.

    `is_own`: whether the person is told so, and not somebody else.
    """
    names = format_list([organisation.name for organisation in only_owned(session, user)])
    if names and is_own:
        raise AccountNeeded(
            _(
                "You are the only owner of %(names)s. Make somebody else an owner first, or close the organisation "
                "too.",
                names=names,
            )
        )
    if names:
        raise AccountNeeded(_("Nobody else owns %(names)s. Make somebody else an owner first.", names=names))
    others = sa.select(sa.func.count()).select_from(User).where(User.is_admin, User.is_active, User.id != user.id)
    if user.is_admin and not session.scalar(others):
        raise AccountNeeded(_("This is the only administrator of this site. Make somebody else one first."))


def token_count(session: Session, user: User, *, now: dt.datetime) -> int:
    """Returns how many tokens end with the account."""
    return session.scalar(sa.select(sa.func.count()).select_from(ApiToken).where(_valid_tokens(user, now))) or 0


def close_account(session: Session, actor: Actor, user: User, *, now: dt.datetime) -> None:
    """End an account. Address, passkeys, sessions and tokens are erased. Raises AccountNeeded."""
    _take_turns(session, user)
    refuse_needed(session, user, is_own=actor.user_id == user.id)
    end_all_sessions(session, user)
    session.execute(
        sa.update(ApiToken).where(_valid_tokens(user, now)).values(revoked_at=now),
        execution_options={"synchronize_session": False},
    )
    moving = sa.select(AddressChange.new_email).where(AddressChange.user_id == user.id)
    session.execute(sa.delete(OutboundEmail).where(OutboundEmail.recipient.in_([user.email, *session.scalars(moving)])))
    renamed = AuditEvent.action == "user:rename", AuditEvent.actor_id == user.id
    session.execute(sa.update(AuditEvent).where(*renamed).values(detail={"user_id": user.id}))
    for table in _THEIRS:
        session.execute(sa.delete(table).where(table.user_id == user.id).execution_options(synchronize_session=False))
    user.name, user.email = _("somebody who has left"), f"{user.id}@left.invalid"
    user.password_hash = user.password_set_at = user.recovery_codes_made_at = user.timezone = None
    user.is_admin = user.is_active = False
    user.closed_at = now
    record(session, "user:close", user, by=actor.user_id, now=now)


def _take_turns(session: Session, user: User) -> None:
    """Lock what others who close theirs would count: the last owner and the last administrator stay."""
    own = sa.select(Membership.organisation_id).where(Membership.user_id == user.id, Membership.role == Role.OWNER)
    owners = Membership.organisation_id.in_(own), Membership.role == Role.OWNER
    session.execute(sa.select(Membership.id).where(*owners).order_by(Membership.id).with_for_update())
    session.execute(sa.select(User.id).where(User.is_admin).order_by(User.id).with_for_update())
    session.refresh(user)


def _valid_tokens(user: User, now: dt.datetime) -> sa.ColumnElement[bool]:
    return sa.and_(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None), ApiToken.ends_at > now)
