"""The own page of somebody who has asked: what became of the question, and what its asker may still do with it."""

from typing import NoReturn

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.questions import asker_actions
from webinars.domain.questions.asker_queries import asker_question
from webinars.domain.questions.errors import QuestionFixed, QuestionGone, QuestionInvalid
from webinars.lib.i18n import gettext as _
from webinars.models import Webinar
from webinars.site.questions.asker_page import own_page
from webinars.site.questions.form_input import MOST_TYPED, NO_FAILURE, AskingFailure, TypedQuestion
from webinars.site.questions.views.blueprint import bp
from webinars.web import access
from webinars.web.requests.transactions import prepared
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import at_most, own_link
from webinars.web.site_context import absolute_url

NOTICES = ("edited", "saved")
"""What the page may say of the press before it."""


@bp.get("/questions/<secret:token>")
@access.public
def own(token: str) -> ResponseReturnValue:
    told = request.args.get("told", "")
    return _rendered(token, told=told if told in NOTICES else "")


@bp.post("/questions/<secret:token>/edit")
@access.public
@takes_short_form
@at_most("30 per 10 minutes", by=own_link)
def edit(token: str) -> ResponseReturnValue:
    typed = TypedQuestion(text=request.form.get("text", "")[:MOST_TYPED])
    try:
        asker_actions.edit(db.session(), token, typed.text, now=clock.now())
    except QuestionGone:
        nothing_here()
    except QuestionFixed as error:
        return _again(token, AskingFailure(sentence=str(error), typed=typed)), 409
    except QuestionInvalid as error:
        return _again(token, AskingFailure(wrong={"words": error.sentences["text"]}, typed=typed)), 422
    db.session.commit()
    return _back(token, "edited")


@bp.post("/questions/<secret:token>/wishes")
@access.public
@takes_short_form
@at_most("30 per 10 minutes", by=own_link)
def set_wishes(token: str) -> ResponseReturnValue:
    """Change the name, and whether and where one is told. An address that stands there already is kept by a tick."""
    form = request.form
    typed = TypedQuestion(name=form.get("name", "")[:MOST_TYPED], email=form.get("email", "")[:MOST_TYPED])
    session = db.session()
    found = asker_question(session, token, now=clock.now()) or nothing_here()
    email = (found.question.notify_email or "") if "tell" in form else typed.email
    try:
        asker_actions.set_wishes(session, token, name=typed.name, email=email)
    except QuestionGone:
        nothing_here()
    except QuestionInvalid as error:
        return _again(token, AskingFailure(wrong=error.sentences, typed=typed)), 422
    session.commit()
    return _back(token, "saved")


@bp.post("/questions/<secret:token>/withdrawal")
@access.public
@takes_short_form
@at_most("30 per 10 minutes", by=own_link)
def withdraw(token: str) -> ResponseReturnValue:
    session = db.session()
    try:
        webinar_id = asker_actions.withdraw(session, token)
    except QuestionGone:
        nothing_here()
    except QuestionFixed as error:
        return _again(token, AskingFailure(sentence=str(error))), 409
    webinar = session.get_one(Webinar, webinar_id)
    session.commit()
    return render_template("questions/ended.html", webinar=webinar, is_taken_back=True)


@bp.post("/questions/<secret:token>/erasure")
@access.public
@takes_short_form
@at_most("30 per 10 minutes", by=own_link)
def erase(token: str) -> ResponseReturnValue:
    session = db.session()
    found = asker_question(session, token, now=clock.now()) or nothing_here()
    webinar = found.webinar
    try:
        asker_actions.erase(session, token)
    except QuestionGone:
        nothing_here()
    session.commit()
    return render_template("questions/ended.html", webinar=webinar, is_taken_back=False)


def nothing_here() -> NoReturn:
    abort(404, _("There is nothing at this address. It may have been copied incompletely, or have been erased."))


def _rendered(token: str, failure: AskingFailure = NO_FAILURE, *, told: str = "") -> str:
    now = clock.now()
    found = asker_question(db.session(), token, now=now) or nothing_here()
    return render_template(
        "questions/asker.html",
        page=own_page(db.session(), found, now=now),
        token=token,
        address=absolute_url("questions.own", token=token),
        failure=failure,
        told=told,
    )


def _again(token: str, failure: AskingFailure) -> str:
    with prepared():
        return _rendered(token, failure)


def _back(token: str, told: str) -> ResponseReturnValue:
    return redirect(url_for("questions.own", token=token, told=told, _anchor="told"), 303)
