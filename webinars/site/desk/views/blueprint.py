"""The blueprint of the organiser's desk and what its views share."""

from flask import Blueprint, abort

from webinars.domain.programme import rules
from webinars.models import Webinar
from webinars.site.web.identity import current_actor
from webinars.site.web.lookups import webinar_or_404

bp = Blueprint("desk", __name__, url_prefix="/manage")


def managed_webinar_or_404(slug: str) -> Webinar:
    """The webinar, if the person may decide over it; 403 for those who may only look at it."""
    webinar = webinar_or_404(slug)
    if not rules.can_manage(current_actor(), webinar):
        abort(403)
    return webinar
