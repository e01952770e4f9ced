"""What views of every feature ask for: the settings of the site, and addresses that last."""

import sqlalchemy as sa
from flask import Flask, current_app, g, has_app_context, url_for
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool
from werkzeug.local import LocalProxy

from webinars.config import Settings
from webinars.db import db, reading
from webinars.domain.site_settings.actions import SITE_CHANGED
from webinars.domain.site_settings.current import LiveSettings
from webinars.domain.site_settings.queries import stored_values
from webinars.domain.site_settings.values import Values
from webinars.lib.safe_http import SafeHttpClient


def init_app(app: Flask) -> None:
    app.extensions["live_settings"] = LiveSettings(_stored)
    app.jinja_env.globals["settings"] = LocalProxy(site_settings)
    if not event.contains(db.session, "after_commit", _expire):
        event.listen(db.session, "after_commit", _expire)


def site_settings() -> Settings:
    """Returns the settings that hold now: the same ones until a request, or a task of the worker, is at its end."""
    if "site_settings" not in g:
        live: LiveSettings = current_app.extensions["live_settings"]
        g.site_settings = live.current(current_app.config["SETTINGS"])
    settings: Settings = g.site_settings
    return settings


def outside() -> SafeHttpClient:
    """Returns the door to other sites."""
    ours: SafeHttpClient | None = current_app.extensions.get("outside")
    settings = site_settings()
    return ours or SafeHttpClient(user_agent=f"webinars (+{settings.base_url})", proxy=settings.outside_proxy)


def look_again_at_settings() -> None:
    """Have what holds now asked for anew, whatever this process knew."""
    current_app.extensions["live_settings"].expire()
    g.pop("site_settings", None)


def absolute_url(endpoint: str, **values: object) -> str:
    """Returns the address of a page as others may keep it.

    It is built on the configured base address, never on the request's.
    """
    return site_settings().base_url + url_for(endpoint, **values)  # type: ignore[arg-type]  # url_for takes Any


def _stored() -> Values | None:
    # On a connection of its own: the request may be in the middle of a transaction, or at the end of a failed one.
    try:
        with reading(), _engine().connect() as connection:
            return stored_values(connection)
    except SQLAlchemyError:
        return None


def _engine() -> Engine:
    """Returns what opens a connection for one question, from no pool.

    All of a pool's connections may be with those who wait for what this request holds: then it would wait for them as
    they wait for it.
    """
    if "settings_engine" not in current_app.extensions:
        engine = sa.create_engine(db.engine.url, poolclass=NullPool, hide_parameters=True)
        current_app.extensions["settings_engine"] = engine
    found: Engine = current_app.extensions["settings_engine"]
    return found


def _expire(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.pop(SITE_CHANGED, False):
        return
    if has_app_context():
        look_again_at_settings()
