"""The features, in the order they are registered."""

from flask import Flask

from webinars.site.accounts.views import bp as accounts
from webinars.site.announcing.views import bp as announcing
from webinars.site.attendees.views import bp as attendees
from webinars.site.calendars.views import bp as calendars
from webinars.site.desk.views import bp as desk
from webinars.site.embed.views import bp as embed
from webinars.site.imports.views import bp as imports
from webinars.site.lineup.views import bp as lineup
from webinars.site.lint.views import bp as lint
from webinars.site.mail.unsubscribing import bp as mail
from webinars.site.mail.views import bp as outbox
from webinars.site.media.views import bp as media
from webinars.site.organisations.views import bp as organisations
from webinars.site.programme.views import bp as programme
from webinars.site.recaps.views import bp as recaps
from webinars.site.recordings.views import bp as recordings
from webinars.site.registration.views import bp as registration
from webinars.site.series.views import bp as series
from webinars.site.sitemaps.views import bp as sitemaps
from webinars.site.transcripts.views import bp as transcripts


def register_features(app: Flask) -> None:
    """Register every feature's blueprint. Each line is a feature."""
    app.register_blueprint(accounts)
    app.register_blueprint(announcing)
    app.register_blueprint(attendees)
    app.register_blueprint(calendars)
    app.register_blueprint(desk)
    app.register_blueprint(embed)
    app.register_blueprint(imports)
    app.register_blueprint(lineup)
    app.register_blueprint(lint)
    app.register_blueprint(mail)
    app.register_blueprint(media)
    app.register_blueprint(organisations)
    app.register_blueprint(outbox)
    app.register_blueprint(programme)
    app.register_blueprint(recaps)
    app.register_blueprint(recordings)
    app.register_blueprint(registration)
    app.register_blueprint(series)
    app.register_blueprint(sitemaps)
    app.register_blueprint(transcripts)
