"""The form with which people register for several webinars of a series, and the page after it."""

import datetime as dt

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.subject_queries import public_series
from webinars.domain.registration.errors import RegistrationClosed, RegistrationInvalid
from webinars.domain.registration.groups.actions import register_together
from webinars.domain.registration.zoom_registrants.queries import is_given_to_zoom
from webinars.lib.i18n import gettext as _
from webinars.models import Series
from webinars.site.registration.series_form import SeriesForm, TypedSeries, series_form, typed_into
from webinars.site.registration.views.blueprint import bp
from webinars.site.registration.views.register import NO_FAILURE, RegisterFailure, starts_of
from webinars.site.registration.zone_choice import groups_of_several
from webinars.web import access
from webinars.web.lookups import lead_on
from webinars.web.requests.transactions import prepared
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import LECTURE_HALL, at_most
from webinars.web.site_context import site_settings


@bp.get("/series/<slug>/register")
@access.public
def series_register(slug: str) -> ResponseReturnValue:
    series = public_series(db.session(), slug) or lead_on(Series, slug)
    typed = TypedSeries(ticked=frozenset(request.args.getlist("webinar")))
    form = series_form(db.session(), series, now=clock.now())
    return _form_page(form, typed, NO_FAILURE)


@bp.post("/series/<slug>/register")
@access.public
@at_most(LECTURE_HALL)
@takes_short_form
def register_for_series(slug: str) -> ResponseReturnValue:
    """Register for what is ticked. Whoever is registered for some of it already is answered the same."""
    session, now = db.session(), clock.now()
    with prepared():
        series = public_series(session, slug) or lead_on(Series, slug)
        form = series_form(session, series, now=now)
        typed = typed_into(request.form, form)
        offered = [each.id for each in form.offered]
        ticked = [each.id for each in form.offered if each.slug in typed.ticked]
        known = {f"{each.slug} {starts_of(each)}" for each in form.offered}
        series_id, has_moved = series.id, _has_moved(typed, known)
    if not ticked:
        return _form_again(slug, typed, _nothing_ticked(typed), now=now), 422
    if has_moved:
        return _form_again(slug, typed, RegisterFailure(sentence=_moved_sentence(), wrong={}), now=now), 409
    try:
        register_together(
            session,
            site_settings(),
            series_id,
            ticked,
            offered,
            typed.entered,
            wants_more=typed.wants_more,
            now=now,
        )
    except RegistrationInvalid as error:
        return _form_again(slug, typed, RegisterFailure(wrong=error.sentences), now=now), 422
    except RegistrationClosed as error:
        return _form_again(slug, typed, RegisterFailure(sentence=str(error), wrong={}), now=now), 409
    session.commit()
    return redirect(url_for(".series_sent", slug=slug), code=303)


@bp.get("/series/<slug>/register/sent")
@access.public
def series_sent(slug: str) -> ResponseReturnValue:
    series = public_series(db.session(), slug) or lead_on(Series, slug)
    form = series_form(db.session(), series, now=clock.now())
    is_press_needed = any(each.window.is_press_needed for each in form.choices if each.window is not None)
    return render_template("registration/series_sent.html", series=series, is_press_needed=is_press_needed)


def _has_moved(typed: TypedSeries, known: set[str]) -> bool:
    """Returns whether the form has named another start of something that is ticked."""
    seen = [each for each in request.form.getlist("starts") if each.partition(" ")[0] in typed.ticked]
    return any(each not in known for each in seen)


def _nothing_ticked(typed: TypedSeries) -> RegisterFailure:
    if typed.ticked:
        return RegisterFailure(sentence=str(RegistrationClosed()), wrong={})
    return RegisterFailure(wrong={"webinars": _("Tick at least one webinar.")})


def _moved_sentence() -> str:
    return _("A webinar has been moved while this form was open. If its new time suits you, press once more.")


def _form_again(slug: str, typed: TypedSeries, failure: RegisterFailure, *, now: dt.datetime) -> str:
    """Returns the form with everything that was typed, of the series as it is by now."""
    with prepared():
        series = public_series(db.session(), slug) or abort(404)
        return _form_page(series_form(db.session(), series, now=now), typed, failure)


def _form_page(form: SeriesForm, typed: TypedSeries, failure: RegisterFailure) -> str:
    return render_template(
        "registration/series.html",
        series=form.series,
        form=form,
        typed=typed,
        failure=failure,
        is_fresh=failure is NO_FAILURE,
        is_given_to_zoom=any(is_given_to_zoom(db.session(), each) for each in form.offered),
        zones=groups_of_several(form.offered, site_settings().display_zones, now=clock.now()),
    )
