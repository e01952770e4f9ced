"""Puts the application together: settings, database, walls, features."""

from flask import Flask
from sqlalchemy import orm
from werkzeug.middleware.proxy_fix import ProxyFix

from webinars.app import derivations, metrics, worker_wakeup
from webinars.app.blueprints import register_features
from webinars.app.mail_kinds import KINDS
from webinars.config import Settings
from webinars.db import db
from webinars.domain.accounts.sessions import IDLE_LIFETIME
from webinars.paths import resource_folder
from webinars.site.web import (
    activity_counting,
    addresses,
    errors,
    filters,
    form_tokens,
    number_converter,
    offline,
    security_headers,
    site_context,
    stored_files,
    well_known,
)
from webinars.site.web.assets import icons, stylesheets_and_scripts
from webinars.site.web.monitoring import health, logs
from webinars.site.web.page_cache import stored_pages
from webinars.site.web.requests import cleaning, redirects, transactions, uploads
from webinars.site.web.security import identity, origin, rate_limits, refusals, secret_addresses
from webinars.site.web.security.sessions import PathBoundSessions

MAX_REQUEST_BYTES = 2 * 1024 * 1024


def build_app(settings: Settings) -> Flask:
    app = Flask("webinars", static_folder=None, template_folder=resource_folder("templates"))
    app.config.from_mapping(_flask_config(settings))
    app.session_interface = PathBoundSessions()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.init_app(app)
    app.extensions["mail_kinds"] = KINDS
    # The order is the order in which requests pass: walls before features.
    for part in (
        site_context,
        metrics,
        logs,
        refusals,
        number_converter,
        cleaning,
        origin,
        redirects,
        uploads,
        form_tokens,
        rate_limits,
        transactions,
        stored_pages,
        security_headers,
        errors,
        addresses,
        filters,
        stylesheets_and_scripts,
        health,
        icons,
        offline,
        well_known,
        identity,
        derivations,
        secret_addresses,
        stored_files,
        activity_counting,
        worker_wakeup,
    ):
        part.init_app(app)
    register_features(app)
    # Now, and not within the first request of each process: it takes longer than most pages.
    orm.configure_mappers()
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        # Not the host: our addresses come from the settings, and a proxy that does not set it lets clients choose it.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
    return app


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": list(settings.secret_key_fallbacks),
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "pool_pre_ping": settings.database_url.startswith("postgresql"),
            # What a statement was given, passcodes say, has no place in a log.
            "hide_parameters": True,
        },
        "SESSION_COOKIE_NAME": "__Host-session" if settings.is_secure else "session",
        "SESSION_COOKIE_SECURE": settings.is_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": IDLE_LIFETIME,
        "MAX_CONTENT_LENGTH": MAX_REQUEST_BYTES,
        "MAX_FORM_MEMORY_SIZE": MAX_REQUEST_BYTES,
        "TEMPLATES_AUTO_RELOAD": False,
    }
