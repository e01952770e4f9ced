import hashlib

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.accounts import actions
from webinars.domain.accounts.errors import ProofRefused, SignInRefused
from webinars.domain.accounts.mailed_codes import ask_for_code, password_with_code, promise_code
from webinars.domain.accounts.passkeys import ask_for_passkey, user_with_passkey
from webinars.domain.accounts.proof_requests import Purpose, open_request
from webinars.domain.accounts.queries import has_accounts
from webinars.domain.accounts.recovery_codes import user_with_recovery_code
from webinars.lib.browser_names import browser_name
from webinars.lib.i18n import gettext as _
from webinars.lib.safe_redirect import local_path
from webinars.models import SignInWay, User, UserSession
from webinars.site.accounts.forms import RecoveryForm
from webinars.site.accounts.views.blueprint import bp
from webinars.site.accounts.views.proof import ASKED
from webinars.web import access, form_tokens
from webinars.web.forms.base import SignInForm
from webinars.web.forms.expired_forms import after_sign_in, sent_before, sign_in_page
from webinars.web.requests.transactions import prepared
from webinars.web.security import rate_limits
from webinars.web.security.identity import TOKEN, current_actor, forget, remember
from webinars.web.security.known_browsers import is_known_to, remember_browser
from webinars.web.site_context import site_settings

CODES = "10 per hour"
"""For one account, from wherever: each can be guessed at five times."""


def address_and_network() -> str:
    """Returns the typed address, from this network.

    Who guesses at one account is stopped, its owner elsewhere is not.
    """
    typed = request.form.get("email", "").strip().lower()
    return f"{rate_limits.network()} {hashlib.sha256(typed.encode()).hexdigest()}"


@bp.get("/sign-in")
@access.visitor
def sign_in() -> ResponseReturnValue:
    if current_actor().user_id is not None:
        return redirect(_way_back())
    if not has_accounts(db.session()):
        return redirect(url_for(".first_run"))
    return sign_in_page(SignInForm(), None, request.args.get("next"))


def _show_again() -> ResponseReturnValue | None:
    """Sign-in pages stand open for long: the address is typed already, and what they carry goes on."""
    way_back = request.args.get("next")
    if current_actor().user_id is not None:
        return after_sign_in(way_back)
    form = SignInForm()
    form.form_errors.append(_("This page has waited for too long. Enter your password once more."))
    return sign_in_page(form, sent_before(), way_back), 400


@bp.post("/sign-in")
@access.visitor
@rate_limits.at_most("100 per 10 minutes")
@rate_limits.at_most("10 per 10 minutes", by=address_and_network)
@form_tokens.shows_form_again(_show_again)
def open_session() -> ResponseReturnValue:
    form, way_back = SignInForm(), request.args.get("next")
    if not form.validate_on_submit():
        return sign_in_page(form, sent_before(), way_back), 422
    try:
        with prepared():
            right = actions.check_password(db.session(), email=form.email.data or "", password=form.password.data or "")
            needs_code = site_settings().mail_url is not None and not _is_known(right)
        if needs_code:
            return _ask_for_code(right)
        opened = actions.sign_in(db.session(), right, now=clock.now(), browser=_browser())
    except (SignInRefused, ProofRefused) as error:
        form.form_errors.append(str(error))
        return sign_in_page(form, sent_before(), way_back), 422
    return _signed_in(*opened)


def _ask_for_code(right: actions.RightPassword) -> ResponseReturnValue:
    """Raises ProofRefused, SignInRefused."""
    # Only whoever knows the password comes here, so that no stranger locks the owner out.
    if not rate_limits.is_within(CODES, "mailed codes", by=lambda: f"user {right.user_id}"):
        raise SignInRefused
    session[ASKED] = ask_for_code(db.session(), right, now=clock.now())
    db.session.commit()
    return _code_page()


@bp.post("/code")
@access.visitor
@rate_limits.at_most("60 per 10 minutes")
def enter_code() -> ResponseReturnValue:
    """The figures of the mail, from a browser that was not known."""
    token, now = session.get(ASKED), clock.now()
    try:
        right = password_with_code(db.session(), site_settings(), token, request.form.get("code", ""), now=now)
        opened = actions.sign_in(db.session(), right, now=now, way=SignInWay.PASSWORD_AND_CODE, browser=_browser())
    except (ProofRefused, SignInRefused) as error:
        db.session.commit()  # a failure counts
        return _code_page(str(error)), 422
    return _signed_in(*opened)


@bp.post("/code/again")
@access.visitor
@rate_limits.at_most("10 per 10 minutes")
def send_code_again() -> ResponseReturnValue:
    try:
        asked = open_request(db.session(), session.get(ASKED), Purpose.MAILED_CODE, now=clock.now())
    except ProofRefused:
        return redirect(url_for(".sign_in"), 303)
    promise_code(db.session(), asked, db.session.get_one(User, asked.user_id), now=clock.now())
    db.session.commit()
    return _code_page()


@bp.post("/sign-in/options")
@access.visitor
@rate_limits.at_most("60 per 10 minutes")
def passkey_options() -> ResponseReturnValue:
    options, token = ask_for_passkey(db.session(), site_settings(), now=clock.now())
    db.session.commit()
    session[ASKED] = token
    return options


@bp.post("/sign-in/passkey")
@access.visitor
@rate_limits.at_most("60 per 10 minutes")
@form_tokens.shows_form_again(_show_again)
def sign_in_with_passkey() -> ResponseReturnValue:
    answer, now = request.form.get("credential", ""), clock.now()
    try:
        user = user_with_passkey(db.session(), site_settings(), session.get(ASKED), answer, now=now)
    except ProofRefused as error:
        db.session.commit()  # what was asked has ended
        return _refused(error)
    return _signed_in(*actions.open_session(db.session(), user, now=now, way=SignInWay.PASSKEY, browser=_browser()))


@bp.get("/recovery")
@access.visitor
def recovery() -> ResponseReturnValue:
    return render_template(
        "accounts/recovery.html", form=RecoveryForm(formdata=None), way_back=request.args.get("next")
    )


@bp.post("/recovery")
@access.visitor
@rate_limits.at_most("30 per 10 minutes")
@rate_limits.at_most("10 per 10 minutes", by=address_and_network)
def sign_in_with_recovery_code() -> ResponseReturnValue:
    form, now = RecoveryForm(), clock.now()
    if form.validate_on_submit():
        try:
            user = user_with_recovery_code(
                db.session(), site_settings(), email=form.email.data or "", code=form.code.data or ""
            )
        except ProofRefused as error:
            form.form_errors.append(str(error))
        else:
            return _signed_in(
                *actions.open_session(db.session(), user, now=now, way=SignInWay.RECOVERY_CODE, browser=_browser())
            )
    return render_template("accounts/recovery.html", form=form, way_back=request.args.get("next")), 422


@bp.post("/sign-out")
@access.visitor
def sign_out() -> ResponseReturnValue:
    token = forget()
    if token:
        actions.sign_out(db.session(), token)
        db.session.commit()
    flash(_("You have signed out."), "ok")
    return redirect(url_for(".sign_in"), 303)


def _signed_in(opened: UserSession, token: str) -> ResponseReturnValue:
    """Store a new session in place of this browser's last one, and go on to where the person wanted to.

    If the browser was not known, its owner is told by mail.
    """
    user = opened.user
    if not is_known_to(user) and site_settings().mail_url is not None:
        actions.tell_of_new_browser(db.session(), opened, now=clock.now())
    if TOKEN in session:
        actions.sign_out(db.session(), session[TOKEN])
    db.session.commit()
    remember(token)
    remember_browser(user)
    current_actor()  # whom the page after this names
    return after_sign_in(request.args.get("next")) or redirect(_way_back(), 303)


def _refused(error: ProofRefused) -> ResponseReturnValue:
    form = SignInForm(formdata=None)
    form.form_errors.append(str(error))
    return sign_in_page(form, sent_before(), request.args.get("next")), 422


def _code_page(problem: str = "") -> str:
    return render_template(
        "accounts/code.html", problem=problem, carried=sent_before(), way_back=request.args.get("next")
    )


def _is_known(right: actions.RightPassword) -> bool:
    user = db.session.get(User, right.user_id)
    return user is not None and is_known_to(user)


def _browser() -> str:
    return browser_name(request.user_agent.string)


def _way_back() -> str:
    return local_path(request.args.get("next")) or url_for("desk.show")
