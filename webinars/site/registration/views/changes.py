"""What attendees do on their own page. Each press leads back to it, and pressing twice is pressing once."""

import datetime as dt
from collections.abc import Callable

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from webinars import clock
from webinars.db import db
from webinars.domain.live.feedback import give_feedback
from webinars.domain.registration import attendee_actions, erasure, standby_entry
from webinars.domain.registration.errors import (
    PlacesTaken,
    RegistrationClosed,
    RegistrationInvalid,
    RoomFull,
    StateHasChanged,
)
from webinars.domain.registration.form_questions import questions_of
from webinars.domain.registration.links import join_code
from webinars.domain.registration.queries import desk_of, registration_id_by_token
from webinars.models import Registration
from webinars.site.registration.form_input import answers_in
from webinars.site.registration.views.attendee import no_registration, rendered_again
from webinars.site.registration.views.blueprint import bp
from webinars.site.registration.views.register import NO_FAILURE, RegisterFailure
from webinars.web import access
from webinars.web.requests.uploads import takes_short_form
from webinars.web.site_context import site_settings


@bp.post("/registrations/<secret:token>/confirmation")
@access.public
@takes_short_form
def confirm(token: str) -> ResponseReturnValue:
    def act(session: Session, registration_id: int, now: dt.datetime) -> None:
        attendee_actions.confirm(session, registration_id, now=now)

    return _done(token, act)


@bp.post("/registrations/<secret:token>/cancellation")
@access.public
@takes_short_form
def give_back(token: str) -> ResponseReturnValue:
    def act(session: Session, registration_id: int, now: dt.datetime) -> None:
        attendee_actions.give_back(session, registration_id, now=now)

    return _done(token, act)


@bp.post("/registrations/<secret:token>/standby")
@access.public
@takes_short_form
def come_in(token: str) -> ResponseReturnValue:
    """Take a place that stayed empty, and lead into the room by the own link."""
    session, now = db.session(), clock.now()
    try:
        registration = standby_entry.come_in(session, _id_or_404(session, token), now=now)
    except RoomFull:
        # The page says so itself.
        return rendered_again(token, NO_FAILURE, now=now), 409
    except StateHasChanged as error:
        return rendered_again(token, RegisterFailure(sentence=str(error), wrong={}), now=now), 409
    code = join_code(site_settings(), registration)
    session.commit()
    if code is None:
        return redirect(url_for(".page", token=token), code=303)
    return redirect(url_for("programme.join", code=code), code=303)


@bp.post("/registrations/<secret:token>/zone")
@access.public
@takes_short_form
def set_zone(token: str) -> ResponseReturnValue:
    zone = request.form.get("timezone", "")

    def act(session: Session, registration_id: int, _now: dt.datetime) -> None:
        attendee_actions.set_timezone(session, _locked(session, registration_id), zone)

    return _done(token, act)


@bp.post("/registrations/<secret:token>/reminders")
@access.public
@takes_short_form
def set_wishes(token: str) -> ResponseReturnValue:
    wanted = request.form.getlist("reminders")
    recording, messages = (name in request.form for name in ("recording", "messages"))

    def act(session: Session, registration_id: int, _now: dt.datetime) -> None:
        registration = _locked(session, registration_id)
        desk = desk_of(session, registration.webinar_id)
        # "yes" are all of them.
        each = desk.reminder_minutes if desk and "yes" not in wanted else ()
        skipped = [minutes for minutes in each if str(minutes) not in wanted] if wanted else None
        attendee_actions.set_wishes(session, registration, skipped=skipped, recording=recording, messages=messages)

    return _done(token, act, anchor="reminders")


@bp.post("/registrations/<secret:token>/answers")
@access.public
@takes_short_form
def change_answers(token: str) -> ResponseReturnValue:
    sent = request.form

    def act(session: Session, registration_id: int, now: dt.datetime) -> None:
        registration = session.get_one(Registration, registration_id)
        given = answers_in(sent, questions_of(session, registration.webinar_id))
        attendee_actions.set_answers(session, registration_id, given, now=now)

    return _done(token, act, anchor="answers")


@bp.post("/registrations/<secret:token>/feedback")
@access.public
@takes_short_form
def say_how_it_was(token: str) -> ResponseReturnValue:
    sent = request.form

    def act(session: Session, registration_id: int, now: dt.datetime) -> None:
        give_feedback(session, registration_id, sent.get("worth", ""), sent.get("words", ""), now=now)

    return _done(token, act, anchor="feedback")


@bp.post("/registrations/<secret:token>/erasure")
@access.public
@takes_short_form
def erase(token: str) -> ResponseReturnValue:
    session = db.session()
    erasure.erase(session, _id_or_404(session, token), now=clock.now())
    session.commit()
    return render_template("registration/erased.html", is_all=False)


def _done(
    token: str, act: Callable[[Session, int, dt.datetime], None], *, anchor: str | None = None
) -> ResponseReturnValue:
    """Do it and lead back to the page, or show the page with what was wrong."""
    session, now = db.session(), clock.now()
    registration_id = _id_or_404(session, token)
    try:
        act(session, registration_id, now)
    except RegistrationInvalid as error:
        return rendered_again(token, RegisterFailure(wrong=error.sentences), now=now), 422
    except (StateHasChanged, RegistrationClosed, PlacesTaken) as error:
        return rendered_again(token, RegisterFailure(sentence=str(error), wrong={}), now=now), 409
    session.commit()
    return redirect(url_for(".page", token=token, _anchor=anchor), code=303)


def _id_or_404(session: Session, token: str) -> int:
    registration_id = registration_id_by_token(session, token)
    if registration_id is None:
        no_registration()
    return registration_id


def _locked(session: Session, registration_id: int) -> Registration:
    """Returns the registration as it is after everybody else's change. Ends in 404 if it was erased meanwhile."""
    _desk, registration = attendee_actions.locked_registration(session, registration_id)
    if registration.erased_at is not None:
        abort(404)
    return registration
