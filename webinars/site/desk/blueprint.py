"""The blueprint of the organiser's desk and what its views share."""

from flask import Blueprint

from webinars.db import db
from webinars.domain.programme import member_queries
from webinars.models import Organisation
from webinars.web.security.identity import current_actor

bp = Blueprint("desk", __name__, url_prefix="/manage")


def host_named(slug: str | None) -> Organisation | None:
    """Returns the organisation to begin a webinar for: the one named, else chosen last, else the first there is."""
    editable = member_queries.editable_organisations(db.session(), current_actor())
    wanted = slug or (member_queries.last_host_slug(db.session(), current_actor()) if len(editable) > 1 else None)
    found = next((each for each in editable if each.slug == wanted), None)
    return found or (editable[0] if editable and not slug else None)
