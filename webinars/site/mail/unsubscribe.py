"""Where the reader of a mail ends those like it: a page with a button, and one press in a mail program (RFC 8058)."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from webinars import clock
from webinars.db import db
from webinars.domain.mail import unsubscribe as endings
from webinars.domain.mail.queries import mail_with_id
from webinars.domain.mail.return_path import unsubscribed_mail
from webinars.models import Organisation, OutboundEmail
from webinars.site.mail.kinds import mail_kinds
from webinars.web import access
from webinars.web.site_context import site_settings

bp = Blueprint("mail", __name__, url_prefix="/mail")


@bp.get("/<secret:token>/unsubscribe")
@access.public
def unsubscribe(token: str) -> ResponseReturnValue:
    """Shows the button, or that it is done. Scanners and previews follow links, so this alone ends nothing."""
    mail = _mail_or_404(token)
    if mail is None:
        return render_template("mail/ended.html")
    has_ended = endings.has_ended(db.session(), site_settings(), mail_kinds(), mail, now=clock.now())
    return _page(mail, token, has_ended=has_ended)


# No limit: a provider posts for all of its people from few addresses. No form token: it has no session to be one of.
@bp.post("/<secret:token>/unsubscribe")
@access.public
def end(token: str) -> ResponseReturnValue:
    mail = _mail_or_404(token)
    ending = endings.ending_of(mail_kinds(), mail) if mail is not None else None
    wants_them_again = "again" in request.form
    if mail is None or (ending and ending.is_final and wants_them_again):
        return render_template("mail/ended.html")
    if wants_them_again:
        endings.begin_again(db.session(), site_settings(), mail_kinds(), mail)
    else:
        endings.end(db.session(), site_settings(), mail_kinds(), mail, now=clock.now())
    db.session.commit()
    if ending and ending.is_final:
        return render_template("mail/ended.html")
    return _page(mail, token, has_ended=not wants_them_again, has_begun=wants_them_again)


def _mail_or_404(token: str) -> OutboundEmail | None:
    """Returns the mail that was sent with `token`, or None if all that it was about is erased by now."""
    mail_id = unsubscribed_mail(site_settings(), token) or abort(404)
    mail = mail_with_id(db.session(), mail_id)
    if mail is not None and not endings.is_endable(mail_kinds(), mail):
        abort(404)
    return mail


def _page(mail: OutboundEmail, token: str, *, has_ended: bool = False, has_begun: bool = False) -> str:
    kind, ending = mail_kinds().get(mail.kind), endings.ending_of(mail_kinds(), mail)
    organisation = db.session.get(Organisation, mail.organisation_id) if mail.organisation_id else None
    name, _at, domain = mail.recipient.partition("@")
    return render_template(
        "mail/unsubscribe.html",
        token=token,
        kind=ending.title if ending else kind.title if kind else None,
        remark=ending.remark if ending else None,
        sender=organisation.name if organisation else site_settings().site_name,
        # Whoever was forwarded the mail need not learn whose it was.
        address=f"{name[:1]}…@{domain}",
        has_ended=has_ended,
        has_begun=has_begun,
    )
