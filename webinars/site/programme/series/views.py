"""The series of an organisation: listed, and what the page of each says."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.organisations import permissions as organisation_rules
from webinars.domain.organisations.queries import organisation_with_slug
from webinars.domain.programme.series import permissions
from webinars.domain.programme.series.actions import update_series
from webinars.domain.programme.series.errors import SeriesInvalid
from webinars.domain.programme.series.queries import series_with_counts, series_with_slug
from webinars.lib.i18n import gettext as _
from webinars.models import Organisation, Series
from webinars.site.programme.series.forms import SeriesForm
from webinars.web import access
from webinars.web.lookups import at_former_address
from webinars.web.security.identity import current_actor

bp = Blueprint("series", __name__, url_prefix="/manage")


@bp.get("/organisations/<slug>/series")
@access.signed_in
def index(slug: str) -> ResponseReturnValue:
    organisation = organisation_with_slug(db.session(), slug)
    if organisation is None:
        abort(404)
    _refuse_others(organisation)
    rows = series_with_counts(db.session(), organisation)
    return render_template("programme/series/index.html", organisation=organisation, rows=rows)


@bp.get("/series/<slug>")
@access.signed_in
def edit(slug: str) -> ResponseReturnValue:
    series = series_with_slug(db.session(), slug)
    if series is None:
        return at_former_address(Series, slug, "series.edit", look_at=_series_or_404)
    _refuse_others(series.organisation)
    return _page(series, SeriesForm(formdata=None, obj=series))


@bp.post("/series/<slug>")
@access.signed_in
def update(slug: str) -> ResponseReturnValue:
    series, form = _series_or_404(slug), SeriesForm()
    if not form.validate_on_submit():
        return _page(series, form), 422
    try:
        update_series(
            db.session(),
            current_actor(),
            series,
            title=form.title.data or "",
            description=form.description.data or "",
            slug=form.slug.data or "",
            now=clock.now(),
        )
    except SeriesInvalid as error:
        db.session.rollback()
        field = form[error.field]
        field.errors = [*field.errors, str(error)]
        return _page(_series_or_404(slug), form), 422
    db.session.commit()
    flash(_("Saved. Every page and calendar that names the series follows."), "ok")
    return redirect(url_for(".edit", slug=series.slug), 303)


def _refuse_others(organisation: Organisation) -> None:
    actor = current_actor()
    # What somebody else's organisation plans must not be told by the answer.
    if not organisation_rules.can_view(actor, organisation):
        abort(404)
    if not permissions.can_keep_series(actor, organisation):
        abort(403, _("Owners and editors of the organisation look after its series."))


def _series_or_404(slug: str) -> Series:
    series = series_with_slug(db.session(), slug)
    if series is None:
        abort(404)
    _refuse_others(series.organisation)
    return series


def _page(series: Series, form: SeriesForm) -> str:
    return render_template("programme/series/edit.html", series=series, organisation=series.organisation, form=form)
