"""What `webinars doctor` finds about what works beside the web server: Redis, workers, uploaded files and mail."""

import datetime as dt
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from webinars import clock
from webinars.commands.doctor_checks.finding import DoctorCheck
from webinars.lib.i18n import format_list, ngettext
from webinars.lib.i18n import gettext as _

if TYPE_CHECKING:
    from webinars.config import Settings
    from webinars.domain.mail.queries import OutboxProblems
    from webinars.domain.processes.heartbeats import Workers


# What `webinars doctor` finds about where uploaded files are kept.


def uploads(settings: "Settings", newest_key: str | None) -> DoctorCheck:
    """Returns whether files can be written and read, and whether the last one that the database knows is among them.

    Each machine of a site asks the same database: so a folder that is not the shared one is found out on its machine.
    """
    from webinars.domain.media.configured_storage import storage_of  # noqa: PLC0415 - `doctor --help` starts fast
    from webinars.domain.media.errors import StoreDoesNotAnswer  # noqa: PLC0415

    subject, storage = _("uploads"), storage_of(settings)
    try:
        storage.try_out()
        is_missing = newest_key is not None and not storage.has(newest_key)
    except StoreDoesNotAnswer as error:
        found = _("%(place)s cannot be used: %(reason)s", place=storage.address, reason=error.reason.rstrip("."))
        return DoctorCheck(subject, found, is_wrong=True)
    except OSError:
        return DoctorCheck(subject, _("%(path)s cannot be written to", path=storage.address), is_wrong=True)
    if is_missing:
        found = _(
            "the file that was added last is not in %(place)s; is this where all machines of this site keep them?",
            place=storage.address,
        )
        return DoctorCheck(subject, found, is_wrong=True)
    return DoctorCheck(subject, storage.address)


MINUTE = dt.timedelta(minutes=1)


class StoredFacts(Struct, frozen=True):
    """What the database knows of them."""

    workers: "Workers"
    trouble: "OutboxProblems"
    strangers: Sequence[str]
    """Processes that run with another secret key than ours."""
    newest_file: str | None
    """The key of the uploaded file that was added last."""
    miscounted: Sequence[str]
    """Webinars whose desk counts other places than people have."""
    unmailable_count: int
    """People whose links no mail can name again."""
    settings: "Settings"
    """Those that hold, with what administrators have chosen in the browser."""
    is_password_lost: bool
    """Whether the password of the mail server that they have typed cannot be read any more."""
    lost_webhooks: Sequence[str]
    """Webhooks whose secrets cannot be read any more."""


def services(settings: "Settings") -> Iterator[DoctorCheck]:
    if settings.redis_url:
        yield _redis(settings.redis_url)
    else:
        yield from _limits()
    stored = _stored(settings)
    if stored and stored.strangers:
        yield _another_key(stored.strangers)
    yield _worker(stored.workers if stored else None, clock.now())
    yield uploads(settings, stored.newest_file if stored else None)
    in_force = stored.settings if stored else settings
    yield from _model(settings)
    yield from _transcriber(settings)
    yield _lost_password() if stored and stored.is_password_lost else _mail_server(in_force)
    yield from _mail(in_force, stored.trouble if stored else None)
    if stored:
        yield from _registrations(stored)
    if stored and stored.lost_webhooks:
        names = format_list(stored.lost_webhooks)
        found = _(
            "the secrets of %(list)s cannot be read with this key; make new ones under “API and webhooks”", list=names
        )
        yield DoctorCheck(_("webhooks"), found, is_wrong=True)


def _stored(settings: "Settings") -> StoredFacts | None:
    """None where the database cannot be asked, or has not the tables of this version."""
    import sqlalchemy as sa  # noqa: PLC0415 - `doctor --help` starts fast

    from webinars.commands import migrations  # noqa: PLC0415
    from webinars.commands.application import application  # noqa: PLC0415
    from webinars.db import db, reading  # noqa: PLC0415
    from webinars.domain.interfaces.webhooks.queries import lost_webhooks  # noqa: PLC0415
    from webinars.domain.mail.queries import outbox_problems  # noqa: PLC0415
    from webinars.domain.media.queries import newest_key  # noqa: PLC0415
    from webinars.domain.processes.heartbeats import key_digest_of, with_another_key, workers  # noqa: PLC0415
    from webinars.domain.registration.integrity_check import miscounted, unmailable_count  # noqa: PLC0415
    from webinars.domain.site_settings.queries import stored_values  # noqa: PLC0415
    from webinars.domain.site_settings.values import is_password_lost  # noqa: PLC0415
    from webinars.web.site_context import site_settings  # noqa: PLC0415

    url = sa.make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        # Looking inside would make it.
        return None
    with application(settings), reading():
        session, now = db.session(), clock.now()
        try:
            if not migrations.state().is_current:
                return None
            ours = key_digest_of(settings.secret_key)
            strangers = with_another_key(session, ours, now=now)
            return StoredFacts(
                workers(session, now=now),
                outbox_problems(session, now=now),
                strangers,
                newest_key(session),
                miscounted(session),
                unmailable_count(session, settings),
                site_settings(),
                is_password_lost(settings, stored_values(session)),
                lost_webhooks(session, settings),
            )
        except sa.exc.SQLAlchemyError:
            return None


def _transcriber(settings: "Settings") -> Iterator[DoctorCheck]:
    for program in settings.transcriber[:1]:
        is_there = shutil.which(program) is not None
        gone = _("%(program)s is not there, or not to be run; see WEBINARS_TRANSCRIBER", program=program)
        yield DoctorCheck(_("transcriber"), program if is_there else gone, is_wrong=not is_there)


def _model(settings: "Settings") -> Iterator[DoctorCheck]:
    from webinars.domain.imports.language_model.client import model_of, try_model  # noqa: PLC0415
    from webinars.domain.imports.language_model.errors import ModelFails  # noqa: PLC0415 - see `_stored`

    model = model_of(settings)
    if model is None:
        return
    try:
        try_model(model)
    except ModelFails as error:
        found = _("%(host)s: %(reason)s", host=model.host, reason=str(error).rstrip("."))
        yield DoctorCheck(_("model of the reader"), found, is_wrong=True)
    else:
        yield DoctorCheck(_("model of the reader"), _("%(name)s at %(host)s answers", name=model.name, host=model.host))


def _registrations(stored: StoredFacts) -> Iterator[DoctorCheck]:
    subject = _("registrations")
    if stored.miscounted:
        found = _("the places of %(slugs)s are counted wrongly", slugs=format_list(list(stored.miscounted)))
        yield DoctorCheck(subject, found, is_wrong=True)
    if stored.unmailable_count:
        found = ngettext(
            "one person has links made with a secret key that is gone: no mail can name them again",
            "%(num)s people have links made with a secret key that is gone: no mail can name them again",
            stored.unmailable_count,
        )
        yield DoctorCheck(subject, found, is_wrong=True)


def _redis(url: str) -> DoctorCheck:
    from webinars import redis_server  # noqa: PLC0415 - see `_stored`

    failure = redis_server.failure(url)
    if failure is None:
        return DoctorCheck(_("Redis"), _("answers"))
    return DoctorCheck(_("Redis"), _("cannot be reached: %(reason)s", reason=failure.rstrip(".")), is_wrong=True)


def _limits() -> Iterator[DoctorCheck]:
    from webinars.commands.child_processes import web_process_count  # noqa: PLC0415 - see `_stored`

    count = web_process_count()
    if count > 1:
        found = _(
            "each of %(count)s web processes counts tries by itself, so people have that many times as many;"
            " with WEBINARS_REDIS_URL they count together",
            count=count,
        )
        yield DoctorCheck(_("limits"), found)


def _another_key(names: Sequence[str]) -> DoctorCheck:
    found = ngettext(
        "%(names)s runs with another one; all machines need the same",
        "%(names)s run with another one; all machines need the same",
        len(names),
        names=format_list(names),
    )
    return DoctorCheck(_("secret key"), found, is_wrong=True)


def _worker(known: "Workers | None", now: dt.datetime) -> DoctorCheck:
    subject = _("worker")
    if known is None:
        return DoctorCheck(subject, _("not known, for the database cannot be asked"))
    if known.last_seen_at is None:
        return DoctorCheck(subject, _("none has run yet"))
    silence = now - known.last_seen_at
    if not known.alive_count:
        return DoctorCheck(subject, _("last seen %(minutes)s minutes ago", minutes=silence // MINUTE), is_wrong=True)
    found = ngettext(
        "seen %(seconds)s seconds ago",
        "seen %(seconds)s seconds ago; %(num)s of them in the last 3 minutes",
        known.alive_count,
        seconds=max(0, int(silence.total_seconds())),
    )
    return DoctorCheck(subject, found)


def _lost_password() -> DoctorCheck:
    found = _("the password typed under /manage/site was encrypted with another secret key: type it again there")
    return DoctorCheck(_("mail"), found, is_wrong=True)


def _mail_server(settings: "Settings") -> DoctorCheck:
    if settings.mail_url is None:
        return DoctorCheck(_("mail"), _("no server is set; mails are kept under /manage/outbox and not sent"))
    return DoctorCheck(_("mail"), _("sent through %(host)s", host=settings.mail_url.host))


def _mail(settings: "Settings", trouble: "OutboxProblems | None") -> Iterator[DoctorCheck]:
    subject = _("mail")
    if trouble and trouble.failed_count:
        failed = ngettext(
            "%(num)s could not be sent in the last 7 days; see /manage/outbox",
            "%(num)s could not be sent in the last 7 days; see /manage/outbox",
            trouble.failed_count,
        )
        yield DoctorCheck(subject, failed, is_wrong=True)
    if trouble and trouble.refusals.count:
        refused = ngettext(
            "%(num)s was refused within a day because it is ours; look at SPF, DKIM, DMARC and how many leave at once",
            "%(num)s were refused within a day because they are ours; look at SPF, DKIM, DMARC and how many leave at "
            "once",
            trouble.refusals.count,
        )
        if trouble.refusals.is_bulk_held:
            refused += "; " + _("reminders, messages and digests wait")
        yield DoctorCheck(subject, refused, is_wrong=True)
    # Without a server all of them are late, and not in vain.
    if trouble and trouble.late_count and settings.mail_url is not None:
        late = ngettext(
            "%(num)s has been due for more than an hour and is not sent; see /manage/outbox",
            "%(num)s have been due for more than an hour and are not sent; see /manage/outbox",
            trouble.late_count,
        )
        yield DoctorCheck(subject, late, is_wrong=True)
