"""By what somebody can sign in, so that nobody ends the last of it."""

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.errors import LastWayIn
from webinars.domain.accounts.recovery_codes import recovery_code_count
from webinars.lib.i18n import gettext as _
from webinars.models import Passkey, User


class WaysIn(Struct, frozen=True):
    """What an account can be opened with."""

    has_password: bool
    passkeys: int
    recovery_codes: int

    @property
    def are_two(self) -> bool:
        """Whether a passkey can be lost: there is another one, or a code on paper."""
        return self.passkeys > 1 or (self.passkeys == 1 and self.recovery_codes > 0)


def ways_in(session: Session, user: User, *, is_locked: bool = False) -> WaysIn:
    """Returns by what this person can sign in. Locked, nobody else ends one of these at the same moment."""
    if is_locked:
        session.execute(sa.select(User.id).where(User.id == user.id).with_for_update())
    passkeys = session.scalar(sa.select(sa.func.count()).select_from(Passkey).where(Passkey.user_id == user.id))
    return WaysIn(user.password_hash is not None, passkeys or 0, recovery_code_count(session, user.id))


def is_password_off(session: Session, user: User) -> bool:
    """Returns whether the person has switched the password off: then no mail may bring it back."""
    return user.password_hash is None and bool(ways_in(session, user).passkeys)


def needs_two(settings: Settings, user: User) -> bool:
    """Returns whether this site demands a passkey of this person, and another way in beside it."""
    return settings.admin_passkeys and user.is_admin


def refuse_last_passkey(session: Session, settings: Settings, user: User) -> None:
    """Raises LastWayIn where one passkey less would lock the person out."""
    now = ways_in(session, user, is_locked=True)
    left = WaysIn(now.has_password, now.passkeys - 1, now.recovery_codes)
    if needs_two(settings, user) and now.are_two and not left.are_two:
        raise LastWayIn(_("This site asks two ways in of its administrators. Add another passkey first."))
    if not left.has_password and not left.passkeys:
        raise LastWayIn(_("This is your last way in: your password is off. Add another passkey first."))


def refuse_without_password(session: Session, user: User) -> None:
    """Raises LastWayIn where the password may not be switched off: a lost telephone would lock the person out."""
    if not ways_in(session, user, is_locked=True).are_two:
        raise LastWayIn(_("Have two passkeys, or one and recovery codes on paper. Then the password can go."))
