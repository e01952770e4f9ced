"""The public check of a zone line. It keeps nothing: the question is the address, so an answer can be shared."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.pure import times
from webinars.site.lint.forms import LintForm
from webinars.web import access
from webinars.web.security.rate_limits import at_most
from webinars.web.site_context import site_settings

bp = Blueprint("lint", __name__)


@bp.get("/lint")
@access.public
@at_most("600 per 10 minutes")
def show() -> ResponseReturnValue:
    form = LintForm(request.args)
    is_asked = "text" in request.args
    reading = line = None
    if is_asked and form.validate():
        reading = times.read_start(
            form.text.data or "",
            published_on=form.published_on.data or clock.now().date(),
            timezone=form.timezone.data or None,
        )
        line = _line(reading)
    page = render_template(
        "lint/show.html", form=form, reading=reading, line=line, timezones=times.all_timezones(clock.now())
    )
    return page, 422 if is_asked and form.errors else 200


def _line(reading: times.StartReading) -> times.ZoneLine | None:
    """Returns the line as it should be printed: the zones of the text in its order, with the hours that are true."""
    if reading.starts_at is None or reading.timezone is None:
        return None
    zones = [
        times.DisplayZone(claim.label or times.line_label(claim.timezone), claim.timezone)
        for claim in reading.times
        if claim.timezone is not None
    ]
    site: tuple[times.DisplayZone, ...] = site_settings().display_zones
    return times.zone_line(reading.starts_at, reading.timezone, zones or site)
