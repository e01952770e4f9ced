"""What is kept about one address, for administrators: seen, taken as a file, erased.

The address is entered and sent in forms only, so that it stands in no log and in no history of a browser.
"""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.personal_data.erasure import ErasureCounts, erase_for_administrator, note_report
from webinars.domain.personal_data.report import PersonalData, personal_data_of
from webinars.site.personal_data.forms import AddressForm
from webinars.site.personal_data.report import report_file
from webinars.web import access
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


@bp.post("/erasure")
@access.admin
def erase() -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(form), 422
    erased = erase_for_administrator(db.session(), current_actor(), form.address, now=clock.now())
    db.session.commit()
    return _page(AddressForm(formdata=None), erased=erased)


def _page(form: AddressForm, *, kept: PersonalData | None = None, erased: ErasureCounts | None = None) -> str:
    return render_template("personal_data/show.html", form=form, kept=kept, erased=erased)
