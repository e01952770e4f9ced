"""The worker: sends mails and does what is due, beside the web server or on another machine.

Huey is the engine: it wakes up, runs tasks at their times, and stops cleanly. What there is to do stands in rows of the
database, so a task that is lost or runs twice does no harm, and any number of workers may run.
"""

import datetime as dt
import json
import threading
from collections.abc import Callable, Collection
from functools import cache
from typing import Any

import structlog
from flask import Flask
from huey import crontab
from huey.consumer import Consumer
from huey.registry import Message
from huey.serializer import Serializer

from webinars import clock
from webinars.app.job_queue import FileQueue, OwnScheduleQueue
from webinars.app.mail_kinds import KINDS
from webinars.app.metrics.counts import count_jobs
from webinars.app.nightly_backup import back_up
from webinars.config import Settings
from webinars.db import db
from webinars.domain.accounts.actions import forget_ended_sessions
from webinars.domain.accounts.address_changes import forget_old_changes
from webinars.domain.accounts.proof_requests import forget_ended_requests
from webinars.domain.accounts.session_visits import store_session_visits
from webinars.domain.calendars.jobs import forget_old_fetches, keep_calendars, store_fetches
from webinars.domain.followers.actions import forget_old as forget_old_follows
from webinars.domain.followers.digests import promise_digests
from webinars.domain.imports.examples import forget_old_texts
from webinars.domain.imports.jobs import finish_imports
from webinars.domain.insight.activity_spool import store_acts
from webinars.domain.interfaces.api_tokens.jobs import keep_tokens
from webinars.domain.interfaces.api_tokens.uses import store_uses
from webinars.domain.interfaces.webhooks.jobs import forget_old_hooks, seal_anew, send_due_hooks
from webinars.domain.interfaces.webhooks.promises import promise_hours
from webinars.domain.live.day_visits import store_conducted
from webinars.domain.live.jobs import store_presence
from webinars.domain.mail.jobs import forget_last_mails, send_due_mails
from webinars.domain.mail.outbox.rate_limits import forget_old_rates
from webinars.domain.media.configured_storage import storage_of
from webinars.domain.media.jobs import PictureCopier, sweep_files
from webinars.domain.media.share_cards.store import sweep_cards
from webinars.domain.processes.heartbeats import forget_old_signs, key_digest_of, new_name, record_heartbeat
from webinars.domain.questions.erasure import forget_due_askers
from webinars.domain.recording_sources.jobs import look_at_sources
from webinars.domain.recordings.removal import forget_removed
from webinars.domain.recordings.video_copies.jobs import check_videos
from webinars.domain.registration.erasure import erase_due
from webinars.domain.registration.groups.news import promise_one_more
from webinars.domain.registration.mailings.mailing import send_mailings
from webinars.domain.registration.mailings.reminders import promise_reminders
from webinars.domain.registration.recording_wishes import forget_old_wishes
from webinars.domain.registration.zoom_registrants.jobs import keep_registrants
from webinars.domain.scheduling.date_polls.notifications import remind as remind_of_starts
from webinars.domain.search.jobs import keep_search
from webinars.domain.speaker_pages.erasure import erase_due_links
from webinars.domain.speaker_pages.page_visits import store_opened
from webinars.domain.transcripts.fetched_captions import store_captions
from webinars.domain.transcripts.transcriber.jobs import transcribe_next
from webinars.models import Mailing, OutboundEmail, OutboundHook, Promise
from webinars.paths import QUEUE_FILE_NAME
from webinars.web.site_context import look_again_at_settings, outside, site_settings

THREADS = 3
"""One may wait for a slow mail server, and one for slow webhooks, while another does the rest."""
LONGEST_QUEUE = 10
LONGEST_PAUSE_S = 2.0
"""Between two looks at an empty queue."""
TRANSCRIBER_PAUSE_S = 10.0
GRACE_S = 20
"""How long a running task may take once the worker has been told to stop. Then its lease lets another worker go on."""

log = structlog.get_logger()


class JsonSerializer(Serializer):  # type: ignore[misc]  # Huey has no types
    """Messages in the queue as JSON: whoever can write to the queue must not be able to run code, as a pickle could."""

    def _serialize(self, data: Any) -> bytes:  # noqa: ANN401 - Huey's signature
        fields = data._asdict() if isinstance(data, Message) else {"value": data}
        return json.dumps(fields, default=_as_text).encode()

    def _deserialize(self, data: bytes) -> Any:  # noqa: ANN401 - Huey's signature
        fields = json.loads(data)
        if "value" in fields:
            return fields["value"]
        for name in ("eta", "expires_resolved"):
            fields[name] = dt.datetime.fromisoformat(fields[name]) if fields[name] else None
        return Message(**fields)


class ListeningConsumer(Consumer):  # type: ignore[misc]  # Huey has no types
    """A consumer that listens to signals before its threads take the first task.

    Huey begins to listen after it has started them, and a signal that comes in between would cut a task in two.
    """

    before_stop: Callable[[], None]
    """Called once it is to stop, before it waits for its threads."""

    def start(self) -> None:
        self._set_signal_handlers()
        super().start()

    def stop(self, graceful: bool = False) -> None:  # noqa: FBT001, FBT002 - Huey's signature
        self.before_stop()
        super().stop(graceful)


class TranscriberThread(threading.Thread):
    """What a machine writes down takes hours, and nothing else may wait for it. Idle where no command is named."""

    def __init__(self, app: Flask) -> None:
        super().__init__(name="Transcriber", daemon=True)
        self._app, self._ending = app, threading.Event()

    def end(self) -> None:
        """End what has been begun: another worker, or the next start, begins it anew."""
        self._ending.set()
        self.join(GRACE_S)

    def run(self) -> None:
        while self._app.config["SETTINGS"].transcriber and not self._ending.is_set():
            try:
                with self._app.app_context():
                    settings, is_ending = site_settings(), self._ending.is_set
                    transcribe_next(db.session(), settings, outside(), is_ending=is_ending, now=clock.now())
            except Exception:
                # The database may be away for a moment. Whatever it is, the next look tells.
                log.exception("transcriber")
            self._ending.wait(TRANSCRIBER_PAUSE_S)


class SingleRun:
    """Work that one thread of this process does for all, which leaves the other threads to the rest."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work, self._lock, self._is_wanted = work, threading.Lock(), threading.Event()

    def start(self) -> bool:
        """Do the work, or have the thread that is at it do it once more.

        The one that is at it may have had its last look just before. Returns whether it was done here.
        """
        is_done = False
        self._is_wanted.set()
        while self._is_wanted.is_set() and self._lock.acquire(blocking=False):
            try:
                self._is_wanted.clear()
                self._work()
            finally:
                self._lock.release()
            is_done = True
        return is_done


def run_worker(app: Flask) -> None:
    """Work until SIGTERM or SIGINT, then end what has begun and return."""
    app.config["SETTINGS"].data.mkdir(mode=0o700, parents=True, exist_ok=True)
    jobs = jobs_of(app)
    # The address of the site may be another than at the last start, and it stands in every calendar entry.
    jobs.keep_calendars()
    # The database may have been migrated since, or restored from a backup of an older version.
    jobs.keep_search()
    consumer = ListeningConsumer(
        jobs.huey,
        workers=THREADS,
        initial_delay=0.1,
        max_delay=LONGEST_PAUSE_S,
        graceful_signal="TERM",
        shutdown_timeout=GRACE_S,
    )
    transcriber = TranscriberThread(app)
    consumer.before_stop = transcriber.end
    transcriber.start()
    consumer.run()


def wake_worker(app: Flask, tables: Collection[type[Promise]]) -> None:
    """Have the outbox looked at now, rather than within a minute. Of mails what is for many comes first."""
    jobs = jobs_of(app)
    # Where no worker runs they must not pile up; the one that comes looks at once anyway.
    if jobs.huey.pending_count() < LONGEST_QUEUE:
        if OutboundHook in tables:
            jobs.send_hooks()
        if Mailing in tables:
            jobs.send_mailings()
        elif OutboundEmail in tables:
            jobs.send_mails()


@cache
def jobs_of(app: Flask) -> "Jobs":
    """Returns the tasks of `app` on its queue."""
    return Jobs(app)


class Jobs:
    """The queue and every task that may stand in it. A new one is a method here and a line in `__init__`."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._settings: Settings = app.config["SETTINGS"]
        self.huey = make_huey(self._settings)
        if app.extensions["metrics"] is not None:
            count_jobs(self.huey, app.extensions["metrics"])
        self._name, self._key_digest = new_name(), key_digest_of(self._settings.secret_key)
        self._sending, self._calling = SingleRun(self._send_all_mails), SingleRun(self._call_hooks)
        self.send_mails = self.huey.task(name="send_mails")(self._send_mails)
        self.send_hooks = self.huey.task(name="send_hooks")(self._send_hooks)
        self.send_mailings = self.huey.task(name="send_mailings")(self._send_mailings)
        self.keep_calendars = self.huey.task(name="keep_calendars")(self._keep_calendars)
        self.keep_search = self.huey.task(name="keep_search")(self._keep_search)
        self.huey.when_back = self.send_mails
        self.huey.periodic_task(crontab(), name="every_minute")(self._every_minute)
        self.huey.periodic_task(crontab(), name="call_hooks")(self._send_hooks)
        self.huey.periodic_task(crontab(), name="remind")(self._remind)
        self.huey.periodic_task(crontab(), name="store_counts")(self._store_counts)
        self.huey.periodic_task(crontab(), name="tell_followers")(self._tell_followers)
        self.huey.periodic_task(crontab(), name="check_videos")(self._check_videos)
        self.huey.periodic_task(crontab(), name="register_at_zoom")(self._register_at_zoom)
        self.huey.periodic_task(crontab(), name="finish_imports")(self._finish_imports)
        self.huey.periodic_task(crontab(minute="7"), name="every_hour")(self._keep_calendars)
        self.huey.periodic_task(crontab(hour="2", minute="47"), name="back_up")(self._back_up)
        self.huey.periodic_task(crontab(hour="3", minute="17"), name="every_night")(self._every_night)

    def _send_mails(self) -> None:
        if not self._sending.start():
            with self._app.app_context():
                send_due_mails(db.session(), site_settings(), KINDS, only_urgent=True)

    def _send_all_mails(self) -> None:
        with self._app.app_context():
            run = send_due_mails(db.session(), site_settings(), KINDS)
        if run.look_again_in is not None:
            self.send_mails.schedule(delay=run.look_again_in.total_seconds())

    def _send_hooks(self) -> None:
        self._calling.start()

    def _call_hooks(self) -> None:
        with self._app.app_context():
            promise_hours(db.session(), now=clock.now())
            run = send_due_hooks(db.session(), site_settings(), outside())
        if run.look_again_in is not None:
            self.send_hooks.schedule(delay=run.look_again_in.total_seconds())

    def _send_mailings(self) -> None:
        with self._app.app_context():
            # The mails that it promises wake us for themselves.
            has_more = send_mailings(db.session())
        if has_more:
            self.send_mailings()

    def _remind(self) -> None:
        with self._app.app_context():
            promise_reminders(db.session(), now=clock.now())
            promise_one_more(db.session(), now=clock.now())
            remind_of_starts(db.session(), now=clock.now())
        self._send_mailings()

    def _tell_followers(self) -> None:
        with self._app.app_context():
            promise_digests(db.session(), now=clock.now())

    def _keep_calendars(self) -> None:
        with self._app.app_context():
            # Whoever has woken us may have changed them a moment ago.
            look_again_at_settings()
            keep_calendars(db.session(), site_settings())

    def _keep_search(self) -> None:
        with self._app.app_context():
            keep_search(db.session())

    def _store_counts(self) -> None:
        with self._app.app_context():
            store_fetches(db.session(), self._settings)
            store_acts(db.session(), self._settings, now=clock.now())
            store_opened(db.session(), self._settings)
            store_conducted(db.session(), self._settings)
            store_uses(db.session(), self._settings)
            store_session_visits(db.session(), self._settings)
            store_presence(db.session(), self._settings, now=clock.now())

    def _check_videos(self) -> None:
        with self._app.app_context():
            copier = PictureCopier(storage_of(self._settings), outside())
            check_videos(db.session(), self._settings, outside(), found=copier)
            look_at_sources(db.session(), self._settings, outside(), fetched=store_captions)

    def _register_at_zoom(self) -> None:
        with self._app.app_context():
            keep_registrants(db.session(), self._settings, outside())

    def _finish_imports(self) -> None:
        with self._app.app_context():
            finish_imports(db.session())

    def _every_minute(self) -> None:
        with self._app.app_context():
            record_heartbeat(db.session(), self._name, now=clock.now(), key_digest=self._key_digest)
            db.session.commit()
        self._send_mails()

    def _back_up(self) -> None:
        back_up(self._settings, now=clock.now())

    def _every_night(self) -> None:
        with self._app.app_context():
            forget_ended_sessions(db.session(), now=clock.now())
            forget_ended_requests(db.session(), now=clock.now())
            forget_old_changes(db.session(), now=clock.now())
            db.session.commit()
            forget_old_fetches(db.session(), clock.now())
            forget_removed(db.session(), now=clock.now())
            erase_due(db.session(), now=clock.now())
            erase_due_links(db.session(), now=clock.now())
            forget_due_askers(db.session(), now=clock.now())
            forget_old_follows(db.session(), now=clock.now())
            forget_old_wishes(db.session(), now=clock.now())
            forget_last_mails(db.session(), KINDS, now=clock.now())
            forget_old_rates(db.session(), now=clock.now())
            forget_old_hooks(db.session(), now=clock.now())
            seal_anew(db.session(), self._settings)
            forget_old_signs(db.session(), now=clock.now())
            forget_old_texts(db.session(), now=clock.now())
            keep_tokens(db.session(), now=clock.now())
            db.session.commit()
            sweep_files(db.session(), storage_of(self._settings), now=clock.now())
            sweep_cards(self._settings.data, now=clock.now())


def make_huey(settings: Settings) -> OwnScheduleQueue:
    """Returns the queue: a file in the data folder, or Redis where it is set."""
    options = {"name": "webinars", "results": False, "serializer": JsonSerializer(), "utc": True}
    if settings.redis_url:
        from webinars.app.redis_job_queue import RedisQueue  # noqa: PLC0415 - a site without Redis may not have its client

        return RedisQueue(url=settings.redis_url, **options)
    return FileQueue(filename=str(settings.data / QUEUE_FILE_NAME), **options)


def _as_text(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot stand in the queue")
