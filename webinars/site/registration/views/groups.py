"""The page of what somebody has registered of a series, at an address that nobody else has, and its presses."""

import datetime as dt
from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from webinars import clock
from webinars.db import db
from webinars.domain.registration.erasure import erase_group
from webinars.domain.registration.errors import PlacesTaken, RegistrationClosed, RegistrationInvalid
from webinars.domain.registration.groups import actions
from webinars.domain.registration.groups.queries import group_by_token, registrations_in
from webinars.domain.registration.mail_preferences import set_more_wish
from webinars.models import RegistrationGroup, RegistrationState, Series
from webinars.site.registration.listed_registrations import listed_registrations
from webinars.site.registration.series_form import series_form
from webinars.site.registration.views.attendee import no_registration
from webinars.site.registration.views.blueprint import bp
from webinars.site.registration.views.register import NO_FAILURE, RegisterFailure
from webinars.web import access
from webinars.web.requests.transactions import prepared
from webinars.web.requests.uploads import takes_short_form
from webinars.web.site_context import site_settings

Act = Callable[[Session, RegistrationGroup, dt.datetime], None]


@bp.get("/registrations/together/<secret:token>")
@access.public
def together(token: str) -> ResponseReturnValue:
    return _page(token, NO_FAILURE, now=clock.now())


@bp.post("/registrations/together/<secret:token>/confirmation")
@access.public
@takes_short_form
def confirm_together(token: str) -> ResponseReturnValue:
    return _done(token, lambda session, group, now: actions.confirm_together(session, group, now=now))


@bp.post("/registrations/together/<secret:token>/cancellation")
@access.public
@takes_short_form
def give_back_together(token: str) -> ResponseReturnValue:
    """Give back the webinar that the form names, or all where it names none."""
    slugs = request.form.getlist("webinar") or None
    return _done(token, lambda session, group, now: actions.give_back_together(session, group, slugs, now=now))


@bp.post("/registrations/together/<secret:token>/webinars")
@access.public
@takes_short_form
def add_to_together(token: str) -> ResponseReturnValue:
    """Take a place in one more webinar of the series."""

    def act(session: Session, group: RegistrationGroup, now: dt.datetime) -> None:
        form = series_form(session, session.get_one(Series, group.series_id), now=now)
        wanted = [each.id for each in form.offered if each.slug == request.form.get("webinars")]
        if not wanted:
            raise RegistrationClosed
        actions.add_to_group(session, site_settings(), group, wanted[0], now=now)

    return _done(token, act)


@bp.post("/registrations/together/<secret:token>/more")
@access.public
@takes_short_form
def set_more_wish_together(token: str) -> ResponseReturnValue:
    """Say whether a mail is wanted when the series gets one more."""
    is_wanted = request.form.get("more") == "yes"
    return _done(token, lambda session, group, _now: set_more_wish(session, {"group_id": group.id}, is_wanted))


@bp.post("/registrations/together/<secret:token>/erasure")
@access.public
@takes_short_form
def erase_together(token: str) -> ResponseReturnValue:
    session = db.session()
    erase_group(session, _group_or_404(session, token).id, now=clock.now())
    session.commit()
    return render_template("registration/erased.html", is_all=False, is_series=True)


def _done(token: str, act: Act) -> ResponseReturnValue:
    """Returns the way back to the page once `act` is done and stored, or the page that says why it could not be."""
    session, now = db.session(), clock.now()
    try:
        act(session, _group_or_404(session, token), now)
    except (RegistrationClosed, PlacesTaken, RegistrationInvalid) as error:
        with prepared():
            return _page(token, RegisterFailure(sentence=str(error), wrong={}), now=now), 409
    session.commit()
    return redirect(url_for(".together", token=token), code=303)


def _group_or_404(session: Session, token: str) -> RegistrationGroup:
    group = group_by_token(session, token)
    if group is None:
        no_registration()
    return group


def _page(token: str, failure: RegisterFailure, *, now: dt.datetime) -> str:
    session = db.session()
    group = _group_or_404(session, token)
    listed = listed_registrations(session, registrations_in(session, group.id), now=now)
    if not listed:
        no_registration()
    form = series_form(session, session.get_one(Series, group.series_id), now=now)
    held = {each.webinar.id for each in listed if each.can_end}
    states = [each.registration.state for each in listed if each.can_end]
    return render_template(
        "registration/together.html",
        token=token,
        group=group,
        series=form.series,
        failure=failure,
        coming=[each for each in listed if not each.is_past],
        past=[each for each in reversed(listed) if each.is_past],
        placed_count=states.count(RegistrationState.CONFIRMED),
        unconfirmed_count=states.count(RegistrationState.UNCONFIRMED),
        numbers=[each.number for each in listed if each.can_end and each.number],
        more=[each for each in form.choices if each.can_be_ticked and each.webinar.id not in held],
        asking={each.webinar_id for one in form.questions for each in one.shared.asked if each.is_required},
    )
