import datetime as dt
import ipaddress
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from webinars import clock
from webinars.commands.command_result import failure_of
from webinars.commands.doctor_checks.finding import DoctorCheck
from webinars.commands.doctor_checks.services import services
from webinars.lib.i18n import format_list
from webinars.lib.i18n import gettext as _
from webinars.pure import times

if TYPE_CHECKING:
    from webinars.config import Settings

LONGEST_WITHOUT_BACKUP = dt.timedelta(hours=36)
"""One night may be missed by the hours that a machine is being mended. Two are noticed."""
LEAST_FREE_MB = 500
PRIVATE_NAMES = (".localhost", ".local", ".internal", ".home.arpa", ".test")
"""RFC 6761, 6762 and 8375, and ICANN's for private use."""
OTHERS = 0o077
"""What the mode of a file allows anybody but its owner."""


@click.command("doctor", epilog="Example: webinars doctor")
def command() -> None:
    """Look at this installation: settings, data folder, database, zone rules, Redis, worker, files, mail.

    Exits 1 if something is wrong. Changes nothing.
    """
    from webinars.config import SettingsError, read_settings  # noqa: PLC0415 - `doctor --help` starts fast

    try:
        settings = read_settings()
    except SettingsError as error:
        for mistake in error.mistakes:
            click.echo(_("wrong  settings: %(mistake)s", mistake=mistake))
        raise SystemExit(1) from error
    checks = [DoctorCheck(_("settings"), _("can be read")), *_checks(settings)]
    for check in checks:
        click.echo(f"{_('wrong') if check.is_wrong else _('ok   ')}  {check.subject}: {check.found}")
    if any(check.is_wrong for check in checks):
        raise SystemExit(1)


def _checks(settings: "Settings") -> Iterator[DoctorCheck]:
    yield _data_folder(settings)
    yield from _disk(settings)
    yield _secret(settings)
    yield from _database(settings)
    yield DoctorCheck(_("zone rules"), _("version %(version)s", version=times.zone_data_version()))
    yield _fonts()
    yield from services(settings)
    yield _backups(settings)
    yield _address(settings)


def _address(settings: "Settings") -> DoctorCheck:
    if settings.is_secure or _is_private(urlsplit(settings.base_url).hostname or ""):
        return DoctorCheck(_("address"), settings.base_url)
    found = _(
        "%(address)s is public and without https, so that others can read passwords and links on their way; put TLS in "
        "front, and write https in WEBINARS_BASE_URL",
        address=settings.base_url,
    )
    return DoctorCheck(_("address"), found, is_wrong=True)


def _is_private(host: str) -> bool:
    """Returns whether nobody outside a house can reach `host`, as far as its name or number says."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(PRIVATE_NAMES)


def _data_folder(settings: "Settings") -> DoctorCheck:
    subject, path = _("data folder"), settings.data
    if not path.is_dir():
        return DoctorCheck(subject, _("%(path)s does not exist yet; the first start makes it", path=path))
    if not os.access(path, os.W_OK | os.X_OK):
        return DoctorCheck(subject, _("%(path)s cannot be written to", path=path), is_wrong=True)
    if open_to_others := _open_to_others(path):
        found = _(
            "others on this machine can read %(names)s in %(path)s; run chmod -R go= %(path)s",
            names=format_list(open_to_others),
            path=path,
        )
        return DoctorCheck(subject, found, is_wrong=True)
    return DoctorCheck(subject, str(path))


def _open_to_others(folder: Path) -> list[str]:
    """Returns what in the data folder somebody else can read: nothing, if nobody else can enter it."""
    if not stat.S_IMODE(folder.stat().st_mode) & OTHERS:
        return []
    return sorted(each.name for each in folder.iterdir() if stat.S_IMODE(each.lstat().st_mode) & OTHERS)


def _fonts() -> DoctorCheck:
    from webinars.pure.share_cards import missing_fonts  # noqa: PLC0415 - see `command`

    if missing := missing_fonts():
        found = _(
            "%(names)s missing: the pictures beside shared links are drawn without words they write (Debian: "
            "fonts-noto-core, fonts-noto-cjk)",
            names=format_list(missing),
        )
        return DoctorCheck(_("fonts"), found)
    return DoctorCheck(_("fonts"), _("all there for the pictures beside shared links"))


def _disk(settings: "Settings") -> Iterator[DoctorCheck]:
    if settings.data.is_dir():
        free_mb = shutil.disk_usage(settings.data).free // 1_000_000
        found = _("%(num)s MB free", num=f"{free_mb:,}")
        if free_mb < LEAST_FREE_MB:
            found = _("only %(num)s MB free; make room before the database stops", num=f"{free_mb:,}")
        yield DoctorCheck(_("disk"), found, is_wrong=free_mb < LEAST_FREE_MB)


def _secret(settings: "Settings") -> DoctorCheck:
    from webinars.config import SECRET_KEY_FILE_NAME  # noqa: PLC0415 - see `command`

    subject, path = _("secret key"), settings.data / SECRET_KEY_FILE_NAME
    if not path.exists():
        return DoctorCheck(subject, _("from the environment"))
    if stat.S_IMODE(path.stat().st_mode) & OTHERS:
        return DoctorCheck(subject, _("others can read %(path)s; run chmod 600 on it", path=path), is_wrong=True)
    return DoctorCheck(subject, str(path))


def _database(settings: "Settings") -> Iterator[DoctorCheck]:
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - see `command`

    from webinars.commands import migrations  # noqa: PLC0415
    from webinars.commands.application import application  # noqa: PLC0415
    from webinars.database_file import is_missing  # noqa: PLC0415
    from webinars.db import db  # noqa: PLC0415

    subject = _("database")
    with application(settings):
        try:
            is_there = not is_missing(db.engine.url)
            state = migrations.state()
            damage = migrations.quick_check() if is_there else None
        except SQLAlchemyError as error:
            yield DoctorCheck(subject, failure_of(error), is_wrong=True)
            return
    if not state.is_known:
        yield DoctorCheck(subject, migrations.newer_database(state), is_wrong=True)
    elif state.is_empty:
        yield _empty_database(settings, is_there=is_there)
    elif state.is_behind:
        yield DoctorCheck(subject, _("not at this version; run webinars db upgrade"), is_wrong=True)
    elif damage is not None:
        yield DoctorCheck(subject, _("damaged: %(damage)s", damage=damage), is_wrong=True)
    else:
        yield DoctorCheck(subject, _("at version %(version)s", version=state.current))


def _empty_database(settings: "Settings", *, is_there: bool) -> DoctorCheck:
    from webinars.commands import missing_database  # noqa: PLC0415 - see `command`
    from webinars.commands.backup_parts import unfinished_restore  # noqa: PLC0415 - see `command`

    subject = _("database")
    if unfinished_restore.is_there(settings):
        found = _("empty, for a restore has not come to its end; unless one is running, run webinars restore again")
        return DoctorCheck(subject, found, is_wrong=True)
    if left := list(missing_database.traces(settings)):
        found = _(
            "there is none, or an empty one, but the data folder has been in use: it has %(traces)s; put the database "
            "back, or name it in WEBINARS_DATABASE_URL",
            traces=format_list(left),
        )
        return DoctorCheck(subject, found, is_wrong=True)
    if is_there:
        return DoctorCheck(subject, _("empty; the first start makes its tables"))
    return DoctorCheck(subject, _("there is none yet; the first start makes it"))


def _backups(settings: "Settings") -> DoctorCheck:
    from webinars.app.nightly_backup import backups_in  # noqa: PLC0415 - see `command`

    subject, folder = _("backups"), settings.backup_folder
    if folder is None:
        return DoctorCheck(subject, _("no folder is set, so none is made at night; see WEBINARS_BACKUP_FOLDER"))
    if not os.access(folder, os.W_OK | os.X_OK):
        return DoctorCheck(subject, _("%(path)s cannot be written to", path=folder), is_wrong=True)
    made = backups_in(folder)
    if not made:
        return DoctorCheck(subject, _("none in %(path)s yet; the worker makes one each night at 2:47 UTC", path=folder))
    age = clock.now() - dt.datetime.fromtimestamp(made[-1].stat().st_mtime, dt.UTC)
    hours = int(age.total_seconds()) // 3600
    found = _("the last good one was made %(hours)s hours ago: %(path)s", hours=hours, path=made[-1])
    return DoctorCheck(subject, found, is_wrong=age > LONGEST_WITHOUT_BACKUP)
