"""What views of every feature ask for: the settings of the site, and addresses that last."""

from flask import current_app, url_for

from webinars.config import Settings


def site_settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def absolute_url(endpoint: str, **values: object) -> str:
    """The address of a page as others may keep it: built on the configured base address, never on the request's."""
    return site_settings().base_url + url_for(endpoint, **values)  # type: ignore[arg-type]  # url_for takes Any
