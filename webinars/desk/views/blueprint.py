"""The blueprint of the organiser's desk and what its views share."""

from flask import Blueprint, abort, current_app

from webinars.config import Settings
from webinars.db import db
from webinars.models import Webinar
from webinars.programme import rules
from webinars.programme.editor_queries import webinar_to_edit
from webinars.web.identity import current_actor

bp = Blueprint("desk", __name__, url_prefix="/manage")


def site_settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def webinar_or_404(slug: str) -> Webinar:
    """The webinar with everything, if the person who asks may look at it. To all others there is none."""
    webinar = webinar_to_edit(db.session(), slug)
    if webinar is None or not rules.can_view(current_actor(), webinar):
        abort(404)
    return webinar


def managed_webinar_or_404(slug: str) -> Webinar:
    """The webinar, if the person may decide over it; 403 for those who may only look at it."""
    webinar = webinar_or_404(slug)
    if not rules.can_manage(current_actor(), webinar):
        abort(403)
    return webinar
