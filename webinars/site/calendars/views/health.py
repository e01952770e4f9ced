"""What organisers see of the calendars that follow them."""

from flask import render_template
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.calendars.clients import family_name
from webinars.domain.calendars.fetch_counts import SHOWN_FOR, health_of
from webinars.domain.organisations.queries import organisation_with_slug
from webinars.models import Organisation
from webinars.site.calendars.views.blueprint import bp
from webinars.web import access
from webinars.web.about import about


@bp.get("/manage/organisations/<slug>/feeds")
@access.signed_in
@about(organisation_with_slug)
def feed_health(organisation: Organisation) -> ResponseReturnValue:
    return render_template(
        "calendars/health.html",
        organisation=organisation,
        feeds=health_of(db.session(), organisation, clock.now()),
        family_name=family_name,
        days=SHOWN_FOR.days,
    )
