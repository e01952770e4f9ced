"""The application factory."""

from flask import Flask

from webinars.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """Returns the application with `settings`, or with those of the environment.

    Raises SettingsError if the environment is wrong.
    """
    # Imported here: commands that need no application, and the pure packages below this one, start without it.
    from webinars.app.application import build_app  # noqa: PLC0415
    from webinars.config import read_settings  # noqa: PLC0415

    return build_app(settings or read_settings())
