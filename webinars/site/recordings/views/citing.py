"""Citations of recordings and of moments in them, and the short addresses that stand in these."""

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.recordings import citations
from webinars.domain.recordings.citations import Citation, citation_of
from webinars.domain.recordings.player_view import moment_in
from webinars.domain.recordings.queries import recording_page
from webinars.domain.recordings.short_codes import code_of, slug_of_code
from webinars.lib.player_times import playing_time
from webinars.models import Recording
from webinars.pure.times import wall
from webinars.pure.videos.address import in_units
from webinars.site.recordings.views.blueprint import bp
from webinars.web import access
from webinars.web.lookups import lead_on, now_at_or_gone, visible_or_gone
from webinars.web.security.rate_limits import at_most
from webinars.web.site_context import absolute_url


@bp.get("/v/<code>")
@bp.get("/v/<code>/<moment>")
@access.public
@at_most("600 per 10 minutes")
def short(code: str, moment: str | None = None) -> ResponseReturnValue:
    """Lead from a citation to the recording, at the moment that is cited."""
    session = db.session()
    slug = slug_of_code(session, code.lower()) or abort(404)
    recording = recording_page(session, slug) or recording_page(session, now_at_or_gone(Recording, slug)) or abort(404)
    visible_or_gone(recording.webinar)
    return redirect(url_for("recordings.show", slug=recording.slug, t=moment_in(moment) or None), code=302)


@bp.get("/recordings/<slug>/citation")
@access.public
def citation(slug: str) -> ResponseReturnValue:
    """What the page shows under "Cite", from `?t=` on, for the script of the page."""
    recording = recording_page(db.session(), slug) or lead_on(Recording, slug)
    visible_or_gone(recording.webinar)
    text = render_template("recordings/citation.html", recording=recording, starts_s=moment_in(request.args.get("t")))
    return Response(text, headers={"X-Robots-Tag": "noindex"})


@bp.get("/recordings/<slug>/citation.bib")
@access.public
def citation_bib(slug: str) -> ResponseReturnValue:
    recording = recording_page(db.session(), slug) or lead_on(Recording, slug)
    found = cited(recording, moment_in(request.args.get("t")))
    text = citations.bibtex(found, read_on=clock.now().date())
    return _file(recording, text, "application/x-bibtex", "bib")


@bp.get("/recordings/<slug>/citation.json")
@access.public
def citation_json(slug: str) -> ResponseReturnValue:
    recording = recording_page(db.session(), slug) or lead_on(Recording, slug)
    found = cited(recording, moment_in(request.args.get("t")))
    text = citations.csl_json(found, read_on=clock.now().date())
    return _file(recording, text, "application/vnd.citationstyles.csl+json", "json")


@bp.app_template_global("citation_of")
def cited(recording: Recording, starts_s: int) -> Citation:
    """Returns the citation of a recording that `recording_page` has loaded, from its second `starts_s` on."""
    webinar = recording.webinar
    moment = in_units(starts_s) if starts_s else None
    return citation_of(
        recording,
        date=webinar.starts_on or wall(recording.published_at, webinar.host.timezone).date(),
        url=absolute_url("recordings.short", code=code_of(recording.slug), moment=moment),
        moment=playing_time(starts_s) if starts_s else "",
    )


bp.add_app_template_global(citations.sentence, "citation_sentence")


def _file(recording: Recording, text: str, mimetype: str, ending: str) -> ResponseReturnValue:
    visible_or_gone(recording.webinar)
    response = Response(text, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{recording.slug}.{ending}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
