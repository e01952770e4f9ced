"""The series of an organisation: listed, and what the page of each says."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.organisations.queries import organisation_with_slug
from webinars.domain.programme.series.actions import update_series
from webinars.domain.programme.series.queries import series_with_counts, series_with_slug
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.models import Organisation, Series
from webinars.site.programme.series.forms import SeriesForm
from webinars.web import access
from webinars.web.about import about
from webinars.web.press import by_actor, press

bp = Blueprint("series", __name__, url_prefix="/manage")
REFUSAL = _l("Owners and editors of the organisation look after its series.")


@bp.get("/organisations/<slug>/series")
@access.signed_in
@about(organisation_with_slug, refusal=REFUSAL)
def index(organisation: Organisation) -> ResponseReturnValue:
    rows = series_with_counts(db.session(), organisation)
    return render_template("programme/series/index.html", organisation=organisation, rows=rows)


@bp.get("/series/<slug>")
@access.signed_in
@about(series_with_slug, former=Series, refusal=REFUSAL)
def edit(series: Series) -> ResponseReturnValue:
    return _page(series, SeriesForm(formdata=None, obj=series))


@bp.post("/series/<slug>")
@access.signed_in
@about(series_with_slug, refusal=REFUSAL)
def update(series: Series) -> ResponseReturnValue:
    form = SeriesForm()
    return press(
        lambda: update_series(
            *by_actor(),
            series,
            title=form.title.data or "",
            description=form.description.data or "",
            slug=form.slug.data or "",
            now=clock.now(),
        ),
        form=form,
        page=lambda series: _page(series, form),
        said=_("Saved. Every page and calendar that names the series follows."),
        back=lambda _done: url_for(".edit", slug=series.slug),
    )


def _page(series: Series, form: SeriesForm) -> str:
    return render_template("programme/series/edit.html", series=series, organisation=series.organisation, form=form)
