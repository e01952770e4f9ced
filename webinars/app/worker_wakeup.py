"""Wakes the worker after a commit that gives it something to do at once, so that whoever waits for it waits seconds."""

import structlog
from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from webinars import redis_server
from webinars.db import db
from webinars.domain.mail.outbox.promises import woken_for
from webinars.domain.site_settings.actions import CALENDARS_OUTDATED
from webinars.models import Mailing, OutboundEmail
from webinars.web.site_context import site_settings

log = structlog.get_logger()


def init_app(_app: Flask) -> None:
    if not event.contains(db.session, "after_commit", _wake):
        event.listen(db.session, "after_commit", _wake)


def _wake(session: Session) -> None:
    # A savepoint's end comes here as well, and nothing is promised yet then.
    if session.in_nested_transaction():
        return
    tables, is_outdated = woken_for(session), session.info.pop(CALENDARS_OUTDATED, False)
    if tables & {OutboundEmail, Mailing} and site_settings().mail_url is None:
        tables -= {OutboundEmail, Mailing}
    if not tables and not is_outdated:
        return
    # Huey, and Redis that it loads, cost a web process memory that most never need.
    from webinars.app.worker import jobs_of, wake_worker  # noqa: PLC0415

    # Whatever happens, the mail is safe in the outbox, where the worker looks every minute; at calendars, every hour.
    try:
        app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - werkzeug's documented way
        if tables:
            wake_worker(app, tables)
        if is_outdated:
            jobs_of(app).keep_calendars()
    except redis_server.errors() as error:
        redis_server.tell_away(error)
    except Exception:
        log.exception("the worker could not be woken")
