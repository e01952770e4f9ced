"""A speaker's slides: the organisers have them at once, the public after the webinar, if she offers them."""

import datetime as dt

from sqlalchemy.orm import Session

from webinars.domain.accounts.actor import ANONYMOUS
from webinars.domain.media.errors import FileRefused
from webinars.domain.programme.changes import record
from webinars.domain.speaker_pages.notifications import tell_organisers
from webinars.domain.speaker_pages.queries import LinkedAppearance
from webinars.lib.i18n import gettext as _
from webinars.models import StoredFile

MOST_SLIDES = 3


def add_slides(session: Session, found: LinkedAppearance, file: StoredFile, *, now: dt.datetime) -> None:
    """Keep a file whose bytes are kept already. Needs `found` locked. Raises FileRefused."""
    if len(found.appearance.slides) >= MOST_SLIDES:
        raise FileRefused(_("There are %(num)s files already. Remove one first.", num=MOST_SLIDES))
    found.appearance.slides.append(file)
    _note(session, found, "speaking:add_slides", file, now=now)
    tell_organisers(session, found, now=now)


def remove_slides(session: Session, found: LinkedAppearance, file_id: int, *, now: dt.datetime) -> None:
    """Take a file away. Its addresses answer 404 from then on. Twice is once."""
    file = slide(found, file_id)
    if file is None:
        return
    found.appearance.slides.remove(file)
    _note(session, found, "speaking:remove_slides", file, now=now)
    tell_organisers(session, found, now=now)


def set_offered(session: Session, found: LinkedAppearance, offered: set[int]) -> None:
    """Let the page offer the files with these ids after the webinar, and no others."""
    for file in found.appearance.slides:
        file.is_offered = file.id in offered
    session.flush()


def slide(found: LinkedAppearance, file_id: int) -> StoredFile | None:
    """Returns the file of that id, if it is one of this speaker's."""
    return next((file for file in found.appearance.slides if file.id == file_id), None)


def _note(session: Session, found: LinkedAppearance, action: str, file: StoredFile, *, now: dt.datetime) -> None:
    detail = {
        "by": "speaking",
        "appearance_id": found.appearance.id,
        "speaker": found.appearance.shown_name,
        "name": file.name,
    }
    record(session, ANONYMOUS, found.webinar, action, detail, now=now)
