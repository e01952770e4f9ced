from flask import Blueprint, current_app

from webinars.config import Settings

bp = Blueprint("accounts", __name__, url_prefix="/account")


def settings_of_app() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
