from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.accounts.actions import check_own_password, renew_session
from webinars.domain.accounts.errors import ProofRefused, WrongPassword
from webinars.domain.accounts.passkeys import ask_for_passkey, user_with_passkey
from webinars.lib.safe_redirect import local_path
from webinars.models import SignInWay
from webinars.site.accounts.views.blueprint import bp
from webinars.web import access
from webinars.web.form_tokens import FIELD
from webinars.web.forms.proof import CREDENTIAL, PASSWORD, needs_passkey, own_session, proof_page
from webinars.web.requests.transactions import prepared
from webinars.web.security import rate_limits
from webinars.web.security.identity import look_again, remember
from webinars.web.site_context import site_settings

ASKED = "asked"
"""The key in the cookie of what this browser was asked to show."""


@bp.post("/proof/options")
@access.signed_in
@rate_limits.at_most("60 per 10 minutes")
def proof_options() -> ResponseReturnValue:
    options, token = ask_for_passkey(db.session(), site_settings(), now=clock.now())
    db.session.commit()
    session[ASKED] = token
    return options


@bp.post("/proof")
@access.signed_in
@rate_limits.at_most("20 per 10 minutes")
def prove() -> ResponseReturnValue:
    """Note the proof, and send on what it was asked for: a 307 has the browser send the form to where it was meant."""
    target = local_path(request.args.get("next")) or url_for(".show")
    try:
        _check()
    except (ProofRefused, WrongPassword) as error:
        db.session.commit()  # what was asked has ended
        return proof_page(target, str(error)), 422
    look_again()
    own = own_session()
    if request.form.get(CREDENTIAL):
        own.way = SignInWay.PASSKEY
    token, form_token = renew_session(db.session(), own, now=clock.now()), session.get(FIELD)
    db.session.commit()
    remember(token)
    session[FIELD] = form_token  # of the form that is sent on
    return redirect(target, 307)


def _check() -> None:
    """Raises ProofRefused, WrongPassword."""
    answer = request.form.get(CREDENTIAL, "")
    if answer:
        user = user_with_passkey(db.session(), site_settings(), session.pop(ASKED, None), answer, now=clock.now())
        if user.id != own_session().user_id:
            raise ProofRefused
        return
    if needs_passkey(own_session()):
        raise ProofRefused
    with prepared():
        check_own_password(own_session().user, request.form.get(PASSWORD, ""))
