"""The features, in the order they are registered."""

from flask import Flask

from webinars.site.accounts.views import bp as accounts
from webinars.site.announcements.views import bp as announcing
from webinars.site.calendars.views import bp as calendars
from webinars.site.desk.views import bp as desk
from webinars.site.embed.views import bp as embed
from webinars.site.first_steps.views import bp as first_steps
from webinars.site.followers.views import bp as audience
from webinars.site.imports.views import bp as imports
from webinars.site.insight.views import bp as insight
from webinars.site.lineup.views import bp as lineup
from webinars.site.lint.views import bp as lint
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
from webinars.site.recordings.recaps.views import bp as recaps
from webinars.site.recordings.views import bp as recordings
from webinars.site.registration.attendees import bp as attendees
from webinars.site.registration.messages.first_message_review import bp as held_messages
from webinars.site.registration.messages.views import bp as messages
from webinars.site.registration.views import bp as registration
from webinars.site.scheduling.date_polls.views import at_desk as starts
from webinars.site.scheduling.date_polls.views import bp as choosing
from webinars.site.search.sitemap_views import bp as sitemaps
from webinars.site.search.views import bp as search
from webinars.site.site_settings.views import bp as site_settings
from webinars.site.speaker_pages.views import at_desk as speakers
from webinars.site.speaker_pages.views import bp as speaking
from webinars.site.transcripts.views import bp as transcripts


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
    app.register_blueprint(desk)
    app.register_blueprint(embed)
    app.register_blueprint(first_steps)
    app.register_blueprint(imports)
    app.register_blueprint(insight)
    app.register_blueprint(kept)
    app.register_blueprint(lineup)
    app.register_blueprint(lint)
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
    app.register_blueprint(recaps)
    app.register_blueprint(recordings)
    app.register_blueprint(registration)
    app.register_blueprint(search)
    app.register_blueprint(series)
    app.register_blueprint(site_settings)
    app.register_blueprint(sitemaps)
    app.register_blueprint(speakers)
    app.register_blueprint(speaking)
    app.register_blueprint(starts)
    app.register_blueprint(tidying)
    app.register_blueprint(transcripts)
