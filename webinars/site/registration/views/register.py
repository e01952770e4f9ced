"""The form with which people register for a webinar, and the page after it, which is the same for everybody."""

import datetime as dt
from collections.abc import Mapping

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from msgspec import Struct

from webinars import clock
from webinars.db import db
from webinars.domain.programme.phases import phase_of
from webinars.domain.registration import attendee_actions, standby_entry
from webinars.domain.registration.attendee_hours import hour_near_start
from webinars.domain.registration.errors import PlacesTaken, RegistrationClosed, RegistrationInvalid
from webinars.domain.registration.form_questions import questions_of
from webinars.domain.registration.queries import desk_of, webinar_to_register_for, window_at
from webinars.domain.registration.registration_window import RegistrationWindow, WindowState
from webinars.domain.registration.retention import UNCONFIRMED_DAYS
from webinars.domain.registration.zoom_registrants.queries import is_given_to_zoom
from webinars.lib.i18n import gettext as _
from webinars.models import RegistrationMode, Webinar
from webinars.site.registration.form_input import TypedRegistration, typed_in
from webinars.site.registration.retention_words import answer_kept, how_long, until_text
from webinars.site.registration.views.blueprint import bp
from webinars.site.registration.zone_choice import zone_groups
from webinars.web import access
from webinars.web.lookups import lead_on, visible_or_gone
from webinars.web.requests.transactions import prepared
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import LECTURE_HALL, at_most
from webinars.web.site_context import site_settings


class RegisterFailure(Struct, frozen=True, kw_only=True):
    """Why what was sent could not be taken: a sentence about all of it, or one for each of these fields."""

    sentence: str = ""
    wrong: Mapping[str, str]


NO_FAILURE = RegisterFailure(wrong={})


@bp.get("/webinars/<slug>/register")
@access.public
def form(slug: str) -> ResponseReturnValue:
    now = clock.now()
    webinar = webinar_to_register_for(db.session(), slug) or lead_on(Webinar, slug)
    visible_or_gone(webinar)
    if webinar.registration_mode is RegistrationMode.NONE:
        abort(404, _("Nobody has to register for this webinar."))
    window = window_at(db.session(), webinar, now=now)
    if window is None or not window.is_taking:
        return _closed_page(webinar, window, now=now)
    return _form_page(webinar, window, TypedRegistration(), NO_FAILURE, now=now)


@bp.post("/webinars/<slug>/register")
@access.public
@at_most(LECTURE_HALL)
@takes_short_form
def register(slug: str) -> ResponseReturnValue:
    """Register whoever fills in the form. Whoever is registered already is answered the same."""
    sent = request.form
    now = clock.now()
    with prepared():
        webinar = webinar_to_register_for(db.session(), slug) or lead_on(Webinar, slug)
        visible_or_gone(webinar)
        if webinar.registration_mode is RegistrationMode.NONE:
            abort(404, _("Nobody has to register for this webinar."))
        typed = typed_in(sent, questions_of(db.session(), webinar.id))
        webinar_id, has_moved = webinar.id, _has_moved(webinar, sent.get("starts"))
    if has_moved:
        return _form_again(slug, typed, RegisterFailure(sentence=_moved_sentence(), wrong={}), now=now), 409
    try:
        attendee_actions.register(db.session(), site_settings(), webinar_id, typed.entered, now=now)
    except RegistrationInvalid as error:
        return _form_again(slug, typed, RegisterFailure(wrong=error.sentences), now=now), 422
    except (RegistrationClosed, PlacesTaken) as error:
        return _form_again(slug, typed, RegisterFailure(sentence=str(error), wrong={}), now=now), 409
    db.session.commit()
    return redirect(url_for(".sent", slug=slug), code=303)


@bp.get("/webinars/<slug>/register/sent")
@access.public
def sent(slug: str) -> ResponseReturnValue:
    webinar = webinar_to_register_for(db.session(), slug) or lead_on(Webinar, slug)
    visible_or_gone(webinar)
    window = window_at(db.session(), webinar, now=clock.now()) or abort(404)
    kept = dt.timedelta(days=UNCONFIRMED_DAYS)
    return render_template("registration/sent.html", webinar=webinar, window=window, now=clock.now(), kept=kept)


def _form_again(slug: str, typed: TypedRegistration, failure: RegisterFailure, *, now: dt.datetime) -> str:
    """Returns the form with everything that was typed, of the webinar as it is by now."""
    with prepared():
        session = db.session()
        webinar = webinar_to_register_for(session, slug) or abort(404)
        window = window_at(session, webinar, now=now)
        return _form_page(webinar, window, typed, failure, now=now)


def _form_page(
    webinar: Webinar,
    window: RegistrationWindow | None,
    typed: TypedRegistration,
    failure: RegisterFailure,
    *,
    now: dt.datetime,
) -> str:
    session = db.session()
    desk = desk_of(session, webinar.id)
    days = desk.retention_days if desk else 0
    questions = questions_of(session, webinar.id)
    return render_template(
        "registration/register.html",
        webinar=webinar,
        is_queue=window is not None and window.state is WindowState.WAITING_LIST,
        questions=questions,
        kept={question.id: answer_kept(webinar, question, days) for question in questions},
        how_long=how_long(webinar, desk) if desk else "",
        until=until_text(webinar, days),
        is_given_to_zoom=is_given_to_zoom(session, webinar),
        zones=zone_groups(webinar, site_settings().display_zones, now=now),
        typed=typed,
        failure=failure,
        is_fresh=failure is NO_FAILURE,
    )


def _closed_page(webinar: Webinar, window: RegistrationWindow | None, *, now: dt.datetime) -> str:
    return render_template(
        "registration/closed.html",
        webinar=webinar,
        window=window,
        state=window.state if window else None,
        now=now,
        phase=phase_of(webinar, now),
        is_elsewhere=webinar.registration_mode is RegistrationMode.ELSEWHERE and phase_of(webinar, now).is_before_end,
    )


def _has_moved(webinar: Webinar, seen: str | None) -> bool:
    """Returns whether the form that was sent has named another start."""
    return seen is not None and seen != starts_of(webinar)


@bp.app_template_global()
def starts_of(webinar: Webinar) -> str:
    """Returns the start as the form remembers it."""
    return webinar.starts_at.strftime("%Y-%m-%dT%H:%M:%SZ") if webinar.starts_at is not None else ""


@bp.app_template_global()
def standby_hour(webinar: Webinar) -> str:
    """Returns from when on who waits may come in while there is room, by the webinar's own zone: "4.05pm Britain"."""
    at, zone = standby_entry.opens_at(webinar), webinar.timezone or webinar.host.timezone
    return hour_near_start(webinar, at, zone, site_settings().display_zones) if at is not None else ""


def _moved_sentence() -> str:
    return _("The webinar has been moved while this form was open. If its new time suits you, press once more.")
