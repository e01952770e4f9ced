"""The outbox: what has been promised by mail, and what became of it. For administrators only."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.mail import suppressions
from webinars.domain.mail.compose import compose, write_letter
from webinars.domain.mail.mail_kind import Letter
from webinars.domain.mail.queries import mail_with_id, mails, outbox_problems
from webinars.domain.mail.sender_refusals import bulk_text, what_to_look_at
from webinars.domain.processes.heartbeats import workers
from webinars.domain.registration.messages.deliveries import awaiting_review_count
from webinars.lib.i18n import gettext as _
from webinars.lib.i18n import lazy_gettext as _l
from webinars.lib.i18n import ngettext
from webinars.models import AuditEvent, Bounce, OutboundEmail, PromiseState, Stop
from webinars.site.mail.kinds import mail_kinds
from webinars.web import access
from webinars.web.number_converter import existing, page_in_address
from webinars.web.security.identity import current_actor
from webinars.web.site_context import site_settings

STATE_NAMES = {
    PromiseState.DUE: _l("Waiting"),
    PromiseState.SENDING: _l("Being sent"),
    PromiseState.SENT: _l("Sent"),
    PromiseState.FAILED: _l("Failed"),
    PromiseState.DROPPED: _l("Not needed any more"),
}

bp = Blueprint("outbox", __name__, url_prefix="/manage/outbox")


@bp.get("")
@access.admin
def index() -> ResponseReturnValue:
    page = existing(mails(db.session(), page_in_address()))
    is_sending = site_settings().mail_url is not None
    return render_template(
        "mail/outbox/index.html",
        page=page,
        kind_names={name: kind.title for name, kind in mail_kinds().items()},
        state_of=_state_of,
        is_sending=is_sending,
        troubles=_troubles() if is_sending else [],
        held_count=awaiting_review_count(db.session()),
    )


@bp.get("/<int:mail_id>")
@access.admin
def show(mail_id: int) -> ResponseReturnValue:
    mail, letter = _mail_or_404(mail_id)
    return render_template(
        "mail/outbox/show.html",
        mail=mail,
        letter=letter,
        headers=compose(site_settings(), mail, letter, now=mail.sent_at or clock.now()).headers if letter else {},
        state_of=_state_of,
        came_back=_came_back(mail),
    )


@bp.post("/<int:mail_id>/address")
@access.admin
def write_again(mail_id: int) -> ResponseReturnValue:
    """Take back that mails to the address of this one came back."""
    session = db.session()
    mail = mail_with_id(session, mail_id) or abort(404)
    actor_id = current_actor().user_id
    # No address: it is to be forgotten some day.
    event = AuditEvent(at=clock.now(), action="mail:write_again", actor_id=actor_id, detail={"mail": mail.id})
    if suppressions.write_again(session, site_settings(), mail.recipient, event):
        session.commit()
        flash(_("Mails are written to this address again."), "ok")
    return redirect(url_for(".show", mail_id=mail_id), code=303)


@bp.get("/<int:mail_id>.eml")
@access.admin
def message(mail_id: int) -> ResponseReturnValue:
    mail, letter = _mail_or_404(mail_id)
    if letter is None:
        abort(410)
    octets = compose(site_settings(), mail, letter, now=mail.sent_at or clock.now()).octets
    return Response(
        octets,
        mimetype="message/rfc822",
        headers={"Content-Disposition": f'attachment; filename="mail-{mail.id}.eml"'},
    )


def _came_back(mail: OutboundEmail) -> list[str]:
    """Returns why nothing is sent to its address, in sentences: what an administrator can take back."""
    found = suppressions.stops_of(db.session(), site_settings(), [mail.recipient], now=clock.now())[mail.recipient]
    return [suppressions.reason_of(each.stop) for each in found if each.stop in {Stop.HARD, Stop.SOFT}]


def _state_of(mail: OutboundEmail) -> str:
    """Returns what became of it, in words."""
    if mail.state is PromiseState.DUE and site_settings().mail_url is None:
        return _("Kept")
    if mail.state is PromiseState.SENT and mail.bounce is not None:
        return _("Called spam") if mail.bounce is Bounce.COMPLAINT else _("Came back")
    return str(STATE_NAMES[mail.state])


def _troubles() -> list[str]:
    """Returns what keeps mails from being sent, a sentence each."""
    session, now = db.session(), clock.now()
    found, sentences = outbox_problems(session, now=now), []
    if workers(session, now=now).alive_count == 0:
        sentences.append(
            _("No worker has been seen for more than 3 minutes, so no mail is sent. Start one: webinars worker")
        )
    if found.late_count:
        sentences.append(
            ngettext(
                "%(num)s mail has been due for more than an hour and is not sent.",
                "%(num)s mails have been due for more than an hour and are not sent.",
                found.late_count,
            )
        )
    if found.failed_count:
        sentences.append(
            ngettext(
                "%(num)s mail of the last 7 days could not be sent; its state says why.",
                "%(num)s mails of the last 7 days could not be sent; their states say why.",
                found.failed_count,
            )
        )
    if found.refusals.count:
        said = ngettext(
            "%(num)s mail was refused within a day because it is ours.",
            "%(num)s mails were refused within a day because they are ours.",
            found.refusals.count,
        )
        look = what_to_look_at(site_settings().mail_from)
        sentences.append(f"{said} {look} {bulk_text(is_held=found.refusals.is_bulk_held)}")
    return sentences


def _mail_or_404(mail_id: int) -> tuple[OutboundEmail, Letter | None]:
    """Returns the mail, and what it says as an administrator may read it."""
    mail = mail_with_id(db.session(), mail_id) or abort(404)
    letter = write_letter(db.session(), site_settings(), mail_kinds(), mail, now=clock.now())
    if letter is not None and site_settings().mail_url is not None:
        # The link lets in whoever has it. Where mails are sent, it is in its recipient's hands and nobody else's;
        # where none is sent, handing it over is what this page is for.
        letter = letter.without_secrets()
    return mail, letter
