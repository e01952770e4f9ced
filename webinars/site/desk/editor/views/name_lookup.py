"""Who is meant by a name that was typed into the editor. It reads a query and never writes."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.domain.lineup.queries import usable_speaker
from webinars.domain.programme import permissions
from webinars.lib.text_cleaning import one_line
from webinars.models import Organisation
from webinars.site.desk.blueprint import bp, host_named
from webinars.site.desk.editor.name_matching import new_organisation, new_speaker
from webinars.site.desk.editor.row_words import known_speaker_notice, organisation_notice, speaker_notice
from webinars.web import access
from webinars.web.lookups import permitted_webinar_or_404
from webinars.web.number_converter import as_id
from webinars.web.security.identity import current_actor

LONGEST_NAME = 300


@bp.get("/who/<any(lineup, co_organisers):part>")
@access.signed_in
def who(part: str) -> ResponseReturnValue:
    """Returns what is to be said of `?name=` in a list, in the webinar `?webinar=` or one begun for `?host=`.

    With the id, the name and the affiliation of somebody known. A script puts it beside the box. In the box it changes
    nothing.
    """
    host = _host(part)
    name, session = one_line(request.args.get("name", ""), at_most=LONGEST_NAME), db.session()
    if not name:
        abort(400)
    if part == "lineup":
        row = new_speaker(session, name, host)
        number = as_id(row["person"])
        known = usable_speaker(session, host, number) if number is not None else None
        said = known_speaker_notice(known, host, name) if known else speaker_notice(session, row, host)
    else:
        row = new_organisation(session, name)
        said = organisation_notice(session, row, current_actor())
    return render_template("desk/editor/_name_lookup.html", part=part, row=row, said=said)


def _host(part: str) -> Organisation:
    if slug := request.args.get("webinar"):
        return permitted_webinar_or_404(
            slug, permissions.can_edit_people if part == "lineup" else permissions.can_manage
        ).host
    return host_named(request.args.get("host")) or abort(404)
