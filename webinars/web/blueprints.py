"""The features, in the order they are registered."""

from flask import Flask

from webinars.calendars.views import bp as calendars


def register_features(app: Flask) -> None:
    """Register every feature's blueprint. Each line is a feature."""
    app.register_blueprint(calendars)
