"""The one-time code that lets somebody who can see the site's start make its first administrator."""

import os
import secrets
import tempfile
from pathlib import Path

from sqlalchemy.orm import Session

from webinars.config import Settings
from webinars.domain.accounts.errors import FirstRunOver, WrongFirstRunCode
from webinars.domain.accounts.queries import has_accounts

FILE_NAME = "first-run-code"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without letters and figures that look alike: the code is copied from a terminal, at times by eye."""


def first_run_code(session: Session, settings: Settings) -> str | None:
    """Returns the code of this data folder, made on the first call, or None once there is an account.

    It lies in a file that only the operator can read, so that the web process can check what the starting one printed.
    """
    if has_accounts(session):
        return None
    return _kept_code(settings) or _make_code(settings)


def check_first_run_code(session: Session, settings: Settings, code: str) -> None:
    """Raises FirstRunOver if there is an account, WrongFirstRunCode if `code` is not the one that was printed."""
    kept = _kept_code(settings)
    if has_accounts(session) or kept is None:
        raise FirstRunOver
    if not secrets.compare_digest(_bare(code).encode(), _bare(kept).encode()):
        raise WrongFirstRunCode


def discard_first_run_code(settings: Settings) -> None:
    """Let the code open nothing from now on.

    Raises FirstRunOver if somebody else has: of two people who press the button together, one deletes the file.
    """
    try:
        _path(settings).unlink()
    except FileNotFoundError as error:
        raise FirstRunOver from error


def _path(settings: Settings) -> Path:
    return settings.data / FILE_NAME


def _kept_code(settings: Settings) -> str | None:
    try:
        return _path(settings).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def _make_code(settings: Settings) -> str:
    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, written = tempfile.mkstemp(dir=settings.data)  # mode 600
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(code + "\n")
        # A link, unlike a rename, fails if a start beside this one was faster; then its code counts.
        os.link(written, _path(settings))
    except FileExistsError:
        return _kept_code(settings) or code
    finally:
        Path(written).unlink()
    return code


def _bare(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())
