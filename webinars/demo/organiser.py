"""The demo's organiser: an account with a random password, kept where only the operator can read it."""

import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.passwords import is_right
from webinars.domain.accounts.queries import user_with_email

FILE_NAME = "demo-organiser"
EMAIL = "caroline@lunar.example"
NAME = "Caroline Herschel"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and figures that look alike: it is copied from a terminal, at times by eye."""


@dataclass(frozen=True)
class Organiser:
    """How to sign in."""

    email: str
    password: str = field(repr=False)


def new_organiser() -> Organiser:
    """Returns the organiser with a new password."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
    return Organiser(EMAIL, "-".join(groups))


def store_password(settings: Settings, organiser: Organiser) -> None:
    """Note the password in the data folder (mode 600), so that the next start can say it again."""
    path = _path(settings)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump({"email": organiser.email, "password": organiser.password}, file)


def demo_organiser(session: Session, settings: Settings) -> Organiser | None:
    """Returns the organiser of this database, or None if it has no demo programme or the password has been changed."""
    try:
        kept = Organiser(**json.loads(_path(settings).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    user = user_with_email(session, kept.email)
    return kept if user is not None and is_right(kept.password, user.password_hash) else None


def _path(settings: Settings) -> Path:
    return settings.data / FILE_NAME
