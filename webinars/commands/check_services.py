"""What `webinars doctor` finds about what works beside the web server: workers and mail."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from webinars import clock
from webinars.commands.check import Check
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import ngettext

if TYPE_CHECKING:
    from webinars.config import Settings
    from webinars.domain.workers.signs import Workers

MINUTE = dt.timedelta(minutes=1)


def services(settings: "Settings") -> Iterator[Check]:
    yield _worker(_known_workers(settings), clock.now())
    yield _mail(settings)


def _known_workers(settings: "Settings") -> "Workers | None":
    """What the database knows; None where it cannot be asked, or has not the tables of this version."""
    import sqlalchemy as sa  # noqa: PLC0415 - `doctor --help` starts fast

    from webinars.commands import migrations  # noqa: PLC0415
    from webinars.commands.application import application  # noqa: PLC0415
    from webinars.db import db, reading  # noqa: PLC0415
    from webinars.domain.workers.signs import workers  # noqa: PLC0415

    url = sa.make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        # Looking inside would make it.
        return None
    with application(settings), reading():
        try:
            return workers(db.session(), now=clock.now()) if migrations.state().is_current else None
        except sa.exc.SQLAlchemyError:
            return None


def _worker(known: "Workers | None", now: dt.datetime) -> Check:
    subject = _("worker")
    if known is None:
        return Check(subject, _("not known, for the database cannot be asked"))
    if known.last_seen_at is None:
        return Check(subject, _("none has run yet"))
    silence = now - known.last_seen_at
    if not known.alive_count:
        return Check(subject, _("last seen %(minutes)s minutes ago", minutes=silence // MINUTE), is_wrong=True)
    found = ngettext(
        "seen %(seconds)s seconds ago",
        "seen %(seconds)s seconds ago; %(num)s of them in the last 3 minutes",
        known.alive_count,
        seconds=max(0, int(silence.total_seconds())),
    )
    return Check(subject, found)


def _mail(settings: "Settings") -> Check:
    if settings.mail_url is None:
        return Check(_("mail"), _("no server is set; mails are kept under /manage/outbox and not sent"))
    return Check(_("mail"), _("sent through %(host)s", host=settings.mail_url.host))
