"""The state of the site at this moment, as gauges. Nothing is stored, and what cannot be known is left out."""

import shutil
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from webinars import clock
from webinars.app.nightly_backup import backups_in
from webinars.config import Settings
from webinars.db import db, reading
from webinars.domain.mail.outbox.queries import queue_depths
from webinars.domain.mail.queries import recent_counts
from webinars.domain.processes.heartbeats import workers
from webinars.models import OutboundEmail, OutboundHook, Priority, PromiseState
from webinars.pure.times import zone_data_version

if TYPE_CHECKING:
    from prometheus_client.core import Metric


class StateCollector:
    """What a registry of Prometheus asks for its gauges."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def collect(self) -> Iterator["Metric"]:
        yield _gauges("webinars_info", "Which version runs.", "version", {version("webinars"): 1})
        rules = {zone_data_version(): 1}
        yield _gauges("webinars_zone_data_info", "Which zone rules are in use.", "version", rules)
        yield from self._disk()
        yield from self._backups()
        try:
            with reading():
                found = list(self._database())
        except SQLAlchemyError:
            found = []
        yield _gauge("webinars_database_up", "Whether the database answers.", int(bool(found)))
        yield from found

    def _database(self) -> Iterator["Metric"]:
        session, now = db.session(), clock.now()
        late = queue_depths(session, OutboundEmail, now=now)
        oldest = {each.name.lower(): late[each].oldest_s if each in late else 0.0 for each in Priority}
        counts = {each.name.lower(): late[each].count if each in late else 0 for each in Priority}
        yield _gauges("webinars_mail_oldest_due_seconds", "How long the oldest has been due.", "priority", oldest)
        yield _gauges("webinars_mails_due", "Mails that are due now.", "priority", counts)
        hooks = queue_depths(session, OutboundHook, now=now).values()
        waiting, oldest_s = sum(each.count for each in hooks), max((each.oldest_s for each in hooks), default=0.0)
        yield _gauge("webinars_hooks_due", "Calls of webhooks that are due now.", waiting)
        yield _gauge("webinars_hook_oldest_due_seconds", "How long the oldest has been due.", oldest_s)
        recent = recent_counts(session, now=now)
        states = {each.value: recent.get(each, 0) for each in PromiseState}
        about = "Mails promised in the last day, of the newest 20,000, by what became of them."
        yield _gauges("webinars_mails_recent", about, "result", states)
        alive = workers(session, now=now).alive_count
        yield _gauge("webinars_workers_alive", "Workers seen in the last 3 minutes.", alive)
        yield _gauge("webinars_database_bytes", "What the database takes.", self._size())

    def _size(self) -> int:
        asked = {
            "postgresql": "SELECT pg_database_size(current_database())",
            "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
        }
        return db.session.scalar(sa.text(asked[db.engine.dialect.name])) or 0

    def _disk(self) -> Iterator["Metric"]:
        folders = {"data": self._settings.data}
        if isinstance(self._settings.uploads, Path):
            folders["uploads"] = self._settings.uploads
        free = {name: shutil.disk_usage(folder).free for name, folder in folders.items() if folder.is_dir()}
        yield _gauges("webinars_disk_free_bytes", "Room that is left.", "folder", free)
        url = sa.make_url(self._settings.database_url)
        if url.get_backend_name() == "sqlite":
            size = _bytes_of(Path(f"{url.database}-wal"))
            yield _gauge("webinars_wal_bytes", "The write-ahead log of SQLite.", size)

    def _backups(self) -> Iterator["Metric"]:
        folder = self._settings.backup_folder
        made = backups_in(folder) if folder is not None else []
        if made:
            age_s = clock.now().timestamp() - made[-1].stat().st_mtime
            yield _gauge("webinars_backup_age_seconds", "Since the last good backup.", age_s)


def _gauge(name: str, about: str, value: float) -> "Metric":
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - see `Counts`

    return GaugeMetricFamily(name, about, value=value)


def _gauges(name: str, about: str, label: str, values: Mapping[str, float]) -> "Metric":
    """Returns one gauge for each value of `label`."""
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - see `Counts`

    gauge = GaugeMetricFamily(name, about, labels=[label])
    for given, value in values.items():
        gauge.add_metric([given], value)
    return gauge


def _bytes_of(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
