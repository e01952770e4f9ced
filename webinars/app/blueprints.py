"""The features, in the order they are registered."""

from flask import Flask

from webinars.accounts.views import bp as accounts
from webinars.announcing.views import bp as announcing
from webinars.calendars.views import bp as calendars
from webinars.desk.views import bp as desk
from webinars.embed.views import bp as embed
from webinars.imports.views import bp as imports
from webinars.lineup.views import bp as lineup
from webinars.lint.views import bp as lint
from webinars.mail.views import bp as outbox
from webinars.media.views import bp as media
from webinars.organisations.views import bp as organisations
from webinars.programme.views import bp as programme
from webinars.recaps.views import bp as recaps
from webinars.recordings.views import bp as recordings
from webinars.series.views import bp as series
from webinars.sitemaps.views import bp as sitemaps
from webinars.transcripts.views import bp as transcripts


def register_features(app: Flask) -> None:
    """Register every feature's blueprint. Each line is a feature."""
    app.register_blueprint(accounts)
    app.register_blueprint(announcing)
    app.register_blueprint(calendars)
    app.register_blueprint(desk)
    app.register_blueprint(embed)
    app.register_blueprint(imports)
    app.register_blueprint(lineup)
    app.register_blueprint(lint)
    app.register_blueprint(media)
    app.register_blueprint(organisations)
    app.register_blueprint(outbox)
    app.register_blueprint(programme)
    app.register_blueprint(recaps)
    app.register_blueprint(recordings)
    app.register_blueprint(series)
    app.register_blueprint(sitemaps)
    app.register_blueprint(transcripts)
