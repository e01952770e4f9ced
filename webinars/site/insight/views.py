"""What organisers see of a webinar in figures: pictures, the same as tables, and all of it as CSV."""

from collections.abc import Sequence

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.insight.figures import Figures, figures_of
from webinars.domain.live.feedback import feedback_figures
from webinars.domain.programme.editor_queries import webinar_to_edit
from webinars.domain.registration.export_table import as_csv
from webinars.lib.i18n import gettext as _
from webinars.lib.text_cleaning import capitalised
from webinars.models import Webinar
from webinars.pure.times import place_name
from webinars.site.insight.figures import count_text, days_picture, doors_picture, rows_picture
from webinars.web import access
from webinars.web.about import about

bp = Blueprint("insight", __name__, url_prefix="/manage/webinars/<slug>/insight")


@bp.get("")
@access.signed_in
@about(webinar_to_edit)
def show(webinar: Webinar) -> ResponseReturnValue:
    figures = figures_of(db.session(), webinar)
    zone = webinar.timezone or webinar.host.timezone
    return render_template(
        "insight/show.html",
        webinar=webinar,
        figures=figures,
        count_text=count_text,
        days=days_picture(figures.registrations),
        zones=rows_picture(figures.zones),
        doors=doors_picture(figures.doors, webinar),
        calendars=days_picture(figures.calendars),
        plays=days_picture(figures.plays),
        recordings=rows_picture(figures.recordings),
        place=place_name(zone),
        heading=_heading(figures),
        feedback=feedback_figures(db.session(), webinar),
        now=clock.now(),
    )


@bp.get("/figures.csv")
@access.signed_in
@about(webinar_to_edit)
def table(webinar: Webinar) -> ResponseReturnValue:
    """The same figures as a file. There is nobody in them, so that a GET may take it."""
    response = Response(as_csv(_rows(figures_of(db.session(), webinar), webinar)), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="insight-{webinar.slug}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _heading(figures: Figures) -> str:
    registrations, doors = count_text(figures.registrations.total), count_text(figures.doors.total)
    text = _("%(registrations)s registrations, %(doors)s doors opened", registrations=registrations, doors=doors)
    return capitalised(text)


def _rows(figures: Figures, webinar: Webinar) -> list[list[str]]:
    pictures = (
        (_("Registrations by day"), days_picture(figures.registrations).rows),
        (_("Registrations by zone"), _named(rows_picture(figures.zones).rows)),
        (_("Doors opened"), doors_picture(figures.doors, webinar).rows),
        (_("Calendars that follow"), days_picture(figures.calendars).rows),
        (_("Plays by day"), days_picture(figures.plays).rows),
        (_("Plays by recording"), _named(rows_picture(figures.recordings).rows)),
    )
    head = [_("Figure"), _("Of"), _("Count")]
    return [head, *([figure, name, count] for figure, rows in pictures for name, count in rows)]


def _named(rows: Sequence[tuple[str, str, float]]) -> list[tuple[str, str]]:
    return [(name, count) for name, count, _length in rows]
