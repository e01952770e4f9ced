"""What is kept about one address, for administrators: seen, taken as a file, erased.

The address is entered and sent in forms only, so that it stands in no log and in no history of a browser.
"""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.accounts.closing import close_account
from webinars.domain.accounts.errors import AccountNeeded
from webinars.domain.accounts.queries import user_with_email
from webinars.domain.personal_data.erasure import ErasureCounts, erase_for_administrator, note_report
from webinars.domain.personal_data.report import PersonalData, personal_data_of
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.site.personal_data.forms import AddressForm
from webinars.site.personal_data.report import account_file, report_file
from webinars.web import access
from webinars.web.forms import proof
from webinars.web.requests.transactions import stores_nothing
from webinars.web.security.identity import current_actor

bp = Blueprint("kept", __name__, url_prefix="/manage/addresses")


@bp.get("")
@access.admin
def ask() -> ResponseReturnValue:
    return _page(AddressForm(formdata=None))


@bp.post("")
@access.admin
@stores_nothing
def look() -> ResponseReturnValue:
    """What there is, in numbers."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(form), 422
    return _page(form, kept=personal_data_of(db.session(), form.address))


@bp.post("/report")
@access.admin
def report() -> ResponseReturnValue:
    """All of it as a file. That it left the house is written down."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(form), 422
    session, now = db.session(), clock.now()
    kept = personal_data_of(session, form.address)
    answer = report_file(kept)
    note_report(session, current_actor(), registrations=len(kept.registrations), follows=len(kept.follows), now=now)
    session.commit()
    return answer


@bp.post("/own")
@access.signed_in
@proof.needed(_l("You want the file of your account."))
@stores_nothing
def own() -> ResponseReturnValue:
    """Give somebody the file of their own account. That they also have its address nobody has shown, so no more."""
    return account_file(proof.own_session().user)


@bp.post("/erasure")
@access.admin
def erase() -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(form), 422
    erased = erase_for_administrator(db.session(), current_actor(), form.address, now=clock.now())
    db.session.commit()
    return _page(AddressForm(formdata=None), erased=erased)


@bp.post("/closing")
@access.admin
@proof.needed(_l("You want to close somebody’s account."))
def close() -> ResponseReturnValue:
    """End the account of whoever signs in with the address."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(form), 422
    user = user_with_email(db.session(), form.address)
    if user is None:
        return _page(form, kept=personal_data_of(db.session(), form.address)), 409
    try:
        close_account(db.session(), current_actor(), user, now=clock.now())
    except AccountNeeded as error:
        form.form_errors.append(str(error))
        return _page(form, kept=personal_data_of(db.session(), form.address)), 409
    db.session.commit()
    flash(_("The account is closed. What it made stays."), "ok")
    return redirect(url_for(".ask"), 303)


def _page(form: AddressForm, *, kept: PersonalData | None = None, erased: ErasureCounts | None = None) -> str:
    return render_template("personal_data/show.html", form=form, kept=kept, erased=erased)
