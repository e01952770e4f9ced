"""The page behind an invitation to look after an organisation, and where administrators confirm it."""

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.accounts.actions import check_password
from webinars.domain.accounts.errors import SignInRefused, WeakPassword
from webinars.domain.accounts.passwords import NewPassword
from webinars.domain.accounts.queries import user_with_email
from webinars.domain.owner_invitations import acceptance, approval
from webinars.domain.owner_invitations.errors import AccountExists, InvitationOver, OtherAddress
from webinars.domain.owner_invitations.queries import invitation_by_token, refuse_over, rights_promised, waiting_claims
from webinars.domain.programme.co_organisers.rights import what_they_allow
from webinars.lib.i18n import gettext as _
from webinars.models import Invitation
from webinars.site.owner_invitations.forms import NewAccountForm, OwnAccountForm
from webinars.web import access
from webinars.web.mail_wording import on_its_way
from webinars.web.press import by_actor, press, say_at
from webinars.web.requests.transactions import prepared
from webinars.web.requests.uploads import takes_short_form
from webinars.web.security.rate_limits import at_most, own_link
from webinars.web.site_context import site_settings

bp = Blueprint("claims", __name__)


@bp.get("/invitations/<secret:token>")
@access.public
def show(token: str) -> ResponseReturnValue:
    """What it is and what it would allow. Mail scanners follow links, and must not accept anything."""
    try:
        invitation = _open_or_404(token)
    except InvitationOver as error:
        return _over(error)
    return _page(token, invitation, OwnAccountForm(formdata=None), NewAccountForm(formdata=None))


@bp.post("/invitations/<secret:token>/account")
@access.public
@at_most("20 per 10 minutes")
@at_most("10 per 10 minutes", by=own_link)
@takes_short_form
def accept_with_account(token: str) -> ResponseReturnValue:
    form, other = OwnAccountForm(), NewAccountForm(formdata=None)
    session, now, is_asked = db.session(), clock.now(), False
    try:
        with prepared():
            _open_or_404(token)
            is_shaped = form.validate()
            right = (
                check_password(session, email=form.email.data or "", password=form.own_password.data or "")
                if is_shaped
                else None
            )
        if right is not None:
            acceptance.claim_with_account(session, token, right, is_other_meant=bool(form.is_other_meant.data), now=now)
            return _accepted(token)
    except LookupError:
        abort(404)
    except InvitationOver as error:
        return _over(error)
    except SignInRefused as error:
        form.form_errors.append(str(error))
    except OtherAddress as error:
        form.is_other_meant.errors = [str(error)]
        is_asked = True
    return _again(token, form, other, is_asked=is_asked)


@bp.post("/invitations/<secret:token>/new-account")
@access.public
@at_most("20 per 10 minutes")
@takes_short_form
def accept_with_new_account(token: str) -> ResponseReturnValue:
    form, other = NewAccountForm(), OwnAccountForm(formdata=None)
    session, now = db.session(), clock.now()
    password = NewPassword(form.password.data or "")
    try:
        with prepared():
            _open_or_404(token)
            if is_shaped := form.validate():
                password.hash  # noqa: B018 - made here, where nobody waits for it
        if is_shaped:
            acceptance.claim_with_new_account(
                session, site_settings(), token, name=form.name.data or "", password=password, now=now
            )
            return _accepted(token, is_new=True)
    except LookupError:
        abort(404)
    except InvitationOver as error:
        return _over(error)
    except AccountExists as error:
        form.form_errors.append(str(error))
    except WeakPassword as error:
        form.password.errors = [str(error)]
    return _again(token, other, form)


@bp.get("/manage/claims")
@access.admin
def index() -> ResponseReturnValue:
    return render_template("owner_invitations/index.html", claims=waiting_claims(db.session()))


@bp.post("/manage/claims/<int:invitation_id>")
@access.admin
def decide(invitation_id: int) -> ResponseReturnValue:
    pressed = request.form.get("press")
    if pressed == "confirm":
        verb, said = approval.confirm_claim, [_("Confirmed."), on_its_way(_("Both are told by mail."))]
    elif pressed == "refuse":
        verb, said = approval.refuse_claim, [_("Refused."), on_its_way(_("The mail that says so is on its way."))]
    else:
        abort(404)
    index = url_for(".index")
    return press(
        lambda: verb(*by_actor(), invitation_id, now=clock.now()),
        said=" ".join(said),
        back=index,
        refused=say_at(index, "warn"),
    )


def _open_or_404(token: str) -> Invitation:
    """Returns the invitation behind the link. Raises InvitationOver. Ends in 404 for a link that never was."""
    invitation = invitation_by_token(db.session(), token)
    if invitation is None:
        abort(404, _("There is no invitation at this address. It may have been copied incompletely."))
    refuse_over(db.session(), invitation, now=clock.now())
    return invitation


def _accepted(token: str, *, is_new: bool = False) -> ResponseReturnValue:
    invitation = invitation_by_token(db.session(), token)
    assert invitation is not None
    name = invitation.organisation.name
    db.session.commit()
    return render_template("owner_invitations/accepted.html", name=name, is_new=is_new)


def _again(token: str, own: OwnAccountForm, new: NewAccountForm, *, is_asked: bool = False) -> ResponseReturnValue:
    """Returns the page with what is wrong, read anew after whatever was tried."""
    db.session.rollback()
    try:
        with prepared():
            page = _page(token, _open_or_404(token), own, new, is_asked=is_asked)
    except InvitationOver as error:
        return _over(error)
    return page, 409 if is_asked else 422


def _page(
    token: str, invitation: Invitation, own: OwnAccountForm, new: NewAccountForm, *, is_asked: bool = False
) -> str:
    session, email = db.session(), invitation.email
    has_account = email is not None and user_with_email(session, email) is not None
    if own.email.data is None:
        own.email.data = email if has_account else ""
    return render_template(
        "owner_invitations/show.html",
        token=token,
        invitation=invitation,
        organisation=invitation.organisation,
        webinar=invitation.webinar,
        allows=what_they_allow(rights_promised(session, invitation)),
        has_account=has_account,
        own=own,
        new=new,
        is_asked=is_asked,
    )


def _over(error: InvitationOver) -> ResponseReturnValue:
    db.session.rollback()
    return render_template("owner_invitations/expired.html", sentence=str(error)), 410
