"""Administrators read the first message of an organisation, and let it go or refuse it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.registration.messages import first_message_review
from webinars.domain.registration.messages.deliveries import deliveries_awaiting_review
from webinars.lib.i18n import gettext as _
from webinars.site.registration.messages import wording
from webinars.web import access
from webinars.web.security.identity import current_actor

bp = Blueprint("held_messages", __name__, url_prefix="/manage/messages")


@bp.get("")
@access.admin
def index() -> ResponseReturnValue:
    return render_template(
        "registration/messages/first_message_review.html",
        sendings=deliveries_awaiting_review(db.session()),
        words=wording,
    )


@bp.post("/<int:mailing_id>")
@access.admin
def decide(mailing_id: int) -> ResponseReturnValue:
    press = request.form.get("press")
    if press not in {"let-go", "refuse"}:
        abort(404)
    verb = first_message_review.let_go if press == "let-go" else first_message_review.refuse
    try:
        mailing = verb(db.session(), current_actor(), mailing_id, now=clock.now())
    except LookupError:
        abort(404)
    # Somebody may have decided otherwise meanwhile.
    said = _("It is refused.") if mailing.stopped_at else _("It goes.")
    db.session.commit()
    flash(said, "ok")
    return redirect(url_for(".index"), code=303)
