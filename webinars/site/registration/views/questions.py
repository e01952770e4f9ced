"""Questions and votes of those who are registered, from their own page: who votes is known by the registration."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from webinars import clock
from webinars.db import db
from webinars.domain.programme.public_lineup import public_lineup
from webinars.domain.questions import voter_actions
from webinars.domain.questions.asker_actions import ask
from webinars.domain.questions.errors import AskingClosed, QuestionGone, QuestionInvalid, VotingClosed
from webinars.domain.questions.links import token_of
from webinars.domain.registration.queries import registration_by_token
from webinars.lib.i18n import gettext as _
from webinars.models import Registration, RegistrationState
from webinars.site.questions.form_input import AskingFailure as AskFailure
from webinars.site.questions.form_input import typed_question, wrong_in_form
from webinars.site.questions.views.asking import similar_first
from webinars.site.questions.views.voting import vote_refusal, vote_response
from webinars.site.registration.views.attendee import no_registration, rendered, voter_of
from webinars.site.registration.views.blueprint import bp
from webinars.site.registration.views.register import NO_FAILURE, RegisterFailure
from webinars.web import access
from webinars.web.lookups import visible_or_gone
from webinars.web.requests.transactions import prepared
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import at_most, own_link
from webinars.web.site_context import site_settings


@bp.post("/registrations/<secret:token>/questions")
@access.public
@takes_short_form
@at_most("30 per 10 minutes", by=own_link)
def ask_question(token: str) -> ResponseReturnValue:
    session, now, typed = db.session(), clock.now(), typed_question()
    with prepared():
        registration = _found(session, token)
        if registration.state is not RegistrationState.CONFIRMED:
            return rendered(token, RegisterFailure(sentence=_only_confirmed(), wrong={}), now=now), 409
        webinar_id, entered = registration.webinar_id, typed.entered(public_lineup(registration.webinar))
        similar = similar_first(registration.webinar, typed, registration)
        if similar:
            return rendered(token, NO_FAILURE, AskFailure(typed=typed), similar, now=now)
    registration = _found(session, token)
    try:
        question = ask(session, site_settings(), webinar_id, entered, whence="", registration=registration, now=now)
    except QuestionInvalid as error:
        return _again(token, AskFailure(wrong=wrong_in_form(error.sentences), typed=typed)), 422
    except AskingClosed as error:
        return _again(token, AskFailure(sentence=str(error), typed=typed)), 409
    except LookupError:
        no_registration()
    own = token_of(site_settings(), question)
    session.commit()
    return redirect(url_for("questions.own", token=own), 303)


@bp.post("/registrations/<secret:token>/questions/<int:number>/votes")
@access.public
@takes_short_form
@at_most("120 per 10 minutes", by=own_link)
def vote(token: str, number: int) -> ResponseReturnValue:
    return _pressed(token, number, is_back=False)


@bp.post("/registrations/<secret:token>/questions/<int:number>/votes/deletion")
@access.public
@takes_short_form
@at_most("120 per 10 minutes", by=own_link)
def take_vote_back(token: str, number: int) -> ResponseReturnValue:
    return _pressed(token, number, is_back=True)


def _pressed(token: str, number: int, *, is_back: bool) -> ResponseReturnValue:
    session, now = db.session(), clock.now()
    registration = _found(session, token)
    webinar, voter = registration.webinar, voter_of(registration)
    slug = webinar.slug
    if voter is None:
        return vote_refusal(slug, number, VotingClosed(_only_confirmed()), token=token)
    try:
        press = voter_actions.take_back if is_back else voter_actions.vote
        voted = press(session, webinar.id, number, voter, now=now)
    except (QuestionGone, VotingClosed, LookupError) as error:
        return vote_refusal(slug, number, error, token=token)
    session.commit()
    return vote_response(webinar, number, voted, is_back=is_back, token=token)


def _found(session: Session, token: str) -> Registration:
    registration = registration_by_token(session, token)
    if registration is None:
        no_registration()
    visible_or_gone(registration.webinar)
    return registration


def _only_confirmed() -> str:
    return _("Only those who have a place ask and vote here.")


def _again(token: str, failure: AskFailure) -> str:
    with prepared():
        return rendered(token, NO_FAILURE, failure, now=clock.now())
