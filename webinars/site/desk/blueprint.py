"""The blueprint of the organiser's desk and what its views share."""

from flask import Blueprint

from webinars.db import db
from webinars.domain.programme import permissions
from webinars.models import Organisation, Webinar
from webinars.site.desk import queries
from webinars.web.lookups import permitted_webinar_or_404
from webinars.web.security.identity import current_actor

bp = Blueprint("desk", __name__, url_prefix="/manage")


def managed_webinar_or_404(slug: str) -> Webinar:
    """Returns the webinar, if the person may decide over it. Ends in 403 for those who may only look at it."""
    return permitted_webinar_or_404(slug, permissions.can_manage)


def host_named(slug: str | None) -> Organisation | None:
    """Returns the organisation to begin a webinar for: the one named, else chosen last, else the first there is."""
    editable = queries.editable_organisations(db.session(), current_actor())
    wanted = slug or (queries.last_host_slug(db.session(), current_actor()) if len(editable) > 1 else None)
    found = next((each for each in editable if each.slug == wanted), None)
    return found or (editable[0] if editable and not slug else None)
