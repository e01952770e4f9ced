"""Puts the application together: settings, database, walls, features."""

from flask import Flask
from sqlalchemy import orm
from werkzeug.middleware.proxy_fix import ProxyFix

from webinars.api import views as api
from webinars.app import derivations, worker_wakeup
from webinars.app.mail_kinds import KINDS
from webinars.app.metrics import view as metrics
from webinars.app.policy import may_at
from webinars.config import Settings
from webinars.db import db
from webinars.domain.accounts.sessions import ABSOLUTE_LIFETIME
from webinars.paths import resource_folder
from webinars.site.accounts.views import bp as accounts
from webinars.site.announcements.views import bp as announcing
from webinars.site.calendars.views import bp as calendars
from webinars.site.desk.views import bp as desk
from webinars.site.embed.views import bp as embed
from webinars.site.first_steps.views import bp as first_steps
from webinars.site.followers.views import bp as audience
from webinars.site.imports.views import bp as imports
from webinars.site.insight.views import bp as insight
from webinars.site.interfaces.webhooks import bp as interfaces
from webinars.site.lineup.views import bp as lineup
from webinars.site.lint.views import bp as lint
from webinars.site.live.day_by_link import bp as conduct
from webinars.site.live.day_desk import bp as day
from webinars.site.live.views import bp as live
from webinars.site.mail.unsubscribe import bp as mail
from webinars.site.mail.views import bp as outbox
from webinars.site.media.pictures.views import bp as pictures
from webinars.site.media.views import bp as media
from webinars.site.merging.views import bp as tidying
from webinars.site.organisations.views import bp as organisations
from webinars.site.owner_invitations.views import bp as claims
from webinars.site.personal_data.views import bp as kept
from webinars.site.programme.series.views import bp as series
from webinars.site.programme.views import bp as programme
from webinars.site.questions.moderation.views import at_desk as audience_questions
from webinars.site.questions.moderation.views import bp as moderating
from webinars.site.questions.views import bp as questions
from webinars.site.recording_sources.hooks import bp as hooks
from webinars.site.recording_sources.views import bp as sources
from webinars.site.recordings.recaps.views import bp as recaps
from webinars.site.recordings.views import bp as recordings
from webinars.site.registration.attendees import bp as attendees
from webinars.site.registration.messages.first_message_review import bp as held_messages
from webinars.site.registration.messages.views import bp as messages
from webinars.site.registration.recap_mail import bp as recap_mail
from webinars.site.registration.views import bp as registration
from webinars.site.scheduling.date_polls.views import at_desk as starts
from webinars.site.scheduling.date_polls.views import bp as choosing
from webinars.site.search.sitemap_views import bp as sitemaps
from webinars.site.search.views import bp as search
from webinars.site.site_settings.public_pages import bp as site_texts
from webinars.site.site_settings.views import bp as site_settings
from webinars.site.speaker_pages.views import at_desk as speakers
from webinars.site.speaker_pages.views import bp as speaking
from webinars.site.transcripts.views import bp as transcripts
from webinars.web import (
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
from webinars.web.about import hand_down_rights
from webinars.web.assets import icons, stylesheets_and_scripts
from webinars.web.monitoring import health, logs
from webinars.web.page_cache import stored_pages
from webinars.web.requests import cleaning, page_languages, redirects, transactions, uploads
from webinars.web.requests.page_languages import LanguageFlask
from webinars.web.security import identity, origin, rate_limits, refusals, secret_addresses
from webinars.web.security.sessions import PathBoundSessions

# The features, in the order they are registered.


def register_features(app: Flask) -> None:
    """Register every feature's blueprint. Each line is a feature."""
    app.register_blueprint(accounts)
    app.register_blueprint(announcing)
    app.register_blueprint(attendees)
    app.register_blueprint(audience)
    app.register_blueprint(audience_questions)
    app.register_blueprint(calendars)
    app.register_blueprint(choosing)
    app.register_blueprint(claims)
    app.register_blueprint(conduct)
    app.register_blueprint(day)
    app.register_blueprint(desk)
    app.register_blueprint(embed)
    app.register_blueprint(first_steps)
    app.register_blueprint(imports)
    app.register_blueprint(insight)
    app.register_blueprint(interfaces)
    app.register_blueprint(kept)
    app.register_blueprint(lineup)
    app.register_blueprint(lint)
    app.register_blueprint(live)
    app.register_blueprint(mail)
    app.register_blueprint(media)
    app.register_blueprint(held_messages)
    app.register_blueprint(messages)
    app.register_blueprint(moderating)
    app.register_blueprint(organisations)
    app.register_blueprint(outbox)
    app.register_blueprint(pictures)
    app.register_blueprint(programme)
    app.register_blueprint(questions)
    app.register_blueprint(recap_mail)
    app.register_blueprint(recaps)
    app.register_blueprint(recordings)
    app.register_blueprint(sources)
    app.register_blueprint(hooks)
    app.register_blueprint(registration)
    app.register_blueprint(search)
    app.register_blueprint(series)
    app.register_blueprint(site_settings)
    app.register_blueprint(site_texts)
    app.register_blueprint(sitemaps)
    app.register_blueprint(speakers)
    app.register_blueprint(speaking)
    app.register_blueprint(starts)
    app.register_blueprint(tidying)
    app.register_blueprint(transcripts)
    api.init_app(app)


MAX_REQUEST_BYTES = 2 * 1024 * 1024


def build_app(settings: Settings) -> Flask:
    app = LanguageFlask("webinars", static_folder=None, template_folder=resource_folder("templates"))
    app.config.from_mapping(_flask_config(settings))
    app.session_interface = PathBoundSessions()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    db.init_app(app)
    app.extensions["mail_kinds"] = KINDS
    # The order is the order in which requests pass: walls before features.
    for part in (
        site_context,
        page_languages,
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
    hand_down_rights(app, may_at)
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
        # How long an idle session lives, the database knows. An answer that changes nothing sets no cookie: one that a
        # script asked for could come last, and bring back what a press has just told or ended.
        "PERMANENT_SESSION_LIFETIME": ABSOLUTE_LIFETIME,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "MAX_CONTENT_LENGTH": MAX_REQUEST_BYTES,
        "MAX_FORM_MEMORY_SIZE": MAX_REQUEST_BYTES,
        "TEMPLATES_AUTO_RELOAD": False,
    }
