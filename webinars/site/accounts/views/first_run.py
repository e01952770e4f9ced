"""The page that makes the first administrator of an empty site."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.accounts import actions
from webinars.domain.accounts.errors import FirstRunOver, WeakPassword, WrongFirstRunCode
from webinars.domain.accounts.first_run import check_first_run_code
from webinars.domain.accounts.passwords import NewPassword, refuse_weak
from webinars.domain.accounts.queries import has_accounts
from webinars.site.accounts.forms import FirstRunForm
from webinars.site.accounts.views.blueprint import bp
from webinars.web import access
from webinars.web.requests.transactions import prepared
from webinars.web.security import rate_limits
from webinars.web.security.identity import remember
from webinars.web.security.known_browsers import remember_browser
from webinars.web.site_context import site_settings


@bp.get("/first-run")
@access.visitor
def first_run() -> ResponseReturnValue:
    if has_accounts(db.session()):
        abort(404)
    return render_template("accounts/first_run.html", form=FirstRunForm())


@bp.post("/first-run")
@access.visitor
@rate_limits.at_most("20 per 10 minutes")
def make_first_administrator() -> ResponseReturnValue:
    form = FirstRunForm()
    session, now = db.session(), clock.now()
    password = NewPassword(form.password.data or "")
    with prepared():
        if has_accounts(session):
            abort(404)
        password.hash  # noqa: B018 - made here, where nobody waits for it
    form.validate_on_submit()
    try:
        _say_what_is_refused(form)
        if not form.errors:
            user = actions.create_first_administrator(
                session,
                site_settings(),
                code=form.code.data or "",
                email=form.email.data or "",
                name=form.name.data or "",
                password=password,
                now=now,
            )
            _opened, token = actions.open_session(session, user, now=now)
            session.commit()
            remember(token)
            remember_browser(user)
            return redirect(url_for("first_steps.show"), 303)
    except FirstRunOver as error:
        session.rollback()
        abort(409, str(error))
    session.rollback()
    return render_template("accounts/first_run.html", form=form), 422


def _say_what_is_refused(form: FirstRunForm) -> None:
    """Put at its field what the form cannot tell by itself, so that all mistakes are said at once."""
    try:
        check_first_run_code(db.session(), site_settings(), form.code.data or "")
    except WrongFirstRunCode as error:
        form.code.errors = form.code.errors or [str(error)]
    try:
        refuse_weak(
            form.password.data or "", [*actions.site_words(site_settings()), *(form.email.data or "").split("@")]
        )
    except WeakPassword as error:
        form.password.errors = form.password.errors or [str(error)]
