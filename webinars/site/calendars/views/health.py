"""What organisers see of the calendars that follow them."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.calendars.clients import family_name
from webinars.domain.calendars.fetch_counts import SHOWN_FOR, health_of
from webinars.domain.organisations import permissions
from webinars.domain.organisations.queries import organisation_with_slug
from webinars.site.calendars.views.blueprint import bp
from webinars.web import access
from webinars.web.security.identity import current_actor


@bp.get("/manage/organisations/<slug>/feeds")
@access.signed_in
def feed_health(slug: str) -> ResponseReturnValue:
    organisation = organisation_with_slug(db.session(), slug)
    # The page of somebody else's organisation must not tell that there is one.
    if organisation is None or not permissions.can_view(current_actor(), organisation):
        abort(404)
    return render_template(
        "calendars/health.html",
        organisation=organisation,
        feeds=health_of(db.session(), organisation, clock.now()),
        family_name=family_name,
        days=SHOWN_FOR.days,
    )
