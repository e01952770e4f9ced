"""The zone line as it will be printed, for whoever is typing a start. It reads a query and never writes."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.desk.forms import TimeForm, WebinarForm
from webinars.desk.views.blueprint import bp
from webinars.desk.zone_preview import ZonePreview, zone_preview
from webinars.models import Organisation
from webinars.organisations.queries import organisation_with_slug
from webinars.programme.errors import StartUnsettled, WebinarInvalid
from webinars.programme.start import settled
from webinars.programme.zone_display import hour_style_of
from webinars.times import HourStyle
from webinars.web import access


@bp.get("/zone-line")
@access.signed_in
def zone_line() -> ResponseReturnValue:
    form = TimeForm(request.args)
    form.validate()
    host = organisation_with_slug(db.session(), request.args.get("host", ""))
    preview, refusal = previewed(form, host)
    return render_template("desk/_zone_line.html", preview=preview, refusal=refusal, date=form.date.data)


def previewed(
    form: TimeForm | WebinarForm, host: Organisation | None
) -> tuple[ZonePreview | None, WebinarInvalid | None]:
    """What to show below the typed start: the preview, or why there is none. Neither while something is missing."""
    wall, timezone = form.wall(), (form.timezone.data or "").strip()
    if wall is None or not timezone:
        return None, None
    minutes = form.duration_minutes.data if form.duration_minutes.data is not None else 1
    try:
        start = settled(wall, timezone, minutes, host=host)
    except WebinarInvalid as error:
        # What is wrong with other fields is said at them, on saving.
        return None, error if isinstance(error, StartUnsettled) or error.field == "timezone" else None
    assert start.at is not None
    assert start.timezone is not None
    style = hour_style_of(host) if host else HourStyle.LANGUAGE
    return zone_preview(start.at, wall, start.timezone, minutes, form.chosen_zones(), style), None
