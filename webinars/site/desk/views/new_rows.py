"""A row that a script has added to the editor, once it is known who is meant. It reads a query and never writes."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.lib.text import one_line
from webinars.models import Organisation
from webinars.site.desk.forms import WebinarForm
from webinars.site.desk.naming import add_co_organiser, add_speaker
from webinars.site.desk.views.blueprint import bp, host_named, managed_webinar_or_404
from webinars.site.web import access
from webinars.site.web.lookups import edited_webinar_or_404
from webinars.site.web.rows import LARGEST_ROW

LONGEST_NAME = 300


@bp.get("/new-row/<any(lineup, co_organisers):part>")
@access.signed_in
def new_row(part: str) -> ResponseReturnValue:
    """Row number `?row=` of a list for the name `?name=`, in the webinar `?webinar=` or one begun for `?host=`."""
    form, host = WebinarForm(formdata=None), _host(part)
    name, number = one_line(request.args.get("name", ""), at_most=LONGEST_NAME), request.args.get("row", 0, type=int)
    if not name or not 0 <= number <= LARGEST_ROW:
        abort(400)
    if part == "lineup":
        form.lineup.last_index, form.new_speaker.data = number - 1, name
        add_speaker(db.session(), form, host)
        return render_template("desk/_new_row.html", part=part, row=form.lineup[0])
    form.co_organisers.last_index, form.new_co_organiser.data = number - 1, name
    add_co_organiser(db.session(), form)
    return render_template("desk/_new_row.html", part=part, row=form.co_organisers[0])


def _host(part: str) -> Organisation:
    if slug := request.args.get("webinar"):
        return (edited_webinar_or_404(slug) if part == "lineup" else managed_webinar_or_404(slug)).host
    return host_named(request.args.get("host")) or abort(404)
