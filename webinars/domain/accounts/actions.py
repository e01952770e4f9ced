import datetime as dt

import sqlalchemy as sa
import structlog
from msgspec import Struct
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.db import length_of
from webinars.domain.accounts.actor import Actor
from webinars.domain.accounts.errors import EmailTaken, SignInRefused, WrongPassword
from webinars.domain.accounts.first_run import check_first_run_code, discard_first_run_code
from webinars.domain.accounts.password_links import Purpose, user_of_password_token
from webinars.domain.accounts.passwords import NewPassword, is_right, needs_rehash, refuse_weak
from webinars.domain.accounts.queries import is_open, is_reserved, user_with_email
from webinars.domain.accounts.recovery_codes import forget_recovery_codes
from webinars.domain.accounts.sessions import ABSOLUTE_LIFETIME, new_token, token_digest
from webinars.domain.accounts.ways_in import is_password_off, refuse_without_password
from webinars.domain.mail.actions import add_mail
from webinars.domain.mail.outbox.promises import wake_for
from webinars.lib.email_addresses import InvalidEmail, normalised_email
from webinars.lib.text_cleaning import one_line
from webinars.lib.tokens import digest_of
from webinars.models import (
    AuditEvent,
    Membership,
    OutboundEmail,
    Passkey,
    Priority,
    SignInWay,
    User,
    UserSession,
)
from webinars.pure import times

NAME_LENGTH = length_of(User.name)
RESET_INTERVAL = dt.timedelta(minutes=10)
"""Who asks again within it is answered by the mail that is under way: a stranger cannot fill somebody's mailbox."""

log = structlog.get_logger()


def create_user(
    session: Session,
    *,
    email: str,
    name: str = "",
    is_admin: bool = False,
    password: NewPassword | None = None,
    now: dt.datetime,
) -> User:
    """Make a new account. Without a password, the person sets one by a link that somebody has mailed to them.

    Raises InvalidEmail, WeakPassword, EmailTaken.
    """
    address = normalised_email(email)
    if password is not None:
        refuse_weak(password.text, address.split("@"))
    user = User(
        email=address,
        name=one_line(name, at_most=NAME_LENGTH),
        password_hash=None if password is None else password.hash,
        is_admin=is_admin,
        created_at=now,
    )
    if is_reserved(session, address, now=now):
        raise EmailTaken(address)
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError as error:  # also when somebody else has made it a moment ago
        raise EmailTaken(address) from error
    record(session, "user:create", user, by=None, now=now, is_admin=is_admin)
    return user


def create_first_administrator(
    session: Session, settings: Settings, *, code: str, email: str, name: str, password: NewPassword, now: dt.datetime
) -> User:
    """Make the first account of an empty site, for whoever can read what the site printed at its start.

    Raises FirstRunOver, WrongFirstRunCode, InvalidEmail, WeakPassword.
    """
    check_first_run_code(session, settings, code)
    refuse_weak(password.text, site_words(settings))
    user = create_user(session, email=email, name=name, is_admin=True, password=password, now=now)
    discard_first_run_code(settings)
    return user


class RightPassword(Struct, frozen=True):
    """Somebody has typed the password of an account. It is right as long as the account keeps this hash."""

    user_id: int
    password_hash: str
    better_hash: str | None = None
    """The same password with the parameters of today, if those have changed."""

    def is_of(self, user: User | None) -> bool:
        return user is not None and (user.id, user.password_hash) == (self.user_id, self.password_hash)


def check_password(session: Session, *, email: str, password: str) -> RightPassword:
    """Returns the password that is right for the account with this address. It takes its time, and stores nothing.

    Raises SignInRefused, after the same time for every reason.
    """
    try:
        user = user_with_email(session, normalised_email(email))
    except InvalidEmail:
        user = None
    if not is_right(password, user.password_hash if user else None) or user is None or not user.is_active:
        log.info("sign-in refused", user_id=user.id if user else None)
        raise SignInRefused
    return _right_password(user, password)


def check_own_password(user: User, password: str) -> RightPassword:
    """Returns the password of somebody who has signed in, if it is right. It takes its time. Raises WrongPassword."""
    if not is_right(password, user.password_hash):
        raise WrongPassword
    return _right_password(user, password)


def _right_password(user: User, password: str) -> RightPassword:
    assert user.password_hash is not None, "nothing is the right password where there is none"
    better = NewPassword(password).hash if needs_rehash(user.password_hash) else None
    return RightPassword(user.id, user.password_hash, better)


def sign_in(
    session: Session,
    right: RightPassword,
    *,
    now: dt.datetime,
    way: SignInWay = SignInWay.PASSWORD,
    browser: str = "",
) -> tuple[UserSession, str]:
    """Returns a new session and the token that stands for it, to be kept in the cookie.

    Raises SignInRefused if the account has changed since the password was checked.
    """
    user = session.get(User, right.user_id)
    if user is None or not right.is_of(user) or not user.is_active:
        raise SignInRefused
    user.password_hash = right.better_hash or user.password_hash
    return open_session(session, user, now=now, way=way, browser=browser)


def open_session(
    session: Session, user: User, *, now: dt.datetime, way: SignInWay = SignInWay.LINK, browser: str = ""
) -> tuple[UserSession, str]:
    """Sign `user` in without asking, because something else has shown who it is."""
    token = new_token()
    opened = UserSession(
        token_digest=token_digest(token),
        user=user,
        created_at=now,
        expires_at=now + ABSOLUTE_LIFETIME,
        proved_at=now,
        seen_at=now,
        way=way,
        browser=browser,
    )
    session.add(opened)
    session.execute(
        sa.update(Membership)
        .where(Membership.user_id == user.id, Membership.joined_at.is_(None))
        .values(joined_at=now)
        .execution_options(synchronize_session=False)
    )
    session.flush()
    log.info("signed in", user_id=user.id, way=way.value)
    return opened, token


def sign_out(session: Session, token: str) -> None:
    """End the session of `token`, wherever else its cookie may have been copied to."""
    session.execute(sa.delete(UserSession).where(UserSession.token_digest == token_digest(token)))


def end_other_sessions(session: Session, kept: UserSession) -> None:
    """End every session of the person but `kept`."""
    session.execute(sa.delete(UserSession).where(UserSession.user_id == kept.user_id, UserSession.id != kept.id))


def end_session(session: Session, kept: UserSession, session_id: int) -> None:
    """End one other session of the person of `kept`."""
    theirs = UserSession.id == session_id, UserSession.user_id == kept.user_id, UserSession.id != kept.id
    session.execute(sa.delete(UserSession).where(*theirs))


def end_all_sessions(session: Session, user: User) -> None:
    """Sign somebody out everywhere."""
    session.execute(sa.delete(UserSession).where(UserSession.user_id == user.id))


def renew_session(session: Session, kept: UserSession, *, now: dt.datetime) -> str:
    """Returns a new token for a session, and the old one is worth nothing: what proves who it is has changed."""
    token = new_token()
    kept.token_digest, kept.proved_at = token_digest(token), now
    session.flush()
    return token


def tell_of_new_browser(session: Session, opened: UserSession, *, now: dt.datetime) -> None:
    """Promise a mail to somebody who has signed in from a browser that was not known."""
    add_mail(
        session,
        kind="accounts.new_browser",
        priority=Priority.SECURITY,
        recipient=opened.user.email,
        context={"user_id": opened.user_id, "browser": opened.browser, "way": opened.way.value},
        dedupe_key=f"accounts.new_browser:{opened.id}:{int(now.timestamp())}",
        now=now,
    )


def tell_of_change(session: Session, user: User, what: str, *, now: dt.datetime) -> None:
    """Note that what opens an account is another now, and promise a mail that says so.

    `what` is the action in the history, as `emails.CHANGES` knows it.
    """
    event = record(session, what, user, by=user.id, now=now)
    add_mail(
        session,
        kind="accounts.changed",
        priority=Priority.SECURITY,
        recipient=user.email,
        context={"user_id": user.id, "what": what},
        dedupe_key=f"accounts.changed:{event.id}",
        now=now,
    )


def rename_user(session: Session, actor: Actor, user: User, *, name: str, now: dt.datetime) -> None:
    before, user.name = user.name, one_line(name, at_most=NAME_LENGTH)
    record(session, "user:rename", user, by=actor.user_id, now=now, name=[before, user.name])


def set_own_timezone(session: Session, actor: Actor, user: User, *, timezone: str | None, now: dt.datetime) -> None:
    """Tell the person times in `timezone`, a name that `times.is_known`, or by the clock of their browser."""
    before, user.timezone = user.timezone, timezone and times.canonical(timezone)
    record(session, "user:set_timezone", user, by=actor.user_id, now=now, timezone=[before, user.timezone])


def change_password(
    session: Session,
    settings: Settings,
    kept: UserSession,
    *,
    current: RightPassword,
    new: NewPassword,
    now: dt.datetime,
) -> None:
    """Set a new password for the person of the session `kept`, and end every other session of theirs.

    Raises WrongPassword, WeakPassword.
    """
    user = kept.user
    if not current.is_of(user):
        raise WrongPassword
    _set_password(session, settings, user, new, now=now)
    end_other_sessions(session, kept)


def switch_password_off(session: Session, kept: UserSession, *, now: dt.datetime) -> None:
    """Let only passkeys and recovery codes sign the person in. Raises LastWayIn."""
    user = kept.user
    refuse_without_password(session, user)
    user.password_hash = user.password_set_at = None
    end_other_sessions(session, kept)
    tell_of_change(session, user, "user:switch_password_off", now=now)


def request_password_reset(session: Session, *, email: str, now: dt.datetime) -> None:
    """Promise a mail with a link, if the address has an account. The caller cannot tell, nor may the visitor.

    Raises InvalidEmail.
    """
    user = user_with_email(session, normalised_email(email))
    if user is None or not user.is_active or is_password_off(session, user):
        log.info("reset asked for an unknown address")
        # The worker is woken either way, so that the time of the answer does not tell.
        wake_for(session, OutboundEmail)
        return
    promise_reset(session, user, now=now)


def promise_reset(session: Session, user: User, *, now: dt.datetime) -> None:
    """Promise a mail with a link that sets a password, once in `RESET_INTERVAL`."""
    interval = int(now.timestamp() // RESET_INTERVAL.total_seconds())
    add_mail(
        session,
        kind="accounts.reset",
        priority=Priority.SECURITY,
        recipient=user.email,
        context={"user_id": user.id},
        dedupe_key=f"accounts.reset:{user.id}:{digest_of(user.email)[:16]}:{interval}",
        now=now,
    )


def set_password(
    session: Session, settings: Settings, token: str, *, new: NewPassword, now: dt.datetime
) -> tuple[User, Purpose]:
    """Set the password of whoever was mailed `token`. Every session of the person ends.

    Raises LinkSpent, WeakPassword.
    """
    user, purpose = user_of_password_token(session, settings, token, now=now)
    _set_password(session, settings, user, new, now=now)
    end_all_sessions(session, user)
    return user, purpose


def forget_passkeys(session: Session, user: User, *, now: dt.datetime) -> None:
    """Let in somebody who has lost every passkey: they open nothing any more, and a mail may set a password again."""
    session.execute(sa.delete(Passkey).where(Passkey.user_id == user.id))
    forget_recovery_codes(session, user)
    end_all_sessions(session, user)
    record(session, "user:forget_passkeys", user, by=None, now=now)


def forget_ended_sessions(session: Session, *, now: dt.datetime) -> None:
    """Delete the rows of sessions whose time is over."""
    session.execute(sa.delete(UserSession).where(~is_open(now)))


def site_words(settings: Settings) -> list[str]:
    """Returns what everyone who knows the site would try as a password."""
    return [settings.site_name, settings.base_url.partition("://")[2]]


def _set_password(session: Session, settings: Settings, user: User, password: NewPassword, *, now: dt.datetime) -> None:
    refuse_weak(password.text, [*site_words(settings), *user.email.split("@"), user.name])
    is_first = user.password_hash is None
    user.password_hash, user.password_set_at, user.browsers_forgotten_at = password.hash, now, now
    event = record(session, "user:set_password", user, by=user.id, now=now)
    if not is_first:
        add_mail(
            session,
            kind="accounts.password_changed",
            priority=Priority.SECURITY,
            recipient=user.email,
            context={"user_id": user.id},
            dedupe_key=f"accounts.password_changed:{event.id}",
            now=now,
        )


def record(
    session: Session, action: str, user: User, *, by: int | None, now: dt.datetime, **detail: object
) -> AuditEvent:
    """Note in the history what was done to an account."""
    event = AuditEvent(at=now, action=action, actor_id=by, detail={"user_id": user.id, **detail})
    session.add(event)
    session.flush()
    return event
