"""The blueprint of the organiser's desk and what its views share."""

from flask import Blueprint, abort

from webinars.db import db
from webinars.domain.programme import rules
from webinars.models import Organisation, Webinar
from webinars.site.desk import queries
from webinars.site.web.identity import current_actor
from webinars.site.web.lookups import webinar_or_404

bp = Blueprint("desk", __name__, url_prefix="/manage")


def managed_webinar_or_404(slug: str) -> Webinar:
    """The webinar, if the person may decide over it; 403 for those who may only look at it."""
    webinar = webinar_or_404(slug)
    if not rules.can_manage(current_actor(), webinar):
        abort(403)
    return webinar


def host_named(slug: str | None) -> Organisation | None:
    """The organisation to begin a webinar for: the one named, else the first the person may choose."""
    editable = queries.editable_organisations(db.session(), current_actor())
    return next((each for each in editable if each.slug == slug), editable[0] if editable and not slug else None)
