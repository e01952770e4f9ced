"""Asking a question, by anybody."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.programme.public_lineup import public_lineup
from webinars.domain.questions.asker_actions import ask as ask_question
from webinars.domain.questions.asker_actions import repeated_question
from webinars.domain.questions.boards import AskingState, asking_of, board_of
from webinars.domain.questions.errors import AskingClosed, QuestionInvalid
from webinars.domain.questions.links import token_of
from webinars.domain.search.similar_questions import Similar
from webinars.models import Registration, Webinar
from webinars.site.questions import flood_limits
from webinars.site.questions.form_input import AskingFailure, TypedQuestion, typed_question, wrong_in_form
from webinars.site.questions.views.blueprint import bp
from webinars.site.questions.views.page import NOTHING_SIMILAR, rendered, similar_to, webinar_of
from webinars.web import access
from webinars.web.lookups import lead_on
from webinars.web.requests.transactions import prepared
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import is_within, network
from webinars.web.site_context import site_settings


@bp.post("/webinars/<slug>/questions")
@access.public
@takes_short_form
def ask(slug: str) -> ResponseReturnValue:
    typed = typed_question()
    with prepared():
        webinar = webinar_of(slug) or lead_on(Webinar, slug)
        if not is_within(flood_limits.MOST_ASKED, "ask"):
            return rendered(webinar, AskingFailure(sentence=flood_limits.asked_too_often(), typed=typed)), 429
        webinar_id, entered = webinar.id, typed.entered(public_lineup(webinar))
        similar = similar_first(webinar, typed)
        if similar:
            return rendered(webinar, AskingFailure(typed=typed), similar)
    session = db.session()
    is_crowded = not is_within(flood_limits.CROWDED, "asked", is_counted=False)
    try:
        question = ask_question(
            session,
            site_settings(),
            webinar_id,
            entered,
            whence=network(),
            is_crowded=is_crowded,
            now=clock.now(),
        )
    except QuestionInvalid as error:
        return _again(slug, AskingFailure(wrong=wrong_in_form(error.sentences), typed=typed)), 422
    except AskingClosed as error:
        return _again(slug, AskingFailure(sentence=str(error), typed=typed)), 409
    except LookupError:
        abort(404)
    token = token_of(site_settings(), question)
    session.commit()
    is_within(flood_limits.CROWDED, "asked")
    return redirect(url_for("questions.own", token=token), 303)


def similar_first(webinar: Webinar, typed: TypedQuestion, registration: Registration | None = None) -> Similar:
    """Returns what is like a question that is sent without a script, once: what could be asked, but was not yet."""
    if typed.is_sure:
        return NOTHING_SIMILAR
    session, now = db.session(), clock.now()
    if asking_of(board_of(session, webinar.id), webinar, now) is not AskingState.OPEN:
        return NOTHING_SIMILAR
    entered = typed.entered(public_lineup(webinar))
    # A button that was pressed twice has asked it by now.
    if repeated_question(
        session, site_settings(), webinar.id, entered, whence=network(), registration=registration, now=now
    ):
        return NOTHING_SIMILAR
    return similar_to(webinar, typed.text)


def _again(slug: str, failure: AskingFailure) -> str:
    with prepared():
        return rendered(webinar_of(slug) or abort(404), failure)
