"""Administrators read the first message of an organisation, and let it go or refuse it."""

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.registration.messages import first_message_review
from webinars.domain.registration.messages.deliveries import deliveries_awaiting_review
from webinars.lib.i18n import gettext as _
from webinars.site.registration.messages import wording
from webinars.web import access
from webinars.web.press import by_actor, press

bp = Blueprint("held_messages", __name__, url_prefix="/manage/messages")
_VERBS = {"let-go": first_message_review.let_go, "refuse": first_message_review.refuse}


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
    verb = _VERBS.get(request.form.get("press", "")) or abort(404)
    try:
        return press(
            lambda: verb(*by_actor(), mailing_id, now=clock.now()),
            # Somebody may have decided otherwise meanwhile.
            said=lambda mailing: _("It is refused.") if mailing.stopped_at else _("It goes."),
            back=url_for(".index"),
        )
    except LookupError:
        abort(404)
