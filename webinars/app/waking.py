"""Wakes the worker after the commit that has promised mails, so that a person who waits for one waits seconds."""

import structlog
from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from webinars import redis_server
from webinars.db import db
from webinars.domain.mail.actions import PROMISED
from webinars.domain.registration.mailings import PROMISED as MAILING_PROMISED

log = structlog.get_logger()


def init_app(_app: Flask) -> None:
    if not event.contains(db.session, "after_commit", _wake):
        event.listen(db.session, "after_commit", _wake)


def _wake(session: Session) -> None:
    # A savepoint's end comes here as well, and nothing is promised yet then.
    if session.in_nested_transaction():
        return
    has_mail, has_mailing = session.info.pop(PROMISED, False), session.info.pop(MAILING_PROMISED, False)
    if not has_mail and not has_mailing:
        return
    if current_app.config["SETTINGS"].mail_url is None:
        return
    # Huey, and Redis that it loads, cost a web process memory that most never need.
    from webinars.app.worker import wake_worker  # noqa: PLC0415

    # Whatever happens, the mail is safe in the outbox, where the worker looks every minute.
    try:
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - werkzeug's documented way
        wake_worker(app, has_mailing=has_mailing)
    except redis_server.errors() as error:
        redis_server.tell_away(error)
    except Exception:
        log.exception("the worker could not be woken")
