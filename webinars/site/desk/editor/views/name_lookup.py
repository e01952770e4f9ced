"""Who is meant by a name that was typed into the editor. It reads a query and never writes."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from webinars.db import db
from webinars.domain.lineup.queries import usable_speaker
from webinars.domain.programme import permissions
from webinars.lib.text_cleaning import one_line
from webinars.models import Organisation
from webinars.site.desk.blueprint import bp, host_named
from webinars.site.desk.editor.forms import WebinarForm
from webinars.site.desk.editor.name_matching import add_co_organiser, add_speaker, is_settled
from webinars.site.desk.editor.row_words import known_speaker_notice, organisation_notice, speaker_notice
from webinars.web import access
from webinars.web.lookups import permitted_webinar_or_404
from webinars.web.security.identity import current_actor

LONGEST_NAME = 300


@bp.get("/who/<any(lineup, co_organisers):part>")
@access.signed_in
def who(part: str) -> ResponseReturnValue:
    """Returns what is to be said of `?name=` in a list, in the webinar `?webinar=` or one begun for `?host=`.

    With the id, the name and the affiliation of somebody known. A script puts it beside the box. In the box it changes
    nothing.
    """
    form, host = WebinarForm(formdata=None), _host(part)
    name, session = one_line(request.args.get("name", ""), at_most=LONGEST_NAME), db.session()
    if not name:
        abort(400)
    if part == "lineup":
        form.new_speaker.data = name
        row = add_speaker(session, form, host)
        assert row is not None
        chosen = row.form.person.data
        known = usable_speaker(session, host, int(chosen)) if is_settled(chosen) else None
        said = known_speaker_notice(known, host, name) if known else speaker_notice(session, row, host)
    else:
        form.new_co_organiser.data = name
        row = add_co_organiser(session, form)
        assert row is not None
        said = organisation_notice(session, row, current_actor())
    return render_template("desk/editor/_name_lookup.html", part=part, row=row, said=said)


def _host(part: str) -> Organisation:
    if slug := request.args.get("webinar"):
        return permitted_webinar_or_404(
            slug, permissions.can_edit_people if part == "lineup" else permissions.can_manage
        ).host
    return host_named(request.args.get("host")) or abort(404)
