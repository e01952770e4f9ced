"""Each web process shows in the database that it is alive, as workers do."""

import threading
import time

import structlog
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from webinars import clock
from webinars.db import db
from webinars.domain.processes.heartbeats import key_digest_of, new_name, record_heartbeat

EVERY_S = 60

log = structlog.get_logger()


def show_signs(app: Flask) -> None:
    """Have a thread show it now and every minute, as long as this process lives."""
    threading.Thread(target=_show, args=(app,), name="signs", daemon=True).start()


def _show(app: Flask) -> None:
    name, key_digest = new_name(), key_digest_of(app.config["SETTINGS"].secret_key)
    while True:
        try:
            with app.app_context():
                record_heartbeat(db.session(), name, now=clock.now(), key_digest=key_digest, is_web=True)
                db.session.commit()
        except SQLAlchemyError:
            # Who asks for pages is told; here it would be said by each process, each minute.
            log.debug("no sign was shown")
        time.sleep(EVERY_S)
